"""Redactions and notes of the image, in the text of the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord import Case
from onrecord.model import Box, Mark, Page, Redaction, Word
from onrecord.review import findings
from onrecord.review.decisions import now
from onrecord.web.app import create_app
from onrecord.web.holes import holes, noted
from onrecord.web.runs import Layer, runs

#: Two lines: "To: Per Lind" and "Ask divers."
TEXT = "To: Per Lind\nAsk divers."
WORDS = (
    Word(0, 3, (10, 10, 30, 20)),
    Word(4, 7, (34, 10, 54, 20)),
    Word(8, 12, (120, 10, 150, 20)),
    Word(13, 16, (10, 30, 30, 40)),
    Word(17, 24, (34, 30, 80, 40)),
)


def page(*boxes: Box, marks: tuple[Mark, ...] = ()) -> Page:
    hidden = tuple(Redaction(box=box, codes=("(b)(6)",)) for box in boxes)
    return Page(file="f" * 64, number=1, text=TEXT, engine="e", engine_version="1", redactions=hidden, marks=marks)


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ((56, 9, 118, 21), 7),  # between two words of a line
        ((2, 9, 9, 21), 0),  # before the first word of a line
        ((82, 29, 200, 41), 24),  # at the end of the text
        ((10, 44, 200, 400), 24),  # below all words
        ((10, 0, 200, 6), 0),  # above them
        ((56, 9, 118, 300), 7),  # several lines: where the first of them stands
    ],
)
def test_a_box_stands_where_its_words_are_missing(box: Box, place: int) -> None:
    assert holes(page(box), WORDS) == [Layer("hole", place, place, "(b)(6)")]


def test_a_box_with_its_code_printed_inside_needs_no_second_mark() -> None:
    printed = (Mark("exemption", "(b)(6)", 8, 12),)
    assert holes(page((118, 9, 160, 21), marks=printed), WORDS) == []


def test_a_hole_adds_no_character_to_the_text() -> None:
    found = runs(TEXT, [Layer("hole", 7, 7, "(b)(6)"), Layer("hit", 8, 12)])
    assert "".join(one.text for one in found) == TEXT
    assert [one.kinds for one in found] == [(), ("hole",), (), ("hit",), ()]


def test_a_note_marks_the_words_it_lies_on_each_run_once() -> None:
    assert noted(WORDS, (0, 0, 60, 50), "who?") == [Layer("noted", 0, 7, "who?"), Layer("noted", 13, 24, "who?")]
    assert noted(WORDS, (300, 300, 310, 310), "nothing") == []


def test_the_reader_shows_notes_and_hidden_places_in_the_text(scanned_case: Path, tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(scanned_case, tmp_path / "case"))
    with Case.open(folder) as case:
        found = case.page("HPA-000731")
        case.decide([findings.note_at(found, (60, 115, 200, 140), "whose piles?", "ana", now())])
    with TestClient(create_app(folder), base_url="http://localhost") as client:
        sheet = client.get("/s/HPA-000731.json").json()
        runs_shown = [run for part in sheet["segments"] for run in part["runs"]]
        assert [one["text"] for one in sheet["notes"]] == ["whose piles?"]
        assert "piles" in "".join(run["text"] for run in runs_shown if "noted" in run["kinds"])
        (hole,) = (run for run in runs_shown if "hole" in run["kinds"])
        before = "".join(run["text"] for run in runs_shown[: runs_shown.index(hole)])
        assert hole["text"] == "" and before.endswith("Ask")
        shown = client.get("/s/HPA-000731").text
    assert 'id="note-1"' in shown and 'class="regions"' in shown and 'aria-label="hidden here: hidden"' in shown
