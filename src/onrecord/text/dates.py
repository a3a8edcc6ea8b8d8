"""The times that mail headers print, in the shapes that mail programs and OCR give them."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

#: First letters of month names in the languages whose mail programs quote with a date: English, German, French,
#: Spanish, Portuguese, Italian, Dutch. Longer prefixes come first where shorter ones would collide.
MONTHS = {
    "jan": 1, "gen": 1, "ene": 1,
    "feb": 2, "fev": 2, "fév": 2, "fbr": 2,
    "mar": 3, "mär": 3, "mrz": 3, "maa": 3, "mrt": 3,
    "apr": 4, "avr": 4, "abr": 4,
    "may": 5, "mai": 5, "mei": 5, "mag": 5,
    "jun": 6, "juin": 6, "giu": 6,
    "jul": 7, "juil": 7, "lug": 7,
    "aug": 8, "aoû": 8, "aou": 8, "ago": 8,
    "sep": 9, "set": 9,
    "oct": 10, "okt": 10, "out": 10, "ott": 10,
    "nov": 11,
    "dec": 12, "dez": 12, "déc": 12, "dic": 12,
}  # fmt: skip

#: Zone names as offsets. "CST" and the like are read as North American, where they are printed by mail programs.
ZONES = {
    "utc": "+00:00", "gmt": "+00:00", "z": "+00:00", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00",
    "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00",
    "pst": "-08:00", "pdt": "-07:00", "akst": "-09:00", "akdt": "-08:00", "hst": "-10:00",
    "eastern standard time": "-05:00", "eastern daylight time": "-04:00", "central standard time": "-06:00",
    "central daylight time": "-05:00", "mountain standard time": "-07:00", "mountain daylight time": "-06:00",
    "pacific standard time": "-08:00", "pacific daylight time": "-07:00",
}  # fmt: skip

_MONTH = (
    r"(?P<{0}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|mei|mag|juin|juil|gen|giu|lug"
    r"|ott|sett?|okt|dez|d[eé]c|dic|f[eé]v|m[äa][ra]|mrz|mrt|avr|abr|ene|ago|ao[uû]|out)[^\W\d_]{{0,6}}\.?"
)
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_DAY = r"(?P<{0}>[0-3]?\d)"
DATE = re.compile(
    "|".join(
        (
            # Thursday, March 5, 2020 / March 5th 2020
            rf"{_MONTH.format('m1')}[ ,]{{0,2}}{_DAY.format('d1')}(?:st|nd|rd|th)?[ .,]{{1,3}}{_YEAR.format('y1')}",
            # Fri, 6 Mar 2020 / 28 de marzo de 2020 / 6-Mar-2020
            rf"(?<!\d){_DAY.format('d2')}(?:st|nd|rd|th|\.)?[ -]{{1,2}}(?:of "
            rf"|de )?{_MONTH.format('m2')}[ ,-]{{1,2}}(?:de )?{_YEAR.format('y2')}",
            # Fri Jul 03 11:21:55 2009
            rf"{_MONTH.format('m3')} {{1,2}}{_DAY.format('d3')} (?P<t3>\d\d?[:.]\d\d"
            rf"(?:[:.]\d\d)?)(?: [A-Z]{{3,4}})? {_YEAR.format('y3')}",
            # 2020/10/14, 2020-03-07
            rf"(?<!\d){_YEAR.format('y4')}[-/.](?P<m4>[01]?\d)[-/.]{_DAY.format('d4')}(?!\d)",
            # 3/5/2020, 05.03.2020, 3/5/20
            r"(?<![\d/.])(?P<a5>[0-3]?\d)(?P<s5>[-/.])(?P<b5>[0-3]?\d)(?P=s5)(?P<y5>(?:19|20)\d\d|\d\d)(?![\d/])",
            # March 5, 9:53 AM is not a date of its own: a year is needed.
        )
    ),
    re.IGNORECASE,
)
_TIME = (
    r"(?P<h>[0-2]?\d) ?[:.;h] ?(?P<m>[0-5]\d)(?:[:.](?P<s>[0-5]\d))?(?:\.\d+)?(?!\d)"
    r"(?:[ \u202f]{0,2}(?P<half>[AaPp])\.?[ ]?[MmN]\b\.?)?"
)
TIME = re.compile(rf"(?<!\d){_TIME}")
#: A time to which OCR joined the year before it: "20199:05 AM".
GLUED = re.compile(_TIME)
#: A time whose colon was lost: "120 PM". Only with AM or PM beside it.
TIME_BARE = re.compile(r"(?<!\d)(?P<h>[01]?\d) ?(?P<m>[0-5]\d) ?(?P<half>[AaPp])[Mm]\b")
OFFSET = re.compile(
    r"[ ,(]{0,3}(?:(?:UTC|GMT) ?)?(?P<sign>[+\-\u2013\u2212])(?P<hh>[01]\d):?(?P<mm>[0-5]\d)(?!\d)"
    r"|[ ,(]{0,3}(?P<name>(?:Eastern|Central|Mountain|Pacific) (?:Standard|Daylight) Time|[A-Z]{3,4}\b|Z\b)"
)
#: A time stands near its date: OCR and other languages put at most this many characters between the two.
GAP = 14
SLIPS = str.maketrans("OolI|", "00111")
SLIPPED = re.compile(
    r"(?<=[\d:])[OolI|](?=[\d:])|(?<=[ ])[OolI|](?=\d:)|(?<=\d:)[OolI|]{1,2}(?=\d?\b)|(?<=\d)[O|](?=[ ,:])"
)


class Moment(NamedTuple):
    """A time as printed. `start` and `end` are its place in the text, half-open.

    `local` is ISO 8601 to the printed precision; `offset` is ``+HH:MM`` or empty; `seconds`: they are printed.
    """

    local: str
    offset: str
    start: int
    end: int
    seconds: bool = False
    half: bool = False

    @property
    def clock(self) -> bool:
        """Whether a time of day is printed."""
        return "T" in self.local


def find(text: str, start: int = 0, end: int | None = None) -> Moment | None:
    """The first time in ``text[start:end]``, or None. Offsets are those of `text`.

    A numeric date is read month first, as American programs print it, unless it cannot be: "22/05/2000" and
    "05.03.2020" are read day first.
    """
    stop = len(text) if end is None else end
    view = SLIPPED.sub(lambda match: match[0].translate(SLIPS), text[start:stop]) if start < stop else ""
    match = DATE.search(view)
    while match is not None:
        day = _day(match)
        if day is not None:
            return _with_clock(view, match, day, start)
        match = DATE.search(view, match.end())
    return None


NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAMAGED = re.compile(
    r"(?P<day>[A-Za-z]{3,7}day),? (?P<month>[A-Za-z ]{2,11}?)[ ,.]{1,2}"
    r"(?P<number>[0-3]?[\dO])[ ,.;]{1,3}(?P<year>[2ZL][0OU][0-2OUl][\dO])\b"
)
YEARS = str.maketrans("ZLOUl", "22001")


def find_damaged(text: str) -> Moment | None:
    """A date with a damaged month or year, "Monday, Au ust 3, ZUU9": only when its weekday, as printed, confirms it."""
    match = DAMAGED.search(text)
    if match is None:
        return None
    month = get_close_matches(match["month"].replace(" ", "").lower(), NAMES, 1, 0.6)
    year = match["year"].translate(YEARS)
    if not month or not year.isdigit():
        return None
    try:
        day = date(int(year), NAMES.index(month[0]) + 1, int(match["number"].replace("O", "0")))
    except ValueError:
        return None
    if DAYS[day.weekday()] != match["day"].lower():
        return None
    return _with_clock(text.replace("U", "0"), match, day, 0)


def _day(match: re.Match[str]) -> date | None:
    group = match.groupdict()
    if group["a5"]:
        first, second, year = int(group["a5"]), int(group["b5"]), int(group["y5"])
        year += 0 if year > 99 else 2000 if year < 70 else 1900
        month, number = (second, first) if first > 12 or group["s5"] == "." else (first, second)
    elif group["y4"]:
        year, month, number = int(group["y4"]), int(group["m4"]), int(group["d4"])
    else:
        key = next(n for n in "123" if group["m" + n])
        name = group["m" + key].lower()
        month = MONTHS.get(name) or MONTHS.get(name[:3], 0)
        year, number = int(group["y" + key]), int(group["d" + key])
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _with_clock(view: str, match: re.Match[str], day: date, base: int) -> Moment:
    inner = match.groupdict().get("t3")
    time = TIME.match(inner) if inner else _time_after(view, match.end())
    if time is None or (hour := _hour(time)) > 23:
        return Moment(day.isoformat(), "", base + match.start(), base + match.end())
    second = time.groupdict().get("s")
    local = f"{day.isoformat()}T{hour:02d}:{time['m']}" + (f":{second}" if second else "")
    stop = match.end() if inner else time.end()
    offset, stop = _offset(view, stop)
    return Moment(local, offset, base + match.start(), base + stop, bool(second), bool(time["half"]))


def _time_after(view: str, end: int) -> re.Match[str] | None:
    """The time of day that follows a date which ends at `end`."""
    time = GLUED.match(view, end) or TIME.search(view, end, end + GAP + 14)
    if time is None or time.start() > end + GAP:
        time = TIME_BARE.search(view, end, end + GAP)
    return time


def _hour(time: re.Match[str]) -> int:
    """The hour of the day, 0 to 23, or more for what is no time."""
    hour, half = int(time["h"]), time["half"]
    if not half or hour > 12:
        return hour
    return hour % 12 + (12 if half in "Pp" else 0)


def _offset(view: str, stop: int) -> tuple[str, int]:
    zone = OFFSET.match(view, stop)
    if zone is None:
        return "", stop
    if zone["name"]:
        known = ZONES.get(zone["name"].lower(), "")
        return known, zone.end() if known else stop
    sign = "+" if zone["sign"] == "+" else "-"
    return f"{sign}{zone['hh']}:{zone['mm']}", zone.end()


def clock(text: str) -> str:
    """The first time of day in `text` as ``HH:MM``, empty when there is none."""
    time = TIME.search(text) or TIME_BARE.search(text)
    if time is None or (hour := _hour(time)) > 23:
        return ""
    return f"{hour:02d}:{time['m']}"
