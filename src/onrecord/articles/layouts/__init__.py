"""The layouts that bid for published pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from onrecord.articles.layouts.protocol import Layout
from onrecord.model import Page

#: The layouts of this package, each a module with a `LAYOUT`. Of equal bids the first named wins.
LAYOUTS = ("release_page", "news_html", "plain")

#: Other packages add layouts here: an entry point that names an object with the interface of `Layout`.
GROUP = "onrecord.article_layouts"

__all__ = ["LAYOUTS", "Layout", "bid", "layouts"]


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts: those of the package, then those of other packages by name."""
    own = [import_module(f"{__name__}.{name}").LAYOUT for name in LAYOUTS]
    others = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return (*own, *(point.load() for point in others))


def bid(pages: Sequence[Page]) -> tuple[Layout, float] | None:
    """The layout with the highest score for the pages of a file, and the score; None when no layout bids."""
    bids = [(layout.score(pages), -place, layout) for place, layout in enumerate(layouts())]
    score, _, layout = max(bids, key=lambda one: one[:2])
    return (layout, score) if score > 0 else None
