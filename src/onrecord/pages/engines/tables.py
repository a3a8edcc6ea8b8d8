"""Columns of logs: PDFium writes one blank for a gap between columns, however wide it is.

On pages that seem to print a log, a blank that stands for a wide gap is written as a tab, so that later stages can tell
where a cell ends. Nothing else changes: every character keeps its place.
"""

from __future__ import annotations

import re

import numpy as np

from onrecord.pages.engines import characters
from onrecord.pages.engines.pdfium import PdfPage
from onrecord.text import headings

#: A line is taken for headings that begins with such a word (`onrecord.text.headings`), holds this many, and is no
#: sentence: it has hardly any words that head no column.
LEAST = 3
#: A line of headings has at most so many characters, and hardly any words that head no column.
LONG = 160
SENTENCE = re.compile(r"[!?;:](?:\s|$)|[a-z]{4}\.(?:\s|$)")

#: A gap is wide when it is so many times one between words (the narrow ones are: letters of one width stand further
#: apart than others), and at the latest when it is so many times the height of capitals.
TIMES, NARROW = 1.9, 0.1
WIDE = 1.6


def suspect(text: str) -> bool:
    """Whether a line of the page seems to be the headings of a log. Cheap: it is asked of every page."""
    return any(_is_heading(line) for line in text.split("\n"))


def _is_heading(line: str) -> bool:
    if not 12 <= len(line) <= LONG or not headings.begins(line):
        return False
    words = headings.WORD.findall(line.lower())
    found = sum(word in headings.WORDS for word in words)
    return found >= LEAST and found * 5 >= len(words) * 2 and SENTENCE.search(line) is None


def tabbed(page: PdfPage, text: str, numbers: list[int]) -> str:
    """`text` with a tab in the place of every blank that stands for a wide gap. `numbers` are its characters'."""
    places = np.array([at for at in range(1, len(text) - 1) if text[at] == " " and _between(text, at)], np.int64)
    if not len(places):
        return text
    boxes = characters.boxes(page, page.view, numbers)
    gaps = boxes[places + 1, 0] - boxes[places - 1, 2]
    height = float(np.quantile(boxes[:, 3] - boxes[:, 1], 0.9))
    least = min(TIMES * float(np.quantile(gaps, NARROW)), WIDE * height)
    out = list(text)
    for place in places[gaps > least].tolist():
        out[place] = "\t"
    return "".join(out)


def _between(text: str, place: int) -> bool:
    return not text[place - 1].isspace() and not text[place + 1].isspace()
