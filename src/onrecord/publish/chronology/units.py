"""The units of a case: findings that are told together, by the days of which they tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from onrecord.model import Contact, Finding
from onrecord.publish.chronology import logged, tellings
from onrecord.store.facts import Facts
from onrecord.store.tellings import Told, log_of

#: A finding as it was found.
Raw = Told | Contact
#: What a unit is called: as `onrecord.store.tellings` calls it, or by what rows of a log share.
Name = str | tuple[object, ...]


class Listed(Struct, frozen=True):
    """The units with a finding of a day. `reach` is the first and the last day on which these findings may have
    happened, `span` that of all findings of their units.
    """

    names: dict[Name, None]
    reach: tuple[str, str]
    span: tuple[str, str]


class Calendar:
    """Units by day."""

    def __init__(self) -> None:
        self.days: dict[str, Listed] = {}

    def put(self, name: Name, told: Iterable[Told]) -> None:
        """Add a unit with these findings."""
        by_day: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in told:
            by_day[tellings.day_of(one)].append(span(one))
        spans = [each for some in by_day.values() for each in some]
        for day, some in by_day.items():
            listed, held = Listed({name: None}, _over(some), _over(spans)), self.days.get(day)
            if held is None:
                self.days[day] = listed
                continue
            held.names[name] = None
            reach, span_ = _over((held.reach, listed.reach)), _over((held.span, listed.span))
            if (reach, span_) != (held.reach, held.span):
                self.days[day] = Listed(held.names, reach, span_)


def together(one: Listed | None, other: Listed | None) -> Listed:
    """What two calendars, of which at least one has it, say of a day."""
    if one is None or other is None:
        found = one or other
        assert found is not None
        return found
    return Listed({**one.names, **other.names}, _over((one.reach, other.reach)), _over((one.span, other.span)))


def _over(spans: Iterable[tuple[str, str]]) -> tuple[str, str]:
    firsts, lasts = zip(*spans, strict=True)
    return min(firsts), max(lasts)


def span(one: Told) -> tuple[str, str]:
    """The first and the last day on which it may have happened; from first to last for what has none."""
    return one.date or one.date_end, one.date_end or one.date or tellings.UNDATED


class Found:
    """The units of a case as found."""

    def __init__(self, facts: Facts) -> None:
        self._tellings = facts.tellings
        self._logs: defaultdict[Name, list[Contact]] = defaultdict(list)
        self._log_of: dict[str, Name] = {}
        for row in facts.findings(Contact):
            self._log_of[row.id] = log_of(row)
            self._logs[log_of(row)].append(row)
        self.calendar = Calendar()
        for name in (*self._tellings.units, *self._logs):
            told = (logged.told(one) if isinstance(one, Contact) else one for one in self.members(name))
            self.calendar.put(name, told)

    def members(self, name: Name) -> list[Raw]:
        """The findings of a unit, in the order of their places; those within another are told with that."""
        if isinstance(name, tuple):
            return list(self._logs.get(name, ()))
        return [one for one in self._tellings.units.get(name, ()) if not getattr(one, "embedded_in", "")]

    def unit_of(self, id: str) -> Name:
        """The unit that the finding with this id is in; empty for what a chronology does not tell."""
        return self._log_of.get(id) or self._tellings.unit_of.get(id, "")

    def unit_as(self, now: Finding, home: Name) -> Name:
        """The unit that a finding of the unit `home` belongs to as corrected."""
        return log_of(now) if isinstance(now, Contact) else home
