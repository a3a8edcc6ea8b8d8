"""Telling from a page alone that a printed chain begins on it."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.messages import blocks, layouts, lines, tops
from onrecord.messages.heads import Head
from onrecord.messages.lines import Line
from onrecord.messages.scan import Scan
from onrecord.model import HeaderKind, Page

#: Lines that are looked at; a header that begins a chain stands within the first few of them.
LINES = 40
#: A header this many lines before the last of them was read as it is read with the rest of the page below it.
MARGIN = 8


class Opening(NamedTuple):
    """The index of the line that opens a chain, and the header it begins. `whole`: more lines would not change it."""

    line: int
    head: Head
    whole: bool


def opens_chain(page: Page) -> bool:
    """Whether this page certainly begins a new printed chain.

    True for a native mail, and for a page whose first words are a header that is certainly a top message's. Looks at
    the page alone, so a run of pages may be cut before it anywhere.
    """
    return certainly(page, layouts.bid(page))


def certainly(page: Page, best: layouts.Bid | None) -> bool:
    """`opens_chain` for a page whose winning bid is known."""
    return page.native is not None or opening(page, best) is not None


def opening(page: Page, best: layouts.Bid | None) -> Opening | None:
    """The header by which a page certainly opens a chain; None when it need not, and for native mail."""
    if page.native is not None or ":" not in page.text[:1200]:
        return None
    stream: list[Line] = []
    first = -1
    for line in lines.each(page):
        stream.append(line)
        if first < 0 and line.text:
            first = len(stream) - 1
            if (best is None or best[0].special is None) and not _may_begin(line.text):
                return None
        if len(stream) == LINES:
            break
    if first < 0:
        return None
    head = Scan((page,), stream).at(first, best[0].special if best else None)
    if head is None or head.first.line != first or head.header_kind is HeaderKind.ATTRIBUTION:
        return None
    if not tops.reason((page,), head):
        return None
    return Opening(first, head, whole=head.after.line + MARGIN < len(stream))


def _may_begin(text: str) -> bool:
    """Whether the shared readers can find a labelled header in a line; cheap."""
    return "From" in text or "Sent:" in text or blocks.begins(text) is not None
