"""Drafts that are kept: what each unit tells, and each day, made when first asked for and again only when it must be.

A unit is what a message and its copies tell, one item of a published page, or the rows of a log that are told as one:
no finding of one unit changes what another tells. What a unit tells depends on its records, on the decisions about
them, and on whom the names in it mean; a day depends on its units. So after a decision one unit and its days are
drafted again, and when somebody is merged or renamed, those units that name somebody else now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field

from onrecord.model import Contact
from onrecord.publish.chronology import logged, sentences, tellings
from onrecord.publish.chronology.naming import Called, Cast
from onrecord.publish.chronology.tellings import Draft, Telling
from onrecord.publish.chronology.units import Calendar, Found, Listed, Name, Raw, span, together
from onrecord.publish.heads import Head, head_of, heads
from onrecord.store.facts import Facts
from onrecord.store.judgements import DRAFT, Judgement
from onrecord.store.known import Known
from onrecord.store.remember import remembered
from onrecord.store.tellings import Told
from onrecord.store.view import View


class Unit(Struct, frozen=True, eq=False):
    """A unit: its findings as corrected, each with what was decided about it, the rows of a log by id if it is one, and
    what those tell that no person rejected. `whom` are those whom its names mean, in the order of the names, `span` its
    first and last day. `narrowed` holds what some of the findings tell, by their ids.
    """

    told: tuple[tuple[Told, Judgement], ...]
    rows: dict[str, Contact]
    tellings: tuple[Telling, ...]
    whom: tuple[Called, ...]
    span: tuple[str, str]
    narrowed: dict[tuple[str, ...], tuple[Telling, ...]] = field(default_factory=dict)


class Exchange(Struct, frozen=True, eq=False):
    """An entry before it is put into words: what it tells, and the ids of those who are met in it, in that order."""

    tellings: tuple[Telling, ...]
    met: tuple[str, ...]


class Day(Struct, frozen=True, eq=False):
    """A day of the chronology: its entries, how many findings were `left_out` as everyday traffic, how many there are
    of this day, and how many of them were rejected; `shown` are told in its entries. `met` are the ids of all who are
    met in them, `named` is whoever is named.
    """

    entries: tuple[Exchange, ...]
    left_out: int
    shown: int
    told: int
    rejected: int
    met: frozenset[str]
    named: frozenset[Called]


class Drafts:
    """The drafts for one state of who is who. What still holds is taken over from those `before`."""

    def __init__(self, facts: Facts, known: Known, before: Drafts | None = None) -> None:
        self.facts = facts
        self.cast = Cast(facts, known)
        self.found: Found = before.found if before is not None else Found(facts)
        self._heads: dict[str, Head] | None = None
        self._units: dict[Name, Unit] = {}
        self._decided: dict[Name, Unit] = {}
        self._days: dict[tuple[str, bool], tuple[tuple[Unit, ...], Day]] = {}
        if before is not None:
            self._units = {name: one for name, one in before._units.items() if self._holds(one)}
            self._decided = {name: one for name, one in before._decided.items() if self._holds(one)}
            self._days = dict(before._days)

    def _holds(self, unit: Unit) -> bool:
        return unit.whom == self._whom(unit.told)

    def _whom(self, told: Iterable[tuple[Told, Judgement]]) -> tuple[Called, ...]:
        return tuple(tellings.whom(self.cast, (one for one, _ in told)))

    def unit(self, name: Name) -> Unit:
        """A unit as found, nothing decided about it."""
        if name not in self._units:
            self._units[name] = self._made((one, DRAFT) for one in self.found.members(name))
        return self._units[name]

    def decided(self, name: Name, told: list[tuple[Raw, Judgement]]) -> Unit:
        """A unit with its findings as corrected and what was decided about them."""
        held = self._decided.get(name)
        if held is None or [(one.id, judged) for one, judged in held.told] != [
            (one.id, judged) for one, judged in told
        ]:
            held = self._decided[name] = self._made(told)
        return held

    def _made(self, told: Iterable[tuple[Raw, Judgement]]) -> Unit:
        rows, listed = {}, []
        for one, judged in told:
            if isinstance(one, Contact):
                rows[one.id] = one
            listed.append((logged.told(one) if isinstance(one, Contact) else one, judged))
        left = [(one, judged) for one, judged in listed if judged.state != "rejected"]
        spans = [span(one) for one, _ in listed] or [("", tellings.UNDATED)]
        return Unit(
            told=tuple(listed),
            rows=rows,
            tellings=self._gathered(left, rows),
            whom=self._whom(listed),
            span=(min(first for first, _ in spans), max(last for _, last in spans)),
        )

    def _gathered(self, told: list[tuple[Told, Judgement]], rows: dict[str, Contact]) -> tuple[Telling, ...]:
        return tellings.gathered(self.facts, self.cast, told, rows, self._head)

    def _head(self, id: str) -> Head | None:
        if self._heads is not None:
            return self._heads.get(id)
        message = self.facts.store.message(id)
        return head_of(message) if message is not None else None

    def read_ahead(self) -> None:
        """Read the heads of all messages at once, which is faster than one by one if most are wanted."""
        self._heads = heads(self.facts)

    def narrowed(self, unit: Unit, told: list[tuple[Told, Judgement]]) -> tuple[Telling, ...]:
        """What some of the findings of a unit tell."""
        ids = tuple(one.id for one, _ in told)
        if ids not in unit.narrowed:
            unit.narrowed[ids] = self._gathered(told, unit.rows)
        return unit.narrowed[ids]

    def day(self, day: str, units: tuple[Unit, ...], *, routine: bool) -> Day:
        """What these units tell of a day, with everyday traffic if it is wanted."""
        held = self._days.get((day, routine))
        if held is None or held[0] != units:
            told = [pair for unit in units for pair in unit.told if tellings.day_of(pair[0]) == day]
            found = [each for unit in units for each in unit.tellings if each.day == day]
            held = self._days[day, routine] = units, self.day_from(found, told, routine=routine)
        return held[1]

    def day_from(self, found: list[Telling], told: list[tuple[Told, Judgement]], *, routine: bool) -> Day:
        """A day from its tellings, and from its findings with what was decided about them."""
        kept = [one for one in found if routine or not one.everyday]
        entries = tuple(map(self._exchange, tellings.exchanges(kept)))
        shown = sum(len(one.findings) for one in kept)
        return Day(
            entries=entries,
            left_out=sum(len(one.findings) for one in found) - shown,
            shown=shown,
            told=len(told),
            rejected=sum(judged.state == "rejected" for _, judged in told),
            met=frozenset(id for one in entries for id in one.met),
            named=frozenset(each for one in kept for each in one.named),
        )

    def _exchange(self, told: list[Telling]) -> Exchange:
        return Exchange(tuple(told), tuple(dict.fromkeys(id for draft in self.drafted(told) for id in draft.met)))

    def drafted(self, told: Iterable[Telling]) -> Iterator[Draft]:
        """What an entry tells, in sentences with holes."""
        for number, one in enumerate(told):
            yield sentences.draft(self.facts, self.cast, one, again=number > 0)


class _Latest:
    """The drafts that were made last."""

    drafts: Drafts | None = None


def drafts_of(view: View) -> Drafts:
    """The drafts of a case, shared by all views of the same records and the same people."""

    def made() -> Drafts:
        latest = remembered(view.facts, "latest drafts", _Latest)
        latest.drafts = Drafts(view.facts, view.known, latest.drafts)
        return latest.drafts

    return remembered(view.known, "drafts", made)


class Decided:
    """The units of a case as decided: those of the drafts, but for those that decisions touch."""

    def __init__(self, view: View, drafts: Drafts) -> None:
        self.drafts = drafts
        judgements, found = view.judgements, drafts.found
        homes = {id: home for id in sorted(judgements.touched) if (home := found.unit_of(id))}
        members = {home: found.members(home) for home in homes.values()}
        for id, home in homes.items():
            # a corrected row of a log may belong with other rows
            for one in members[home]:
                if one.id == id and (now := found.unit_as(judgements.corrected(one), home)) != home:
                    members[home] = [each for each in members[home] if each.id != id]
                    members[now] = [*members.get(now, found.members(now)), one]
        self._touched = {name: drafts.decided(name, list(map(judgements.both, told))) for name, told in members.items()}
        self._more = Calendar()
        for name, unit in self._touched.items():
            self._more.put(name, [one for one, _ in unit.told])

    def days(self) -> Iterator[tuple[str, Listed]]:
        """All days of the chronology, in order, and what tells of each."""
        found, more = self.drafts.found.calendar.days, self._more.days
        for day in sorted({*found, *more}):
            yield day, together(found.get(day), more.get(day))

    def units(self, listed: Listed) -> tuple[Unit, ...]:
        """The units that tell of a day."""
        return tuple(self._touched.get(name) or self.drafts.unit(name) for name in listed.names)
