"""Days, and the stretches of days that units of time are."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from onrecord.text.timex.words import SEASONS

#: Days in a unit, where a unit is a number of days.
DAYS = {"D": 1, "W": 7, "F": 14}
#: Months in a unit.
MONTHS = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}

SATURDAY = 5

Stretch = tuple[date, date]


def shifted(day: date, unit: str, count: int) -> date:
    """`day` moved by `count` units; a day that the month does not have becomes its last.

    Raises OverflowError beyond the calendar.
    """
    if unit in DAYS:
        return day + timedelta(days=DAYS[unit] * count)
    if unit in MONTHS:
        months = day.year * 12 + day.month - 1 + MONTHS[unit] * count
        year, month = divmod(months, 12)
        if not 1 <= year <= 9999:
            raise OverflowError("beyond the calendar")
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return day


def month(year: int, number: int) -> Stretch:
    """The days of a month."""
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def year(number: int) -> Stretch:
    """The days of a year."""
    return date(number, 1, 1), date(number, 12, 31)


def quarter(year_: int, number: int) -> Stretch:
    """The days of a quarter."""
    return date(year_, 3 * number - 2, 1), month(year_, 3 * number)[1]


def season(year_: int, name: str) -> Stretch:
    """The days of a season, by whole months; winter begins in December of its year."""
    first = SEASONS[name][1]
    last = first + 2
    return date(year_, first, 1), month(year_ + (last > 12), (last - 1) % 12 + 1)[1]


def around(day: date, unit: str) -> Stretch:
    """The day, week (from Monday), month, quarter, year, decade or weekend that holds `day`."""
    return _AROUND[unit](day) if unit in _AROUND else (day, day)


def _week(day: date) -> Stretch:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _weekend(day: date) -> Stretch:
    saturday = _week(day)[0] + timedelta(days=SATURDAY)
    return saturday, saturday + timedelta(days=1)


def _years(day: date, size: int) -> Stretch:
    first = day.year - day.year % size
    return date(max(first, 1), 1, 1), date(first + size - 1, 12, 31)


_AROUND: dict[str, Callable[[date], Stretch]] = {
    "W": _week,
    "WE": _weekend,
    "M": lambda day: month(day.year, day.month),
    "Q": lambda day: quarter(day.year, (day.month + 2) // 3),
    "Y": lambda day: year(day.year),
    "E": lambda day: _years(day, 10),
    "C": lambda day: _years(day, 100),
}
