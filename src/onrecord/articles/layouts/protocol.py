"""What an article layout is: a bid for the pages of a file, and a reader of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from onrecord.model import Article, Page


@runtime_checkable
class Layout(Protocol):
    """A way in which articles are published. `name` and `version` are recorded on every article."""

    name: str
    version: int

    def score(self, pages: Sequence[Page]) -> float:
        """How sure it is that these pages, all of one file and in order, are one article: 0 (no sign of it) to 1."""
        ...

    def read(self, pages: Sequence[Page]) -> Article | None:
        """The article, or None where there is no word of text after all."""
        ...
