"""``onrecord gaps`` as a user calls it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from onrecord import Case
from tests.conftest import Run

WEEKS = [*range(12), *range(30, 42)]


@pytest.fixture
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case in which somebody writes each week, is silent for 18 weeks, and writes again."""
    days = [date(2021, 1, 4) + timedelta(weeks=week) for week in WEEKS]
    mails = [
        f"From: Ruiz, Ana (HPA)\nSent: {day:%A, %B} {day.day}, {day.year} 9:{number:02} AM\nTo: Cole, Ben (HPA)\n"
        f"Subject: Pier {number}\n\nThe gauge at pier {number} was read on day {day.toordinal()}.\n"
        for number, day in enumerate(days)
    ]
    (tmp_path / "mails.txt").write_text("\f".join(mails), encoding="utf-8")
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "mails.txt"], release="first")
        case.build(executor="serial")
    monkeypatch.chdir(tmp_path / "case")
    return tmp_path / "case"


def test_silence_is_told_on_request_only_as_a_question_with_its_base_rate(quiet: Path, run: Run) -> None:
    assert "silence" not in run("gaps", "--format", "jsonl").out
    found = {
        row["person"]: row for row in map(json.loads, run("gaps", "--silence", "--format", "jsonl").out.splitlines())
    }
    assert set(found) == {"Ana Ruiz", "Ben Cole"}
    silence = found["Ana Ruiz"]
    assert (silence["since"], silence["weeks"]) == ("2021-03-29", 18)
    assert silence["rhythm"] == "24 of the other 24 weeks hold a message"
    assert silence["question"].endswith("?")
