"""The entries of a chronology: interactions and events, day by day, each with the pages it stands on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from onrecord.model import Event, Interaction, page_number
from onrecord.model.interactions import Dated
from onrecord.publish.chronology import phrases
from onrecord.publish.rows.common import span_file
from onrecord.store.judgements import ACCEPTED, Judgement
from onrecord.store.tellings import tellings
from onrecord.store.view import View

FILED = re.compile(r"(?P<last>[^,]{1,60}), (?P<first>[^,(]{1,60}?)(?: ?\(.*)?$")
DESK = re.compile(r" ?\([^)]*\)$")


class Wanted(Struct, frozen=True, kw_only=True):
    """What to put in a chronology.

    `since` and `until` are ISO days, both included; `topic` are words, one of which must occur. `accepted`: only what a
    person accepted, as found or corrected.
    """

    since: str = ""
    until: str = ""
    person: str = ""
    topic: tuple[str, ...] = ()
    release: str = ""
    routine: bool = False
    accepted: bool = False


class Source(Struct, frozen=True, kw_only=True):
    """A page that an entry stands on."""

    release: str
    file: str
    page: int
    stamp: str


class Entry(Struct, frozen=True, kw_only=True):
    """One entry. `records` are the ids of what it was made from.

    `state` is ``accepted`` or ``edited`` (accepted with corrections) when all of these are, by `decided_by` and others
    at `decided_at` or before; ``changed`` when one states something else than was accepted; ``draft`` otherwise.
    """

    date: str
    date_end: str
    precision: str
    approx: bool
    inferred: tuple[str, ...]
    text: str
    people: tuple[str, ...]
    quotes: tuple[str, ...]
    sources: tuple[Source, ...]
    records: tuple[str, ...]
    kind: str
    state: str = "draft"
    topic: str = ""
    decided_by: tuple[str, ...] = ()
    decided_at: str = ""

    @property
    def id(self) -> str:
        """The entry's id: that of the first record it was made from."""
        return self.records[0]

    @property
    def day(self) -> str:
        """The day or days as printed, with marks for what is inferred or not exact."""
        days = (
            self.date if self.date == self.date_end or not self.date_end else f"{self.date or '…'} to {self.date_end}"
        )
        return ("about " if self.approx else "") + (days or "undated") + (" (inferred)" if self.inferred else "")


class Chronology(Struct, frozen=True, kw_only=True):
    """Entries in order of time, and how many interactions of everyday traffic were left out, of how many in all.

    `rejected` is how many a person rejected: they are in none of the entries. With ``accepted``, `undecided` is how
    many wait for a person.
    """

    entries: tuple[Entry, ...]
    left_out: int
    interactions: int
    rejected: int = 0
    undecided: int = 0


def chronology(view: View, wanted: Wanted) -> Chronology:
    """The chronology of a case. Copies of one message make one entry, and so do the acts of one message."""
    told = [one for one in _told(view) if _in_time(one.told, wanted) and _in_release(view, one.told, wanted)]
    judged = {one.told.id: one.judgement for one in told}
    left = [
        one.told for one in told if one.judgement.accepted or not (wanted.accepted or one.judgement.state == "rejected")
    ]
    groups = tellings(left, view.first_copies)
    kept = [group for group in groups if wanted.routine or not all(one.routine for one in group)]
    kept.sort(key=lambda group: (group[0].date or group[0].date_end or "9999", min(one.id for one in group)))
    namer = Namer(_names(view))
    entries = [entry for group in kept if _about(entry := _entry(view, group, namer, judged), wanted)]
    rejected = sum(one.judgement.state == "rejected" for one in told)
    return Chronology(
        entries=tuple(entries),
        left_out=sum(map(len, groups)) - sum(map(len, kept)),
        interactions=len(told),
        rejected=rejected,
        undecided=len(told) - len(left) - rejected,
    )


class _Judged(NamedTuple):
    """What was told, as corrected, and what was decided about it."""

    told: Interaction | Event
    judgement: Judgement


def _told(view: View) -> Iterator[_Judged]:
    yield from (_Judged(one, judged) for one, judged in view.findings(Interaction) if not one.embedded_in)
    yield from (_Judged(one, judged) for one, judged in view.findings(Event))


def _state(judgements: list[Judgement]) -> str:
    """The state of what was made from several findings: no better than that of the worst of them."""
    states = {one.state for one in judgements}
    if states <= ACCEPTED:
        return "edited" if "edited" in states else "accepted"
    return "changed" if "changed" in states else "draft"


def _in_time(one: Dated, wanted: Wanted) -> bool:
    first, last = one.date or one.date_end, one.date_end or one.date
    if not first:
        return not wanted.since and not wanted.until
    return (not wanted.since or last >= wanted.since) and (not wanted.until or first <= wanted.until)


def _in_release(view: View, one: Dated, wanted: Wanted) -> bool:
    return view.within(span_file(view, one.citation.spans[0]), wanted.release)


def _about(entry: Entry, wanted: Wanted) -> bool:
    people = " ".join(entry.people).lower()
    if wanted.person and not all(word in people for word in wanted.person.lower().split()):
        return False
    words = f"{entry.text} {entry.topic} {' '.join(entry.quotes)}".lower()
    return not wanted.topic or any(term.lower() in words for term in wanted.topic)


def _names(view: View) -> dict[str, str]:
    """For every name as written: the person's name in reading order."""
    found: dict[str, str] = {}
    for person in view.people:
        found.update((alias, person.name) for alias in (*person.aliases, *person.addresses) if person.name)
    return found


class Namer:
    """Names as a newspaper prints them: in full at first mention, the surname after, unless two people share it."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names
        self._seen: set[str] = set()
        full = {name for name in names.values() if " " in name}
        self._shared = {one for one, count in Counter(name.split()[-1] for name in full).items() if count > 1}

    def full(self, name: str) -> str:
        """A name in reading order: that of the person it belongs to, else the written one turned round."""
        if name in self._names:
            return self._names[name]
        filed = FILED.fullmatch(name)
        return f"{filed['first']} {filed['last']}" if filed else DESK.sub("", name)

    def printed(self, name: str) -> str:
        """A name at this place of the chronology."""
        full = self.full(name)
        last = full.split()[-1] if full.split() else full
        known = full in self._seen and full in self._names.values() and last not in self._shared
        self._seen.add(full)
        return last if known else full


def _sources(view: View, told: Iterable[Dated]) -> tuple[Source, ...]:
    found: dict[Source, None] = {}
    for one in told:
        for span in one.citation.spans:
            file = span_file(view, span)
            place, number = view.location(file), page_number(span.page)
            stamps = view.store.page_stamps(file, number, number).get(number, ())
            found[Source(release=place.release, file=place.path, page=number, stamp=stamps[0] if stamps else "")] = None
    return tuple(sorted(found, key=lambda one: (one.release, one.file, one.page)))


def _entry(view: View, group: Sequence[Interaction | Event], namer: Namer, judged: Mapping[str, Judgement]) -> Entry:
    """The acts of one message, and of its copies, as one entry; what a publisher tells in the publisher's words."""
    one = group[0]
    judgements = [judged[each.id] for each in group]
    to: tuple[str, ...] = ()
    if isinstance(one, Interaction) and one.source == "message":
        told = _main([each for each in group if isinstance(each, Interaction)])
        one, to, text, kind = told[0], told[0].to, _sentences(told, namer), "message"
    elif isinstance(one, Event):
        text, kind = " ".join(one.text.split()), "event"
    else:
        to = one.to if isinstance(one, Interaction) else ()
        text, kind = " ".join(one.citation.quote.split()), "article"
    return Entry(
        date=one.date,
        date_end=one.date_end,
        precision=one.precision,
        approx=one.approx,
        inferred=one.inferred,
        text=text,
        people=tuple(dict.fromkeys(namer.full(name) for name in (*one.actors, *to))),
        quotes=tuple(said.text for said in one.quotes),
        sources=_sources(view, group),
        records=tuple(sorted({each.id for each in group})),
        kind=kind,
        topic=one.topic,
        state=_state(judgements),
        decided_by=tuple(sorted({each.by for each in judgements if each.by})),
        decided_at=max(each.at for each in judgements),
    )


def _main(group: list[Interaction]) -> list[Interaction]:
    """One of each act, what is no everyday traffic where there is any."""
    # of copies, the one that shows most names comes last and stays
    told = {one.act: one for one in sorted(group, key=lambda one: (len(one.actors) + len(one.to), one.id))}
    main = [one for _, one in sorted(told.items()) if not one.routine]
    return main or [one for _, one in sorted(told.items())]


def _sentences(told: list[Interaction], namer: Namer) -> str:
    """A sentence for each act; the same people are named once."""
    sentences = []
    for one in told:
        actors = [namer.printed(name) for name in one.actors]
        to = actors if one.to == one.actors else [namer.printed(name) for name in one.to]
        sentences.append(phrases.sentence(actors, to, one.act, one.channel, [said.text for said in one.quotes]))
    return " ".join(sentences)
