"""The parts of a body."""

from __future__ import annotations

import pytest

from onrecord.messages.bodies import zones

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
    ("Hi all -\nIt runs.", [("greeting", "Hi all -"), ("text", "It runs.")]),
]


@pytest.mark.parametrize(("body", "expected"), BODIES)
def test_a_body_is_parted(body: str, expected: list[tuple[str, str]]) -> None:
    assert [(str(zone.kind), body[zone.start : zone.end]) for zone in zones(body)] == expected
