"""Page records in, article records out."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.articles import layouts
from onrecord.model import Article, Page

__all__ = ["MEDIA", "PAGES", "VERSION", "read"]

#: Raised whenever the same pages give other articles than before; part of the key of finished work.
VERSION = "1"

#: Kinds of files that may be an article, and the most pages that one has.
MEDIA = frozenset({"html", "text", "pdf", "docx"})
PAGES = 40


def read(pages: Sequence[Page]) -> Article | None:
    """The article on `pages`, all the pages of one file in order, or None where no layout bids for them."""
    best = layouts.bid(pages) if pages and pages[0].text.strip() else None
    return best[0].read(pages) if best is not None else None
