"""The words by which a text leaves open whether something is so."""

from __future__ import annotations

import re
from functools import cache

from onrecord import data


def hedges(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Where the hedges of `text` between `start` and `end` stand, as half-open ranges in order."""
    found = [match.span() for match in _pattern().finditer(text, start, len(text) if end is None else end)]
    return [(low, high) for low, high in found if not _is_month(text, low, high)]


def _is_month(text: str, start: int, end: int) -> bool:
    """Whether a "May" is the month: capital, and not at the head of a sentence before a subject."""
    return text[start:end] == "May"


@cache
def _pattern() -> re.Pattern[str]:
    known = data.load("hedges")
    phrases = sorted(known["phrases"], key=len, reverse=True)
    words = sorted({word for kind in ("hearsay", "possible") for word in known[kind].split()}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, [*phrases, *words]))})\b", re.IGNORECASE)
