"""What a published chronology tells, as records."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from onrecord.interactions.prose import Told, read
from onrecord.model import Article, Citation, Event, Interaction, Said, cite, stable_id
from onrecord.text.passages import Passage
from onrecord.text.timex import Reading

#: What a contact is about, as told.
TOPIC = re.compile(
    r"\b(?:about|regarding|concerning|to discuss)\s+(?P<topic>[^.;:“”\"]{3,160}?)(?=[.;:“”\"]|,? (?:and"
    r"|but|asking|saying)\b|$)"
)


def of_article(
    article: Article, texts: Mapping[str, str], year: int | None = None, year_from: str = ""
) -> list[Interaction | Event]:
    """The interactions and events of a release page, in order.

    `texts` are the texts of its pages by key. `year` is that of the first date that prints none, `year_from` says
    where it comes from; without it such dates stay unresolved.
    """
    passages = [Passage(block.spans, texts) for block in article.paragraphs]
    reading = Reading(written=_day(article.published) if year is None else None, year=year, year_from=year_from)
    told = read([passage.text for passage in passages], reading)
    ids = [_id(article, one, number, told) for number, one in enumerate(told)]
    return [_record(article, one, passages[one.paragraph], texts, ids, number) for number, one in enumerate(told)]


def days(article: Article, texts: Mapping[str, str], year: int) -> list[date]:
    """The days of an article's entries if the first of them is in `year`."""
    passages = [Passage(block.spans, texts).text for block in article.paragraphs]
    return [one.when.first for one in read(passages, Reading(year=year)) if one.when is not None and one.inside < 0]


def _day(published: str) -> date | None:
    return date.fromisoformat(published) if published else None


def _id(article: Article, one: Told, number: int, told: Sequence[Told]) -> str:
    """Of the place and what it tells, and of its rank among those that tell the same at one place (two days, say)."""
    same = (one.paragraph, one.start, one.actors, one.to, one.what)
    rank = sum((other.paragraph, other.start, other.actors, other.to, other.what) == same for other in told[:number])
    prefix = "e" if one.what else "i"
    return stable_id(prefix, article.id, one.paragraph, one.start, *one.actors, "to", *one.to, rank)


def _record(
    article: Article, one: Told, passage: Passage, texts: Mapping[str, str], ids: Sequence[str], number: int
) -> Interaction | Event:
    words = passage.text[one.start : one.end]
    topic = TOPIC.search(words)
    common: dict[str, Any] = {
        "id": ids[number],
        "citation": _cited(passage, one, texts),
        "record": article.id,
        "source": "article",
        "date": one.when.first.isoformat() if one.when and one.when.precision != "bound" else "",
        "date_end": one.when.last.isoformat() if one.when else "",
        "precision": one.when.precision if one.when else "",
        "approx": one.when.approx if one.when else False,
        "inferred": one.when.inferred if one.when else (),
        "actors": one.actors,
        "topic": topic["topic"].strip(" ,") if topic else "",
        "quotes": tuple(_said(passage, quote) for quote in one.quotes),
        "hedges": one.hedges,
    }
    if one.what:
        return Event(**common, what=one.what, text=words)
    return Interaction(
        **common,
        to=one.to,
        others=one.others,
        channel=one.channel,
        act=one.act,
        status=one.status,
        embedded_in=ids[one.inside] if one.inside >= 0 else "",
    )


def _cited(passage: Passage, one: Told, texts: Mapping[str, str]) -> Citation:
    return cite(passage.spans(one.start, one.end), texts)


def _said(passage: Passage, quote: tuple[int, int, str]) -> Said:
    start, end, speaker = quote
    return Said(passage.text[start:end], speaker, passage.spans(start, end))
