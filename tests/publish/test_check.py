"""A published chronology held against invitations, calendars, logs and reports: planned is not held."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

INVITE = """\
Subject: Order on the wells
Location: Board room
Start: Monday, December 6, 2021 2:00 PM
End: Monday, December 6, 2021 3:00 PM
Organizer: Rudd, Anneke (EWB)
Required Attendees: Solano, Carla (EWB)

Bring the June figures.
"""
MAIL = """\
From: Rudd, Anneke (EWB)
Sent: Wednesday, December 8, 2021 9:15 AM
To: Solano, Carla (EWB)
Subject: Pumps

The pumps are to be replaced before the end of the winter.
"""
REPORT = """\
From: Rudd, Anneke (EWB)
Sent: Friday, December 10, 2021 9:15 AM
To: Solano, Carla (EWB)
Subject: Brandt

I just took a call from Hugo Brandt about the valves.
"""
CALLS = """\
Date,Time,From,To,Minutes
2021-12-13,09:05,Anneke Rudd,Carla Solano,12
2021-12-13,11:05,Hugo Brandt,Carla Solano,2
"""
PAGE = "\n\n".join(
    [
        "Ellsmere Water Board Records on Failing Wells",
        "Records about Anneke Rudd and Carla Solano, released in response to a public records request.",
        "On Dec. 6, Anneke Rudd met with Carla Solano.",
        "On Dec. 6, a meeting between Anneke Rudd and Carla Solano was on the calendar.",
        "On Dec. 8, Rudd met with Solano.",
        "On Dec. 10, Hugo Brandt called Rudd.",
        "On Dec. 13, Rudd called Solano.",
        "On Dec. 20, Rudd emailed Solano.",
    ]
)


@pytest.fixture
def checked(case_folder: Path, tmp_path: Path, run: Run) -> list[dict[str, Any]]:
    """The entries of the page, in order."""
    records = tmp_path / "records"
    records.mkdir()
    for name, text in (("invite.txt", INVITE), ("mail.txt", MAIL), ("report.txt", REPORT), ("calls.csv", CALLS)):
        (records / name).write_text(text, encoding="utf-8")
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    run("add", records, "--release", "first")
    run("add", tmp_path / "page.txt", "--release", "press")
    assert run("build", "--year", "2021").code == 0
    return [json.loads(line) for line in run("check", "page.txt", "--format", "jsonl").out.splitlines()]


def test_calls_and_meetings_are_held_against_what_shows_them(checked: list[dict[str, Any]], run: Run) -> None:
    found = {one["entry"]: (one["finding"], one["file"].rpartition("/")[2]) for one in checked}
    assert found == {
        "On Dec. 6, Anneke Rudd met with Carla Solano.": ("planned", "invite.txt"),
        "On Dec. 6, a meeting between Anneke Rudd and Carla Solano was on the calendar.": ("supported", "invite.txt"),
        # a mail of that day between them does not show that they met
        "On Dec. 8, Rudd met with Solano.": ("not found", ""),
        "On Dec. 10, Hugo Brandt called Rudd.": ("supported", "report.txt"),
        "On Dec. 13, Rudd called Solano.": ("supported", "calls.csv"),
        "On Dec. 20, Rudd emailed Solano.": ("not found", ""),
    }
    assert "1 planned" in run("check", "page.txt").out


def test_the_reasons_say_what_shows_it_and_what_it_does_not_show(checked: list[dict[str, Any]]) -> None:
    why = [one["why"] for one in checked]
    assert why[0] == (
        "an invitation shows it as planned for that day with all of them; it does not show that it was held"
    )
    assert why[1].endswith("as the entry tells it")
    assert why[3] == "a message of that day with all of them reported it"
    assert why[4] == "a call log of that day with all of them listed it"
