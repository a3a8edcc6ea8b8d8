"""Expressions of time as TimeML (TIMEX3) types and values, with a document creation time as the day of writing.

Values follow the TimeML annotation guidelines 1.2.1 (Saurí and others, 2006) as the TimeBank corpus applies them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from onrecord.text.timex.expressions import Expression, Origin, Says
from onrecord.text.timex.grammar import find
from onrecord.text.timex.resolve import CLOCK, Setting, When, resolve
from onrecord.text.timex.tense import tense
from onrecord.text.timex.words import SEASONS

VAGUE = {"past": "PAST_REF", "present": "PRESENT_REF", "future": "FUTURE_REF"}


class Timex(Struct, frozen=True, kw_only=True):
    """A TIMEX3: characters `start` to `end`, its type and its value."""

    start: int
    end: int
    type: str
    value: str


def annotate(text: str, written: date) -> Iterator[Timex]:
    """The TIMEX3s of a document written on a day."""
    told = written
    for said in find(text):
        setting = Setting(now=written, told=told, tense=tense(text, said.start, said.end))
        when = resolve(said, setting)
        value = None if _counted(text, said) else _value(said, when)
        if value is None:
            continue
        if when is not None and when.precision == "day":
            told = when.first
        yield Timex(start=said.start, end=said.end, type=_type(said, value), value=value)


def _type(said: Expression, value: str) -> str:
    if said.says is Says.EVERY:
        return "SET"
    if value.startswith("P") and not value.startswith(("PAST", "PRESENT")):
        return "DURATION"
    return "TIME" if said.part else "DATE"


def _value(said: Expression, when: When | None) -> str | None:
    if said.says is Says.VAGUE:
        return VAGUE[said.vague]
    if said.says is Says.LENGTH:
        return _and_a_half(said) if said.half else period(said.unit, said.amount)
    if said.says is Says.EVERY:
        return _set(said)
    shifted = _shifted(said, when) if said.says is Says.SHIFT else None
    return shifted or (_point(said, when) if when is not None else None)


def _shifted(said: Expression, when: When | None) -> str | None:
    """Shifts that TimeML writes as lengths or not at all: "two days later" is two days; "a year earlier" is a year."""
    told = said.origin is Origin.TOLD
    if told and said.unit == "Y" and said.amount == 1 and when is not None:
        return f"{when.first.year:04d}"
    if said.unit in CLOCK or (told and said.amount):
        return period(said.unit, said.amount)
    if said.amount is None and said.unit not in ("D", ""):
        return "PAST_REF" if said.step < 0 else "FUTURE_REF"
    return None


#: A figure before "a year", with at most one word between.
RATE = re.compile(r"\d[\d.,]*(?: [a-z]{4,9})? $")


def _counted(text: str, said: Expression) -> bool:
    """Words that are no time of their own: an age ("52 years old"), a rate ("$1.76 a year", "annually"), a fraction."""
    if said.says is Says.EVERY:
        return text[said.end - 2 : said.end] == "ly"
    if said.says is not Says.LENGTH:
        return False
    if text[said.end : said.end + 4].lstrip(" -").startswith("old"):
        return True
    if said.unit == "Q" and text[said.start : said.start + 5].lower() == "three":
        return True
    return (
        said.amount == 1
        and text[said.start] in "aA"
        and RATE.search(text[max(0, said.start - 24) : said.start]) is not None
    )


def period(unit: str, amount: int | None) -> str:
    """An ISO 8601 duration; X where no number is said."""
    count = "X" if amount is None else str(amount)
    if unit == "F":
        return f"P{2 * amount}W" if amount else "PXW"
    if unit == "S":
        return f"PT{count}S"
    return f"PT{count}{unit[1]}" if unit.startswith("T") else f"P{count}{unit}"


#: Half a unit as so many of the unit below.
HALVES = {"Y": (6, "M"), "TH": (30, "TM"), "TM": (30, "S"), "D": (12, "TH"), "E": (5, "Y"), "C": (50, "Y")}


def _and_a_half(said: Expression) -> str:
    """P2Y6M for two and a half years."""
    if said.unit not in HALVES:
        return f"P{said.amount}.5{said.unit}"
    count, unit = HALVES[said.unit]
    whole, half = period(said.unit, said.amount), period(unit, count)
    if not said.amount:
        return half
    return whole + (half[2:] if whole[1] == half[1] == "T" else half[1:])


def _set(said: Expression) -> str:
    if said.weekday is not None:
        return f"XXXX-WXX-{said.weekday + 1}" + (f"T{said.part}" if said.part else "")
    if said.month is not None:
        return f"XXXX-{said.month:02d}"
    if said.season:
        return f"XXXX-{SEASONS[said.season][0]}"
    return period(said.unit, 1) if said.unit else "XXXX"


def _point(said: Expression, when: When) -> str:
    day, year = when.first, f"{when.first.year:04d}"
    precision = "day" if when.precision == "range" else when.precision
    if said.says is Says.DURING and said.edge in ("end", "close", "beginning", "start") and said.unit in ("Y", "M"):
        precision = "year" if said.unit == "Y" else "month"
    if said.says is Says.SHIFT and said.rough and said.unit in ("D", "W", "F"):
        day = when.first + (when.last - when.first) / 2
    if said.season:
        return f"{year}-{SEASONS[said.season][0]}"
    if precision == "day":
        return day.isoformat() + _time(said.part)
    if precision in ("week", "weekend"):
        iso = day.isocalendar()
        return f"{iso.year:04d}-W{iso.week:02d}" + ("-WE" if precision == "weekend" else "")
    if precision == "quarter":
        return f"{year}-Q{(day.month + 2) // 3}"
    if precision == "half":
        return f"{year}-H{said.half or 1}"
    return {"month": f"{year}-{day.month:02d}", "decade": year[:3], "century": year[:2]}.get(precision, year)


def _time(part: str) -> str:
    if not part:
        return ""
    return f"T{part}" if re.fullmatch(r"[A-Z]{2}|\d\d:\d\d", part) else ""
