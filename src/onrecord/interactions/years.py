"""The year in which a chronology that prints none begins: from what else is in the case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from onrecord.interactions.articles import days
from onrecord.model import Article

#: So many entries must fall on days of messages before the messages settle the year.
ENOUGH = 3
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
NAME = re.compile(r"\b[A-Z][a-z’'-]+ (?:[A-Z]\. )?[A-Z][a-z’'-]+\b")


class Clues(Struct, kw_only=True):
    """What a case knows of dates: the days on which messages were sent, and the texts of its other articles by name."""

    sent: Counter[date]
    articles: Mapping[str, str]


def first_year(article: Article, texts: Mapping[str, str], clues: Clues) -> tuple[int, str] | None:
    """The year of the first entry and, in a few words, where it comes from; None where nothing tells.

    The messages of the case tell best: most entries must fall on days on which something was sent. Then the day of
    publication, which all entries lie before; then the years that other articles print who name the same people.
    """
    return _by_messages(article, texts, clues) or _by_publication(article, texts) or _by_articles(texts, clues)


def _by_messages(article: Article, texts: Mapping[str, str], clues: Clues) -> tuple[int, str] | None:
    scores = Counter(
        {
            year: sum(day in clues.sent for day in set(days(article, texts, year)))
            for year in sorted({day.year for day in clues.sent})
        }
    )
    best = scores.most_common(2)
    if not best or best[0][1] < ENOUGH or (len(best) > 1 and best[1][1] * 2 > best[0][1]):
        return None
    return best[0][0], "the days of the messages in the case"


def _by_publication(article: Article, texts: Mapping[str, str]) -> tuple[int, str] | None:
    if not article.published:
        return None
    limit = date.fromisoformat(article.published)
    for year in range(limit.year, limit.year - 4, -1):
        found = days(article, texts, year)
        if found and max(found) <= limit:
            return year, f"the day of publication, {article.published}"
    return None


def _by_articles(texts: Mapping[str, str], clues: Clues) -> tuple[int, str] | None:
    """The earliest year that another article prints which names one of the people here in full."""
    here = {name for text in texts.values() for name in NAME.findall(text)}
    found: list[tuple[int, str]] = []
    for name, text in sorted(clues.articles.items()):
        if here & set(NAME.findall(text)):
            found += [(int(year), name) for year in YEAR.findall(text)]
    if not found:
        return None
    year, name = min(found)
    return year, f"the earliest year in {name}"
