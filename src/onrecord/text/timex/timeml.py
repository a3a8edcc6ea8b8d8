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
    told = Told(written)
    for said in find(text):
        setting = Setting(now=written, told=told.by(said), tense=tense(text, said.start, said.end))
        when = resolve(said, setting)
        if _counted(text, said) or _bound(text, said):
            continue
        often = OFTEN.search(text, max(0, said.start - 8), said.start) is not None and said.says is Says.LENGTH
        value = _ahead(text, said) or _value(said, when)
        if value is None:
            continue
        if when is not None and not (said.says is Says.SHIFT and said.unit == "Y" and said.step < 0):
            told.add(when)  # "a year ago" is there to compare with
        yield Timex(start=said.start, end=said.end, type="SET" if often else _type(said, value), value=value)


#: Units and precisions from the finest on. A year is told of where one of its days is.
FINER = (
    {"D", "TH", "TM", "S", "day"}, {"W", "F", "WE", "week", "weekend"}, {"M", "month"}, {"Q", "quarter", "season"},
    {"Y", "year", "half"}, {"E", "decade"}, {"C", "century"},
)  # fmt: skip


class Told:
    """The time last told of, for each unit in which it may be counted on: in "1998 ... the following year", 1998."""

    def __init__(self, written: date) -> None:
        self._days = [written] * len(FINER)

    def add(self, when: When) -> None:
        """Keep what was told of: a month is no day to count from, but it is in a year."""
        fineness = next((place for place, names in enumerate(FINER) if when.precision in names), len(FINER))
        for place in range(fineness, len(FINER)):
            self._days[place] = when.first

    def by(self, said: Expression) -> date:
        """From where an expression in its unit counts."""
        return self._days[next((place for place, names in enumerate(FINER) if said.unit in names), 0)]


#: Before "a week": not how long, but how often.
OFTEN = re.compile(r"\b(?:once|twice|times)\s$", re.IGNORECASE)
#: Verbs of a "one day" that is still to come.
ONE_DAY = re.compile(r"\b(?:will|would|could|can|may|might|to|['’]ll)\s$")
#: Words after which "soon" and "shortly" are counted from something else than the present.
BOUND = re.compile(r"\s(?:after|before|as(?!\spossible))\b")


def _ahead(text: str, said: Expression) -> str | None:
    """He will one day come."""
    if text[said.start : said.end].lower() != "one day":
        return None
    return VAGUE["future"] if ONE_DAY.search(text, max(0, said.start - 6), said.start) else None


def _bound(text: str, said: Expression) -> bool:
    """Soon after he came; the future of the pier."""
    if said.says is not Says.VAGUE or said.vague != "future":
        return False
    word = text[said.start : said.end].lower()
    if word.endswith("future"):
        return text.startswith(" of ", said.end)
    return word in ("soon", "shortly") and BOUND.match(text, said.end) is not None


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
    if said.unit in CLOCK or (told and (said.amount or (said.unit and said.step and not said.part))):
        return period(said.unit, said.amount)
    if said.amount is None and said.unit not in ("D", ""):
        return "PAST_REF" if said.step < 0 else "FUTURE_REF"
    return None


#: A figure before "a year", with at most one word between.
RATE = re.compile(r"\d[\d.,]*(?: [a-z]{4,9})? $")


#: Before the year of a notice of copyright.
COPYRIGHT = re.compile(r"(?:©|\bc\.|\bcopyright) ?$", re.IGNORECASE)


def _counted(text: str, said: Expression) -> bool:
    """Words that are no time of their own: an age ("52 years old"), a rate ("$1.76 a year", "annually"), a fraction."""
    if said.says is Says.CALENDAR and COPYRIGHT.search(text, max(0, said.start - 12), said.start) is not None:
        return True
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
    return period(said.unit, said.amount or 1) if said.unit else "XXXX"


#: Units of which the end or the beginning is no day.
EDGED = {"M": "month", "Y": "year", "E": "decade", "C": "century"}


def _point(said: Expression, when: When) -> str:
    day, year = when.first, f"{when.first.year:04d}"
    precision = "day" if when.precision == "range" else when.precision
    if said.says is Says.DURING and said.edge in ("end", "close", "beginning", "start"):
        precision = EDGED.get(said.unit, precision)
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
    return f"T{part}" if re.fullmatch(r"[A-Z]{2}|\d\d:\d\d(?::\d\d)?", part) else ""
