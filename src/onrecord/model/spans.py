"""Where a statement stands: spans on pages, and the words found there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct


class Span(Struct, frozen=True, array_like=True, order=True):
    """A run of characters of one page.

    `page` is the key of the page (see `page_key`). `start` and `end` count Unicode code points of the page's text
    from 0, half-open: the words are ``text[start:end]``.
    """

    page: str
    start: int
    end: int


class Citation(Struct, frozen=True):
    """The spans a finding stands on and the exact words at them.

    `quote` equals the page texts at `spans`, joined by a line feed; `quote_at` computes it. A citation has at least
    one span.
    """

    spans: tuple[Span, ...]
    quote: str


def quote_at(spans: Sequence[Span], texts: Mapping[str, str]) -> str:
    """The words at `spans`, joined by a line feed. `texts` maps page keys to page texts."""
    return "\n".join(texts[span.page][span.start : span.end] for span in spans)


def cite(spans: Sequence[Span], texts: Mapping[str, str]) -> Citation:
    """A citation of `spans`. Raises ValueError when there is none: a finding without a citation is refused."""
    if not spans:
        raise ValueError("a citation needs at least one span")
    return Citation(tuple(spans), quote_at(spans, texts))
