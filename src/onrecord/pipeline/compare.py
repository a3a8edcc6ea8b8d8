"""Compare on demand: two messages, two pages, or two releases, with the page images to tell OCR noise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from onrecord.errors import ItemFailed
from onrecord.model import (
    Box,
    Citation,
    Comparison,
    CopySet,
    Difference,
    Differing,
    HeaderKind,
    Message,
    Page,
    Span,
    Word,
)
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline import derive
from onrecord.settings import Settings
from onrecord.store.protocol import Store
from onrecord.threads import best, blanks, compare, grams, images
from onrecord.threads.best import Piece

__all__ = ["Bench", "Piece", "Releases", "releases"]

#: Dots an inch at which page images are compared.
DPI = 150.0
#: Kinds of differences that only page images can prove.
_TO_PROVE = ("ocr_noise", "unsure")


class Releases(Struct, frozen=True, kw_only=True):
    """Two releases side by side: figures by name, and the pairs of copies across them that differ."""

    figures: dict[str, int]
    comparisons: tuple[Comparison, ...]


class Bench:
    """What comparing on demand needs: the store, and page images and places of words, each derived once."""

    def __init__(self, store: Store, vault: Path, settings: Settings) -> None:
        self._store, self._vault, self._settings = store, vault, settings
        self._files = {file.id: file for file in store.files()}
        self._sheets: dict[str, blanks.Sheet] = {}
        self._images: dict[str, bytes] = {}

    def messages(self, a: Message, b: Message) -> Comparison:
        """Two messages, copies or not."""
        sides = [self.side(one) for one in (a, b)]
        found = compare.compare(sides[0], sides[1])
        return replace(found, differences=tuple(map(self._proved, found.differences)))

    def pages(self, a: Page, b: Page) -> Comparison:
        """Two pages, whatever stands on them."""
        return self.messages(_as_message(a), _as_message(b))

    def best(self, members: Sequence[Message]) -> tuple[Piece, ...]:
        """The best text of a message, of all its copies."""
        return best.best([self.side(one) for one in members])

    def side(self, message: Message) -> compare.Side:
        """A message made ready to compare."""
        keys = dict.fromkeys(span.page for span in (*message.citation.spans, *message.body_spans))
        sheets = {key: sheet for key in keys if (sheet := self._sheet(key))}
        damaged = any(compare.is_damaged(sheet.page) for sheet in sheets.values())
        return compare.side(message, blanks.find(message, sheets), damaged)

    def _sheet(self, key: str) -> blanks.Sheet | None:
        if key not in self._sheets:
            page = self._store.page(key)
            if page is None:
                return None
            wanted = page.redactions or grams.has_code(page.text) or compare.is_damaged(page)
            self._sheets[key] = blanks.Sheet.of(page, self._words(page) if wanted else ())
        return self._sheets[key]

    def _words(self, page: Page) -> tuple[Word, ...]:
        if page.words:
            return page.words
        try:
            return derive.words(self._vault, self._files[page.file], page, self._settings)
        except ItemFailed:
            return ()

    def _proved(self, one: Difference) -> Difference:
        """A difference that OCR may have made, with what the page images say of it."""
        if one.kind not in _TO_PROVE:
            return one
        boxes = list(self._boxes(one.spans))
        if len(boxes) != 2:
            return one
        drawn = [self._image(key) for key, _ in boxes]
        if not all(drawn):
            return one
        agree = images.likeness(drawn[0], boxes[0][1], drawn[1], boxes[1][1], DPI) >= images.AGREE
        return replace(one, kind="ocr_noise", proof="the page images agree") if agree else one

    def _boxes(self, spans: Sequence[Span]) -> Iterator[tuple[str, Box]]:
        """The box around the words of each span that lies within a line."""
        for span in spans:
            page = self._store.page(span.page)
            words = self._words(page) if page else ()
            inside = [word.box for word in words if word.start < span.end and span.start < word.end]
            if inside and max(box[3] for box in inside) - min(box[1] for box in inside) < 40:
                x0, y0 = min(box[0] for box in inside), min(box[1] for box in inside)
                yield span.page, (x0, y0, max(box[2] for box in inside), max(box[3] for box in inside))

    def _image(self, key: str) -> bytes:
        if key not in self._images:
            page = self._store.page(key)
            try:
                file = self._files[page.file] if page else None
                drawn = derive.image(self._vault, file, page.number, DPI, self._settings) if page and file else b""
            except ItemFailed:
                drawn = b""
            self._images[key] = drawn
        return self._images[key]


def _as_message(page: Page) -> Message:
    """A page as a message without a header, so that it can be compared."""
    span = Span(page.key, 0, len(page.text))
    return Message(
        id=page.key,
        file=page.file,
        page_start=page.number,
        page_end=page.number,
        chain=page.key,
        depth=0,
        header_kind=HeaderKind.TOP,
        citation=Citation((Span(page.key, 0, 0),), ""),
        body=page.text,
        body_spans=(span,),
    )


def releases(store: Store, a: str, b: str) -> Releases:
    """Two releases by name.

    Pages in both are those of the first on which a message stands that is in the second too.
    """
    releases_of: defaultdict[str, set[str]] = defaultdict(set)
    for location in store.locations():
        releases_of[location.file[:FILE_DIGITS]].add(location.release)
    known = {(found.copy_set, one.a, one.b): one for found in store.findings(Differing) for one in found.comparisons}
    figures: Counter[str] = Counter()
    comparisons: list[Comparison] = []
    pages: set[str] = set()
    sketches = {sketch.id: sketch for sketch in store.sketches()}
    place = {id: sketch.cited.spans[0].page for id, sketch in sketches.items()}
    inside = {id: releases_of.get(key.rpartition("/")[0], set()) for id, key in place.items()}
    for found in store.findings(CopySet):
        pairs = [(x, y) for x in found.members for y in found.members if a in inside[x] and b in inside[y] and x != y]
        figures["messages in both"] += bool(pairs)
        pages.update(place[x] for x, _ in pairs)
        for x, y in pairs:
            one = known.get((found.id, min(x, y), max(x, y)))
            if one is not None:
                comparisons.append(one)
                figures.update(_figures(one, x))
    figures["pages in both"] = len(pages)
    for name in (a, b):
        figures[f"messages in {name}"] = sum(name in names for names in inside.values())
    return Releases(figures=dict(figures), comparisons=tuple(comparisons))


def _figures(one: Comparison, first: str) -> Iterator[str]:
    for difference in one.differences:
        if difference.kind in ("hidden", "left_out"):
            yield "newly open" if difference.hidden_in == first else "newly hidden"
        elif difference.kind == "code_changed":
            yield "codes changed"
        elif difference.kind == "text":
            yield "really different"
