"""The lines of a run of pages as one stream, furniture left out, places kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from onrecord.model import Mark, Page, PageState, Span

#: The quotation prefix of a line: angle brackets or bars at its beginning.
QUOTE = re.compile(r"(?:[>»][ \t]{0,2})+")

#: Pages on which nothing stands that an author wrote.
UNREAD = frozenset({PageState.WITHHELD, PageState.FAILED})

#: Readers of files that hold other records than messages.
RECORDS = frozenset({"ics"})

#: What a sheet in the place of withheld pages says; it says little else.
SHEET = re.compile(
    r"(?i)\bpages? (?:(?:is|are|was|were) )?withheld\b|\bwithheld (?:in full"
    r"|in (?:its|their) entirety|entirely)|\bdeleted page information"
)
SHEET_LENGTH = 400

#: Kinds of marks that are cut out of what authors wrote; exemptions only when printed without parentheses.
FURNITURE = frozenset({"stamp", "release_mark", "page_number", "banner"})


class Line(Struct, frozen=True, gc=False):
    """One printed line.

    `page` is the index of its page in the run. `start` and `stop` are the place of the whole line on the page, `at`
    and `end` that of `text`: the words without white space around them and without quotation prefix, whose depth is
    `quote`.
    """

    page: int
    start: int
    at: int
    end: int
    stop: int
    text: str
    quote: int = 0


class Point(NamedTuple):
    """A place in the stream: the index of a line and an offset on that line's page."""

    line: int
    offset: int


class Piece(NamedTuple):
    """Characters `start` to `end` (half-open) of the page with this index in the run."""

    page: int
    start: int
    end: int


def read(pages: Sequence[Page]) -> list[Line]:
    """The lines of `pages` in order; lines that hold only furniture are left out, empty lines are kept."""
    return [line for index, page in enumerate(pages) for line in each(page, index)]


def each(page: Page, index: int = 0) -> Iterator[Line]:
    """The lines of one page, whose place in the run is `index`, as they are asked for."""
    if page.state in UNREAD or page.engine in RECORDS or _is_sheet(page.text):
        return
    cuts = _cuts(page.marks)
    count = len(cuts)
    position = first = 0
    for raw in page.text.split("\n"):
        stop = position + len(raw)
        while first < count and cuts[first][1] <= position:
            first += 1
        if first == count or cuts[first][0] >= stop:
            yield _line(index, raw, position, stop)
        elif (kept := _without(cuts, first, page.text, position, stop)) is not None:
            yield _line(index, page.text[slice(*kept)], *kept)
        position = stop + 1


def _is_sheet(text: str) -> bool:
    """Whether a page only says that other pages are withheld."""
    return (
        len(text) < SHEET_LENGTH
        and ("ithheld" in text or "ITHHELD" in text or "DELETED" in text)
        and SHEET.search(text) is not None
    )


def _line(index: int, raw: str, start: int, stop: int) -> Line:
    text = raw.strip()
    if not text:
        return Line(index, start, stop, stop, stop, text)
    at = start if raw[0] == text[0] else stop - len(raw.lstrip())
    quote = 0
    if text[0] in ">»":
        match = QUOTE.match(text)
        if match is not None:
            quote = match[0].count(">") + match[0].count("»")
            at += match.end()
            rest = text[match.end() :]
            text = rest.lstrip()
            at += len(rest) - len(text)
    return Line(index, start, at, at + len(text), stop, text, quote)


def _cuts(marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """The places of furniture, merged, in order."""
    cuts: list[tuple[int, int]] = []
    for mark in marks:
        if mark.kind in FURNITURE or (mark.kind == "exemption" and not mark.value.startswith("(")):
            if cuts and mark.start <= cuts[-1][1]:
                cuts[-1] = (cuts[-1][0], max(cuts[-1][1], mark.end))
            else:
                cuts.append((mark.start, mark.end))
    return cuts


def _without(cuts: list[tuple[int, int]], first: int, whole: str, start: int, stop: int) -> tuple[int, int] | None:
    """What is left of a line between furniture at its two ends, `cuts` from `first` on; None when nothing is."""
    line_stop = stop
    while first < len(cuts) and cuts[first][0] < line_stop:
        begin, end = cuts[first]
        first += 1
        if not whole[start:begin].strip(" \t,;"):
            start = min(end, stop)
        elif not whole[end:stop].strip(" \t,;"):
            stop = begin
    if not whole[start:stop].strip(" \t,;"):
        return None
    return start, stop


def text_of(page: Page, piece: Piece) -> str:
    """The words of a piece."""
    return page.text[piece.start : piece.end]


def spans(pages: Sequence[Page], pieces: Sequence[Piece]) -> tuple[Span, ...]:
    """The pieces as spans on pages."""
    return tuple(Span(pages[piece.page].key, piece.start, piece.end) for piece in pieces)


def between(lines: Sequence[Line], first: Point, last: Point) -> list[Piece]:
    """The longest runs of characters from `first` to `last` that no furniture or page break interrupts.

    Empty lines at both ends, and white space at the very ends, are left out.
    """
    pieces: list[Piece] = []
    index = first.line
    while index < len(lines) and (index, lines[index].start) < last:
        line = lines[index]
        if index == first.line and first.offset > line.stop:
            index += 1
            continue
        start = max(line.start, first.offset) if index == first.line else line.start
        stop = min(line.stop, last.offset) if index == last.line else line.stop
        previous = pieces[-1] if pieces else None
        if previous is not None and previous.page == line.page and previous.end + 1 == start:
            pieces[-1] = Piece(line.page, previous.start, stop)
        else:
            pieces.append(Piece(line.page, start, max(start, stop)))
        index += 1
    return pieces


def trimmed(pages: Sequence[Page], pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces without blank ones and without the white space at both ends of each."""
    kept = []
    for page, start, end in pieces:
        words = pages[page].text[start:end]
        bare = words.strip()
        if bare:
            begin = start + len(words) - len(words.lstrip())
            kept.append(Piece(page, begin, begin + len(bare)))
    return tuple(kept)
