"""How programs spell names and dates, and what a reader can know from the spelling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from examples.press.model import Person

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def offset(at: datetime) -> int:
    """Hours from UTC in US Eastern time: daylight saving from the second Sunday of March to the first of November."""
    march, november = datetime(at.year, 3, 8, 2), datetime(at.year, 11, 1, 2)
    march += timedelta(days=(6 - march.weekday()) % 7)
    november += timedelta(days=(6 - november.weekday()) % 7)
    return -4 if march <= at < november else -5


def clock(at: datetime, seconds: bool = False) -> str:
    """Twelve-hour time, as Outlook writes it."""
    half = "AM" if at.hour < 12 else "PM"
    tail = f":{at.second:02d}" if seconds else ""
    return f"{at.hour % 12 or 12}:{at.minute:02d}{tail} {half}"


def _day(at: datetime) -> str:
    return f"{DAYS[at.weekday()]}, {MONTHS[at.month - 1]} {at.day}, {at.year}"


def _long(at: datetime) -> str:
    return f"{_day(at)} {clock(at)}"


def _long_seconds(at: datetime) -> str:
    return f"{_day(at)} {clock(at, True)}"


def _long_zone(at: datetime) -> str:
    return f"{_day(at)} {clock(at)} {_zone(at)}"


def _zone(at: datetime) -> str:
    return "EDT" if offset(at) == -4 else "EST"


def _utc(at: datetime) -> str:
    at -= timedelta(hours=offset(at))
    return f"{DAYS[at.weekday()][:3]}, {at.day} {MONTHS[at.month - 1][:3]} {at.year} {at:%H:%M:%S} +0000"


def _rfc(at: datetime) -> str:
    day = f"{DAYS[at.weekday()][:3]}, {at.day} {MONTHS[at.month - 1][:3]} {at.year}"
    return f"{day} {at:%H:%M:%S} -0{-offset(at)}00"


def _web(at: datetime) -> str:
    return f"{DAYS[at.weekday()][:3]} {at.month}/{at.day}/{at.year} {clock(at)}"


def _export(at: datetime) -> str:
    return f"{at:%Y/%m/%d %H:%M:%S}"


def _gmail(at: datetime) -> str:
    return f"{DAYS[at.weekday()][:3]}, {MONTHS[at.month - 1][:3]} {at.day}, {at.year} at {clock(at)}"


def _iphone(at: datetime) -> str:
    return f"{MONTHS[at.month - 1][:3]} {at.day}, {at.year}, at {clock(at)}"


def _apple(at: datetime) -> str:
    return f"{MONTHS[at.month - 1]} {at.day}, {at.year} at {clock(at, True)} {_zone(at)}"


def _lotus(at: datetime) -> str:
    return f"{at:%m/%d/%Y %I:%M:%S %p}"


def _unix(at: datetime) -> str:
    return f"{DAYS[at.weekday()][:3]} {MONTHS[at.month - 1][:3]} {at.day:02d} {at:%H:%M:%S} {at.year}"


def _plain(at: datetime) -> str:
    return f"{MONTHS[at.month - 1]} {at.day}, {at.year}"


def _slash(at: datetime) -> str:
    return f"{at.month}/{at.day}/{at.year} {clock(at)}"


#: name -> (writer, precision that the page shows: day, minute or second; zone: none, utc or local)
DATES: dict[str, tuple[Callable[[datetime], str], str, str]] = {
    "long": (_long, "minute", ""),
    "long_seconds": (_long_seconds, "second", ""),
    "long_zone": (_long_zone, "minute", "local"),
    "utc": (_utc, "second", "utc"),
    "rfc": (_rfc, "second", "local"),
    "web": (_web, "minute", ""),
    "export": (_export, "second", ""),
    "gmail": (_gmail, "minute", ""),
    "iphone": (_iphone, "minute", ""),
    "apple": (_apple, "second", "local"),
    "lotus": (_lotus, "second", ""),
    "unix": (_unix, "second", ""),
    "plain": (_plain, "day", ""),
    "slash": (_slash, "minute", ""),
}


def date(at: datetime, form: str) -> str:
    """`at` as the program writes it."""
    return DATES[form][0](at)


def iso(at: datetime, form: str) -> str:
    """What the page shows of `at`, as ISO 8601: no more precision than printed, the offset only where printed."""
    _, precision, zone = DATES[form]
    if precision == "day":
        return at.date().isoformat()
    hours = offset(at)
    if zone == "utc":
        at -= timedelta(hours=hours)
    text = at.isoformat(timespec="seconds" if precision == "second" else "minutes")
    return text + {"": "", "utc": "+00:00", "local": f"-0{-hours}:00"}[zone]


def _outlook(person: Person) -> str:
    if not person.first:
        return person.last
    if not person.unit:
        return person.plain
    return f"{person.last}, {person.first} ({person.unit})"


def _desk(person: Person) -> str:
    if not person.unit or not person.first:
        return _outlook(person)
    return f"{person.last}, {person.first} ({person.unit}/{person.desk})"


def _badge(person: Person) -> str:
    return _desk(person) + (" [E]" if person.unit and person.first else "")


def _web_name(person: Person) -> str:
    return f"{_outlook(person)} <{person.address}>"


def _internet(person: Person) -> str:
    return f"{person.plain} <{person.address}>"


def _quoted(person: Person) -> str:
    return f'"{_outlook(person)}" <{person.address}>'


def _surname(person: Person) -> str:
    return f"{person.last}, {person.first}" if person.first else person.last


def _notes(person: Person) -> str:
    return f"{person.plain}/{person.desk}/{person.unit}@{person.unit}" if person.unit else person.address


def _mixed(person: Person) -> str:
    """Outlook shows its own people by name, others with their address."""
    return _outlook(person) if person.unit or not person.address else _internet(person)


def _mailto(person: Person) -> str:
    """Older Outlook puts the address of somebody outside in brackets."""
    return _outlook(person) if person.unit or not person.address else f"{person.plain} [mailto:{person.address}]"


def _outside_address(person: Person) -> str:
    """State's mail shows outsiders as a quoted address."""
    return _surname(person) if person.unit else f"'{person.address}'"


NAMES: dict[str, Callable[[Person], str]] = {
    "outlook": _outlook,
    "desk": _desk,
    "badge": _badge,
    "web": _web_name,
    "internet": _internet,
    "quoted": _quoted,
    "surname": _surname,
    "notes": _notes,
    "mixed": _mixed,
    "mailto": _mailto,
    "state": _outside_address,
    "plain": lambda person: person.plain,
}


def name(person: Person, form: str) -> str:
    """The name as the program writes it."""
    return NAMES[form](person)


def known(person: Person, form: str) -> str:
    """Who a reader can say it is: "last, first", or the address where only that is printed."""
    printed = name(person, form)
    return person.address if printed.strip("'") == person.address else person.key


def aliases(person: Person) -> list[str]:
    """All ways in which programs write a person, alphabetically."""
    return sorted({write(person) for write in NAMES.values()})
