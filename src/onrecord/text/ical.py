"""Calendars in the form in which programs exchange them (iCalendar, RFC 5545), read a line at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from msgspec import Struct

#: Characters of one value that are read.
VALUE = 200_000

#: Attendees of one event that are read.
ATTENDEES = 5_000

#: What is read of an event; everything else is passed over.
READ = frozenset(
    {
        "SUMMARY", "LOCATION", "DTSTART", "DTEND", "DURATION", "ORGANIZER", "ATTENDEE", "DESCRIPTION", "UID",
        "STATUS", "RRULE", "DUE", "COMPLETED",
    }
)  # fmt: skip

_FOLD = re.compile(r"\r?\n[ \t]")
_PARAMETER = re.compile(r';([A-Za-z-]{1,40})=("[^"]{0,2000}"|[^;:"]{0,2000})')
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_SPAN = re.compile(r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?")
_ESCAPED = re.compile(r"\\([nN,;\\:])")


class Time(Struct, frozen=True):
    """A time of an event: `local` is ISO 8601, to the minute or a date alone; `zone` is ``UTC``, a name, or empty."""

    local: str
    zone: str = ""

    @property
    def shown(self) -> str:
        """As it is printed: ``2021-05-13 14:00 (America/New_York)``."""
        return self.local.replace("T", " ") + (f" ({self.zone})" if self.zone else "")


class Person(Struct, frozen=True):
    """Somebody who calls or is called to a meeting. `role` is the RFC's: ``CHAIR``, ``REQ-PARTICIPANT``, ..."""

    name: str
    address: str
    role: str = ""

    @property
    def shown(self) -> str:
        """As it is printed: ``Last, First <a@b>``."""
        return f"{self.name} <{self.address}>" if self.name and self.address else self.name or self.address


class Event(Struct, frozen=True, kw_only=True):
    """One event. What it does not state is empty."""

    summary: str = ""
    location: str = ""
    start: Time | None = None
    end: Time | None = None
    organizer: Person | None = None
    attendees: tuple[Person, ...] = ()
    description: str = ""
    uid: str = ""
    status: str = ""
    rule: str = ""

    @property
    def required(self) -> tuple[Person, ...]:
        """Attendees that are not optional; the one who calls the meeting is not named again."""
        host = self.organizer.address.lower() if self.organizer and self.organizer.address else None
        asked = (one for one in self.attendees if not one.role.startswith(("OPT-", "NON-")))
        return tuple(one for one in asked if host is None or one.address.lower() != host)

    @property
    def optional(self) -> tuple[Person, ...]:
        """Attendees that may stay away."""
        return tuple(one for one in self.attendees if one.role.startswith(("OPT-", "NON-")))


def count(text: str) -> int:
    """How many events a calendar holds, without reading them."""
    return len(re.findall(r"(?im)^BEGIN:VEVENT[ \t]*\r?$", text))


def events(text: str) -> Iterator[Event]:
    """The events of a calendar in order. One whose end is missing is there as far as it goes. Never raises."""
    for start, end in bounds(text):
        yield event(text[start:end])


def bounds(text: str) -> list[tuple[int, int]]:
    """(start, end) of each event in the text of a calendar."""
    starts = [match.start() for match in re.finditer(r"(?im)^BEGIN:VEVENT[ \t]*\r?$", text)]
    found = []
    for place, start in enumerate(starts):
        limit = starts[place + 1] if place + 1 < len(starts) else len(text)
        stop = text.find("END:VEVENT", start, limit)
        found.append((start, stop if stop >= 0 else limit))
    return found


def event(text: str) -> Event:
    """The event in the text between its BEGIN and its END line. Parts inside it (alarms) are passed over."""
    values: dict[str, tuple[dict[str, str], str]] = {}
    attendees: list[Person] = []
    depth = 0
    for name, parameters, value in _lines(text):
        depth += (name == "BEGIN") - (name == "END")
        if depth > 1 or name not in READ:
            continue
        if name == "ATTENDEE":
            if len(attendees) < ATTENDEES:
                attendees.append(_person(parameters, value))
        else:
            values.setdefault(name, (parameters, value))
    return _event(values, tuple(dict.fromkeys(attendees)))


def _lines(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    for line in _FOLD.sub("", text).split("\n"):
        name = re.match(r"[A-Za-z-]{1,40}", line)
        if name is None:
            continue
        parameters = {}
        place = name.end()
        while match := _PARAMETER.match(line, place):
            parameters[match[1].upper()] = match[2].strip('"')
            place = match.end()
        if line[place : place + 1] == ":":
            yield name[0].upper(), parameters, line[place + 1 : place + 1 + VALUE].rstrip("\r")


def _event(values: dict[str, tuple[dict[str, str], str]], attendees: tuple[Person, ...]) -> Event:
    def text(name: str) -> str:
        return (
            _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], values[name][1])
            if name in values
            else ""
        )

    start = _time(*values["DTSTART"]) if "DTSTART" in values else None
    end = _time(*values["DTEND"]) if "DTEND" in values else None
    if end is None and start is not None and "DURATION" in values:
        end = _after(start, values["DURATION"][1])
    return Event(
        summary=" ".join(text("SUMMARY").split()),
        location=" ".join(text("LOCATION").split()),
        start=start,
        end=end,
        organizer=_person(*values["ORGANIZER"]) if "ORGANIZER" in values else None,
        attendees=attendees,
        description=text("DESCRIPTION").strip(),
        uid=text("UID"),
        status=text("STATUS"),
        rule=text("RRULE"),
    )


def _person(parameters: dict[str, str], value: str) -> Person:
    address = value.partition(":")[2] if value.lower().startswith("mailto:") else value
    name = " ".join(parameters.get("CN", "").split())
    address = address.strip() if "@" in address else ""
    return Person("" if name == address else name, address, parameters.get("ROLE", "").upper())


def _time(parameters: dict[str, str], value: str) -> Time | None:
    match = _STAMP.fullmatch(value.strip())
    if match is None:
        return None
    year, month, day, hour, minute, _, zulu = match.groups()
    try:
        if hour is None:
            return Time(date(int(year), int(month), int(day)).isoformat())
        moment = datetime(int(year), int(month), int(day), int(hour), int(minute))
    except ValueError:
        return None
    zone = "UTC" if zulu else " ".join(parameters.get("TZID", "").split())[:80]
    return Time(moment.isoformat(timespec="minutes"), zone)


def _after(start: Time, length: str) -> Time | None:
    """The time so long after `start` (RFC 5545, 3.3.6)."""
    match = _SPAN.fullmatch(length.strip())
    if match is None or match[1] == "-":
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    passed = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    try:
        moment = datetime.fromisoformat(start.local) + passed
    except OverflowError:
        return None
    whole = "T" not in start.local and not passed.seconds
    return Time(moment.date().isoformat() if whole else moment.isoformat(timespec="minutes"), start.zone)
