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


def is_uncertain(sentence: str) -> bool:
    """Whether a sentence leaves open what it says, by a hedge or because nobody in particular says it."""
    return _open().search(sentence) is not None


@cache
def _pattern() -> re.Pattern[str]:
    known = data.load("hedges")
    return _any([*map(re.escape, known["phrases"]), *_words(known, "hearsay", "possible")])


@cache
def _open() -> re.Pattern[str]:
    known = data.load("hedges")
    return _any([*known["weasel_patterns"], *_words(known, "hearsay", "weasels"), "probable", "likely", "unlikely"])


def _words(known: dict[str, str], *kinds: str) -> list[str]:
    return [re.escape(word) for kind in kinds for word in known[kind].split()]


def _any(patterns: list[str]) -> re.Pattern[str]:
    """Any of `patterns` as whole words, longest first."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(patterns, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)
