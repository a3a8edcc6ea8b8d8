"""Telling from a page alone that a printed chain begins on it."""

from __future__ import annotations

from onrecord.messages import layouts, lines, tops
from onrecord.messages.scan import Scan
from onrecord.model import HeaderKind, Page

#: Lines with words that are looked at; a header that begins a chain stands within the first few of them.
LINES = 40
DEPTH = 1


def opens_chain(page: Page) -> bool:
    """Whether this page certainly begins a new printed chain.

    True for a native mail, and for a page whose first words are a header that is certainly a top message's. Looks at
    the page alone, so a run of pages may be cut before it anywhere.
    """
    return certainly(page, layouts.bid(page))


def certainly(page: Page, best: layouts.Bid | None) -> bool:
    """`opens_chain` for a page whose winning bid is known."""
    if page.native is not None:
        return True
    if ":" not in page.text[:1200]:
        return False
    stream = lines.read((_beginning(page),))
    first = next((index for index, line in enumerate(stream) if line.text), None)
    if first is None:
        return False
    head = Scan((page,), stream).at(first, best[0].special if best else None)
    if head is None or head.first.line != first or head.header_kind is HeaderKind.ATTRIBUTION:
        return False
    return bool(tops.reason((page,), head))


def _beginning(page: Page) -> Page:
    """The page cut after its first lines."""
    position = 0
    for _ in range(LINES):
        position = page.text.find("\n", position) + 1
        if not position:
            return page
    return Page(
        file=page.file,
        number=page.number,
        text=page.text[: position - 1],
        engine=page.engine,
        engine_version=page.engine_version,
        marks=tuple(mark for mark in page.marks if mark.end < position),
    )
