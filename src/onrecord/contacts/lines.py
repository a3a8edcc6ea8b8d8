"""The printed lines of a run of pages, furniture left out, places kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.model import Mark, Page, PageState, Span

#: Marks that were put on the page when it was produced.
FURNITURE = frozenset({"stamp", "release_mark", "page_number", "banner"})

#: A gap between words is one between columns when it is this many times the height of the letters, or more.
WIDE = 1.2

#: Characters of one line that are read.
LONG = 20_000


class Line(NamedTuple):
    """One line: the index of its page, and the place of its words on it, white space around them left out.

    `text` are the words; where the page was read from its image, a wide gap between words is a tab in them.
    """

    page: int
    start: int
    end: int
    text: str


def read(pages: Sequence[Page]) -> list[Line]:
    """The lines that hold words, in order. Pages that are withheld or could not be read have none."""
    return [line for index, page in enumerate(pages) if page.state not in _UNREAD for line in _of_page(index, page)]


_UNREAD = frozenset({PageState.WITHHELD, PageState.FAILED})


def _of_page(index: int, page: Page) -> Iterator[Line]:
    marks = [mark for mark in page.marks if mark.kind in FURNITURE]
    text = _with_gaps(page) if page.words else page.text
    marked = _marked(marks, text)
    position = 0
    for raw in text.split("\n"):
        start, end = position, position + len(raw)
        position = end + 1
        if start in marked:
            start, end = _without(marks, start, end, text)
        words = text[start:end]
        bare = words.strip()
        if bare:
            at = start + words.index(bare[0])
            bare = bare[:LONG]
            yield Line(index, at, at + len(bare), bare)


def _marked(marks: Sequence[Mark], text: str) -> set[int]:
    """Where the lines begin on which marks stand."""
    found: set[int] = set()
    for mark in marks:
        start = text.rfind("\n", 0, mark.start) + 1
        while 0 <= start - 1 < mark.end or start == 0:
            found.add(start)
            start = text.find("\n", start) + 1 or len(text) + 1
    return found


def _with_gaps(page: Page) -> str:
    """The text of a page read from its image, with a tab for every blank between words that stand far apart."""
    out = list(page.text)
    for left, right in pairwise(page.words):
        height = max(left.box[3] - left.box[1], right.box[3] - right.box[1], 4.0)
        if right.start == left.end + 1 and out[left.end] == " " and right.box[0] - left.box[2] > WIDE * height:
            out[left.end] = "\t"
    return "".join(out)


def _without(marks: Sequence[Mark], start: int, end: int, text: str) -> tuple[int, int]:
    """What is left of a line between marks at its two ends."""
    for mark in marks:
        if mark.start < end and mark.end > start:
            if not text[start : mark.start].strip():
                start = min(mark.end, end)
            elif not text[mark.end : end].strip():
                end = max(mark.start, start)
    return start, end


class Places:
    """Stretches of pages that were read already. They do not overlap one another."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._pages: dict[str, list[tuple[int, int]]] = {}
        for one in sorted(spans):
            self._pages.setdefault(one.page, []).append((one.start, one.end))

    def hold(self, span: Span) -> bool:
        """Whether any of `span` lies in one of them."""
        known = self._pages.get(span.page, [])
        index = bisect_left(known, (span.end, 0))
        return index > 0 and known[index - 1][1] > span.start


def span(pages: Sequence[Page], line: Line) -> Span:
    """The place of a line."""
    return Span(pages[line.page].key, line.start, line.end)
