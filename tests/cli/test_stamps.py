"""A stamp that OCR damaged is found, shown and exported as it must be, and said to be repaired."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests.conftest import Run

FOOT = ["HPA-000011", "HPA-000012", "HPA-0O0018", "HPA-000014", "HPA-000015"]


@pytest.fixture
def scanned(case_folder: Path, tmp_path: Path, run: Run) -> Path:
    """A case with a scan of five pages; the third stamp is badly printed."""
    font = ImageFont.load_default(30)
    sheets = []
    for number, foot in enumerate(FOOT, 1):
        sheet = Image.new("L", (900, 500), 255)
        pen = ImageDraw.Draw(sheet)
        pen.text((60, 60), f"Sheet {number} of the survey of the piles\nthat the divers made for the harbour.", 0, font)
        pen.text((600, 420), foot, 0, font)
        sheets.append(sheet)
    sheets[0].save(tmp_path / "scan.tif", save_all=True, append_images=sheets[1:], dpi=(150, 150))
    assert run("add", tmp_path / "scan.tif", "--release", "first").code == 0
    assert run("build").code == 0
    return case_folder


def rows(run: Run, kind: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run("export", kind, "--format", "jsonl").out.splitlines()]


def test_show_finds_the_page_by_the_stamp_that_must_be_there(scanned: Path, run: Run) -> None:
    shown = run("show", "HPA-000013").out
    assert "3 of scan.tif" in shown
    assert "repaired" in shown
    assert "HPA-000012 and HPA-000014" in shown
    # what was read is not lost, and another page's number finds that page alone
    assert "3 of scan.tif" in run("show", "scan.tif:3").out
    assert "3 of scan.tif" not in run("show", "HPA-000014").out


def test_exports_give_the_right_stamps_and_say_which_were_repaired(scanned: Path, run: Run) -> None:
    pages = rows(run, "pages")
    assert [page["stamps"] for page in pages] == [[f"HPA-0000{n}"] for n in range(11, 16)]
    assert [page["stamps_read"] for page in pages][3] == []
    (series,) = rows(run, "stamp_series")
    assert (series["first"], series["last"], series["unit"], series["bearing"]) == (
        "HPA-000011",
        "HPA-000015",
        "page",
        5,
    )
    assert series["skipped"] == []
    assert "0 of 5 numbers" in str(series["denominator"])
    (reading,) = rows(run, "stamp_readings")
    assert (reading["page"], reading["value"], reading["state"]) == (3, "HPA-000013", "repaired")
    assert run("show", str(reading["id"])).code == 0


def test_building_again_changes_nothing(scanned: Path, run: Run) -> None:
    before = run("export", "stamp_series", "--format", "jsonl").out
    assert run("build").code == 0
    assert run("export", "stamp_series", "--format", "jsonl").out == before
