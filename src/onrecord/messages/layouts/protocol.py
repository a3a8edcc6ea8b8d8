"""What a layout is: a bid for a page, and a reader for what only this layout prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from onrecord.messages.lines import Line
from onrecord.messages.scan import Special
from onrecord.model import Page


@runtime_checkable
class Layout(Protocol):
    """A way in which messages are printed.

    `name` and `version` are recorded on every message. `boxed`: names are blanked with boxes, which OCR turns into
    stray letters, so that a single letter is no name. `special` reads a header that begins in a given line and that
    the shared readers (`onrecord.messages.scan`) do not know; None when they know all.
    """

    name: str
    version: int
    boxed: bool
    special: Special | None

    def score(self, page: Page) -> float:
        """How sure it is that this page is printed in this layout: 0 (no sign of it) to 1."""
        ...

    def why(self, page: Page) -> str:
        """In a few words, the signs on which it bids."""
        ...


@dataclass(frozen=True, slots=True)
class Sign:
    """Words whose presence speaks for a layout. With `pattern`, that must be found too, at a place after them."""

    words: str
    weight: float
    says: str
    pattern: re.Pattern[str] | None = None

    def on(self, text: str) -> bool:
        """Whether the sign is on a page with this text."""
        at = text.find(self.words)
        return at >= 0 and (self.pattern is None or self.pattern.search(text) is not None)


@dataclass(frozen=True, slots=True)
class Printed:
    """A layout known by signs in the text: its score is the sum of their weights, at most 1."""

    name: str
    signs: tuple[Sign, ...]
    version: int = 1
    boxed: bool = False
    special: Special | None = None

    def score(self, page: Page) -> float:
        """The sum of the weights of the signs on the page, at most 1."""
        text = page.text
        return min(1.0, sum(sign.weight for sign in self.signs if sign.on(text)))

    def why(self, page: Page) -> str:
        """The signs found."""
        return ", ".join(sign.says for sign in self.signs if sign.on(page.text))


def first_words(lines: Sequence[Line], index: int, count: int) -> list[int]:
    """The indexes of the next `count` lines with words, from `index` on, on the same page."""
    found: list[int] = []
    page = lines[index].page
    while index < len(lines) and lines[index].page == page and len(found) < count:
        if lines[index].text:
            found.append(index)
        index += 1
    return found
