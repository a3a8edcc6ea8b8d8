"""From what an expression says to days in the calendar, given the day of writing and the day the text speaks of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from msgspec import Struct

from onrecord.text.timex import calendar, holidays
from onrecord.text.timex.calendar import Stretch
from onrecord.text.timex.expressions import Expression, Origin, Says


class When(Struct, frozen=True, kw_only=True):
    """The days `first` to `last` (both included) that an expression means.

    `precision` is ``day``, ``week``, ``weekend``, ``month``, ``quarter``, ``season``, ``half``, ``year``, ``decade``,
    ``century`` or ``range``. `approx` is true where the text itself is not exact ("about two weeks later"). `inferred`
    says, a sentence part each, what the text does not print and from what it was taken.
    """

    first: date
    last: date
    precision: str
    approx: bool = False
    inferred: tuple[str, ...] = ()


class Setting(Struct, frozen=True, kw_only=True):
    """What is known around an expression.

    `now` is the day of writing, `told` the day the text speaks of, `tense` is 1 where the sentence speaks of what is
    to come, -1 of what was, 0 where it does not tell. `year` is the year to take where nothing else gives one, and
    `year_from` says where that came from.
    """

    now: date | None = None
    told: date | None = None
    tense: int = 0
    year: int | None = None
    year_from: str = ""


PRECISION = {
    "D": "day", "TH": "day", "TM": "day", "S": "day", "W": "week", "F": "week", "WE": "weekend", "M": "month", "Q":
    "quarter", "Y": "year", "E": "decade", "C": "century",
}  # fmt: skip
#: Units shorter than a day.
CLOCK = ("TH", "TM", "S")
#: A part of the calendar that is written without its year is at most this far from the day it is counted from.
HALF_YEAR = 183


def resolve(said: Expression, setting: Setting) -> When | None:
    """The days that `said` means, or None where nothing in `setting` settles it."""
    try:
        return _RULES[said.says](said, setting)
    except (OverflowError, ValueError):
        return None  # no such day: 30 February, or beyond the calendar


def _calendar(said: Expression, setting: Setting) -> When | None:
    if said.century is not None:
        first = 100 * (said.century - 1)
        return When(first=date(max(first, 1), 1, 1), last=date(first + 99, 12, 31), precision="century")
    if said.decade is not None:
        return When(first=date(said.decade * 10, 1, 1), last=date(said.decade * 10 + 9, 12, 31), precision="decade")
    if said.month is None and said.weekday is not None:
        return _weekday(said, setting)
    if said.year is not None:
        return _within(said, said.year, ())
    return _yearless(said, setting)


def _within(said: Expression, year: int, inferred: tuple[str, ...]) -> When:
    """The part of a known year."""
    stretch, precision = _part(said, year)
    return When(first=stretch[0], last=stretch[1], precision=precision, inferred=inferred)


def _part(said: Expression, year: int) -> tuple[Stretch, str]:
    if said.holiday:
        day = holidays.day(said.holiday, year)
        return (day, day), "day"
    if said.month is not None:
        return _days_of(said, year, said.month)
    if said.season:
        return calendar.season(year, said.season), "season"
    if said.quarter is not None:
        return calendar.quarter(year, said.quarter), "quarter"
    if said.half is not None:
        first, last = calendar.quarter(year, 2 * said.half - 1)[0], calendar.quarter(year, 2 * said.half)[1]
        return (first, last), "half"
    return calendar.year(year), "year"


def _days_of(said: Expression, year: int, month: int) -> tuple[Stretch, str]:
    if said.day is None:
        return calendar.month(year, month), "month"
    first, last = date(year, month, said.day), date(year, month, said.last_day or said.day)
    return (first, last), "range" if said.last_day else "day"


def _yearless(said: Expression, setting: Setting) -> When | None:
    if setting.now is not None:
        year = _nearest_year(said, setting.now, setting.tense)
        return _within(said, year, (f"the year, from the day of writing, {setting.now}",))
    if setting.year is not None:
        return _within(said, setting.year, (f"the year, from {setting.year_from or 'what stands before'}",))
    return None


def _nearest_year(said: Expression, now: date, tense: int) -> int:
    """The year that puts a day, month or season nearest to `now`; on the side the sentence speaks of."""
    if said.quarter is not None or said.half is not None:
        return now.year - (tense <= 0 and _part(said, now.year)[0][0] > now)
    years = (
        range(now.year - 4, now.year + 5) if (said.month, said.day) == (2, 29) else range(now.year - 1, now.year + 2)
    )
    return min((year for year in years if _exists(said, year)), key=lambda year: _far(_part(said, year)[0], now, tense))


#: How many times as far a day seems that lies behind and before the day of writing, by the tense of its sentence: "the
#: hearing on Nov. 6" said in October without a verb is that of this year, but what was done in December was done last
#: year.
WEIGHTS = {-1: (1, 14), 0: (1, 3), 1: (3, 1)}


def _far(stretch: Stretch, now: date, tense: int) -> int:
    """How far a stretch of days lies from `now`, in days, the unlikely side farther."""
    before, after = max(0, (now - stretch[1]).days), max(0, (stretch[0] - now).days)
    return before * WEIGHTS[tense][0] + after * WEIGHTS[tense][1]


def _exists(said: Expression, year: int) -> bool:
    return (said.month, said.day) != (2, 29) or _is_leap(year)


def _is_leap(year: int) -> bool:
    return calendar.month(year, 2)[1].day == 29


def _weekday(said: Expression, setting: Setting) -> When | None:
    base = setting.now or setting.told
    if base is None or said.weekday is None:
        return None
    away = (said.weekday - base.weekday()) % 7
    day = base + timedelta(days=away if setting.tense > 0 or not away else away - 7)
    source = "the day of writing" if setting.now else "the day told of"
    return When(first=day, last=day, precision="day", inferred=(f"the date of the weekday, from {source}, {base}",))


def _base(said: Expression, setting: Setting) -> tuple[date | None, str]:
    if said.origin is Origin.TOLD:
        day = setting.told or setting.now
        return day, f"counted from {day}"
    return setting.now, f"counted from the day of writing, {setting.now}"


def _shift(said: Expression, setting: Setting) -> When | None:
    base, source = _base(said, setting)
    if base is None:
        return None
    if said.amount is None:
        return _uncounted(said, base, source)
    if said.unit in CLOCK:
        return _one_day(base, source)
    day = calendar.shifted(base, said.unit, said.step * said.amount)
    if said.unit in calendar.DAYS:
        return _roughly(base, day, source) if said.rough else _one_day(day, source)
    first, last = calendar.around(day, said.unit)
    approx = said.rough or said.origin is Origin.TOLD
    return When(first=first, last=last, precision=PRECISION[said.unit], approx=approx, inferred=(source,))


def _uncounted(said: Expression, base: date, source: str) -> When | None:
    """Yesterday, last night, that afternoon; a few days later."""
    neighbour = said.part or (said.unit == "D" and said.origin is Origin.NOW)
    if neighbour or not said.step:
        return _one_day(base + timedelta(days=said.step), source)
    return _few(said, base, source)


def _roughly(base: date, day: date, source: str) -> When:
    """About two weeks later: a day more or less a week."""
    slack = max(1, abs((day - base).days) // 7)
    ends = day - timedelta(days=slack), day + timedelta(days=slack)
    return When(first=ends[0], last=ends[1], precision="range", approx=True, inferred=(source,))


def _one_day(day: date, source: str) -> When:
    return When(first=day, last=day, precision="day", inferred=(source,))


#: "A few days later": two to six of the unit.
FEW = (2, 6)


def _few(said: Expression, base: date, source: str) -> When | None:
    if said.unit not in PRECISION or said.unit in CLOCK:
        return _one_day(base, source) if said.unit else None
    ends = sorted(calendar.shifted(base, said.unit, said.step * count) for count in FEW)
    return When(first=ends[0], last=ends[1], precision="range", approx=True, inferred=(source,))


def _during(said: Expression, setting: Setting) -> When | None:
    base, source = _base(said, setting)
    if base is None:
        return None
    if said.weekday is not None:
        return _said_weekday(said, base, source)
    if said.month is not None or said.season or said.quarter is not None or said.half is not None:
        return _said_part(said, base, source)
    if said.unit == "D":
        return _one_day(base + timedelta(days=said.step), source)
    if said.edge in ("end", "close", "beginning", "start") and not said.step:
        return _edge_of(said, base, source)
    return _said_unit(said, base, source, setting.tense)


def _said_unit(said: Expression, base: date, source: str, tense: int) -> When:
    """Last week, next year, earlier this month, the weekend."""
    step = said.step
    if said.unit == "WE" and not step and tense <= 0 and base.weekday() < calendar.SATURDAY - 1:
        step = -1  # on a Tuesday, "over the weekend" is the last one
    first, last = calendar.around(calendar.shifted(base, "W" if said.unit == "WE" else said.unit, step), said.unit)
    if said.edge == "earlier" and not said.step:
        last = max(first, min(last, base))
    if said.edge == "later" and not said.step:
        first = max(first, min(last, base))
    return When(first=first, last=last, precision=PRECISION.get(said.unit, "day"), inferred=(source,))


def _edge_of(said: Expression, base: date, source: str) -> When:
    first, last = calendar.around(base, said.unit)
    day = last if said.edge in ("end", "close") else first
    return When(first=day, last=day, precision="range", approx=True, inferred=(source,))


def _said_weekday(said: Expression, base: date, source: str) -> When:
    """Last Friday is the one before; next Friday the one after; this Friday that of the week."""
    assert said.weekday is not None
    away = (said.weekday - base.weekday()) % 7
    days = away - 7 if said.step < 0 else away or 7 if said.step > 0 else away
    return _one_day(base + timedelta(days=days), source)


def _said_part(said: Expression, base: date, source: str) -> When:
    """Last June, next summer: the nearest before or after; this one is that of the year; June last year."""
    if said.unit == "Y":
        return _within(said, base.year + said.step, (f"the year, {source}",))
    first, last = _part(said, base.year)[0]
    year = base.year
    if said.step < 0 and last >= base:
        year -= 1
    if said.step > 0 and first <= base:
        year += 1
    return _within(said, year, (f"the year, {source}",))


def _nothing(said: Expression, setting: Setting) -> None:
    del said, setting


_RULES: dict[Says, Callable[[Expression, Setting], When | None]] = {
    Says.CALENDAR: _calendar,
    Says.SHIFT: _shift,
    Says.DURING: _during,
    Says.LENGTH: _nothing,
    Says.EVERY: _nothing,
    Says.VAGUE: _nothing,
}
