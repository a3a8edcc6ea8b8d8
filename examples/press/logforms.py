"""The forms that logs come in: tables on paper and in files, labelled lines, conversations, calendars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from examples.press.flow import Ink, Sheet
from examples.press.ink import FACES, measure, wrap
from examples.press.ink import Run as InkRun
from examples.press.model import Person

if TYPE_CHECKING:
    from examples.press.logs import Entry

LEFT, TOP, BOTTOM, STEP = 40.0, 60.0, 730.0, 13.0
#: The widest a column is set, in points; longer cells are broken into lines.
WIDEST = 150.0


@dataclass(frozen=True, slots=True)
class Look:
    """How a log spells names, dates and times, and its type."""

    name_form: str = "plain"
    clock: str = "12"
    date: str = "us"
    face: str = "sans"

    def name(self, person: Person) -> str:
        """A name as this log writes it."""
        return person.key if self.name_form == "comma" else person.plain

    def day(self, when: datetime) -> str:
        """A date as this log writes it."""
        if self.date == "long":
            return f"{when:%B} {when.day}, {when.year}"
        if self.date == "iso":
            return f"{when:%Y-%m-%d}"
        return f"{when.month}/{when.day}/{when:%Y}" if self.date == "us" else f"{when.month}/{when.day}/{when:%y}"

    def time(self, when: datetime) -> str:
        """A time of day as this log writes it."""
        if self.clock == "24":
            return f"{when:%H:%M}"
        return f"{when.hour % 12 or 12}:{when:%M} {'AM' if when.hour < 12 else 'PM'}"


def length(seconds: int, heading: str) -> str:
    """A duration: minutes where the heading says so, else minutes and seconds."""
    if seconds < 0:
        return ""
    minutes = "min" in heading.lower()
    return str(seconds // 60) if minutes else f"{seconds // 60}:{seconds % 60:02d}"


def workbook(path: Path, above: Sequence[str], headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A workbook with one sheet."""
    book = openpyxl.Workbook(write_only=True)
    book.properties.created = book.properties.modified = datetime(2022, 1, 1)
    sheet = book.create_sheet("Log")
    for row in [*([line] for line in above), list(headings), *map(list, rows)]:
        sheet.append(row)
    book.save(path)


def columns(above: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A table as a typewriter sets it: columns parted by blanks."""
    widths = [max(map(len, column)) + 2 for column in zip(headings, *rows, strict=True)]
    lines = [
        "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (headings, *rows)
    ]
    return [*above, *lines]


def table(
    above: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[str]], look: Look
) -> tuple[list[Sheet], list[int]]:
    """A table on paper, headings again on every page; returns the sheets and the page of each row."""
    font, bold, _ = FACES[look.face]
    size = 8.0
    widths = [
        min(WIDEST, max(measure(cell, font, size) for cell in column)) for column in zip(headings, *rows, strict=True)
    ]
    room = 612.0 - 2 * LEFT
    while sum(widths) + 14.0 * len(widths) > room and size > 5.5:
        size -= 0.5
        widths = [
            min(WIDEST * 0.75, max(measure(cell, font, size) for cell in column))
            for column in zip(headings, *rows, strict=True)
        ]
    starts = [LEFT + sum(widths[:column]) + 14.0 * column for column in range(len(widths))]
    sheets: list[Sheet] = []
    pages: list[int] = []
    y = BOTTOM + 1
    for row in rows:
        cells = [_broken(cell, font, size, width) for cell, width in zip(row, widths, strict=True)]
        height = STEP * max(map(len, cells))
        if y + height > BOTTOM:
            sheets.append(Sheet())
            y = TOP
            for line in above if len(sheets) == 1 else above[-1:]:
                sheets[-1].put(Ink(LEFT, y, line, bold, 10.0), "title")
                y += STEP * 1.3
            for heading, start, width in zip(headings, starts, widths, strict=True):
                sheets[-1].put(Ink(start, y + STEP, _broken(heading, bold, size, width + 12)[0], bold, size), "heading")
            y += STEP * 2.2
        for place in range(max(map(len, cells))):
            for lines, start in zip(cells, starts, strict=True):
                if place < len(lines) and lines[place]:
                    sheets[-1].put(Ink(start, y + STEP * place, lines[place], font, size), "cell")
        pages.append(len(sheets))
        y += height
    return sheets, pages


def _broken(text: str, font: str, size: float, width: float) -> list[str]:
    return ["".join(piece.text for piece in line) for line in wrap([InkRun(text, font)], size, width + 1.0)]


def sheets(lines: Sequence[tuple[str, int]], look: Look) -> tuple[list[Sheet], list[int]]:
    """Lines on paper, broken where they are too long; returns the sheets and the page of each entry."""
    font = FACES[look.face][0]
    found, pages = [Sheet()], []
    y = TOP
    for text, entry in lines:
        broken = _broken(text, font, 9.0, 612.0 - 2 * LEFT)
        if y + STEP * len(broken) > BOTTOM:
            found.append(Sheet())
            y = TOP
        if entry >= 0:
            pages.append(len(found))
        for part in broken:
            if part:
                found[-1].put(Ink(LEFT, y, part, font, 9.0), "line")
            y += STEP
    return found, pages


def records(
    above: Sequence[str], entries: Sequence[Entry], look: Look, number: Callable[[Person], str]
) -> list[tuple[str, int]]:
    """Messages off a telephone: labelled lines."""
    lines = [(line, -1) for line in (*above, "")]
    for place, entry in enumerate(entries):
        people = {role: person for role, person, _ in entry.parties}
        lines += [
            (f"From: {number(people['from'])} {people['from'].plain}", place),
            (f"To: {number(people['to'])} {people['to'].plain}", -1),
            (f"Timestamp: {look.day(entry.start)} {look.time(entry.start)}", -1),
            (f"Body: {entry.text}", -1),
            ("", -1),
        ]
    return lines


def chat(above: Sequence[str], entries: Sequence[Entry], look: Look, form: str) -> list[tuple[str, int]]:
    """A conversation. In `form`, ``|`` parts lines; a first line ``day`` is printed when the day changes."""
    lines = [(line, -1) for line in above]
    daily = form.startswith("day|")
    seen = ""
    for place, entry in enumerate(entries):
        day = f"{entry.start:%A, %B} {entry.start.day}, {entry.start.year}"
        if daily and day != seen:
            lines.append((day, -1))
            seen = day
        name = next(person.plain for role, person, _ in entry.parties if role == "from")
        values = {"date": look.day(entry.start), "time": look.time(entry.start), "name": name, "text": entry.text}
        first, *rest = form.removeprefix("day|").split("|")
        lines.append((first.format(**values), place))
        lines += [(part.format(**values), -1) for part in rest]
    return lines


def agenda(above: Sequence[str], entries: Sequence[Entry], look: Look) -> list[tuple[str, int]]:
    """Days of a calendar, as calendar programs print them."""
    lines = [(line, -1) for line in above]
    seen = ""
    for place, entry in enumerate(entries):
        day = f"{entry.start:%A, %B} {entry.start.day}, {entry.start.year}"
        if day != seen:
            lines += [("", -1), (day, -1)]
            seen = day
        end = look.time(entry.end) if entry.end else ""
        people = "; ".join(look.name(person) for role, person, _ in entry.parties if role == "required")
        lines += [
            (f"{look.time(entry.start)} - {end}  {entry.subject}", place),
            (f"Location: {entry.place}", -1),
            (f"Attendees: {people}", -1),
        ]
    return lines


def calendar(entries: Sequence[Entry]) -> str:
    """A calendar file (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//records office//EN"]
    for place, entry in enumerate(entries):
        lines += ["BEGIN:VEVENT", f"UID:{place}@example.gov", f"DTSTART:{entry.start:%Y%m%dT%H%M%S}"]
        lines += [f"DTEND:{entry.end:%Y%m%dT%H%M%S}"] if entry.end else []
        lines += [f"SUMMARY:{_escaped(entry.subject)}", f"LOCATION:{_escaped(entry.place)}"]
        for role, person, _ in entry.parties:
            name = "ORGANIZER" if role == "organizer" else "ATTENDEE;ROLE=REQ-PARTICIPANT"
            lines.append(f'{name};CN="{person.key}":mailto:{person.address}')
        lines.append("END:VEVENT")
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
