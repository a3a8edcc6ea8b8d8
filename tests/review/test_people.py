"""Decisions about people: what they do on reading, taken back, sent and received; in any order."""

from __future__ import annotations

import itertools

import pytest

from onrecord.errors import NotFound, UsageError
from onrecord.model import Citation, Decision, IdentityQuestion, Person, Seen, Span
from onrecord.review import decisions
from onrecord.review import people as review
from onrecord.store.identities import decided, open_questions, parted

SPAN = Span("0" * 16 + "/1", 0, 3)
CITED = Citation((SPAN,), "Ana")
BY = ("ana", "2026-01-01T00:00:00Z")


def person(id: str, name: str, *names: str) -> Person:
    seen = tuple(Seen(f"m{n}", "to", 0, one, SPAN, 1.0, "n:" + one.lower()) for n, one in enumerate((name, *names)))
    keys = tuple(sorted(one.key for one in seen))
    return Person(id=id, citation=CITED, name=name, filed=name, aliases=(name, *names), seen=seen, keys=keys)


ANA, BOB, CAL = (
    person("p1aaaaaaa", "Ana Ruiz", "A. Ruiz"),
    person("p2bbbbbbb", "Bob Ruiz"),
    person("p3ccccccc", "Cal Ruiz"),
)
ALL = [ANA, BOB, CAL]


def names(found: list[Person]) -> list[tuple[str, int]]:
    return [(one.name, len(one.seen)) for one in found]


def test_merging_unites_names_and_says_who_decided() -> None:
    (one, cal) = decided(ALL, [review.merge(ANA, BOB, *BY)])
    assert (one.id, len(one.seen), cal.id) == (ANA.id, 3, CAL.id)
    assert one.merges[-1].reason == "decided by ana on 2026-01-01"
    assert one.formerly == (BOB.id,)


def test_merges_join_in_any_order() -> None:
    steps = [review.merge(ANA, BOB, *BY), review.merge(BOB, CAL, "ana", "2026-01-02T00:00:00Z")]
    found = [decided(ALL, order) for order in itertools.permutations(steps)]
    assert found[0] == found[1]
    assert names(found[0]) == [("Ana Ruiz", 4)]


def test_a_split_takes_a_name_away() -> None:
    found = decided(ALL, [review.split(ANA, ["A. Ruiz"], *BY)])
    assert names(found) == [("Ana Ruiz", 1), ("A. Ruiz", 1), ("Bob Ruiz", 1), ("Cal Ruiz", 1)]
    assert found[0].keys == ("n:ana ruiz",)


def test_a_later_rename_holds_and_undoing_it_brings_the_earlier_back() -> None:
    first = review.rename(ANA, "Ana María Ruiz", *BY)
    second = review.rename(ANA, "A. M. Ruiz", "ben", "2026-01-02T00:00:00Z")
    back = decisions.undo(second, "ana", "2026-01-03T00:00:00Z")
    assert decided(ALL, [second, first])[0].name == "A. M. Ruiz"
    assert decided(ALL, [back, second, first])[0].name == "Ana María Ruiz"
    again = decisions.undo(back, "ben", "2026-01-04T00:00:00Z")
    assert decided(ALL, [again, back, second, first])[0].name == "A. M. Ruiz"


def test_what_is_no_person_is_marked() -> None:
    assert [one.kind for one in decided(ALL, [review.not_a_person(BOB, *BY)])] == ["person", "nobody", "person"]


def test_an_answer_settles_a_question() -> None:
    question = IdentityQuestion(
        id="q1", citation=CITED, name="Ruiz", key="Ruiz", question="?", among=(ANA.id, BOB.id), uses=3
    )
    by_id = {one.id: one for one in ALL}
    assert open_questions([question], [], by_id) == [question]
    assert open_questions([question], [review.answer(question, None, *BY)], by_id) == []
    assert open_questions([question], [review.merge(ANA, BOB, *BY)], by_id) == []
    assert open_questions([question], [review.merge(ANA, CAL, *BY)], by_id) == [question]


def test_an_answer_gives_open_places_to_the_chosen_person() -> None:
    seen = (Seen("m9", "text", 0, "Ruiz", SPAN),)
    question = IdentityQuestion(
        id="q1", citation=CITED, name="Ruiz", key="Ruiz", question="?", among=(ANA.id, BOB.id), seen=seen
    )
    found = decided(ALL, [review.answer(question, BOB, *BY)], {"q1": question})
    assert names(found) == [("Ana Ruiz", 2), ("Bob Ruiz", 2), ("Cal Ruiz", 1)]


def test_an_answer_unites_whom_the_name_stood_for() -> None:
    question = IdentityQuestion(
        id="q1", citation=CITED, name="Cal Ruiz", key="Cal Ruiz", question="?", among=(CAL.id, BOB.id), own=CAL.id
    )
    found = decided(ALL, [review.answer(question, BOB, *BY)], {"q1": question})
    assert [len(one.seen) for one in found] == [2, 2]


def test_decisions_travel_as_lines() -> None:
    sent = [review.merge(ANA, BOB, *BY, note="“same” desk"), review.rename(CAL, "C. Ruiz", *BY)]
    assert decisions.read(decisions.written(sent)) == sent
    with pytest.raises(UsageError, match="line 1"):
        decisions.read(["{}"])
    with pytest.raises(UsageError, match="forget"):
        decisions.read(decisions.written([Decision(id="d", at="", by="", action="forget", subjects=())]))


@pytest.mark.parametrize(
    ("name", "found"),
    [("ana ruiz", ["p1aaaaaaa"]), ("RUIZ, bob", ["p2bbbbbbb"]), ("p3cccccc", ["p3ccccccc"]), ("ruiz", 3), ("x", 0)],
)
def test_people_are_found_by_name(name: str, found: list[str] | int) -> None:
    matched = [one.id for one in review.matching(ALL, name)]
    assert matched == found if isinstance(found, list) else len(matched) == found


def test_two_of_one_name_are_told_apart_before_anything_is_decided() -> None:
    with pytest.raises(NotFound, match=r"p1aaaaaaa.*p2bbbbbbb"):
        review.person(ALL, "ruiz")
    with pytest.raises(NotFound, match="nobody"):
        review.person(ALL, "okonkwo")
    with pytest.raises(UsageError):
        review.merge(ANA, ANA, *BY)
    with pytest.raises(NotFound):
        review.split(ANA, ["Bob Ruiz"], *BY)


def test_a_decision_stays_with_the_person_when_one_name_goes_to_somebody_else() -> None:
    """A. Ruiz was taken for Ana; a later release shows that the name is Abe's."""
    whole = person("p1aaaaaaa", "Ana Ruiz", "Ana M. Ruiz", "A. Ruiz")
    renamed, merged = review.rename(whole, "Ana María Ruiz", *BY), review.merge(whole, BOB, *BY)
    ana, abe = person("p1aaaaaaa", "Ana Ruiz", "Ana M. Ruiz"), person("p4dddddd", "Abe Ruiz", "A. Ruiz")
    assert names(decided([ana, abe, BOB], [renamed])) == [("Ana María Ruiz", 2), ("Abe Ruiz", 2), ("Bob Ruiz", 1)]
    assert names(decided([ana, abe, BOB], [merged])) == [("Ana Ruiz", 3), ("Abe Ruiz", 2)]
    nobody = decided([ana, abe], [review.not_a_person(whole, *BY)])
    assert [one.kind for one in nobody] == ["nobody", "person"]
    (question,) = parted(decided([ana, abe, BOB], [renamed]), [renamed])
    assert (question.name, question.among) == ("A. Ruiz", (ana.id, abe.id))
    assert "Abe Ruiz" in question.question
    by_id = {one.id: one for one in (ana, abe, BOB)}
    assert open_questions([question], [renamed], by_id) == [question]
    assert open_questions([question], [renamed, review.answer(question, abe, *BY)], by_id) == []


def test_names_that_a_person_split_off_are_no_question() -> None:
    steps = [review.rename(ANA, "Ana María Ruiz", *BY), review.split(ANA, ["A. Ruiz"], *BY)]
    assert parted(decided(ALL, steps), steps) == []
    assert parted(decided(ALL, [review.merge(ANA, BOB, *BY)]), [review.merge(ANA, BOB, *BY)]) == []


def test_a_decision_of_before_names_were_noted_follows_its_key() -> None:
    from msgspec.structs import replace

    old = replace(review.rename(BOB, "Robert Ruiz", *BY), known=())
    assert names(decided(ALL, [old]))[1] == ("Robert Ruiz", 1)
