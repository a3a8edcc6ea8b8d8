"""The layouts that bid for pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points

from onrecord.messages.layouts.protocol import Layout, Printed, Sign
from onrecord.model import Page

#: The layouts of this package, each a module with a `LAYOUT`. Of equal bids the first named wins.
LAYOUTS = (
    "native",
    "state_department",
    "nih",
    "foiaxpress_export",
    "gmail_print",
    "outlook_web",
    "calendar_invite",
    "lotus_notes",
    "apple_mail",
    "outlook_print",
    "memo_letter",
)

#: Other packages add layouts here: an entry point that names an object with the interface of `Layout`.
GROUP = "onrecord.layouts"

#: The layout of pages on which nobody bids and that follow no other.
FALLBACK = "outlook_print"

__all__ = ["LAYOUTS", "Bid", "Layout", "Printed", "Sign", "bid", "layouts"]

Bid = tuple[Layout, float]


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts: those of the package, then those of other packages by name."""
    own = [import_module(f"{__name__}.{name}").LAYOUT for name in LAYOUTS]
    others = sorted(entry_points(group=GROUP), key=lambda point: point.name)
    return (*own, *(point.load() for point in others))


def bid(page: Page, among: Sequence[Layout] | None = None) -> Bid | None:
    """The layout with the highest score for `page`, and the score; None when no layout bids."""
    best: Bid | None = None
    for layout in layouts() if among is None else among:
        score = layout.score(page)
        if score > (best[1] if best is not None else 0.0):
            best = (layout, score)
            if score >= 1.0:
                break
    return best
