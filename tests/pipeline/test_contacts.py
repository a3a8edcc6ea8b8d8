"""Logs, chats and calendars through a build, as a user meets them."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import count
from pathlib import Path

import openpyxl
import pytest

from onrecord import Case
from tests.conftest import Run
from tests.contacts.test_tables import CALLS, VISITS
from tests.contacts.test_talk import AGENDA, SMS
from tests.timing import assert_linear

ICS = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
SUMMARY:Pier 9 - path forward
DTSTART;TZID=America/New_York:20210513T140000
DURATION:PT1H
LOCATION:Conference Room 4B
ORGANIZER;CN="Imre, Lucas":mailto:limre@example.gov
ATTENDEE;CN="Vance, Marisol":mailto:mvance@example.gov
DESCRIPTION:Agenda to follow.
END:VEVENT
BEGIN:VEVENT
SUMMARY:Town day
DTSTART;VALUE=DATE:20210514
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def case(tmp_path: Path, case_folder: Path, run: Run) -> Path:
    logs = tmp_path / "logs"
    logs.mkdir()
    for name, text in (("calls.csv", CALLS), ("visits.txt", VISITS), ("sms.txt", SMS), ("day.txt", AGENDA)):
        (logs / name).write_text(text, encoding="utf-8")
    (logs / "calendar.ics").write_text(ICS, encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Visitors", 0)
    sheet.append(["Date", "Visitor", "Time In", "Host"])
    sheet.append([datetime(2021, 3, 1), "Ann Lee", "9:05 AM", "Bo Day"])
    book.save(logs / "visits.xlsx")
    run("add", logs, "--release", "first")
    assert run("build").code == 0
    return case_folder


def rows(run: Run) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("export", "contacts").out.splitlines()]


def test_every_kind_of_log_is_exported_with_its_place(case: Path, run: Run) -> None:
    found = rows(run)
    count = {
        name: sum(str(row["file"]).endswith(name) for row in found) for name in ("calls.csv", "visits.txt", "sms.txt")
    }
    assert count == {"calls.csv": 4, "visits.txt": 4, "sms.txt": 2}
    assert all(row["citation"]["quote"] for row in found)  # type: ignore[index]
    assert run("export", "messages").out == ""


def test_show_and_status_know_contacts(case: Path, run: Run) -> None:
    found = rows(run)
    shown = run("show", str(found[0]["id"])).out
    assert "appointment" in shown and "Citation" in shown
    assert f"{len(found)}" in run("status").out and "contacts" in run("status").out


def test_entries_of_a_calendar_file(case: Path, run: Run) -> None:
    meeting, day = (row for row in rows(run) if str(row["file"]).endswith(".ics"))
    assert (meeting["start"], meeting["end"]) == ("2021-05-13T14:00", "2021-05-13T15:00")
    assert (meeting["subject"], meeting["place"], meeting["text"]) == (
        "Pier 9 - path forward",
        "Conference Room 4B",
        "Agenda to follow.",
    )
    assert [(one["role"], one["name"], one["address"]) for one in meeting["parties"]] == [  # type: ignore[attr-defined]
        ("organizer", "Imre, Lucas", "limre@example.gov"),
        ("required", "Vance, Marisol", "mvance@example.gov"),
    ]
    assert (day["start"], day["subject"], day["page"]) == ("2021-05-14", "Town day", 2)


def test_a_sheet_of_a_workbook_is_a_log(case: Path, run: Run) -> None:
    (visit,) = (row for row in rows(run) if str(row["file"]).endswith(".xlsx"))
    assert visit["start"] == "2021-03-01T09:05"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig", "shift_jis"])
def test_a_log_in_another_encoding(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_bytes(
        CALLS.replace("Tomas", "Tomás" if encoding != "shift_jis" else "トマス").encode(encoding)
    )
    with Case.create(tmp_path / "case") as made:
        made.add([tmp_path / "calls.csv"], release="first")
        made.build(executor="serial")
        found = list(made.export("contacts"))
        assert len(found) == 4
        assert found[0]["start"] == "2021-03-05T09:05"


@pytest.mark.slow
def test_a_calendar_of_many_events_takes_time_in_proportion(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # names are looked for in one page after the other, which takes far longer than all that is measured here
    monkeypatch.setattr("onrecord.people.mentions.in_pages", lambda *_: [])
    event = (
        "BEGIN:VEVENT\nSUMMARY:Meeting {0}\nDTSTART:20210513T140000Z\nATTENDEE:mailto:a{0}@example.org\nEND:VEVENT\n"
    )
    numbers = count()

    def build(events: int) -> None:
        folder = tmp_path / str(next(numbers))
        with Case.create(folder) as made:
            text = "BEGIN:VCALENDAR\n" + "".join(map(event.format, range(events)))
            (folder / "a.ics").write_text(text, encoding="utf-8")
            made.add([folder / "a.ics"], release="first")
            built = made.build(executor="serial")
            assert (built.pages, built.failures) == (events, 0)
            assert made.store.counts()["findings:contacts"] == events

    assert_linear(build, int, 3_000)


@pytest.mark.parametrize(
    "text", ["BEGIN:VCALENDAR\n", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\n", "BEGIN:VCALENDAR\0\0"]
)
def test_a_calendar_without_anything_leaves_a_trace(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_text(text, encoding="utf-8")
    with Case.create(tmp_path / "case") as made:
        made.add([tmp_path / "a.ics"], release="first")
        built = made.build(executor="serial")
        assert built.failures or built.pages


# A chat or a log saved as text looked like a report to the reader of articles.
def test_a_log_is_no_article(case: Path, run: Run) -> None:
    assert run("export", "articles").out == ""
