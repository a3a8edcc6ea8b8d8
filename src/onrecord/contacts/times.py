"""When an entry of a log was, out of cells that print a date, a time of day, or both."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from msgspec import Struct

from onrecord.text import dates

MILITARY = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?: ?(?:h|hrs?|hours))?")
HOUR = re.compile(r"(\d{1,2}) ?([ap])\.?m?\.?", re.IGNORECASE)
SHORT_HALF = re.compile(r"(\d{1,2}:\d\d(?::\d\d)?) ?([ap])\.?$", re.IGNORECASE)
NO_YEAR = re.compile(
    r"(?:[A-Za-z]{3,9},? )?(\d{1,2})[/-](\d{1,2})(?![/\d-])"
    r"|(?:[A-Za-z]{3,9},? )?([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?$"
)
MIDNIGHT = re.compile(r"[T ]00:00(?::00)?(?:\.0+)?$")
#: "UTC-5", "(GMT+05:30)": a zone by its distance, not the zone it names.
DISTANCE = re.compile(r"\(?\b(?:UTC|GMT) ?([+\u2013\u2212-])(\d{1,2})(?::?(\d\d))?\)?")
HALF = re.compile(r"[ap]\.?m?\.?\s*$", re.IGNORECASE)


class When(Struct, frozen=True):
    """A time: ISO 8601 local, to the printed precision, its offset if one is printed, and what is doubtful."""

    local: str
    offset: str = ""
    doubt: str = ""

    @property
    def iso(self) -> str:
        """As records keep it."""
        return self.local + (self.offset if "T" in self.local else "")


def day(text: str, year: int = 0) -> When | None:
    """The date in a cell. One without a year gets `year`, that of the title, if there is one, and a doubt."""
    moment = dates.find(MIDNIGHT.sub("", text))
    if moment is not None:
        return When(moment.local[:10])
    match = NO_YEAR.fullmatch(text.strip()) if year else None
    if match is None:
        return None
    written = f"{match[1]}/{match[2]}/{year}" if match[1] else f"{match[3]} {match[4]}, {year}"
    found = dates.find(written)
    return When(found.local, doubt="the year is that of the heading") if found else None


def whole(text: str) -> When | None:
    """The date and time of day in a cell; a date alone if there is no more."""
    moment = dates.find(_plain(MIDNIGHT.sub("", text)))
    return When(moment.local, moment.offset) if moment is not None else None


def at(date: str, text: str) -> When | None:
    """The time of day in a cell, on `date` (ISO)."""
    plain = _plain(text)
    if not plain or len(plain) > 60:
        return None
    moment = dates.find(plain)
    if moment is not None:
        return When(moment.local, moment.offset) if moment.clock else None
    found = dates.find(f"{date} {plain}")
    return When(found.local, found.offset) if found is not None and found.clock else None


def _plain(text: str) -> str:
    """A cell's time in a shape that `dates` reads: "1430", "9 AM" and "9:05a" are times in a log, not in prose."""
    words = DISTANCE.sub(_distance, text.strip())
    if (match := MILITARY.fullmatch(words)) is not None:
        return f"{match[1]}:{match[2]}"
    if (match := HOUR.fullmatch(words)) is not None and 1 <= int(match[1]) <= 12:
        return f"{match[1]}:00 {match[2]}m"
    return SHORT_HALF.sub(r"\1 \2m", words)


def _distance(match: re.Match[str]) -> str:
    return f"{'+' if match[1] == '+' else '-'}{int(match[2]):02d}:{match[3] or '00'}"


def end(start: When, date: str, text: str, start_text: str) -> When | None:
    """The time in a cell at which an entry ended that began at `start`.

    An end before the start is on the next day, or in the afternoon where neither prints AM or PM; both are doubts.
    """
    found = at(date, text)
    if found is None or "T" not in start.local or found.local >= start.local or found.offset != start.offset:
        return found
    moment = datetime.fromisoformat(found.local)
    if (
        not HALF.search(text)
        and not HALF.search(start_text)
        and moment.hour < 12
        and moment + timedelta(hours=12) >= datetime.fromisoformat(start.local)
    ):
        return When(
            (moment + timedelta(hours=12)).isoformat(timespec=_precision(found)),
            found.offset,
            "AM or PM is not printed",
        )
    return When(
        (moment + timedelta(days=1)).isoformat(timespec=_precision(found)),
        found.offset,
        "the end is taken for the next day",
    )


def _precision(when: When) -> str:
    return "seconds" if when.local.count(":") == 2 else "minutes"


def year_in(text: str) -> int:
    """The one year that a title prints; 0 when there is none or more than one."""
    found = set(re.findall(r"(?<![\d/-])(?:19|20)\d\d(?![\d-])", text))
    return int(found.pop()) if len(found) == 1 else 0
