"""The parts of a body."""

from __future__ import annotations

import pytest

from onrecord.messages.bodies import zones
from onrecord.text.hyphens import repair
from tests.messages.printed import page, read

#: Body; the kinds and words of its zones.
BODIES = [
    ("The pump runs.", [("text", "The pump runs.")]),
    ("", []),
    (
        "Dear Minh,\n\nThe pump runs.\n\nBest regards,\nAda Vance\nEngineer",
        [("greeting", "Dear Minh,"), ("text", "The pump runs."), ("signature", "Best regards,\nAda Vance\nEngineer")],
    ),
    # A sentence that thanks is no sign-off.
    ("Thanks to the storm the pump stopped.", [("text", "Thanks to the storm the pump stopped.")]),
    (
        "It runs.\nThe information in this e-mail is confidential.\nDelete it.",
        [("text", "It runs."), ("disclaimer", "The information in this e-mail is confidential.\nDelete it.")],
    ),
    ("It runs.\nSent from my iPhone", [("text", "It runs."), ("signature", "Sent from my iPhone")]),
    # Quotations that no header announces, answered line by line.
    (
        "> Does it run?\nIt does.\n> Since when?\n\n> And the valve?\nSince May.",
        [
            ("quoted", "> Does it run?"),
            ("text", "It does."),
            ("quoted", "> Since when?\n\n> And the valve?"),
            ("text", "Since May."),
        ],
    ),
    ("Hi all -\nIt runs.", [("greeting", "Hi all -"), ("text", "It runs.")]),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_a_body_is_parted(body: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(zone.kind), body[zone.start : zone.end]) for zone in zones(body)] == expected


def test_what_a_quoted_message_quotes_is_told_from_what_it_says() -> None:
    body = "> It does.\n>> Does it run?\n> Ask Lars."
    parts = [(str(zone.kind), body[zone.start : zone.end]) for zone in zones(body, quote=1)]
    assert parts == [("text", "> It does."), ("quoted", ">> Does it run?"), ("text", "> Ask Lars.")]


def test_the_marks_below_an_attribution_are_those_of_its_message() -> None:
    _, quoted = read(
        "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: Pumps\nSee below.\n"
        "On May 5, 2019, at 9:05 AM, Lars Holm wrote:\n> It runs.\n>> Does it?\n"
    )
    assert [str(zone.kind) for zone in quoted.zones] == ["text", "quoted"]


def test_a_body_over_a_page_break_is_one_with_the_furniture_left_out() -> None:
    first = (
        "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: Pumps\nThe inspec-\nHPA-000123\n"
    )
    second = "UNCLASSIFIED\ntion is done.\nPage 2 of 2\n"
    (message,) = read(first, second)
    assert message.body == "The inspec-\ntion is done."
    assert [span.page.rpartition("/")[2] for span in message.body_spans] != []
    assert len(message.body_spans) == 2
    assert (message.page_start, message.page_end) == (1, 2)
    marks = {mark.kind for text in (first, second) for mark in page(text).marks}
    assert {"stamp", "banner", "page_number"} <= marks
    assert repair(message.body).text == "The inspection is done."
