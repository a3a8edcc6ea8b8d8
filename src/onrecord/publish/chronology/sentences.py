"""Tellings in words, with holes for names: how somebody is called depends on what the chronology told before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from onrecord.model import Article, Event, Interaction
from onrecord.publish.chronology import logged, phrases, tellings
from onrecord.publish.chronology.naming import Cast
from onrecord.publish.chronology.tellings import Draft, Piece, Telling
from onrecord.store.facts import Facts

#: Stands for a name in a sentence while it is made: its number between two characters for private use.
_HOLE = re.compile("\ue010(\\d{1,4})\ue011")


def draft(facts: Facts, cast: Cast, one: Telling, *, again: bool) -> Draft:
    """What is told at once, in words; those that a person accepted stay. `again`: it follows another part."""
    again = again and one.planned
    if again not in one.drafts:
        one.drafts[again] = _accepted(one) if one.words else _Sentences(facts, cast, one).draft(again=again)
    return one.drafts[again]


def _accepted(one: Telling) -> Draft:
    return Draft((one.words,), tuple(dict.fromkeys(each.id for each in one.named if each.known)))


class _Sentences:
    """Makes the sentences of one telling."""

    def __init__(self, facts: Facts, cast: Cast, one: Telling) -> None:
        self._facts, self._cast, self._one = facts, cast, one
        self._holes: list[Piece] = []
        self._called: dict[str, str] = {}

    def draft(self, *, again: bool) -> Draft:
        """All of them, in a row."""
        parts = _HOLE.split(self._text(again=again))
        pieces = tuple(self._piece(part) if n % 2 else part for n, part in enumerate(parts) if part)
        named = (self._cast.called(each.record, each.name) for each in pieces if isinstance(each, Piece))
        return Draft(pieces, tuple(dict.fromkeys(each.id for each in named if each.known)))

    def _piece(self, number: str) -> str | Piece:
        return self._holes[int(number)] if int(number) < len(self._holes) else ""

    def _hole(self, record: str, name: str, day: str) -> str:
        """A hole for a name; the same for whoever is the same, and empty for a name that is."""
        called = self._cast.called(record, name).id
        if called and called not in self._called:
            self._called[called] = f"\ue010{len(self._holes)}\ue011"
            self._holes.append(Piece(record, name, day))
        return self._called.get(called, "")

    def _text(self, *, again: bool) -> str:
        one = self._one
        if one.rows:
            row = one.first
            return logged.sentence(one.rows, lambda name: self._hole(row.record, name, row.date))
        if one.head is None:
            return self._published()
        acts = [each for each in one.main if isinstance(each, Interaction)]
        return " ".join(
            self._sentence(list(group), again=number > 0 or again)
            for number, (_, group) in enumerate(groupby(acts, key=lambda each: each.act))
        )

    def _published(self) -> str:
        """What a published page tells, in its words, and of whom where they leave it out; an event as corrected."""
        told = self._one.first
        words = " ".join(told.citation.quote.split())
        if isinstance(told, Event) and (mine := " ".join(told.text.split())) not in ("", words):
            return mine
        unsaid = [
            name
            for name in (each.name for each in self._one.named)
            if name.rpartition(" ")[2].lower() not in words.lower()
        ]
        return phrases.published(self._publisher(told.record), words, unsaid)

    def _publisher(self, record: str) -> str:
        """Who published a page: the outlet, else the page by its title."""
        article = self._facts.store.finding(record)
        if not isinstance(article, Article):
            return ""
        return article.outlet or (f"The page “{' '.join(article.title.printed.split())}”" if article.title else "")

    def _sentence(self, acts: list[Interaction], *, again: bool) -> str:
        """The sentence for one act, which several findings may show."""
        one, act, on = self._one, acts[0], self._day_of_writing()
        quotes = [said.text for each in acts for said in each.quotes]
        if act.act == "reports a contact":
            return self._report(act, quotes, on)
        actors = self._names(act, act.actors)
        actors = actors or [phrases.HIDDEN if one.head and one.head.hidden else phrases.UNNAMED]
        to = actors if act.to == act.actors else self._names(act, act.to)
        if one.planned and act.act in tellings.NAMES_DAY:
            return phrases.planned(
                phrases.series(actors), to, act.channel, quotes, on, invited=act.act == "invites", again=again
            )
        return phrases.sentence(actors, to, act.act, quotes, again=again)

    def _report(self, act: Interaction, quotes: list[str], on: str) -> str:
        """What the writer of a message reports of a contact, with the others who took part."""
        wrote = _writer(self._one)
        own = {self._cast.called(act.record, name).name for name in wrote}
        writer = phrases.series(self._names(act, wrote)) or phrases.UNNAMED
        actors, to = (
            self._names(act, [name for name in names if self._cast.called(act.record, name).name not in own])
            for names in (act.actors, act.to)
        )
        return phrases.reported(writer, actors, to, act.channel, quotes, on)

    def _names(self, one: Interaction, names: Iterable[str]) -> list[str]:
        shown, others = phrases.shown(list(names))
        holes = (self._hole(one.record, name, one.date) for name in shown)
        return [*(hole for hole in holes if hole), *others]

    def _day_of_writing(self) -> str:
        """The day on which the message was sent, in words, where the entry is of another day."""
        date, sent = self._one.first.date, self._one.sent[:10]
        return phrases.day(sent, date) if date and len(sent) == 10 and sent != date else ""


def _writer(one: Telling) -> Sequence[str]:
    """Whoever wrote the message, as its quotations have it."""
    return tuple(dict.fromkeys(said.speaker for said in one.first.quotes if said.speaker))[:1]
