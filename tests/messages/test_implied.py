"""What a printed chain tells of people whom its pages blank."""

from __future__ import annotations

from onrecord.model import Message
from tests.messages.printed import read

TOP = "From: {}\nSent: Mon, 6 May 2019 14:00:00 +0000\nTo: {}\nSubject: {}\nDone.\n"
BELOW = "From: {}\nSent: Monday, May 6, 2019 9:05 AM\nTo: {}\nSubject: Pumps\nDo it.\n"


def told(message: Message) -> list[tuple[str, str]]:
    return [(one.field, one.party.name) for one in message.implied]


def test_who_answers_a_message_to_one_person_is_that_person() -> None:
    answer, asked = read(TOP.format("(b)(6)", "Tran, Minh", "RE: Pumps") + BELOW.format("Tran, Minh", "Vance, Ada"))
    assert answer.sender is not None
    # A redacted sender stays redacted.
    assert (answer.sender.redacted, answer.sender.name) == (True, "")
    assert told(answer) == [("from", "Vance, Ada")]
    assert answer.implied[0].message == asked.id
    assert "alone" in answer.implied[0].reason
    assert told(asked) == []


def test_who_forwards_a_message_to_one_person_is_that_person() -> None:
    forward, _ = read(TOP.format("(b)(6)", "Holm, Lars", "FW: Pumps") + BELOW.format("Tran, Minh", "Vance, Ada"))
    assert told(forward) == [("from", "Vance, Ada")]


def test_an_answer_goes_to_the_writer_and_tells_who_wrote() -> None:
    answer, asked = read(TOP.format("Vance, Ada", "(b)(6)", "RE: Pumps") + BELOW.format("Tran, Minh", "(b)(6)"))
    assert told(answer) == [("to", "Tran, Minh")]
    assert told(asked) == [("to", "Vance, Ada")]
    _, asked = read(TOP.format("Vance, Ada", "Tran, Minh", "RE: Pumps") + BELOW.format("(b)(6)", "Vance, Ada"))
    assert told(asked) == [("from", "Tran, Minh")]


def test_where_several_people_may_be_meant_nothing_is_implied() -> None:
    several = BELOW.format("Tran, Minh", "Vance, Ada; Holm, Lars")
    assert [told(one) for one in read(TOP.format("(b)(6)", "Tran, Minh", "RE: Pumps") + several)] == [[], []]
    blanked = BELOW.format("(b)(6)", "(b)(6)")
    assert [told(one) for one in read(TOP.format("(b)(6)", "(b)(6)", "RE: Pumps") + blanked)] == [[], []]
    unasked = BELOW.format("Tran, Minh", "Vance, Ada")
    assert [told(one) for one in read(TOP.format("(b)(6)", "Tran, Minh", "Valves") + unasked)] == [[], []]
