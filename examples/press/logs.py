"""Logs of contacts that are no mail: calls, visits, text messages, chats and calendars, in the forms offices keep.

What happened is drawn first (`Entry`); a form then prints it, as a table, labelled lines, a conversation or a calendar
file, and the truth notes what stands there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from examples.press import draw, logforms, truth
from examples.press.flow import Sheet
from examples.press.logforms import Look
from examples.press.model import Person
from examples.press.pools import Pools
from examples.press.world import World, build

Record = dict[str, Any]
START = datetime(2021, 1, 4, 8, 0)

#: Columns of each kind of table, by role; the first schema of a kind is the fullest.
SCHEMAS: dict[str, tuple[tuple[str, ...], ...]] = {
    "call": (
        ("date", "time", "direction", "number", "other_name", "duration"),
        ("when", "from", "to", "duration"),
        ("date", "time", "from", "number", "to", "duration"),
        ("when", "direction", "other_name", "number", "duration"),
    ),
    "visit": (
        ("visit_date", "visitor", "company", "in", "out", "host", "purpose"),
        ("badge", "visit_date", "in", "out", "visitor", "host"),
        ("visitor", "company", "visit_date", "in", "host", "purpose"),
        ("visit_date", "in", "visitor", "company", "host", "purpose", "out"),
    ),
    "text": (
        ("when", "from", "to", "text"),
        ("date", "time", "from", "to", "text"),
        ("when", "direction", "number", "text"),
    ),
    "appointment": (
        ("subject", "when", "organizer", "attendees", "place"),
        ("visit_date", "in", "out", "subject", "place", "attendees"),
    ),
}
#: The forms that each kind comes in.
FORMS: dict[str, tuple[str, ...]] = {
    "call": ("csv", "pdf", "xlsx", "txt"),
    "visit": ("pdf", "csv", "txt", "pdf", "scan"),
    "text": ("csv", "records", "pdf", "records"),
    "chat": ("chat", "chat", "chatpdf"),
    "appointment": ("ics", "agenda", "csv", "agendapdf"),
}
KINDS = tuple(FORMS)


@dataclass(slots=True)
class Entry:
    """One contact as it happened. Parties are (role, person, number)."""

    channel: str
    start: datetime
    end: datetime | None = None
    seconds: int = -1
    direction: str = ""
    parties: list[tuple[str, Person, str]] = field(default_factory=list)
    companies: dict[str, str] = field(default_factory=dict)
    subject: str = ""
    text: str = ""
    place: str = ""

    def other(self, owner: Person) -> Person:
        """The party that is not the owner of the log."""
        return next((person for _, person, _ in self.parties if person.id != owner.id), owner)


class Book:
    """Draws and prints the logs of one run."""

    def __init__(self, root: Path, seed: int, scoring: bool, scan_level: str) -> None:
        self.root, self.seed, self.scan_level = root, seed, scan_level
        self.pools = Pools(scoring)
        self.rng = Random(f"{seed}:{self.pools.part}:logs")
        self.world: World = build(seed, self.pools)
        self.records: list[Record] = []
        self.numbers: dict[str, str] = {}

    def write(self, count: int) -> Record:
        """Write `count` logs with their truth; returns the counts."""
        for number in range(count):
            kind = KINDS[number % len(KINDS)]
            form = FORMS[kind][number // len(KINDS) % len(FORMS[kind])]
            self._log(number, kind, form if form != "scan" or self.scan_level != "none" else "pdf")
        truth.lines(self.root, "contacts", 0, self.records)
        totals = {"logs": count, "contacts": len(self.records)}
        head = {
            "format": 1,
            "case": "logs",
            "seed": self.seed,
            "scoring": self.pools.part == "scoring",
            "scan_level": self.scan_level,
        }
        truth.assemble(self.root, {**head, **totals})
        return totals

    def _log(self, number: int, kind: str, form: str) -> None:
        rng = self.rng
        chosen = self.pools.pick(rng, "logs", "look")
        look = Look(chosen["name"], chosen["clock"], chosen["date"], chosen["face"])
        owner = rng.choice(self.world.staff)
        day = START + timedelta(days=rng.randrange(700))
        entries = self._entries(kind, owner, day, rng.randrange(8, 26))
        title = self.pools.pick(rng, "logs", "title", kind).replace("{owner}", owner.plain)
        above = [self.world.agency, title] if rng.random() < 0.7 else [title]
        owned = kind in {"call", "text"} and form in {"csv", "pdf", "xlsx", "txt"}
        if owned:
            line = self.pools.pick(rng, "logs", "owner")
            above.append(line.replace("{name}", owner.plain).replace("{number}", self._number(owner)))
        file = f"release-1/{kind}-{number:03d}"
        printed = self._print(file, form, kind, above, entries, look, owner)
        for page, place, entry, keep in printed:
            self.records.append(self._record(page, place, entry, keep, owner))

    def _print(
        self, file: str, form: str, kind: str, above: list[str], entries: list[Entry], look: Look, owner: Person
    ) -> list[tuple[str, int, Entry, set[str]]]:
        """Print a log; returns (file, page, entry, roles that are printed) for each entry."""
        if form in {"csv", "pdf", "xlsx", "txt", "scan"}:
            return self._table(file, form, kind, above, entries, look, owner)
        keep = {"end", "subject", "text", "place", "direction", "all"} - (
            {"direction", "end"} if kind != "appointment" else set()
        )
        pages: list[int]
        if form == "ics":
            (self.root / file).parent.mkdir(parents=True, exist_ok=True)
            (self.root / f"{file}.ics").write_text(logforms.calendar(entries), encoding="utf-8")
            return [(f"{file}.ics", page, entry, keep) for page, entry in enumerate(entries, 1)]
        if form == "records":
            lines = logforms.records(above, entries, look, self._number)
        elif kind == "chat":
            keep.add("chat")
            speakers = {one.parties[0][1].id: one.parties[0][1] for one in entries}
            for one in entries if len(speakers) == 2 else ():
                one.parties[1:] = [("with", person, "") for person in speakers.values() if person != one.parties[0][1]]
            lines = logforms.chat(above, entries, look, self.pools.pick(self.rng, "logs", "chat"))
        else:
            lines = logforms.agenda(above, entries, look)
        suffix = ".pdf" if form.endswith("pdf") or (form == "records" and self.rng.random() < 0.5) else ".txt"
        pages = self._lines(f"{file}{suffix}", lines, look)
        return [(f"{file}{suffix}", page, entry, keep) for page, entry in zip(pages, entries, strict=True)]

    def _lines(self, file: str, lines: Sequence[tuple[str, int]], look: Look) -> list[int]:
        """Print lines of (text, number of the entry that begins there, or -1); returns the page of each entry."""
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if file.endswith(".txt"):
            path.write_text("\n".join(text for text, _ in lines) + "\n", encoding="utf-8")
            return [1 for _, entry in lines if entry >= 0]
        sheets, places = logforms.sheets(lines, look)
        draw.pdf(path, sheets, path.stem)
        return places

    def _table(
        self, file: str, form: str, kind: str, above: list[str], entries: list[Entry], look: Look, owner: Person
    ) -> list[tuple[str, int, Entry, set[str]]]:
        rng = self.rng
        schema = rng.choice(SCHEMAS[kind])
        unit = self.pools.pick(rng, "logs", "heading", "duration")
        headings = [unit if role == "duration" else self.pools.pick(rng, "logs", "heading", role) for role in schema]
        rows = [[self._cell(role, entry, look, owner, unit) for role in schema] for entry in entries]
        keep = {*schema, *(("all",) if kind not in {"call", "text"} else ())}
        path = self.root / f"{file}.{'pdf' if form == 'scan' else form}"
        path.parent.mkdir(parents=True, exist_ok=True)
        pages = [1] * len(rows)
        if form == "csv":
            out = io.StringIO()
            writer = csv.writer(out, delimiter=rng.choice(",,;\t"), lineterminator="\n")
            writer.writerows([[line] for line in above] if rng.random() < 0.6 or kind in {"call", "text"} else [])
            writer.writerows([headings, *rows])
            path.write_text(out.getvalue(), encoding="utf-8")
        elif form == "xlsx":
            logforms.workbook(path, above, headings, rows)
        elif form == "txt":
            path.write_text("\n".join(logforms.columns([*above, ""], headings, rows)) + "\n", encoding="utf-8")
        else:
            sheets, pages = logforms.table(above, headings, rows, look)
            self._scanned(sheets, form)
            draw.pdf(path, sheets, path.stem, self.scan_level, self.seed)
        relative = str(path.relative_to(self.root))
        return [(relative, page, entry, keep) for page, entry in zip(pages, entries, strict=True)]

    def _scanned(self, sheets: Sequence[Sheet], form: str) -> None:
        for sheet in sheets:
            sheet.scanned = form == "scan"

    def _cell(self, role: str, entry: Entry, look: Look, owner: Person, unit: str) -> str:
        cells: dict[str, Callable[[], str]] = {
            "date": lambda: look.day(entry.start),
            "visit_date": lambda: look.day(entry.start),
            "time": lambda: look.time(entry.start),
            "in": lambda: look.time(entry.start),
            "out": lambda: look.time(entry.end) if entry.end else "",
            "when": lambda: f"{look.day(entry.start)} {look.time(entry.start)}",
            "direction": lambda: {"in": "Incoming", "out": "Outgoing", "missed": "Missed"}.get(entry.direction, ""),
            "number": lambda: self._number(entry.other(owner)) if entry.channel != "visit" else "",
            "other_name": lambda: look.name(entry.other(owner)),
            "duration": lambda: logforms.length(entry.seconds, unit),
            "badge": lambda: str(1_000 + entry.start.minute * 7),
            "purpose": lambda: entry.subject,
            "company": lambda: next(iter(entry.companies.values()), ""),
            "text": lambda: entry.text,
            "subject": lambda: entry.subject,
            "place": lambda: entry.place,
        }
        wanted = {
            "visitor": "visitor",
            "host": "host",
            "from": "from",
            "to": "to",
            "organizer": "organizer",
            "attendees": "required",
        }
        if role in cells:
            return cells[role]()
        return "; ".join(look.name(person) for name, person, _ in entry.parties if name == wanted[role])

    def _number(self, person: Person) -> str:
        """A telephone number of the kind kept for fiction."""
        if person.id not in self.numbers:
            self.numbers[person.id] = f"({201 + len(self.numbers) % 700}) 555-01{len(self.numbers) % 100:02d}"
        return self.numbers[person.id]

    def _entries(self, kind: str, owner: Person, day: datetime, count: int) -> list[Entry]:
        now, found = day, []
        others = self.rng.sample([*self.world.staff, *self.world.outside], 6)
        others = [person for person in others if person.id != owner.id]
        for _ in range(count):
            now += timedelta(minutes=self.rng.randrange(7, 200))
            if now.hour >= 18:
                now = (now + timedelta(days=1)).replace(hour=8, minute=self.rng.randrange(60))
            found.append(self._entry(kind, owner, now, others))
        return found

    def _entry(self, kind: str, owner: Person, now: datetime, others: list[Person]) -> Entry:
        rng, pools = self.rng, self.pools
        other = rng.choice(others)
        out = rng.random() < 0.5
        pair = [("from", owner if out else other, ""), ("to", other if out else owner, "")]
        if kind == "call":
            missed = not out and rng.random() < 0.2
            direction = "missed" if missed else "out" if out else "in"
            return Entry(
                "call", now, seconds=0 if missed else 60 * rng.randrange(1, 45), direction=direction, parties=pair
            )
        if kind in {"text", "chat"}:
            return Entry(
                kind,
                now,
                direction="out" if out else "in",
                parties=pair,
                text=pools.fill(rng, pools.pick(rng, "logs", "say")),
            )
        end = now + timedelta(minutes=rng.choice((15, 30, 45, 60, 90)))
        subject = pools.fill(rng, pools.pick(rng, "logs", "purpose"))
        if kind == "visit":
            guest = rng.choice(self.world.outside)
            host = rng.choice(self.world.staff)
            return Entry(
                "visit",
                now,
                end,
                parties=[("visitor", guest, ""), ("host", host, "")],
                companies={guest.id: guest.office},
                subject=subject,
            )
        place = rng.choice(("Conference Room 4B", "Room 112", "Main Hall", "Suite 300"))
        asked = [("required", person, "") for person in rng.sample(others, 2)]
        return Entry("appointment", now, end, parties=[("organizer", owner, ""), *asked], subject=subject, place=place)

    def _record(self, file: str, page: int, entry: Entry, keep: set[str], owner: Person) -> Record:
        """What a reader can know of an entry from what its log prints."""
        named = [one for one in entry.parties if self._shown(one, keep)]
        return {
            "file": file,
            "page": page,
            "channel": entry.channel,
            "start": entry.start.isoformat(timespec="minutes"),
            "end": entry.end.isoformat(timespec="minutes") if entry.end and keep & {"end", "out"} else None,
            "duration": entry.seconds if "duration" in keep else None,
            "direction": entry.direction if "direction" in keep and entry.channel in {"call", "text"} else None,
            "parties": [self._party(role, person, owner, keep) for role, person, _ in named],
            "subject": entry.subject if keep & {"subject", "purpose"} else None,
            "text": entry.text or None,
            "place": entry.place if "place" in keep else None,
        }

    def _party(self, role: str, person: Person, owner: Person, keep: set[str]) -> Record:
        """A party: by name, or by number where that alone is printed."""
        bare = "number" in keep and not keep & {"other_name", "from", "to"} and person.id != owner.id
        return {"role": role, "number" if bare else "name": self._number(person) if bare else person.key}

    def _shown(self, one: tuple[str, Person, str], keep: set[str]) -> bool:
        """Whether the log prints this party: the title names the owner; a chat addresses nobody."""
        columns = {"visitor": "visitor", "host": "host", "organizer": "organizer", "required": "attendees"}
        column = columns.get(one[0], "")
        if "chat" in keep:
            return one[0] in {"from", "with"}
        return not column or column in keep or "end" in keep
