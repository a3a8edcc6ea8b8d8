"""Calendar files, whole and damaged."""

from __future__ import annotations

import pytest

from onrecord.text import ical
from onrecord.text.ical import Person, Time
from tests.timing import assert_linear, repeated

EVENT = "BEGIN:VEVENT\r\nSUMMARY:Pier 7\\, again\r\nDTSTART:20211104T140000\r\n{}END:VEVENT\r\n"


def only(text: str) -> ical.Event:
    (found,) = ical.events(text)
    return found


def test_escapes_and_folded_lines() -> None:
    assert only(EVENT.format("DESCRIPTION:one\\ntwo\\; th\r\n ree\r\n")).description == "one\ntwo; three"
    assert only(EVENT.format("")).summary == "Pier 7, again"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("DTEND:20211104T153000\r\n", Time("2021-11-04T15:30")),
        ("DURATION:PT1H30M\r\n", Time("2021-11-04T15:30")),
        ("DURATION:P1W\r\n", Time("2021-11-11T14:00")),
        ("DTEND;VALUE=DATE:20211105\r\n", Time("2021-11-05")),
        ("DTEND:20211104T190000Z\r\n", Time("2021-11-04T19:00", "UTC")),
        ("DTEND:20211304T190000\r\n", None),
        ("DURATION:-PT1H\r\n", None),
        ("DURATION:P9999W\r\n", Time("2213-06-24T14:00")),
        ("", None),
    ],
)
def test_ends(lines: str, expected: Time | None) -> None:
    assert only(EVENT.format(lines)).end == expected


def test_names_with_colons_and_commas_in_quotes() -> None:
    found = only(EVENT.format('ORGANIZER;CN="Okafor: Ngozi, Dr.";SENT-BY="mailto:x@y":MAILTO:ngozi@example.gov\r\n'))
    assert found.organizer == Person("Okafor: Ngozi, Dr.", "ngozi@example.gov")


def test_an_event_without_an_end_is_there_as_far_as_it_goes() -> None:
    assert [event.summary for event in ical.events("BEGIN:VEVENT\nSUMMARY:a\nBEGIN:VEVENT\nSUMMARY:b\nDTST")] == [
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("before", "part", "after"),
    [
        ("BEGIN:VEVENT\nATTENDEE;", ";CN=", ":x\nEND:VEVENT"),
        ("BEGIN:VEVENT\nSUMMARY:", "\\", "\nEND:VEVENT"),
        ("BEGIN:VEVENT\nSUMMARY:a\n", " x\n", "END:VEVENT"),
        ("", "BEGIN:VEVENT\n", ""),
        ("BEGIN:VEVENT\n", "ATTENDEE:mailto:a@example.org\n", "END:VEVENT"),
    ],
    ids=["parameters", "backslashes", "folds", "begins", "attendees"],
)
def test_hostile_calendars_take_linear_time(before: str, part: str, after: str) -> None:
    assert_linear(lambda text: list(ical.events(text)), repeated(part, before, after), 200_000)
