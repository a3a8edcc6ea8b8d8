"""Why a message was read as it was: line by line what each became, for whoever writes or mends a layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from onrecord import messages
from onrecord.messages import blocks, labels, layouts, lines
from onrecord.messages.lines import Line
from onrecord.model import HeaderKind, Message, Page, Span

#: Pages looked through before a message for the one on which its chain begins.
REACH = 64


class Reading(Struct, frozen=True, kw_only=True):
    """One printed line: its page, the offset of its first character there, its words, what it became and why."""

    page: int
    start: int
    text: str
    became: str
    why: str = ""


class Offer(Struct, frozen=True, kw_only=True):
    """What one layout bids for one page, best first, and on which signs."""

    page: int
    layout: str
    score: float
    why: str


class Explanation(Struct, frozen=True, kw_only=True):
    """The reading of one message: the layouts that bid for its pages, and the lines of these pages."""

    message: Message
    offers: tuple[Offer, ...]
    lines: tuple[Reading, ...]


def explain(pages: Sequence[Page], wanted: str, document: str = "") -> Explanation | None:
    """How the message with id `wanted` is read from `pages`; None when they hold no such message.

    `pages` are those of its file or document, in order, from one that opens a chain on. Offsets are code points of
    the page text. Every line of the pages on which the message stands is there once, also those of its neighbours.
    """
    found = messages.split(pages, document)
    message = next((one for one in found if one.id == wanted), None)
    if message is None:
        return None
    own = _pages_of(pages, message)
    places = _Places(pages, found, message)
    return Explanation(
        message=message,
        offers=tuple(_offers(own)),
        lines=tuple(reading for page in own for reading in places.page(page)),
    )


def start(pages: Sequence[Page], first: int) -> int:
    """The index from which splitting finds the message on page ``pages[first]`` as it stands in the whole."""
    for index in range(first, max(0, first - REACH), -1):
        if messages.opens_chain(pages[index]):
            return index
    return max(0, first - REACH)


def _pages_of(pages: Sequence[Page], message: Message) -> list[Page]:
    spans = (*message.citation.spans, *message.body_spans)
    keys = {span.page for span in spans}
    return [page for page in pages if page.key in keys]


def _offers(pages: Iterable[Page]) -> Iterator[Offer]:
    """All bids above zero, in the order in which they win; a page on which nobody bids has none."""
    for page in pages:
        bids = [(layout.score(page), layout) for layout in layouts.layouts()]
        for score, layout in sorted((bid for bid in bids if bid[0] > 0), key=lambda bid: -bid[0]):
            yield Offer(page=page.number, layout=layout.name, score=round(score, 2), why=layout.why(page))


class _Places:
    """What became of every stretch of characters, by page."""

    def __init__(self, pages: Sequence[Page], found: Sequence[Message], message: Message) -> None:
        self._pages = pages
        self._stream = lines.read(pages)
        self._index = {(pages[line.page].key, line.start): n for n, line in enumerate(self._stream)}
        self._at: dict[str, list[tuple[int, int, str, str]]] = {}
        for one in (message, *(other for other in found if other.id != message.id)):
            for span, became, why in _taken(one, "" if one.id == message.id else f"message {one.id}: "):
                self._at.setdefault(span.page, []).append((span.start, span.end, became, why))

    def page(self, page: Page) -> Iterator[Reading]:
        """The lines of one page."""
        position = 0
        for text in page.text.split("\n"):
            became, why = self._line(page, position, position + len(text), text)
            yield Reading(page=page.number, start=position, text=text, became=became, why=why)
            position += len(text) + 1

    def _line(self, page: Page, start: int, stop: int, text: str) -> tuple[str, str]:
        if not text.strip():
            return "blank", ""
        marks = [mark for mark in page.marks if mark.start < stop and mark.end > start and mark.kind in lines.FURNITURE]
        parts = [f"{mark.kind} {mark.value}" for mark in marks]
        if parts and (page.key, start) not in self._index and not self._bared(page, start, stop):
            return "furniture: " + ", ".join(parts), "a mark of the page, left out"
        taken = [part for part in self._at.get(page.key, ()) if part[0] < stop and part[1] > start]
        fields = list(dict.fromkeys(part[2] for part in taken if not part[2].endswith("header")))
        names = fields or list(dict.fromkeys(part[2] for part in taken)) or ["nothing"]
        why = "; ".join(dict.fromkeys(filter(None, (part[3] for part in taken if part[2] in names))))
        if names[0] == "header" and (label := labels.at_start(text)) is not None:
            names[0] = f"header: {label.field}"
        if not why and all(name == "nothing" or "body: " in name for name in names):
            why = self._refused(page, start)
        return " + ".join(names + [f"furniture: {part}" for part in parts]), why

    def _bared(self, page: Page, start: int, stop: int) -> Line | None:
        """The line left of one that furniture stands in, if any."""
        return next((n for n in self._stream if self._pages[n.page].key == page.key and start <= n.start < stop), None)

    def _refused(self, page: Page, start: int) -> str:
        """Why a line that begins with a header's label begins no header."""
        index = self._index.get((page.key, start))
        if index is None:
            return ""
        label = blocks.begins(self._stream[index].text)
        if label is None:
            found = labels.at_start(self._stream[index].text)
            return f"the label {found.field} begins no header by itself" if found else ""
        fields = blocks.Reader(self._pages, self._stream, index, label.start).read().order
        return f"no header: {', '.join(fields)} alone are not enough"


def _taken(message: Message, prefix: str) -> Iterator[tuple[Span, str, str]]:
    """The spans of a message, what each became, and why."""
    kind = "mail itself" if message.header_kind is HeaderKind.NATIVE else "header"
    for span in message.citation.spans:
        yield span, f"{prefix}header", f"{kind}: {message.why}"
    people = (("from", (message.sender,) if message.sender else ()), ("to", message.to), ("cc", message.cc))
    for name, parties in (*people, ("bcc", message.bcc)):
        for party in parties:
            shown = "redacted" if party.redacted else party.name or party.address
            yield from ((span, f"{prefix}{name}", f"{name} = {shown}") for span in party.spans)
    if message.sent:
        shown = message.sent.iso or "a time that cannot be read"
        yield from ((span, f"{prefix}sent", f"sent = {shown}") for span in message.sent.spans)
    texts = [("subject", message.subject), ("location", message.location)]
    for name, text in texts + [("attachment", one) for one in message.attachments]:
        if text is not None:
            yield from ((span, f"{prefix}{name}", f"{name} = {text.printed}") for span in text.spans)
    yield from ((span, f"{prefix}{became}", "") for span, became in _body(message))


def _body(message: Message) -> Iterator[tuple[Span, str]]:
    """The places of the zones of a body: `body` is the texts at `body_spans`, joined by a line feed."""
    position = 0
    for span in message.body_spans:
        end = position + span.end - span.start
        for zone in message.zones:
            first, last = max(zone.start, position), min(zone.end, end)
            if first < last:
                shift = span.start - position
                yield Span(span.page, first + shift, last + shift), f"body: {zone.kind}"
        position = end + 1
