"""When that was of which a claim speaks, as far as the sentence and the text before it tell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from onrecord.model import Article
from onrecord.text import timex
from onrecord.text.timex import Expression, Says, Setting, When

#: What is still to come when the text is written.
_AHEAD = re.compile(r"\b(?:will|would|shall|plan(?:s|ning)? to|going to|set to|upcoming|next)\b", re.IGNORECASE)

#: Expressions that stand for a place in time; the rest are lengths and repetitions.
_POINTS = frozenset((Says.CALENDAR, Says.SHIFT, Says.DURING))

#: Words before a date that make it a limit rather than the day on which something happened.
_LIMIT = re.compile(r"\b(?:since|until|till|before|after|by)\s+(?:the\s+)?$", re.IGNORECASE)


class Dates:
    """The dates of an article, read from its beginning: "that year" is the year last told of."""

    def __init__(self, article: Article) -> None:
        self._written = date.fromisoformat(article.published) if article.published else None
        self._told: date | None = None
        self._paragraph = -1

    def when(self, paragraph: int, text: str, ranges: Iterable[tuple[int, int]]) -> When | None:
        """The days that the words of `text` at `ranges` speak of: the most exact date among them, or None.

        `text` is paragraph number `paragraph`, and paragraphs come in order. A day told of holds for one paragraph.
        """
        if paragraph != self._paragraph:
            self._paragraph, self._told = paragraph, None
        found = [when for start, end in ranges for when in self._within(text, start, end)]
        return min(found, key=lambda when: (when.last - when.first, when.first), default=None)

    def _within(self, text: str, start: int, end: int) -> list[When]:
        found = []
        for said in timex.find(text[start:end]):
            if said.says not in _POINTS or _LIMIT.search(text[: start + said.start]):
                continue
            when = self._resolve(said, text[start:end])
            if when is not None:
                self._told = when.first
                found.append(when)
        return found

    def _resolve(self, said: Expression, words: str) -> When | None:
        if said.origin is timex.Origin.TOLD and self._told is None:
            return None  # "the next day", and no day before it
        tense = 1 if _AHEAD.search(words) else -1
        return timex.resolve(said, Setting(now=self._written, told=self._told, tense=tense))
