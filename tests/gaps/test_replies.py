"""Messages that must exist: counted, worded as questions, and never asked for when they are there."""

from __future__ import annotations

from onrecord.gaps import replies
from onrecord.model import CopySet, Gap, Sketch, Thread
from onrecord.threads.related import find
from tests.gaps.worded import worded
from tests.threads.mails import LONG, OTHER, sketched

ASK = {"subject": "Crane permits", "sent": "2021-03-09T09:00"}
ANSWER = {
    "who": "Cole, Ben (HPA)",
    "to": ["Ruiz, Ana (HPA)"],
    "subject": "RE: Crane permits",
    "sent": "2021-03-09T11:00",
}


def gaps(*sketches: Sketch) -> list[Gap]:
    related = list(find(sketches))
    sets = [found for found in related if isinstance(found, CopySet)]
    home = {member: found.members[0] for found in sets for member in found.members}
    threads = [found for found in related if isinstance(found, Thread)]
    return worded(
        replies.find(sketches, home, threads, lambda file: "first", lambda ids: dict.fromkeys(ids, "“Crane permits”"))
    )


def test_an_answer_of_which_the_question_is_nowhere_is_asked_for() -> None:
    (gap,) = gaps(sketched("Agreed.", **ANSWER), sketched(OTHER, subject="Agenda"))
    assert (gap.kind, gap.release, gap.denominator) == ("missing_parent", "first", "1 of 1 answers and forwards")
    assert gap.question.endswith("?")


def test_an_answer_whose_question_is_printed_elsewhere_misses_nothing() -> None:
    assert gaps(sketched("Agreed.", **ANSWER), sketched(**ASK)) == []


def test_an_earlier_message_of_the_thread_is_not_what_an_answer_answers() -> None:
    """Ana asked Ben; Eve's answer to somebody else came with the same people and subject."""
    ask = sketched(**ASK, cc=["Holt, Eve"])
    facts = {"who": "Imre, Luc", "to": ["Cole, Ben (HPA)", "Holt, Eve"], "subject": "RE: Crane permits"}
    later = sketched("See you there.", sent="2021-03-10T08:00", **facts)
    assert [gap.kind for gap in gaps(ask, later)] == ["missing_parent"]


def test_an_answer_to_somebody_else_in_the_thread_does_not_answer_the_message_of_the_copied_one() -> None:
    """Ana asked Eve and Ben, Eve answered, and Ben answered Eve with a copy to Ana: what Eve wrote is missing."""
    ask = sketched(subject="Crane permits", sent="2021-03-09T09:00", to=["Holt, Eve"], cc=["Cole, Ben"])
    facts = {"who": "Cole, Ben", "to": ["Holt, Eve"], "cc": ["Ruiz, Ana (HPA)"], "subject": "RE: Crane permits"}
    answer = sketched("See you there.", sent="2021-03-09T12:00", **facts)
    assert [gap.records for gap in gaps(ask, answer)] == [(answer.id,)]


def test_a_hidden_sender_does_not_hide_what_was_answered() -> None:
    ask = sketched(**ASK, who="", cc=["Holt, Eve"])
    facts = ANSWER | {"who": "Cole, Ben (HPA)", "cc": ["Holt, Eve"]}
    assert gaps(ask, sketched("Agreed.", **facts)) == []
    assert gaps(sketched(**ASK), sketched("Agreed.", **(ANSWER | {"who": ""}))) == []


def test_a_memo_that_says_what_it_is_about_is_no_answer() -> None:
    from onrecord.model import MessageKind

    assert gaps(sketched("Agreed.", kind=MessageKind.MEMO, **ANSWER)) == []


def test_a_message_known_only_as_a_quotation_is_asked_for_once_with_all_its_copies() -> None:
    first = [sketched("Agreed.", chain="x", **ANSWER), sketched(chain="x", depth=1, **ASK)]
    forward = {"who": "Imre, Luc", "to": ["Vance, Mia"], "subject": "FW: Crane permits", "sent": "2021-03-12T08:00"}
    second = [sketched("See below.", chain="y", **forward), sketched(chain="y", depth=1, **ASK)]
    (gap,) = gaps(*first, *second)
    assert (gap.kind, gap.denominator) == ("quoted_only", "1 of 3 messages")
    assert set(gap.records) == {first[1].id, second[1].id}


def test_a_message_that_is_printed_too_was_produced() -> None:
    assert gaps(sketched("Agreed.", chain="x", **ANSWER), sketched(chain="x", depth=1, **ASK), sketched(**ASK)) == []


def test_a_mail_that_only_stands_below_another_is_a_print_of_its_own() -> None:
    vote = {"who": "Lyle, Bea", "to": ["Vance, Mia"], "subject": "The vote", "sent": "2021-06-15T17:58"}
    top = sketched(LONG, chain="x", **ASK)
    assert gaps(top, sketched(OTHER, chain="x", depth=1, **vote)) == []
