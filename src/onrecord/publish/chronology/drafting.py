"""The draft of a chronology: tellings become entries, in words, with names as they are at that place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct
from msgspec.structs import replace

from onrecord.model import Event, Interaction
from onrecord.publish.chronology import tellings
from onrecord.publish.chronology.drafts import Day, Decided, Drafts, Exchange, Unit, drafts_of
from onrecord.publish.chronology.entries import Chronology, Entry, Introduced, Part, Wanted
from onrecord.publish.chronology.naming import Namer, shared
from onrecord.publish.chronology.places import sources_of
from onrecord.publish.chronology.tellings import Draft, Telling
from onrecord.publish.topics import Meant, meant
from onrecord.store.judgements import ACCEPTED, Judgement
from onrecord.store.remember import remembered
from onrecord.store.tellings import Told
from onrecord.store.view import View


def chronology(view: View, wanted: Wanted) -> Chronology:
    """The chronology of a case. What one message and its copies tell is told once, an exchange in one entry."""
    found = listing(view, wanted)
    return Chronology(
        entries=written(view, found),
        left_out=found.left_out,
        interactions=found.interactions,
        rejected=found.rejected,
        undecided=found.undecided,
        gone=sum(one.kind in (Interaction.KIND, Event.KIND) and one.action == "accept" for one in view.homeless()),
    )


class Listing(Struct, frozen=True, kw_only=True, eq=False):
    """A chronology before it is put into words: its `entries` in order, from these `days`, and the counts of
    `Chronology`.

    `surnames` are those that several in it bear, `first` says in which entry everybody comes up first, by id.
    """

    wanted: Wanted
    days: tuple[Day, ...]
    entries: tuple[Exchange, ...]
    left_out: int
    interactions: int
    rejected: int
    undecided: int
    surnames: frozenset[str]
    first: dict[str, int]


def listing(view: View, wanted: Wanted) -> Listing:
    """What a chronology holds. It is remembered of the view."""
    return remembered(view, ("listing", wanted), lambda: _listing(view, wanted))


def _listing(view: View, wanted: Wanted) -> Listing:
    if wanted.person or wanted.topic:
        whole = listing(view, replace(wanted, person="", topic=()))
        entries = tuple(_fitting(view, whole, wanted))
        named = (each for one in entries for telling in one.tellings for each in telling.named)
        return replace(whole, wanted=wanted, entries=entries, surnames=shared(named), first=_first([entries]))
    days = tuple(_days(view, wanted))
    told, rejected = sum(one.told for one in days), sum(one.rejected for one in days)
    left_out, shown = sum(one.left_out for one in days), sum(one.shown for one in days)
    return Listing(
        wanted=wanted,
        days=days,
        entries=tuple(chain.from_iterable(one.entries for one in days)),
        left_out=left_out,
        interactions=told,
        rejected=rejected,
        undecided=told - rejected - left_out - shown if wanted.accepted else 0,
        surnames=shared(frozenset().union(*(one.named for one in days))),
        first=_first([one.entries for one in days], [one.met for one in days]),
    )


def _first(parts: Sequence[Sequence[Exchange]], met: Sequence[frozenset[str]] = ()) -> dict[str, int]:
    """In which entry everybody comes up first. `met` are those who come up in each part; a part of known ones is
    passed over.
    """
    first: dict[str, int] = {}
    number = 0
    for place, part in enumerate(parts):
        if not met or not met[place] <= first.keys():
            for at, entry in enumerate(part, number):
                for id in entry.met:
                    first.setdefault(id, at)
        number += len(part)
    return first


def _days(view: View, wanted: Wanted) -> Iterator[Day]:
    """The days of what is wanted; a day of which all is wanted is the one that is kept."""
    drafts = drafts_of(view)
    decided = remembered(view, "decided units", lambda: Decided(view, drafts))
    since, until = wanted.since, wanted.until or tellings.UNDATED
    if view.facts.keep or not (wanted.since or wanted.until):
        drafts.read_ahead()
    for day, listed in decided.days():
        if listed.reach[1] < since or listed.reach[0] > until:
            continue
        units = decided.units(listed)
        if wanted.accepted or wanted.release or listed.span[0] < since or listed.span[1] > until:
            yield _narrowed(view, drafts, day, units, wanted)
        else:
            yield drafts.day(day, units, routine=wanted.routine)


def _narrowed(view: View, drafts: Drafts, day: str, units: Iterable[Unit], wanted: Wanted) -> Day:
    """A day of which perhaps not everything is wanted."""
    found: list[Telling] = []
    told: list[tuple[Told, Judgement]] = []
    plain = not (wanted.accepted or wanted.release)
    for unit in units:
        if plain and unit.span[0] >= wanted.since and unit.span[1] <= (wanted.until or tellings.UNDATED):
            found += [one for one in unit.tellings if one.day == day]
            told += [pair for pair in unit.told if tellings.day_of(pair[0]) == day]
            continue
        inside = [pair for pair in unit.told if _wanted(view, pair[0], wanted)]
        left = [(one, judged) for one, judged in inside if judged.state != "rejected"]
        left = [(one, judged) for one, judged in left if judged.accepted or not wanted.accepted]
        whole = len(left) == sum(len(one.findings) for one in unit.tellings)
        made = unit.tellings if whole else drafts.narrowed(unit, left)
        found += [one for one in made if one.day == day]
        told += [pair for pair in inside if tellings.day_of(pair[0]) == day]
    return drafts.day_from(found, told, routine=wanted.routine)


def _wanted(view: View, one: Told, wanted: Wanted) -> bool:
    return tellings.in_time(one, wanted) and tellings.in_release(view, one, wanted)


def _fitting(view: View, whole: Listing, wanted: Wanted) -> Iterator[Exchange]:
    """The entries that name the person, and are about what is meant: in their own words, or those of their messages."""
    everybody = frozenset().union(*(day.named for day in whole.days)) if wanted.person else frozenset()
    words = wanted.person.lower().split()
    meaning = [{one for one in everybody if word in one.name.lower()} for word in words]
    about = meant(view, wanted.topic) if wanted.topic else None
    for day in whole.days:
        if not any(map(day.named.isdisjoint, meaning)):
            for entry in day.entries:
                named = {each for one in entry.tellings for each in one.named} if meaning else set()
                if not any(map(named.isdisjoint, meaning)) and _is_about(entry, about):
                    yield entry


def _is_about(entry: Exchange, about: Meant | None) -> bool:
    told = [one for each in entry.tellings for one in each.findings]
    texts = (text for one in told for text in (one.topic, one.citation.quote, *(said.text for said in one.quotes)))
    return about is None or any(one.record in about.messages for one in told) or about.fits(texts)


def written(view: View, found: Listing, start: int = 0, stop: int | None = None) -> tuple[Entry, ...]:
    """The entries from number `start` to before `stop`, in words."""
    writer = _Writer(view, found)
    return tuple(map(writer.entry, range(len(found.entries))[start:stop]))


def texts(view: View, found: Listing, numbers: Iterable[int]) -> Iterator[str]:
    """The texts of the entries with these numbers, which ascend."""
    return map(_Writer(view, found).text, numbers)


class _Writer:
    """Writes entries in their order: what is named at first in one decides how it is named in the next."""

    def __init__(self, view: View, found: Listing) -> None:
        self._view, self._entries, self._drafts = view, found.entries, drafts_of(view)
        self._namer = Namer(view, self._drafts.cast, found.surnames, accepted=found.wanted.accepted)
        self._first = list(reversed(found.first.items()))

    def text(self, number: int) -> str:
        """The text of an entry."""
        return " ".join(part.text for part in self._parts(number, []))

    def _parts(self, number: int, introduced: list[Introduced]) -> tuple[Part, ...]:
        while self._first and self._first[-1][1] < number:
            self._namer.met.add(self._first.pop()[0])
        told = self._entries[number].tellings
        drafted = zip(told, self._drafts.drafted(told), strict=True)
        return tuple(self._part(one, draft, introduced) for one, draft in drafted)

    def entry(self, number: int) -> Entry:
        """An entry of one exchange, or of one item of a published page; what it publishes is in its own words."""
        told = self._entries[number].tellings
        introduced: list[Introduced] = []
        parts = self._parts(number, introduced)
        findings = [one for each in told for one in each.findings]
        main = [one for each in told for one in each.main]
        first, judgements = told[0].first, [judged for each in told for judged in each.judged]
        return Entry(
            date=first.date,
            date_end=first.date_end,
            precision=first.precision,
            approx=first.approx,
            inferred=tuple(dict.fromkeys(why for one in main for why in one.inferred)),
            text=" ".join(part.text for part in parts),
            people=tuple(dict.fromkeys(one.name for each in told for one in each.named)),
            quotes=tuple(dict.fromkeys(said.text for one in main for said in one.quotes)),
            sources=sources_of(self._view, (span for one in findings for span in one.citation.spans)),
            records=tuple(id for part in parts for id in part.records),
            kind=kind(self._entries[number]),
            topic=next((one.topic for one in main if one.topic), ""),
            state=state([part.state for part in parts]),
            decided_by=tuple(sorted({each.by for each in judgements if each.by})),
            decided_at=max(each.at for each in judgements),
            parts=parts,
            introduced=tuple(introduced),
        )

    def _part(self, one: Telling, draft: Draft, introduced: list[Introduced]) -> Part:
        """What is told at once, in words; the words that a person accepted stay."""
        states = [each.state for each in one.judged]
        held = state(states)
        if one.words:
            held = "changed" if not ACCEPTED.issuperset(states) else held
            for id in draft.met:
                introduced += self._namer.meet(id, one.words, one.first.date)
        text = "".join(
            each if isinstance(each, str) else self._namer.printed(each.record, each.name, each.day, introduced)
            for each in draft.pieces
        )
        return Part(text=text, records=records(one), state=held, accepted=bool(one.words))


def kind(entry: Exchange) -> str:
    """The kind of an entry: what tells it."""
    one = entry.tellings[0]
    return "contact" if one.rows else "event" if isinstance(one.first, Event) else one.first.source


def records(one: Telling) -> tuple[str, ...]:
    """The ids of what a telling was made from."""
    return tuple(sorted({each.id for each in one.findings}))


def state(states: Sequence[str]) -> str:
    """The state of what was made of several: no better than that of the worst of them."""
    if ACCEPTED.issuperset(states):
        return "edited" if "edited" in states else "accepted"
    return "changed" if "changed" in states else "draft"
