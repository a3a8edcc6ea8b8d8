"""Redactions that are part of a page image."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from onrecord.model import Redaction, Word
from onrecord.pages import scanned
from onrecord.pages.engines import labels

DPI = 200
Draw = Callable[[ImageDraw.ImageDraw], None]
Box = tuple[float, float, float, float]


def font(points: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(points * DPI / 72)


def at(*points: float) -> list[float]:
    return [value * DPI / 72 for value in points]


def write(draw: ImageDraw.ImageDraw, x: float, y: float, words: str, size: float, shade: int = 10) -> None:
    draw.text((x * DPI / 72, y * DPI / 72), words, fill=shade, font=font(size))


def lines(draw: ImageDraw.ImageDraw) -> None:
    """A page of text, so that there is something to put it straight by."""
    for row in (0, *range(2, 18)):
        words = f"Line {row} says that the inspection of the east apron was put off until the spring of next year"
        write(draw, 60, 60 + 30 * row, words, 11)


def box(*edges: float, fill: int | None = 10, label: str = "", light: int | None = None) -> Draw:
    def paint(draw: ImageDraw.ImageDraw) -> None:
        draw.rectangle(at(*edges), fill=fill, outline=10, width=2)
        colour = light if light is not None else 255 if fill is not None and fill < 100 else 10
        write(draw, edges[0] + 4, edges[1] + 2, label, 8, colour)

    return paint


def text(x: float, y: float, words: str, size: float = 8) -> Draw:
    return lambda draw: write(draw, x, y, words, size)


def found(*steps: Draw, turn: float = 0.0, words: tuple[tuple[Box, str], ...] = ()) -> tuple[Redaction, ...]:
    image = Image.new("L", (round(612 * DPI / 72), round(792 * DPI / 72)), 245)
    draw = ImageDraw.Draw(image)
    for step in (lines, *steps):
        step(draw)
    image = image.rotate(turn, Image.Resampling.BICUBIC, fillcolor=245).filter(ImageFilter.GaussianBlur(0.5))
    grain = np.random.default_rng(1).normal(0, 6, (image.height, image.width))
    grey = (np.asarray(image, np.float32) + grain).clip(0, 255).astype(np.uint8)
    read: list[Word] = []
    said = ""
    for place, word in words:
        read.append(Word(len(said), len(said) + len(word), place))
        said += word + " "
    return scanned.find(grey, DPI, read, said)


PLACE = (100.0, 90.0, 300.0, 102.0)


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ((box(*PLACE),), ()),
        ((box(*PLACE, label="(b)(6)"),), ("(b)(6)",)),
        ((box(*PLACE, fill=245, label="(b)(5)"),), ("(b)(5)",)),
        ((box(*PLACE, fill=180, label="b7C"),), ("b7C",)),
        # a label without a code
        ((box(*PLACE, label="REDACTED in full"),), ()),
        # the code is in the margin, and a neighbour's below it
        ((box(*PLACE), text(560, 91, "b6"), text(560, 108, "b5")), ("b6",)),
        ((box(*PLACE, fill=245), text(560, 91, "(b)(4)")), ("(b)(4)",)),
    ],
)
@pytest.mark.parametrize("turn", [0.0, 0.5, -0.5])
def test_boxes_and_their_codes(steps: tuple[Draw, ...], codes: tuple[str, ...], turn: float) -> None:
    (redaction,) = found(*steps, turn=turn)
    assert redaction.codes == codes
    assert not redaction.bad
    x0, y0, x1, y1 = redaction.box
    drift = np.sin(np.radians(turn))  # the page turns about its middle
    assert (x0 + x1) / 2 == pytest.approx(200 + (96 - 396) * drift, abs=2)
    assert (y0 + y1) / 2 == pytest.approx(96 + (306 - 200) * drift, abs=2)
    assert x1 - x0 == pytest.approx(200, abs=3)


@pytest.mark.parametrize("fill", [180, 245])
def test_letters_read_from_an_empty_box_are_none(fill: int) -> None:
    """Tesseract reads the lines and the grain of an empty box as letters; the code is in the margin."""
    (redaction,) = found(box(*PLACE, fill=fill), text(560, 91, "b6"), words=(((150, 92, 180, 100), "eee"),))
    assert redaction.codes == ("b6",)


def test_boxes_of_two_lines_that_all_but_touch_are_two() -> None:
    upper, lower = (100.0, 90.0, 500.0, 102.0), (60.0, 102.7, 400.0, 114.7)
    assert [each.box[0] for each in found(box(*upper), box(*lower))] == pytest.approx([100, 60], abs=1)


@pytest.mark.parametrize("turn", [0.55, -0.55])
def test_wide_and_tall_frames_of_a_crooked_page(turn: float) -> None:
    """Lines of a page that is put straight by shifting its columns have steps, and upright ones still lean."""
    wide, tall = box(60, 90, 540, 102, fill=245, label="b6"), box(60, 630, 540, 720, fill=245, label="(b)(5)")
    assert [each.codes for each in found(wide, tall, turn=turn)] == [("b6",), ("(b)(5)",)]


def test_a_paragraph_under_one_box_is_one() -> None:
    (redaction,) = found(box(60, 90, 540, 160, label="(b)(5)"))
    assert redaction.box == pytest.approx((60, 90, 540, 160), abs=2)
    assert redaction.codes == ("(b)(5)",)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        # a heading in reverse
        ((box(60, 90, 540, 110, label="Minutes of the meeting"),), (((64, 92, 150, 102), "Minutes"),)),
        # the same, where the page's own reading left it out; and a band with small print at its top
        ((box(60, 90, 540, 110, label="Minutes of the meeting"),), ()),
        ((box(60, 90, 540, 124, label="Harbor Office, Eastwick | Unsubscribe", light=200),), ()),
        # the cells of a table
        (
            (box(*PLACE, fill=245, label="Pier"), box(300, 90, 500, 102, fill=245, label="Rating")),
            (((104, 92, 130, 100), "Pier"),),
        ),
        # the cell of a table beside a code in the margin
        ((box(*PLACE, fill=245, label="Pier"), text(560, 91, "b6")), (((104, 92, 130, 100), "Pier"),)),
        # an empty field of a form, and a field shaded grey
        ((box(*PLACE, fill=245),), ()),
        ((box(*PLACE, fill=190),), ()),
        # the shadow at the edge of a scan
        ((box(0, 0, 8, 792),), ()),
        # rules and a dot
        ((box(60, 95, 540, 97), box(300, 100, 304, 104)), ()),
    ],
)
def test_other_rectangles_are_none(steps: tuple[Draw, ...], words: tuple[tuple[Box, str], ...]) -> None:
    assert found(*steps, words=words) == ()


def test_a_photograph_is_no_page_of_redactions() -> None:
    def photograph(draw: ImageDraw.ImageDraw) -> None:
        rng = np.random.default_rng(2)
        for _ in range(4_000):
            x, y = rng.uniform(60, 500), rng.uniform(100, 500)
            shade = int(rng.uniform(0, 200))
            draw.rectangle(at(x, y, x + 12, y + 12), fill=shade)

    assert len(found(photograph)) <= 2


def test_an_empty_page_has_none() -> None:
    assert scanned.find(np.full((400, 300), 255, np.uint8), 100.0, [], "") == ()
    assert scanned.find(np.zeros((400, 300), np.uint8), 100.0, [], "") == ()


def test_what_was_known_is_not_added_again() -> None:
    known = Redaction(box=(10, 10, 60, 20), codes=("b6",))
    same, other = Redaction(box=(10.5, 10, 60, 20.5)), Redaction(box=(10, 40, 60, 50))
    assert scanned.added((known,), (same, other)) == (known, other)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(b)(6)", ("(b)(6)",)),
        ("(bX6)", ("(b)(6)",)),
        ("(b)(7)C)", ("(b)(7)(C)",)),
        ("b7c", ("b7C",)),
        ("65", ("b5",)),
        ("de\n(b)(5)", ("(b)(5)",)),
        ("moved", ()),
        ("", ()),
    ],
)
def test_codes_as_they_come_out(text: str, codes: tuple[str, ...]) -> None:
    assert labels.in_text(text) == codes
