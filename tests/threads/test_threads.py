"""Threads join what answers one another, each edge with its reason; a common subject joins nothing."""

from __future__ import annotations

from onrecord.model import Sketch, Thread
from onrecord.threads.related import find
from tests.threads.mails import LONG, OTHER, sketched

ASK = {"subject": "Crane permits", "sent": "2021-03-09T09:00"}
ANSWER = {
    "who": "Cole, Ben (HPA)",
    "to": ["Ruiz, Ana (HPA)"],
    "subject": "RE: Crane permits",
    "sent": "2021-03-09T11:00",
}


def threads(*sketches: Sketch) -> list[Thread]:
    return [found for found in find(sketches) if isinstance(found, Thread)]


def kinds(thread: Thread) -> list[str]:
    return [edge.kind for edge in thread.edges]


def test_a_quoted_message_belongs_to_the_thread() -> None:
    top, quoted = sketched("Agreed.", chain="x", **ANSWER), sketched(chain="x", depth=1, **ASK)
    (found,) = threads(top, quoted)
    assert found.messages == (quoted.id, top.id)
    assert kinds(found) == ["quotes"]
    assert found.inclusive == (top.id,)


def test_an_answer_that_quotes_nothing_is_joined_by_subject_people_and_time() -> None:
    ask, answer = sketched(**ASK), sketched("Agreed.", **ANSWER)
    (found,) = threads(ask, answer)
    assert found.edges[0].reason == "same subject; its writer answers to the sender, and was a recipient; 2 h before"
    assert sorted(found.inclusive) == sorted((ask.id, answer.id))


def test_a_native_answer_is_joined_by_its_message_id_whatever_the_subject() -> None:
    ask = sketched(message_id="<1@x>", **ASK)
    answer = sketched("Agreed.", **(ANSWER | {"subject": "Cranes"}), message_id="<2@x>", in_reply_to="<1@x>")
    (found,) = threads(ask, answer)
    assert kinds(found) == ["reference"]


def test_a_common_subject_alone_joins_nothing() -> None:
    strangers = [
        sketched(body, who=who, to=[to], subject=subject, sent=f"2021-03-09T1{hour}:05")
        for hour, (body, who, to, subject) in enumerate(
            [
                (LONG, "Ruiz, Ana", "Cole, Ben", "Call?"),
                (OTHER, "Imre, Luc", "Fosse, Dana", "Call?"),
                ("At ten.", "Vance, Mia", "Holt, Eve", "RE: Call?"),
                ("Later.", "Cole, Ben", "Holt, Eve", "RE: Call?"),
            ]
        )
    ]
    assert threads(*strangers) == []


def test_a_mail_printed_below_another_without_being_quoted_is_a_thread_of_its_own() -> None:
    top = sketched("Agreed.", chain="x", **ANSWER)
    vote = {"who": "Lyle, Bea", "to": ["Vance, Mia"], "subject": "The vote", "sent": "2021-06-15T17:58"}
    below = sketched(OTHER, chain="x", depth=1, **vote)
    assert threads(top, below) == []


def test_a_mail_that_answers_nothing_quotes_nothing_on_another_subject() -> None:
    """Another mail of the same two people is printed below it."""
    top = sketched(LONG, chain="x", subject="Call with the county?", sent="2021-05-17T12:53")
    below = sketched(OTHER, chain="x", depth=1, subject="FW: Crane permits", sent="2021-05-07T13:29")
    assert threads(top, below) == []


def test_a_later_mail_of_strangers_is_quoted_by_nobody() -> None:
    """Only the sender of the message above is printed, in the words that introduce it, and no subject."""
    above = sketched("Agreed.", chain="x", depth=1, who="Ruiz, Ana", to=[], subject="", sent="2021-06-15T08:56")
    vote = {"who": "Lyle, Bea", "to": ["Vance, Mia"], "subject": "The vote", "sent": "2021-06-15T14:18"}
    assert threads(above, sketched(OTHER, chain="x", depth=2, **vote)) == []
    known = sketched(OTHER, chain="x", depth=2, **(vote | {"to": ["Ruiz, Ana"]}))
    assert len(threads(above, known)) == 1
    same = sketched(subject="The vote", chain="y", who="Ruiz, Ana", to=[], sent="2021-06-15T08:56")
    assert len(threads(same, sketched(OTHER, chain="y", depth=1, **vote))) == 1


def test_subjects_that_only_begin_alike_are_two() -> None:
    top = sketched(LONG, chain="x", subject="Meeting with the finance committee about the emergency repair", sent="")
    other = {
        "who": "Lyle, Bea",
        "to": ["Vance, Mia"],
        "subject": "Meeting with the contractor about the valve",
        "sent": "2021-06-15T17:58",
    }
    assert threads(top, sketched(OTHER, chain="x", depth=1, **other)) == []


def test_what_a_native_mail_holds_is_quoted_whatever_its_clock_and_subject_say() -> None:
    top = sketched("See below.", chain="x", subject="Lunch", sent="2021-03-09T09:00", message_id="<1@x>")
    below = sketched(OTHER, chain="x", depth=1, subject="Crane permits", sent="2021-03-10T09:00")
    (found,) = threads(top, below)
    assert found.edges[0].certainty == 0.99


def test_copies_bring_their_threads_together() -> None:
    first = [sketched("Agreed.", chain="x", **ANSWER), sketched(chain="x", depth=1, **ASK)]
    forward = {"who": "Imre, Luc", "to": ["Vance, Mia"], "subject": "FW: Crane permits", "sent": "2021-03-12T08:00"}
    second = [sketched("See below.", chain="y", **forward), sketched(chain="y", depth=1, **ASK)]
    (found,) = threads(*first, *second)
    assert set(found.messages) == {one.id for one in (*first, *second)}
    assert set(found.inclusive) == {first[0].id, second[0].id}


def test_a_quotation_that_was_cut_off_does_not_spare_the_message_itself() -> None:
    top, cut = sketched("Agreed.", chain="x", **ANSWER), sketched(LONG[:80], chain="x", depth=1, **ASK)
    whole = sketched(**ASK)
    (found,) = threads(top, cut, whole)
    assert set(found.inclusive) == {top.id, whole.id}
