"""What is kept of a page to judge its stamps: those that were found, and words at its edges that may be damaged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from onrecord.model import Page

#: A stamp: what comes before its last digits, and these.
STAMP = re.compile(r"(.*?)(\d{1,10})", re.DOTALL)

#: A page number that says how many there are.
COUNT = re.compile(r"(?:Page )?(\d{1,5}) ?(?:of|/) ?(\d{1,5})")

#: So many lines at the top and at the bottom of a page may bear a stamp.
TOP, BOTTOM = 3, 5

#: A damaged stamp is no longer than this, and has at least so many digits or letters that look like digits.
LONGEST, FEWEST_DIGITS = 40, 4

#: Letters that OCR takes for digits and digits that it takes for letters.
ALIKE = str.maketrans("OoQIl|i!SsBZzG", "00011111558226")


class Seen(Struct, frozen=True):
    """Characters of a page text that are a stamp, or may be a damaged one. A stamp from a load file has no place."""

    text: str
    start: int = -1
    end: int = -1


class Counted(Struct, frozen=True):
    """A page number that says how many there are, `number` of `total`, and where it stands."""

    number: int
    total: int
    text: str
    start: int
    end: int


class PageStamps(Struct, frozen=True):
    """A page: its file, number and key, whether OCR read it, its stamps, what may be damaged ones, its page counts."""

    file: str
    number: int
    key: str
    by_ocr: bool
    stamps: tuple[Seen, ...]
    edges: tuple[Seen, ...] = ()
    counted: tuple[Counted, ...] = ()


def of_page(page: Page) -> PageStamps:
    """What is kept of `page`."""
    marked = {mark.value: mark for mark in reversed(page.marks) if mark.kind == "stamp"}
    stamps = tuple(
        _marked(page.text, value, marked[value].start, marked[value].end) if value in marked else Seen(value)
        for value in page.stamps
    )
    by_ocr = bool(page.words)
    edges = tuple(_edges(page.text)) if by_ocr else ()
    return PageStamps(page.file, page.number, page.key, by_ocr, stamps, edges, tuple(_counted(page)))


def _marked(text: str, value: str, start: int, end: int) -> Seen:
    """A stamp whose place begins at its first digit or letter, where a label stands before it."""
    at = text.rfind(value, start, end)
    return Seen(value, at if at >= 0 else start, end)


def _counted(page: Page) -> Iterator[Counted]:
    for mark in page.marks:
        if mark.kind == "page_number" and (match := COUNT.fullmatch(mark.value)):
            number, total = int(match[1]), int(match[2])
            if 1 <= number <= total and total > 1:
                yield Counted(number, total, page.text[mark.start : mark.end], mark.start, mark.end)


def folded(text: str) -> str:
    """`text` with letters that look like digits as digits, without spaces and hyphens."""
    return re.sub(r"[\s\-_.,:]+", "", text).translate(ALIKE).upper()


def _edges(text: str) -> Iterator[Seen]:
    """Words at the edges of a page with enough digits, whole lines and their last words."""
    lines = [(match.start(), match.group()) for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
    for start, line in dict.fromkeys(lines[:TOP] + lines[-BOTTOM:]):
        tail = line.rstrip()
        found = {0, tail.rfind(" ") + 1, tail.rfind(" ", 0, max(tail.rfind(" "), 0)) + 1}
        for at in sorted(found):
            word = tail[at:]
            if len(word) <= LONGEST and sum(c.isdigit() for c in folded(word)) >= FEWEST_DIGITS:
                yield Seen(word, start + at, start + len(tail))
