"""Holidays that reports of the United States date things by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

#: Fixed days as (month, day).
FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "new year's day": (1, 1),
    "new year's eve": (12, 31), "independence day": (7, 4), "valentine's day": (2, 14), "veterans day": (11, 11),
    "halloween": (10, 31),
}  # fmt: skip


def _nth(month: int, weekday: int, count: int) -> Callable[[int], date]:
    """The `count`th weekday of a month."""
    return lambda year: (
        date(year, month, 1) + timedelta(days=(weekday - date(year, month, 1).weekday()) % 7 + 7 * (count - 1))
    )


def _memorial_day(year: int) -> date:
    last = date(year, 5, 31)
    return last - timedelta(days=last.weekday())


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous computus (Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


MOVABLE: dict[str, Callable[[int], date]] = {
    "thanksgiving": _nth(11, 3, 4),
    "thanksgiving day": _nth(11, 3, 4),
    "labor day": _nth(9, 0, 1),
    "memorial day": _memorial_day,
    "columbus day": _nth(10, 0, 2),
    "easter": _easter,
    "easter sunday": _easter,
}


def names() -> tuple[str, ...]:
    """Every name, longest first."""
    return tuple(sorted((*FIXED, *MOVABLE), key=len, reverse=True))


def day(name: str, year: int) -> date:
    """The day of a holiday in a year."""
    return MOVABLE[name](year) if name in MOVABLE else date(year, *FIXED[name])
