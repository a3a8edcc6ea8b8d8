"""A case over time: messages and other contacts by day, week or month, and what is told of single days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from onrecord.model import Contact
from onrecord.publish.chronology import Listing, Wanted, kind, listing, records, texts
from onrecord.publish.traffic import everything, monday
from onrecord.store.tellings import Told
from onrecord.store.view import View

#: A time of up to so many days is drawn by day, one of up to so many by week, a longer one by month: about as many
#: bars as a picture of a newspaper's width can tell apart.
BY_DAY, BY_WEEK = 150, 1500


class Bar(Struct, frozen=True, kw_only=True):
    """A day, week or month: its first day, and the day after its last; how many messages and contacts fall into it."""

    start: str
    end: str
    messages: int
    contacts: int


class Happening(Struct, frozen=True, kw_only=True):
    """An entry of the chronology as a mark on the timeline. `kind` is that of the entry."""

    id: str
    date: str
    kind: str
    text: str
    inferred: bool


class Timeline(Struct, frozen=True, kw_only=True):
    """`bars` without holes from the first dated message to the last, by `unit` (``day``, ``week``, ``month``).

    Of very many entries some are not marked: `unmarked` counts them. `undated` counts messages and contacts whose day
    cannot be read, and entries without one.
    """

    unit: str
    bars: tuple[Bar, ...]
    happenings: tuple[Happening, ...]
    unmarked: int
    undated: int


def timeline(view: View, most: int) -> Timeline:
    """The whole case over time; of the entries that are no everyday traffic at most `most` are marked."""
    told = listing(view, Wanted())
    days = {number: day for number, one in enumerate(told.entries) if (day := _day(one.tellings[0].first))}
    sent = [one.day for one in everything(view)]
    met = [one.starts[:10] for one in view.store.findings(Contact)]
    dated = [day for day in (*sent, *met, *days.values()) if _is_day(day)]
    by = unit(dated)
    marked = list(days)[:: -(-len(days) // most) or 1]
    undated = sum(not _is_day(day) for day in (*sent, *met)) + len(told.entries) - len(days)
    return Timeline(
        unit=by,
        bars=_bars(dated, sent, met, by),
        happenings=tuple(_happenings(view, told, marked)),
        unmarked=len(days) - len(marked),
        undated=undated,
    )


def _happenings(view: View, told: Listing, numbers: list[int]) -> Iterator[Happening]:
    for number, text in zip(numbers, texts(view, told, numbers), strict=True):
        entry = told.entries[number]
        first = entry.tellings[0].first
        inferred = any(one.inferred for each in entry.tellings for one in each.main)
        yield Happening(
            id=records(entry.tellings[0])[0],
            date=_day(first),
            kind=kind(entry),
            text=text,
            inferred=inferred or first.approx,
        )


def _day(one: Told) -> str:
    return one.date or one.date_end


def _is_day(day: str) -> bool:
    """Whether this is a whole ISO day: a message can print a month alone."""
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


def unit(days: list[str]) -> str:
    """``day``, ``week`` or ``month``: what a time is counted by, from its days."""
    if not days:
        return "day"
    length = (date.fromisoformat(max(days)) - date.fromisoformat(min(days))).days
    return "day" if length <= BY_DAY else "week" if length <= BY_WEEK else "month"


def _bars(days: list[str], sent: Iterable[str], met: Iterable[str], by: str) -> tuple[Bar, ...]:
    messages = Counter(_start(day, by) for day in sent if _is_day(day))
    contacts = Counter(_start(day, by) for day in met if _is_day(day))
    bars = []
    start, last = (_start(min(days), by), _start(max(days), by)) if days else (date.max, date.min)
    while start <= last:
        end = _next(start, by)
        bars.append(
            Bar(start=start.isoformat(), end=end.isoformat(), messages=messages[start], contacts=contacts[start])
        )
        start = end
    return tuple(bars)


def _start(day: str, by: str) -> date:
    """The first day of the day, week or month that an ISO day lies in."""
    if by == "week":
        return monday(day)
    found = date.fromisoformat(day)
    return found.replace(day=1) if by == "month" else found


def _next(start: date, by: str) -> date:
    if by == "month":
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1)
    return start + timedelta(days=7 if by == "week" else 1)


def last_day(bar: Bar) -> str:
    """The last day of a bar (ISO)."""
    return (date.fromisoformat(bar.end) - timedelta(days=1)).isoformat()
