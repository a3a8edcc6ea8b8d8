"""Conversations, messages off telephones, and calendars."""

from __future__ import annotations

import pytest

from onrecord.model import Channel
from onrecord.text import phones
from tests.contacts.test_tables import read

TALK = (
    ("2021-03-05T09:05", "Lucas Imre", "Did you see the report?"),
    ("2021-03-05T09:06", "Marisol Vance", "yes. hold it\nuntil Monday please"),
    ("2021-03-05T09:07", "Lucas Imre", "ok"),
)


@pytest.mark.parametrize(
    "text",
    [
        "[3/5/21, 9:05 AM] {0}: {1}\n[3/5/21, 9:06 AM] {2}: {3}\n[3/5/21, 9:07 AM] {0}: {4}\n",
        "3/5/2021, 9:05 AM - {0}: {1}\n3/5/2021, 9:06 AM - {2}: {3}\n3/5/2021, 9:07 AM - {0}: {4}\n",
        "2021-03-05 09:05 <{0}> {1}\n2021-03-05 09:06 <{2}> {3}\n2021-03-05 09:07 <{0}> {4}\n",
        "Friday, March 5, 2021\n{0}  9:05 AM\n{1}\n{2}  9:06 AM\n{3}\n{0}  9:07 AM\n{4}\n",
        "---- March 5, 2021 ----\n{0} [9:05 AM]: {1}\n{2} [9:06 AM]: {3}\n{0} [9:07 AM]: {4}\n",
        "{0} (3/5/2021 9:05 AM): {1}\n{2} (3/5/2021 9:06 AM): {3}\n{0} (3/5/2021 9:07 AM): {4}\n",
    ],
    ids=["brackets", "dashes", "angles", "names above", "days between", "names first"],
)
def test_conversations(text: str) -> None:
    words = text.format("Lucas Imre", TALK[0][2], "Marisol Vance", TALK[1][2], TALK[2][2])
    found = read(f"Chat of two people\n{words}")
    assert [(one.starts, one.parties[0].name, one.text) for one in found] == list(TALK)
    assert all(one.channel is Channel.CHAT for one in found)
    # whom a message was meant for is not printed, who else takes part is
    assert {one.parties[1].role for one in found} == {"with"}
    assert [one.parties[1].name for one in found] == ["Marisol Vance", "Lucas Imre", "Marisol Vance"]


@pytest.mark.parametrize(
    "text",
    [
        # mail quotes names and times too
        "From: Lucas Imre\nSent: Friday, March 5, 2021 9:05 AM\nTo: Marisol Vance\nSubject: report\n\nhold it\n",
        "On Fri, Mar 5, 2021 at 9:05 AM Lucas Imre <l@example.org> wrote:\n> hold it\n",
        "From: Lucas Imre\nDate: 3/5/2021 9:05 AM\nTo: Marisol Vance\nSubject: report\nMessage: hold it\n",
        # a schedule in prose
        "Plan for March 5, 2021\nDoors 9:05 AM\nSpeeches 10:00 AM\nLunch 12:00 PM\nClose 3:00 PM\n",
        # news wires print a date, a time and a place above each story
        "March 5, 2021\n2021-03-05 17:08 (Harborside)\n\nPier falls\n2021-03-05 16:38 (Harborside)\nMore\n",
        "At 9:05 AM the pier fell. At 9:06 AM we were called. At 9:07 AM it was over.\n" * 4,
    ],
)
def test_what_is_no_conversation(text: str) -> None:
    assert read(text) == []


SMS = """\
Extraction Report - Text messages

From: +12025550112 Tomas Belmonte
To: +12025550199 Marisol Vance
Timestamp: 3/5/2021 9:05:12 AM(UTC-5)
Body: I object.
Put it on paper.

From: +12025550199 Marisol Vance
To: +12025550112 Tomas Belmonte
Timestamp: 3/5/2021 9:07:00 AM(UTC-5)
Body: call me
"""


# "(UTC-5)" is a distance; read as the zone UTC it was five hours off.
def test_labelled_messages_keep_their_offset() -> None:
    first, second = read(SMS)
    assert (first.channel, first.starts) == (Channel.TEXT, "2021-03-05T09:05:12-05:00")
    assert first.text == "I object.\nPut it on paper."
    assert [(one.role, one.name, one.number) for one in first.parties] == [
        ("from", "Tomas Belmonte", "+12025550112"),
        ("to", "Marisol Vance", "+12025550199"),
    ]
    assert second.text == "call me"


AGENDA = """\
Calendar of Marisol Vance
Thursday, May 13, 2021
9:00 AM - 10:00 AM  Budget review; Conference Room 4B
Attendees: Graham Ostler; Lucas Imre
2:00 - 3:00 PM Pier 9 path forward
Location: Room 2
Bring the drawings.
Friday, May 14, 2021
8:30 AM - 9:00 AM Call with Dana Marsh
"""


def test_a_printed_calendar() -> None:
    first, second, third = read(AGENDA)
    assert (first.starts, first.ends) == ("2021-05-13T09:00", "2021-05-13T10:00")
    assert (first.subject, first.place) == ("Budget review", "Conference Room 4B")
    assert [(one.role, one.name) for one in first.parties] == [
        ("organizer", "Marisol Vance"),
        ("required", "Graham Ostler"),
        ("required", "Lucas Imre"),
    ]
    # PM is printed once for both ends
    assert (second.starts, second.ends) == ("2021-05-13T14:00", "2021-05-13T15:00")
    assert (second.place, second.text) == ("Room 2", "Bring the drawings.")
    assert third.citation.quote.endswith("\nFriday, May 14, 2021")


def test_military_hours_in_a_calendar() -> None:
    (found,) = read("Schedule\n5 March 2021\n0900-1030 Budget review\n10-12 eggs\n")
    assert (found.starts, found.ends, found.subject) == ("2021-03-05T09:00", "2021-03-05T10:30", "Budget review")


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("12", "", 720), ("12", "s", 12), ("0:35", "h", 2100), ("4:12", "", 252), ("0:04:12", "", 252),
        ("1.5", "m", 90),
        ("4 min 12 sec", "", 252), ("1h 2m", "", 3720), ("45s", "", 45), ("", "", -1), ("n/a", "", -1),
        ("9:05 AM", "", -1),
    ],
)  # fmt: skip
def test_lengths_of_time(text: str, unit: str, expected: int) -> None:
    assert phones.seconds(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call (202) 555-0112 now", "(202) 555-0112"),
        ("+1 202.555.0112 x44", "+1 202.555.0112 x44"),
        ("+44 20 7946 0123", "+44 20 7946 0123"),
        ("555-0112", "555-0112"),
        ("2025550112", "2025550112"),
        ("3/5/2021", None),
        ("2021-03-05", None),
        ("HPA-000123", None),
        ("12345678901234", None),
    ],
)
def test_numbers(text: str, expected: str | None) -> None:
    match = phones.NUMBER.search(text)
    assert (match[0] if match else None) == expected
