"""Reading a text from its beginning: every date settled by what stands before it.

A chronology prints "Jan. 28", then "Two days later", then "The next day". The day that the text speaks of runs along,
and with it the year: it advances where a day stands more than half a year before the running one (Jan. 2 after Dec.
18), and not where the text only goes back a little (Feb. 20 after Feb. 22).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec.structs import replace

from onrecord.text.timex.expressions import Expression, Origin, Says
from onrecord.text.timex.resolve import HALF_YEAR, Setting, When, resolve

#: Words between the two ends of an interval.
BETWEEN = re.compile(r"\s*(?:to|through|until|till|and|[-–—])\s+(?:the\s+)?|[-–—]")
OPENS = re.compile(r"\b(?:from|between)\s+(?:the\s+)?$", re.IGNORECASE)


class Reading:
    """What is known at a place of a text read in order.

    `written` is the day on which the text was written, where known. `year` is the year of the first date that prints
    none, and `year_from` says in a few words where that comes from ("the user", "the release of 2017-05-01"). Without
    either, dates without a year stay unresolved until the text prints one.
    """

    def __init__(self, written: date | None = None, year: int | None = None, year_from: str = "the user") -> None:
        self.written = written
        self.told: date | None = None
        self._year, self._from = year, year_from
        self._printed = False

    def settle(self, said: Expression, *, main: bool = True, tense: int = 0) -> When | None:
        """The days that `said` means here, or None. A `main` date moves the day that the text speaks of."""
        when = self._resolve(said, tense)
        if when is not None and main and not when.approx and when.precision in ("day", "range"):
            self.told = when.first
            if said.year is not None:
                self._printed = True
        return when

    def _resolve(self, said: Expression, tense: int) -> When | None:
        if said.says is Says.CALENDAR and said.weekday is not None and said.month is None and self.told is not None:
            return self._coming_weekday(said)
        if said.says is Says.CALENDAR and said.year is None and (said.month or said.season or said.holiday):
            when = self._yearless(said, tense)
            return when if when is not None or self.told else None
        if self.told is None and self.written is None and said.origin is Origin.TOLD:
            return None
        return resolve(
            said, Setting(now=self.written, told=self.told, tense=tense, year=self._year, year_from=self._from)
        )

    def _coming_weekday(self, said: Expression) -> When:
        """A weekday in a chronology is the first one from the day told of on."""
        assert self.told is not None and said.weekday is not None
        day = self.told + timedelta(days=(said.weekday - self.told.weekday()) % 7)
        return When(
            first=day, last=day, precision="day", inferred=(f"the date of the weekday, counted from {self.told}",)
        )

    def _yearless(self, said: Expression, tense: int) -> When | None:
        if self.told is None:
            setting = Setting(
                now=None if self._year else self.written, tense=tense, year=self._year, year_from=self._from
            )
            return resolve(said, setting)
        source = "the dates before it" if self._printed or not self._year else self._from
        setting = Setting(year=self.told.year, year_from=source)
        when = resolve(said, setting)
        if when is not None and (self.told - when.last).days > HALF_YEAR:
            later = resolve(
                said, replace(setting, year=self.told.year + 1, year_from=f"{source}, and the order of the dates")
            )
            return later or when
        return when


def interval(text: str, first: Expression, last: Expression) -> bool:
    """True where two expressions that follow one another are the ends of one interval: "from March 3 to March 7"."""
    between = text[first.end : last.start]
    if len(between) > 14 or BETWEEN.fullmatch(between) is None:
        return False
    return "and" not in between or OPENS.search(text[max(0, first.start - 14) : first.start]) is not None


def joined(first: When, last: When) -> When:
    """The days from the beginning of one to the end of the other."""
    inferred = tuple(dict.fromkeys((*first.inferred, *last.inferred)))
    return When(
        first=first.first,
        last=max(first.last, last.last),
        precision="range",
        approx=first.approx or last.approx,
        inferred=inferred,
    )
