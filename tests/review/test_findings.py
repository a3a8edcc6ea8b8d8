"""Decisions on findings: what they say, what they do on reading, and when they no longer count."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace

from onrecord.errors import UsageError
from onrecord.model import Citation, Decision, Gap, IdentityQuestion, Interaction, Page, Person, Said, Span
from onrecord.review import decisions, findings
from onrecord.store.identities import standing
from onrecord.store.judgements import Judgement, Judgements

SPAN = Span("0" * 16 + "/1", 0, 3)
CITED = Citation((SPAN,), "Ana called")
CALL = Interaction(
    id="i1aaaaaaa",
    citation=CITED,
    record="m1",
    source="message",
    date="2021-03-04",
    date_end="2021-03-04",
    inferred=("year from the page",),
    actors=("Ana Ruiz",),
    to=("Cal Ruiz",),
    channel="call",
    act="calls",
    quotes=(Said("hold it", "Ana Ruiz", (SPAN,)),),
)
GAP = Gap(id="g1aaaaaaa", citation=CITED, kind="missing_parent", denominator="1 of 2", question="Where is it?")
MONDAY, TUESDAY, FRIDAY = (f"2026-01-0{day}T00:00:00.000000Z" for day in (5, 6, 9))


def judged(*made: Decision, of: Interaction | Gap = CALL) -> Judgement:
    return Judgements(standing(made)).of(of)


def test_nothing_decided_is_a_draft() -> None:
    assert judged() == Judgement(state="draft")
    assert not judged().accepted


def test_the_latest_judgement_holds_in_any_order() -> None:
    made = [
        findings.accept(CALL, "ana", MONDAY, "looked at the page"),
        findings.reject(CALL, "ben", TUESDAY, "another call"),
    ]
    for order in itertools.permutations(made):
        found = judged(*order)
        assert (found.state, found.by, found.at, found.reason) == ("rejected", "ben", TUESDAY, "another call")
    back = decisions.undo(made[1], "ana", FRIDAY)
    assert judged(*made, back).state == "accepted"
    assert judged(made[0], decisions.undo(made[0], "ana", FRIDAY)).state == "draft"


def test_a_correction_accepts_and_keeps_what_stood_there() -> None:
    fixed = findings.edit(CALL, CALL, "date", "2021-03-09", "ana", MONDAY, "printed on page 2")
    joined = Judgements([fixed])
    shown = joined.corrected(CALL)
    assert (shown.date, shown.inferred, shown.citation) == ("2021-03-09", (), CALL.citation)
    found = joined.of(CALL)
    assert (found.state, found.accepted) == ("edited", True)
    (edit,) = found.edits
    assert (edit.field, edit.before, edit.value, edit.reason) == (
        "date",
        "2021-03-04",
        "2021-03-09",
        "printed on page 2",
    )
    assert CALL.date == "2021-03-04"


def test_corrections_of_several_fields_add_up_and_each_can_be_taken_back() -> None:
    date = findings.edit(CALL, CALL, "date", "2021-03-09", "ana", MONDAY)
    actors = findings.edit(CALL, CALL, "actors", "Ruiz, Ana;  Coyne, Wendell ", "ben", TUESDAY)
    assert Judgements([date, actors]).corrected(CALL).actors == ("Ruiz, Ana", "Coyne, Wendell")
    left = standing([date, actors, decisions.undo(date, "ana", FRIDAY)])
    shown = Judgements(left).corrected(CALL)
    assert (shown.date, shown.actors) == (CALL.date, ("Ruiz, Ana", "Coyne, Wendell"))
    accepted_later = findings.accept(CALL, "cal", FRIDAY)
    assert judged(date, accepted_later).state == "edited"


def test_a_judgement_does_not_pass_to_another_statement() -> None:
    fixed = findings.edit(CALL, CALL, "act", "asks for a call", "ana", MONDAY)
    now = replace(CALL, to=("Bob Ruiz",))
    joined = Judgements([fixed])
    assert joined.of(now).state == "changed"
    assert not joined.of(now).accepted
    assert joined.of(now).edits == ()
    assert joined.corrected(now) == now
    assert judged(fixed, findings.accept(now, "ana", FRIDAY), of=now).state == "accepted"


def test_the_same_words_elsewhere_on_the_page_are_the_same_statement() -> None:
    moved = Span(SPAN.page, 9, 12)
    now = replace(CALL, citation=Citation((moved,), CITED.quote), quotes=(Said("hold it", "Ana Ruiz", (moved,)),))
    assert judged(findings.accept(CALL, "ana", MONDAY), of=now).state == "accepted"


def test_a_person_is_judged_by_the_keys_of_the_names() -> None:
    ana = Person(id="p1aaaaaaa", citation=CITED, name="Ana Ruiz", filed="Ruiz, Ana", keys=("n:ana ruiz", "a:a@x.org"))
    learnt = replace(ana, id="p2bbbbbbb", keys=(*ana.keys, "n:ruiz"), aliases=("A. Ruiz",))
    assert Judgements([findings.accept(ana, "ben", MONDAY)]).of(learnt).state == "accepted"


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("citation", "x", "cannot be corrected"),
        ("record", "m2", "cannot be corrected"),
        ("date", "March 9", "is no day"),
        ("date", "2021-02-30", "is no day"),
        ("approx", "perhaps", "does not fit"),
        ("act", "calls", "already"),
    ],
)
def test_what_cannot_be_corrected_is_refused(field: str, text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        findings.edit(CALL, CALL, field, text, "ana", MONDAY)


def test_a_correction_that_this_program_cannot_make_is_left_out() -> None:
    fixed = findings.edit(CALL, CALL, "act", "asks", "ana", MONDAY)
    for odd in (
        replace(fixed, field="mood"),
        replace(fixed, value="7"),
        replace(fixed, value="{"),
        replace(fixed, before=""),
    ):
        assert Judgements([odd]).corrected(CALL) == CALL
        assert judged(odd).state == "accepted"


def test_what_is_told_together_is_corrected_together() -> None:
    copy, other = replace(CALL, id="i2bbbbbbb"), replace(CALL, id="i3ccccccc", act="thanks")
    made = findings.edit_together([(one, one) for one in (copy, CALL, other)], CALL.id, "act", "asks", "ana", MONDAY)
    assert [(one.subjects[0], one.action) for one in made] == [
        (CALL.id, "edit"),
        (copy.id, "edit"),
        (other.id, "accept"),
    ]


def test_notes_stand_on_findings_and_on_parts_of_pages() -> None:
    page = Page(file="f" * 64, number=2, text="", engine="layer", engine_version="1", width=612.0, height=792.0)
    on_page = findings.note_at(page, (60, 90.04, 180, 130), " initials ", "ana", MONDAY)
    on_gap = findings.note_on(GAP, "ask them", "ben", TUESDAY)
    joined = Judgements([on_page, on_gap])
    assert [one.note for one in joined.notes_on("f" * 16 + "/2")] == ["initials"]
    assert on_page.region is not None
    assert (on_page.region.file, on_page.region.page, on_page.region.box) == ("f" * 64, 2, (60, 90.0, 180, 130))
    assert [one.note for one in joined.of(GAP).notes] == ["ask them"]
    assert joined.of(GAP).state == "draft"
    for box in ((1, 2, 3), (5, 5, 5, 9), (-1, 0, 5, 5), (0, 0, 700, 10), (float("nan"), 0, 5, 5)):
        with pytest.raises(UsageError):
            findings.note_at(page, box, "x", "ana", MONDAY)
    with pytest.raises(UsageError, match="empty"):
        findings.note_on(GAP, "  ", "ana", MONDAY)


def test_a_question_is_answered_not_accepted() -> None:
    question = IdentityQuestion(id="q1aaaaaaa", citation=CITED, name="Ruiz", key="Ruiz", question="?")
    with pytest.raises(UsageError, match="answered"):
        findings.accept(question, "ana", MONDAY)


def test_decisions_on_findings_travel_as_lines() -> None:
    page = Page(file="f" * 64, number=2, text="", engine="layer", engine_version="1")
    sent = [
        findings.edit(CALL, CALL, "actors", "Ana; Ben", "ana", MONDAY, "“both” sign"),
        findings.note_at(page, (1, 2, 3, 4), "x", "ana", MONDAY),
    ]
    assert decisions.read(decisions.written(sent)) == sent


def test_moments_are_fine_enough_to_order() -> None:
    moments = [decisions.now() for _ in range(50)]
    assert moments == sorted(moments)
    assert all(len(moment) == len("2026-01-05T00:00:00.000000Z") for moment in moments)
