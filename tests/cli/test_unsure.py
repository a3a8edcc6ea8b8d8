"""Words that OCR was not sure of are marked wherever they are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from onrecord.cli.commands.show import marked
from onrecord.model import Word
from tests.conftest import Run

BOX = (0.0, 0.0, 1.0, 1.0)


def test_marks_stand_around_the_words() -> None:
    words = [Word(0, 3, BOX, 40.0), Word(9, 13, BOX, 60.0)]
    assert marked("Tbe pier fefl down", words) == "⟦Tbe⟧ pier ⟦fefl⟧ down"
    assert marked("all is well", []) == "all is well"


@pytest.fixture
def scanned(case_folder: Path, tmp_path: Path, run: Run) -> Path:
    """A case with the image of a mail, one line of which is smeared."""
    image = Image.new("L", (1200, 700), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(26)
    lines = [
        "From: Okafor, Ngozi (HPA)",
        "Sent: Tuesday, November 2, 2021 9:15 AM",
        "To: Lindqvist, Per (HPA)",
        "Subject: Pier 7 inspection",
        "The divers found cracks in eleven of forty piles.",
        "Please hold the survey until noon.",
    ]
    for row, line in enumerate(lines):
        pen.text((60, 60 + 60 * row), line, 0, font)
    image.paste(image.crop((0, 295, 1200, 340)).filter(ImageFilter.GaussianBlur(2.2)), (0, 295))
    image.save(tmp_path / "mail.png", dpi=(150, 150))
    assert run("add", tmp_path / "mail.png", "--release", "first").code == 0
    assert run("build").code == 0
    return case_folder


def test_a_page_and_its_message_show_and_export_them(scanned: Path, run: Run) -> None:
    (page,) = [json.loads(line) for line in run("export", "pages", "--format", "jsonl").out.splitlines()]
    unsure = [page["text"][each["start"] : each["end"]] for each in page["uncertain"]]
    assert unsure
    assert page["language"] == "eng"
    assert page["tried"][0]["engine"] == "tesseract"
    shown = run("show", "mail.png:1").out
    assert "Unsure" in shown
    assert f"⟦{unsure[0]}⟧" in shown
    (message,) = [json.loads(line) for line in run("export", "messages", "--format", "jsonl").out.splitlines()]
    spans = message["uncertain"]
    assert [page["text"][each["start"] : each["end"]] for each in spans] == unsure
    assert "were badly read" in run("show", message["id"]).out


def test_hits_name_those_in_their_snippet(scanned: Path, run: Run) -> None:
    (page,) = [json.loads(line) for line in run("export", "pages", "--format", "jsonl").out.splitlines()]
    unsure = {page["text"][each["start"] : each["end"]] for each in page["uncertain"]}
    for kind in ("message", "page"):
        (hit,) = json.loads(run("search", "survey", "--kind", kind, "--format", "json").out)
        assert set(hit["badly_read"]) == unsure & set(hit["snippet"].replace("**", "").split())
        assert hit["badly_read"]
        assert "badly read: " + ", ".join(hit["badly_read"]) in run("search", "survey", "--kind", kind).out


def test_a_searchable_pdf_underlines_them(scanned: Path, tmp_path: Path, run: Run) -> None:
    (page,) = [json.loads(line) for line in run("export", "pages", "--format", "jsonl").out.splitlines()]
    assert run("export", "pages", "--format", "pdf", "--out", tmp_path / "out.pdf").code == 0
    drawn = pypdf.PdfReader(tmp_path / "out.pdf").pages[0].get_contents()
    assert drawn is not None
    assert drawn.get_data().count(b" l\n") == len(page["uncertain"])


def test_a_page_with_a_text_layer_has_none(built: Path, run: Run) -> None:
    (page,) = [json.loads(line) for line in run("export", "pages", "--format", "jsonl").out.splitlines()]
    assert (page["uncertain"], page["tried"], page["language"]) == ([], [], "eng")
    assert "Unsure" not in run("show", "mails.txt:1").out
