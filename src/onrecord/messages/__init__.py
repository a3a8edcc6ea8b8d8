"""Page records in, message records out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.messages import assembly, chains, enclosures, implied, layouts, lines, subjects
from onrecord.messages.heads import Head
from onrecord.messages.layouts import native
from onrecord.messages.openings import Opening, opening, opens_chain
from onrecord.messages.scan import Scan
from onrecord.model import Message, Page
from onrecord.text import boxes

__all__ = ["VERSION", "opens_chain", "split"]

#: Raised whenever the same pages give other messages than before; part of the key of finished work.
VERSION = "6"


def split(pages: Sequence[Page], document: str = "") -> list[Message]:
    """The messages printed on `pages`, in the order of their places.

    `pages` are consecutive pages of one file or load-file document, in order; `document` is that document's id. Where
    `opens_chain` is true of a page, nothing before it has a bearing on what follows: splitting the two parts apart
    gives the same messages.
    """
    return [message for run in _runs(pages) for message in _messages(*run, document)]


Run = tuple[Sequence[Page], Sequence[layouts.Bid | None], Opening | None]


def _runs(pages: Sequence[Page]) -> Iterator[Run]:
    """The pages, with the bids that won them, parted before every page that opens a chain or is of another file.

    With each part the header that opened it, where one did.
    """
    bids = [layouts.bid(page) for page in pages]
    start, opened = 0, None
    for index in range(1, len(pages)):
        found = opening(pages[index], bids[index])
        if found is not None or pages[index].native is not None or pages[index].file != pages[index - 1].file:
            yield pages[start:index], bids[start:index], opened
            start, opened = index, found
    if pages:
        yield pages[start:], bids[start:], opened


def _messages(
    pages: Sequence[Page], best: Sequence[layouts.Bid | None], opened: Opening | None, document: str
) -> list[Message]:
    stream = lines.read(pages)
    if not stream:
        return []
    bids = _readers(pages, best)
    heads = _heads(pages, stream, bids, opened)
    groups = chains.group(pages, stream, heads)
    traced = not all(layout.boxed for layout, _ in bids) and _traced(pages)
    found: list[Message] = []
    position = 0
    for group in groups:
        stop = heads[position + len(group)].first.line if position + len(group) < len(heads) else len(stream)
        boxed = traced or bids[stream[min(group[0].first.line, len(stream) - 1)].page][0].boxed
        subjects.repair(pages, stream, group, boxed=boxed)
        enclosures.listed(stream, group, stop)
        enclosures.end_before(stream, group, stop)
        following: list[Head | None] = [*heads[position + 1 : position + 1 + len(group)]]
        following += [None] * (len(group) - len(following))
        chain = assembly.chain_identity(pages, stream, group[0], following[0])
        shift = chains.missing_top(group[0])
        chained: list[Message] = []
        for depth, (head, after) in enumerate(zip(group, following, strict=True)):
            layout, why = bids[stream[min(head.first.line, len(stream) - 1)].page]
            chained.append(
                assembly.message(
                    pages,
                    stream,
                    head,
                    after,
                    chain=chain,
                    depth=depth + shift,
                    layout=layout,
                    boxed=traced or layout.boxed,
                    why=why,
                    document=document,
                )
            )
        found += implied.mark(chained)
        position += len(group)
    return found


def _traced(pages: Sequence[Page]) -> bool:
    """Whether OCR saw boxes on these pages, whatever their layout."""
    count = 0
    for page in pages:
        count += boxes.traces(page.text)
        if count >= boxes.TRACES:
            return True
    return False


def _readers(pages: Sequence[Page], bids: Sequence[layouts.Bid | None]) -> list[tuple[layouts.Layout, str]]:
    """For each page the layout that won it, and why; a page without signs goes on in the layout of the one before."""
    won: list[tuple[layouts.Layout, str]] = []
    for page, best in zip(pages, bids, strict=True):
        if best is not None:
            won.append((best[0], f"{best[0].name} {best[1]:.2f}: {best[0].why(page)}"))
        elif won:
            won.append((won[-1][0], f"goes on from page {pages[len(won) - 1].number}"))
        else:
            fallback = next(layout for layout in layouts.layouts() if layout.name == layouts.FALLBACK)
            won.append((fallback, f"{fallback.name}: no layout bids"))
    return won


def _heads(
    pages: Sequence[Page],
    stream: list[lines.Line],
    bids: list[tuple[layouts.Layout, str]],
    opened: Opening | None,
) -> list[Head]:
    scan = Scan(pages, stream)
    if opened is not None and opened.whole:
        scan.known[opened.line] = opened.head
    heads: list[Head] = []
    mail = pages[0].native
    if mail is not None:
        heads.append(native.head(pages[0], mail, stream))
        scan.floor = heads[0].after
    first = 0
    while first < len(stream):
        page = stream[first].page
        last = first
        while last < len(stream) and stream[last].page == page:
            last += 1
        heads += scan.heads(first, last, bids[page][0].special)
        first = last
    heads += scan.waiting(None)
    if mail is not None and not assembly.printed(pages, stream, heads[0], heads[1] if len(heads) > 1 else None):
        del heads[0]
    return heads
