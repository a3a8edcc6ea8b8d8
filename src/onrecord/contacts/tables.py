"""Tables in the text of pages: rows cut in cells at commas, tabs, bars or wide gaps, under a row of headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from onrecord.contacts import roles
from onrecord.contacts.lines import Line
from onrecord.model import Page
from onrecord.text import headings

#: What parts cells: the character, or wide gaps.
SEPARATORS = ("\t", ",", ";", "|")
GAPS = "gaps"
_GAP = re.compile(r"[ \t]{2,}|\t")

#: Lines that one quoted cell may run over.
QUOTED_LINES = 60

#: Lines above the headings that are the title of a table.
TITLE_LINES = 8

#: The longest line of headings.
HEADINGS = 3_000

#: A label of a mail header or form, which heads no column: "To: …".
_LABEL = re.compile(r"[ \t]{0,20}[A-Za-z]+:")


class Cell(Struct, frozen=True):
    """One cell: its words without quotes, and their place on the page."""

    text: str
    start: int
    end: int


class Row(Struct, frozen=True):
    """One row: the index of its page, its place there, and its cells; `line` is the index of its first line."""

    page: int
    start: int
    end: int
    cells: tuple[Cell, ...]
    line: int


class Table(Struct, frozen=True, kw_only=True):
    """A row of headings with the roles of the columns, the title lines above it, and the rows below.

    `separator` is a character of `SEPARATORS` or `GAPS`.
    """

    headings: Row
    roles: tuple[str, ...]
    title: tuple[Line, ...]
    rows: tuple[Row, ...]
    separator: str


def read(pages: Sequence[Page], lines: Sequence[Line]) -> Iterator[Table]:
    """The tables in the stream, in order. A table goes on over page ends until other headings come."""
    starts = [(index, *found) for index, line in enumerate(lines) if (found := _headings(pages, lines, index))]
    done = 0
    for place, (index, row, kinds, separator) in enumerate(starts):
        stop = starts[place + 1][0] if place + 1 < len(starts) else len(lines)
        title = tuple(lines[max(done, index - TITLE_LINES) : index])
        body = tuple(_rows(pages, lines, index + 1, stop, separator))
        done = stop
        yield Table(headings=row, roles=kinds, title=title, rows=body, separator=separator)


def _headings(pages: Sequence[Page], lines: Sequence[Line], index: int) -> tuple[Row, tuple[str, ...], str] | None:
    """The headings that line `index` holds: the row, the roles, what parts its cells."""
    line = lines[index]
    if len(line.text) > HEADINGS * 20 or not headings.begins(line.text) or _LABEL.match(line.text) is not None:
        return None
    for separator in (*SEPARATORS, GAPS):
        if separator == GAPS:
            if "  " not in line.text:
                continue
        elif line.text.count(separator) < 2 or not _may_head(line.text, separator):
            continue
        row = Row(line.page, line.start, line.end, _cells(line.text[:HEADINGS], line.start, separator), index)
        kinds = roles.header([cell.text for cell in row.cells])
        if kinds is not None:
            return row, kinds, separator
    return None


def _may_head(text: str, separator: str) -> bool:
    """Whether one of the first two cells is a heading: sentences with commas are many, and soon told from headings."""
    return any(roles.role(cell.strip(' \t"\u00a0')) for cell in text.split(separator, 2)[:2])


def _rows(pages: Sequence[Page], lines: Sequence[Line], start: int, stop: int, separator: str) -> Iterator[Row]:
    index = start
    while index < stop:
        last = _end_of_quotes(lines, index, stop) if separator in SEPARATORS and separator != "|" else index
        first = lines[index]
        end = lines[last].end
        text = pages[first.page].text[first.start : end] if last > index else first.text
        yield Row(first.page, first.start, end, _cells(text, first.start, separator), index)
        index = last + 1


def _end_of_quotes(lines: Sequence[Line], index: int, stop: int) -> int:
    """The last line of a row whose quoted cell runs over line ends; the line itself when the quote is never closed."""
    if lines[index].text.count('"') % 2 == 0:
        return index
    for last in range(index + 1, min(stop, index + QUOTED_LINES)):
        if lines[last].page != lines[index].page:
            break
        if lines[last].text.count('"') % 2:
            return last
    return index


def _cells(text: str, offset: int, separator: str) -> tuple[Cell, ...]:
    """The cells of a row, at most `roles.COLUMNS`; `offset` is where the row begins on its page."""
    found: list[Cell] = []
    for start, end in _bounds(text, separator):
        raw = text[start:end]
        words = raw.strip(" \t\r\n\u00a0")
        at = start + (raw.index(words[0]) if words else 0)
        if len(words) > 1 and words[0] == words[-1] == '"' and separator != GAPS:
            words, inner = words[1:-1], at + 1
            found.append(Cell(words.replace('""', '"').strip(), offset + inner, offset + inner + len(words)))
        else:
            found.append(Cell(words, offset + at, offset + at + len(words)))
        if len(found) == roles.COLUMNS:
            break
    return tuple(found)


def _bounds(text: str, separator: str) -> Iterator[tuple[int, int]]:
    """Where cells begin and end, the separators left out."""
    if separator == GAPS:
        position = 0
        for gap in _GAP.finditer(text):
            yield position, gap.start()
            position = gap.end()
        yield position, len(text)
        return
    position, quoted = 0, False
    for place in _places(text, separator):
        if text[place] == '"':
            quoted = not quoted
        elif not quoted:
            yield position, place
            position = place + 1
    yield position, len(text)


def _places(text: str, separator: str) -> Iterator[int]:
    """The places of separators and of quotes that count: only a cell that begins with a quote is quoted."""
    if '"' not in text:
        position = text.find(separator)
        while position >= 0:
            yield position
            position = text.find(separator, position + 1)
        return
    fresh, inside = True, False
    for place, char in enumerate(text):
        if char == '"' and (fresh or inside):
            inside = not inside
            yield place
        elif char == separator and not inside:
            yield place
            fresh = True
            continue
        fresh = fresh and char in " \t"
