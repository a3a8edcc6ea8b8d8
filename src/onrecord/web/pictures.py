"""Page images and the places of words, drawn when they are wanted by processes that can be thrown away.

What was drawn is kept in memory up to a limit: a reader turns pages back and forth, and every page shows its image
and its marks.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from onrecord.model import Page, SourceFile, Word
from onrecord.pipeline.derive import Desks, hidden

#: Bytes of page images, and pages of placed words, that are kept.
MOST_BYTES = 96 << 20
MOST_PAGES = 500

#: Kinds of files whose pages have an image.
WITH_IMAGE = frozenset({"pdf", "image"})

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """What was made last, up to `most` of what `size` counts. It is used from several threads."""

    def __init__(self, most: int, size: Callable[[Value], int]) -> None:
        self._most, self._size = most, size
        self._found: OrderedDict[Hashable, Value] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """What was made for `key`, or is made now. Two threads may make the same one at a time."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            if key not in self._found:
                self._found[key] = made
                self._held += self._size(made)
            while self._held > self._most and len(self._found) > 1:
                self._held -= self._size(self._found.popitem(last=False)[1])
        return made


class Pictures:
    """Images and words of pages, each drawn once while it is remembered."""

    def __init__(self, desks: Desks) -> None:
        self._desks = desks
        self._images: Kept[bytes] = Kept(MOST_BYTES, len)
        self._words: Kept[tuple[Word, ...]] = Kept(MOST_PAGES, lambda _: 1)

    def image(self, file: SourceFile, page: Page, dpi: int) -> bytes:
        """The image of a page as a grey PNG, boxes with text beneath painted over. Raises ItemFailed."""
        covered = hidden(page)
        key = (page.key, dpi, covered)

        def draw() -> bytes:
            with self._desks.one() as desk:
                return desk.image(file, page.number, float(dpi), covered)

        return self._images.get(key, draw)

    def words(self, file: SourceFile, page: Page) -> tuple[Word, ...]:
        """The words of a page with their places. Raises ItemFailed."""
        if page.words or file.media not in WITH_IMAGE:
            return page.words

        def find() -> tuple[Word, ...]:
            with self._desks.one() as desk:
                return desk.words(file, page)

        return self._words.get((page.key, hash(page.text)), find)

    def close(self) -> None:
        """End the processes."""
        self._desks.close()
