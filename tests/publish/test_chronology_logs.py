"""Calls, visits, text messages and appointments in the chronology: as listed, as planned, and named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run

CALLS = """\
Date,Time,From,To,Minutes
2021-12-03,09:05,Anneke Rudd,Carla Solano,12
2021-12-03,15:40,Anneke Rudd,Carla Solano,3
2021-12-03,16:00,(212) 555-0123,Carla Solano,1
"""
VISITS = """\
Visitor Name,Company,Host,Purpose,Date,Time In,Time Out
Hugo Brandt,Lakeside Pumps,Carla Solano,Pump contract,2021-12-04,10:00,10:45
"""
CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:1@example.org
DTSTART:20211206T140000
DTEND:20211206T150000
SUMMARY:Order on the wells
ORGANIZER;CN=Carla Solano:mailto:csolano@ewb.example.gov
ATTENDEE;CN=Anneke Rudd:mailto:arudd@ewb.example.gov
END:VEVENT
END:VCALENDAR
"""
TEXTS = """\
Timestamp,From,To,Message
2021-12-05 08:00,Anneke Rudd,Carla Solano,Who else is coming to the hearing?
2021-12-05 08:10,Carla Solano,Anneke Rudd,Ok
"""


@pytest.fixture
def told(case_folder: Path, tmp_path: Path, run: Run) -> list[dict[str, Any]]:
    """The entries of a case of logs alone."""
    records = tmp_path / "records"
    records.mkdir()
    for name, text in (("calls.csv", CALLS), ("visits.csv", VISITS), ("day.ics", CALENDAR), ("texts.csv", TEXTS)):
        (records / name).write_text(text, encoding="utf-8")
    assert run("add", records, "--release", "first").code == 0
    assert run("build").code == 0
    found: list[dict[str, Any]] = json.loads(run("chronology", "--format", "json").out)["entries"]
    return found


def test_rows_of_logs_are_entries_with_the_certainty_they_have(told: list[dict[str, Any]]) -> None:
    texts = [(one["date"], one["text"]) for one in told]
    assert texts == [
        ("2021-12-03", "A call log lists 2 calls from Anneke Rudd to Carla Solano between 09:05 and 15:40."),
        (
            "2021-12-04",
            "A visitor log lists Hugo Brandt (“Lakeside Pumps”) as a visitor to Solano from 10:00 to 10:45: "
            "“Pump contract”",
        ),
        (
            "2021-12-05",
            "Anneke Rudd and Solano exchanged 2 text messages between 08:00 and 08:10: "
            "“Who else is coming to the hearing?”",
        ),
        (
            "2021-12-06",
            "Solano and Anneke Rudd were to meet from 14:00 to 15:00, by a calendar: “Order on the wells”",
        ),
    ]
    assert all(one["kind"] == "contact" and one["sources"] for one in told)


def test_a_row_that_names_one_alone_is_left_out_and_counted(told: list[dict[str, Any]], run: Run) -> None:
    found = json.loads(run("chronology", "--format", "json").out)
    assert found["left_out"] == 1 and found["interactions"] == 7
    everything = json.loads(run("chronology", "--all", "--format", "json").out)["entries"]
    assert any("(212) 555-0123" in one["text"] for one in everything)


def test_rows_told_together_are_accepted_together(told: list[dict[str, Any]], run: Run) -> None:
    assert len(told[0]["records"]) == 2
    assert run("review", "accept", told[0]["id"]).code == 0
    (accepted,) = json.loads(run("chronology", "--accepted", "--format", "json").out)["entries"]
    assert accepted["text"] == told[0]["text"] and accepted["records"] == told[0]["records"]
