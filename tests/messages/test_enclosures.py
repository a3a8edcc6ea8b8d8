"""Attachments that are named below a body."""

from __future__ import annotations

from onrecord.model import Message
from tests.messages.printed import read

HEADER = "From: Ada Vance\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: {subject}\n"
ANSWERED = "On Sun, May 5, 2019 at 9:01 AM Minh Tran <minh@harbor.example.gov> wrote:\n> Any news?\n"


def attached(message: Message) -> list[str]:
    return [attachment.printed for attachment in message.attachments]


def test_a_count_at_the_end_names_those_of_the_printed_message() -> None:
    # They were the last lines of the quoted message's body.
    listing = "2 attachments\nPump log.xlsx\n123K\nlift_plan.pdf\n1.2 MB\n"
    top, quoted = read(HEADER.format(subject="Pumps") + "See the log.\n" + ANSWERED + listing)
    assert attached(top) == ["Pump log.xlsx", "lift_plan.pdf"]
    assert (attached(quoted), quoted.body) == ([], "> Any news?")


def test_a_label_below_the_body_names_those_of_the_message_above() -> None:
    listing = "Attachments: Pump log.xlsx, lift_plan.pdf,\nthird.docx\n"
    first, second = read(
        HEADER.format(subject="Pumps")
        + "Minh,\nSee the log.\nAda\n"
        + listing
        + HEADER.format(subject="RE: Pumps")
        + "Thanks.\n"
    )
    assert attached(first) == ["Pump log.xlsx", "lift_plan.pdf", "third.docx"]
    assert (first.body, attached(second)) == ("Minh,\nSee the log.\nAda", [])


def test_words_about_attachments_are_body() -> None:
    body = "2 attachments\nlift_plan.pdf\nis what I wanted to send.\nAttachments: none of the drawings.dwg\nAda\n"
    (message,) = read(HEADER.format(subject="Pumps") + body)
    assert attached(message) == []
    assert message.body == body.strip()


def test_pages_of_what_was_listed_are_no_body() -> None:
    (message,) = read(
        HEADER.format(subject="Pumps") + "See the log.\n1 attachment\nPump log.xlsx\n", "Pump log\nHours in May: 300.\n"
    )
    assert message.body == "See the log."


def test_the_codes_of_boxes_below_a_list_are_no_part_of_it() -> None:
    (message,) = read(HEADER.format(subject="Pumps") + "See the log.\n1 attachment\nPump log.xlsx\nb7C\n(b)(4)\nb6\n")
    assert attached(message) == ["Pump log.xlsx"]
