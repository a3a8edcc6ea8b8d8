"""The draft of a chronology: tellings become entries, in words, with names as they are at that place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from onrecord.model import Article, Event, Interaction, Person
from onrecord.publish.chronology import logged, phrases, tellings
from onrecord.publish.chronology.entries import Chronology, Entry, Introduced, Part, Wanted
from onrecord.publish.chronology.naming import Cast, Namer
from onrecord.publish.chronology.places import sources_of
from onrecord.publish.chronology.tellings import Telling
from onrecord.publish.topics import Meant, meant
from onrecord.store.judgements import ACCEPTED, Judgement
from onrecord.store.view import View


def chronology(view: View, wanted: Wanted) -> Chronology:
    """The chronology of a case. What one message and its copies tell is told once, an exchange in one entry."""
    told = [
        (one, judged)
        for one, judged in tellings.told_in(view)
        if tellings.in_time(one, wanted) and tellings.in_release(view, one, wanted)
    ]
    judged = {one.id: judgement for one, judgement in told}
    left = [
        one for one, judgement in told if judgement.accepted or not (wanted.accepted or judgement.state == "rejected")
    ]
    cast = Cast(view)
    groups = tellings.gathered(view, judged, left, cast)
    kept = [one for one in groups if wanted.routine or not one.everyday]
    about = meant(view, wanted.topic) if wanted.topic else None
    entries = [one for one in tellings.exchanges(view, kept) if _fits(cast, one, wanted.person, about)]
    writer = Writer(view, cast, judged, entries, wanted)
    rejected = sum(judgement.state == "rejected" for _, judgement in told)
    shown = sum(len(one.findings) for one in kept)
    return Chronology(
        entries=tuple(map(writer.entry, entries)),
        left_out=sum(len(one.findings) for one in groups) - shown,
        interactions=len(told),
        rejected=rejected,
        undecided=len(told) - len(left) - rejected,
        gone=sum(one.kind in (Interaction.KIND, Event.KIND) and one.action == "accept" for one in view.homeless()),
    )


def _fits(cast: Cast, entry: Sequence[Telling], person: str, about: Meant | None) -> bool:
    """Whether an entry names the person, and is about what is meant: in its own words, or those of its messages."""
    people = " ".join(_people(cast, entry)).lower()
    if not all(word in people for word in person.lower().split()):
        return False
    told = [one for each in entry for one in each.findings]
    texts = (text for one in told for text in (one.topic, one.citation.quote, *(said.text for said in one.quotes)))
    return about is None or any(one.record in about.messages for one in told) or about.fits(texts)


def _people(cast: Cast, entry: Sequence[Telling]) -> tuple[str, ...]:
    """Everybody an entry names, in full, each once."""
    told = [one for each in entry for one in each.main]
    return tuple(dict.fromkeys(cast.full(*name) for name in tellings.names_in(told)))


class Writer:
    """Writes entries in their order: what is named at first in one decides how it is named in the next."""

    def __init__(
        self,
        view: View,
        cast: Cast,
        judged: Mapping[str, Judgement],
        entries: Sequence[Sequence[Telling]],
        wanted: Wanted,
    ) -> None:
        self._view, self._cast, self._judged = view, cast, judged
        told_of = [name for entry in entries for each in entry for name in tellings.names_in(each.main)]
        self._namer = Namer(view, cast, told_of, accepted=wanted.accepted)

    def entry(self, told: Sequence[Telling]) -> Entry:
        """An entry of one exchange, or of one item of a published page; what it publishes is in its own words."""
        introduced: list[Introduced] = []
        parts = tuple(self._part(one, introduced, again=number > 0) for number, one in enumerate(told))
        findings = [one for each in told for one in each.findings]
        main = [one for each in told for one in each.main]
        first, judgements = told[0].first, [self._judged[one.id] for one in findings]
        return Entry(
            date=first.date,
            date_end=first.date_end,
            precision=first.precision,
            approx=first.approx,
            inferred=tuple(dict.fromkeys(why for one in main for why in one.inferred)),
            text=" ".join(part.text for part in parts),
            people=_people(self._cast, told),
            quotes=tuple(dict.fromkeys(said.text for one in main for said in one.quotes)),
            sources=sources_of(self._view, (span for one in findings for span in one.citation.spans)),
            records=tuple(id for part in parts for id in part.records),
            kind=_kind(told[0]),
            topic=next((one.topic for one in main if one.topic), ""),
            state=state([part.state for part in parts]),
            decided_by=tuple(sorted({each.by for each in judgements if each.by})),
            decided_at=max(each.at for each in judgements),
            parts=parts,
            introduced=tuple(introduced),
        )

    def _part(self, one: Telling, introduced: list[Introduced], *, again: bool) -> Part:
        """What is told at once, in words; the words that a person accepted stay. `again`: it follows another part."""
        states = [self._judged[each.id].state for each in one.findings]
        if one.words:
            for person in _persons(self._cast, one):
                introduced += self._namer.meet(person, one.words, one.first.date)
            held = "changed" if not ACCEPTED.issuperset(states) else state(states)
            return Part(text=one.words, records=_records(one), state=held, accepted=True)
        return Part(text=self._text(one, introduced, again=again), records=_records(one), state=state(states))

    def _text(self, one: Telling, introduced: list[Introduced], *, again: bool) -> str:
        if one.rows:
            row = one.first
            return logged.sentence(one.rows, lambda name: self._namer.printed(row.record, name, row.date, introduced))
        if one.message is None:
            return self._published(one)
        acts = [each for each in one.main if isinstance(each, Interaction)]
        return " ".join(
            self._sentence(one, list(group), introduced, again=number > 0 or (again and one.planned))
            for number, (_, group) in enumerate(groupby(acts, key=lambda each: each.act))
        )

    def _published(self, one: Telling) -> str:
        """What a published page tells, in its words, and of whom where they leave it out; an event as corrected."""
        told = one.first
        words = " ".join(told.citation.quote.split())
        if isinstance(told, Event) and (mine := " ".join(told.text.split())) not in ("", words):
            return mine
        unsaid = [name for name in _people(self._cast, [one]) if name.rpartition(" ")[2].lower() not in words.lower()]
        return phrases.published(self._publisher(told.record), words, unsaid)

    def _publisher(self, record: str) -> str:
        """Who published a page: the outlet, else the page by its title."""
        article = self._view.store.finding(record)
        if not isinstance(article, Article):
            return ""
        return article.outlet or (f"The page “{' '.join(article.title.printed.split())}”" if article.title else "")

    def _sentence(self, one: Telling, acts: list[Interaction], introduced: list[Introduced], *, again: bool) -> str:
        """The sentence for one act, which several findings may show."""
        act, on = acts[0], _day_of_writing(one)
        quotes = [said.text for each in acts for said in each.quotes]
        if act.act == "reports a contact":
            return self._report(one, act, quotes, on, introduced)
        actors = self._names(act, act.actors, introduced)
        actors = actors or [phrases.HIDDEN if _hidden(one) else phrases.UNNAMED]
        to = actors if act.to == act.actors else self._names(act, act.to, introduced)
        if one.planned and act.act in tellings.NAMES_DAY:
            return phrases.planned(
                phrases.series(actors), to, act.channel, quotes, on, invited=act.act == "invites", again=again
            )
        return phrases.sentence(actors, to, act.act, quotes, again=again)

    def _report(self, one: Telling, act: Interaction, quotes: list[str], on: str, introduced: list[Introduced]) -> str:
        """What the writer of a message reports of a contact, with the others who took part."""
        own = {self._cast.full(act.record, name) for name in _writer(one)}
        writer = phrases.series(self._names(act, _writer(one), introduced)) or phrases.UNNAMED
        actors, to = (
            self._names(act, [name for name in names if self._cast.full(act.record, name) not in own], introduced)
            for names in (act.actors, act.to)
        )
        return phrases.reported(writer, actors, to, act.channel, quotes, on)

    def _names(self, one: Interaction, names: Iterable[str], introduced: list[Introduced]) -> list[str]:
        shown, others = phrases.shown(list(names))
        printed = (self._namer.printed(one.record, name, one.date, introduced) for name in shown)
        return [*(name for name in printed if name), *others]


def _day_of_writing(one: Telling) -> str:
    """The day on which a message was sent, in words, where the entry is of another day."""
    date, sent = one.first.date, one.sent[:10]
    return phrases.day(sent, date) if date and len(sent) == 10 and sent != date else ""


def _kind(one: Telling) -> str:
    return "contact" if one.rows else "event" if isinstance(one.first, Event) else one.first.source


def _writer(one: Telling) -> tuple[str, ...]:
    """Whoever wrote the message, as its quotations have it."""
    return tuple(dict.fromkeys(said.speaker for said in one.first.quotes if said.speaker))[:1]


def _hidden(one: Telling) -> bool:
    """Whether the name of whoever wrote the message is blanked."""
    return one.message is not None and one.message.sender is not None and one.message.sender.redacted


def _persons(cast: Cast, one: Telling) -> list[Person]:
    found = (cast.person(*name) for name in tellings.names_in(one.main))
    return list({person.id: person for person in found if person is not None}.values())


def _records(one: Telling) -> tuple[str, ...]:
    return tuple(sorted({each.id for each in one.findings}))


def state(states: Sequence[str]) -> str:
    """The state of what was made of several: no better than that of the worst of them."""
    if ACCEPTED.issuperset(states):
        return "edited" if "edited" in states else "accepted"
    return "changed" if "changed" in states else "draft"
