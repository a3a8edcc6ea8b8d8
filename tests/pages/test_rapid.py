"""The slower engine: reading order and places of words; a real page where the extra is installed."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from onrecord.pages.engines import ocr, rapid
from onrecord.pages.engines.rapid import Piece


def test_pieces_are_put_in_lines_and_words() -> None:
    pieces = [
        Piece("Quill, Jonas", (100.0, 10.0, 220.0, 20.0), 90.0),
        Piece("The second line", (10.0, 30.0, 160.0, 40.0), 80.0),
        Piece("To:", (10.0, 12.0, 40.0, 22.0), 99.0),
    ]
    text, words = rapid.in_order(pieces)
    assert text == "To: Quill, Jonas\nThe second line"
    assert [text[word.start : word.end] for word in words] == text.split()
    assert words[2].box == (170.0, 10.0, 220.0, 20.0)
    assert [word.confidence for word in words] == [99.0, 90.0, 90.0, 80.0, 80.0, 80.0]


def test_nothing_found_is_no_text() -> None:
    assert rapid.in_order([]) == ("", ())


@pytest.mark.slow
def test_doubtful_page_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rapidocr", reason="the extra rapidocr is not installed")
    image = Image.new("L", (1000, 300), 255)
    ImageDraw.Draw(image).text((40, 60), "The divers found cracks\nin eleven piles.", 0, ImageFont.load_default(40))
    monkeypatch.setattr(ocr, "DOUBTFUL_CONFIDENCE", 101.0)
    reading = ocr.read(image, 150, "eng")
    assert reading.text == "The divers found cracks\nin eleven piles."
    assert reading.engine == "rapidocr"
    assert [(each.engine, each.kept) for each in reading.tried] == [("tesseract", False), ("rapidocr", True)]
    ink = np.asarray(image) < 128
    for word in reading.words:
        x0, y0, x1, y1 = (round(edge * 150 / 72) for edge in word.box)
        assert ink[y0:y1, x0:x1].any()
        assert word.confidence > 80


def test_second_look_that_fails_does_not_lose_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(rapid, "is_installed", lambda: True)
    monkeypatch.setattr(rapid, "read", fail)
    monkeypatch.setattr(ocr, "DOUBTFUL_CONFIDENCE", 101.0)
    image = Image.new("L", (700, 160), 255)
    ImageDraw.Draw(image).text((40, 60), "The divers found cracks", 0, ImageFont.load_default(40))
    reading = ocr.read(image, 150, "eng")
    assert reading.text == "The divers found cracks"
    assert [(each.engine, each.how, each.kept) for each in reading.tried] == [
        ("tesseract", "", True),
        ("rapidocr", "failed", False),
    ]
