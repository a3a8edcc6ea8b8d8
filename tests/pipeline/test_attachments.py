"""Attachments through a build: native mail, printed mail, and another release that brings what was missing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.attachments.test_attachments import SHEET, named
from tests.conftest import Run
from tests.pipeline.test_native import eml


def rows(run: Run) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("export", "attachments").out.splitlines()]


def test_what_was_attached_and_what_was_produced(case_folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "a.eml").write_bytes(eml())
    (tmp_path / "b.txt").write_text("\f".join([named("Report.pdf; Map.txt"), f"{SHEET}Report.pdf\n"]), encoding="utf-8")
    run("add", tmp_path / "a.eml", tmp_path / "b.txt", "--release", "first")
    assert run("build").code == 0
    native, report, missing = rows(run)
    assert (native["name"], native["produced"], native["how"]) == ("piles.csv", True, "taken out of the mail")
    assert str(native["produced_in"]).endswith("a.eml/piles.csv") and native["pages"] == [1]
    assert (report["name"], report["produced"], report["pages"]) == ("Report.pdf", True, [2])
    assert (missing["name"], missing["produced"], missing["pages"]) == ("Map.txt", False, [])
    shown = run("show", str(report["id"])).out
    assert "Report.pdf" in shown and "its name stands on the pages that follow" in shown
    assert "attachments" in run("status").out

    (tmp_path / "Map.txt").write_text("North of the pier\n", encoding="utf-8")
    run("add", tmp_path / "Map.txt", "--release", "second")
    assert run("build").code == 0
    (found,) = (row for row in rows(run) if row["name"] == "Map.txt")
    assert (found["produced"], found["how"]) == (True, "a file of this name is in the case")
    assert found["id"] == missing["id"]
