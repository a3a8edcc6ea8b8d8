"""Contacts that a message reports, and acts of messages that are quoted, answered or no mail."""

from __future__ import annotations

import pytest

from onrecord.interactions import of_message
from onrecord.model import Interaction, MessageKind
from tests.threads.mails import mail


def told(body: str, **facts: object) -> list[Interaction]:
    message = mail(body, **facts)
    texts = {span.page: "From" for span in message.citation.spans}
    return list(of_message(message, texts))


@pytest.mark.parametrize(
    ("words", "actors", "to", "channel"),
    [
        ("I took a call from the township about the levee.", ("the township",), ("Ruiz, Ana (HPA)",), "call"),
        ("There was a call from Dana Marsh last night.", ("Dana Marsh",), ("Ruiz, Ana (HPA)",), "call"),
        ("I had just hung up with the Board when your note came in.", ("Ruiz, Ana (HPA)",), ("the Board",), "call"),
        ("The finance committee called this afternoon.", ("The finance committee",), ("Ruiz, Ana (HPA)",), "call"),
        ("We met with the county this morning.", ("Ruiz, Ana (HPA)",), ("the county",), "meeting"),
        ("I was asked by Mr. Ostler on Friday for copies.", ("Mr. Ostler",), ("Ruiz, Ana (HPA)",), "conversation"),
        ("Attached are my notes of this afternoon.", ("Ruiz, Ana (HPA)",), (), "meeting"),
    ],
)
def test_a_reported_contact_is_between_those_whom_it_names(
    words: str, actors: tuple[str, ...], to: tuple[str, ...], channel: str
) -> None:
    (found,) = told(words)
    assert (found.act, found.actors, found.to, found.channel) == ("reports a contact", actors, to, channel)


def test_each_reported_contact_is_one_of_its_own() -> None:
    found = told("I spoke with Dana Marsh on March 2. I spoke with Priya Iyer on March 4.")
    assert [(one.to, one.date) for one in found] == [(("Dana Marsh",), "2021-03-02"), (("Priya Iyer",), "2021-03-04")]
    assert len({one.id for one in found}) == 2


def test_a_message_under_marks_of_quotation_does_what_it_does_without_them() -> None:
    (found,) = told("> > Hi Ben,\n> > Thank you for the work at the\n> > old weir.")
    assert found.act == "thanks"


def test_answers_to_an_invitation_accept_or_decline_by_their_subject() -> None:
    assert [one.act for one in told("", subject="Accepted: Pier 9")] == ["accepts"]
    assert [one.act for one in told("", subject="Declined: Pier 9")] == ["declines"]


def test_a_letter_is_no_mail() -> None:
    (found,) = told("I ask that you appear before the committee.", kind=MessageKind.LETTER)
    assert (found.act, found.channel) == ("invites", "letter")


def test_lines_that_wrap_do_not_move_the_places_of_later_sentences() -> None:
    (found,) = told("The gauge was read by the crew, \nThe dog barked at noon. Thank you for the work at the weir.")
    assert found.quotes[0].text == "Thank you for the work at the weir."
