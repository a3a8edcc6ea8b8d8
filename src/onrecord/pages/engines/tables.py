"""Columns of logs: PDFium writes one blank for a gap between columns, however wide it is.

On pages that seem to print a log, a blank that stands for a wide gap is written as a tab, so that later stages can tell
where a cell ends. Nothing else changes: every character keeps its place.
"""

from __future__ import annotations

import re

import numpy as np

from onrecord.pages.engines import characters
from onrecord.pages.engines.pdfium import PdfPage

#: Words that head the columns of logs: a line that begins with one and holds three of them, and no sentence, is taken
#: for headings.
HEADINGS = frozenset(
    [
        "affiliation",
        "agency",
        "arrival",
        "arrive",
        "arrived",
        "attendees",
        "author",
        "badge",
        "call",
        "called",
        "caller",
        "channel",
        "check",
        "company",
        "contact",
        "date",
        "day",
        "departed",
        "departure",
        "dialed",
        "direction",
        "duration",
        "employee",
        "end",
        "event",
        "first",
        "from",
        "guest",
        "host",
        "in",
        "incoming",
        "last",
        "length",
        "location",
        "meeting",
        "message",
        "minutes",
        "name",
        "no",
        "notes",
        "number",
        "organisation",
        "organization",
        "organizer",
        "originating",
        "out",
        "party",
        "person",
        "phone",
        "purpose",
        "reason",
        "recipient",
        "representing",
        "room",
        "sender",
        "sign",
        "signed",
        "start",
        "subject",
        "summary",
        "telephone",
        "text",
        "time",
        "timestamp",
        "title",
        "to",
        "type",
        "visit",
        "visited",
        "visitee",
        "visiting",
        "visitor",
        "visitors",
        "when",
    ]
)
LEAST = 3
#: A line of headings has at most so many characters, and hardly any words that head no column.
LONG = 160
SENTENCE = re.compile(r"[.!?;:](?:\s|$)")

#: A gap is wide when it is this part of the height of its line's letters, or more.
WIDE = 0.85


def suspect(text: str) -> bool:
    """Whether a line of the page seems to be the headings of a log. Cheap: it is asked of every page."""
    return any(_is_heading(line) for line in text.split("\n") if line[:1].isalpha())


def _is_heading(line: str) -> bool:
    if not 12 <= len(line) <= LONG or line.split(None, 1)[0].lower() not in HEADINGS:
        return False
    words = re.split(r"[^a-z]+", line.lower())
    found = sum(word in HEADINGS for word in words)
    return found >= LEAST and found * 5 >= len(words) * 2 and SENTENCE.search(line) is None


def tabbed(page: PdfPage, text: str, numbers: list[int]) -> str:
    """`text` with a tab in the place of every blank that stands for a wide gap. `numbers` are its characters'."""
    boxes = characters.boxes(page, page.view, numbers)
    out = list(text)
    heights = boxes[:, 3] - boxes[:, 1]
    for place, char in enumerate(text):
        if char != " " or not 0 < place < len(text) - 1:
            continue
        before, after = place - 1, place + 1
        if text[before].isspace() or text[after].isspace():
            continue
        gap = boxes[after, 0] - boxes[before, 2]
        if gap > WIDE * max(float(np.max(heights[max(0, place - 8) : place])), 5.0):
            out[place] = "\t"
    return "".join(out)
