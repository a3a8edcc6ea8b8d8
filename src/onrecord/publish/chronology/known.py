"""Public events that a user knows of: a CSV file with the columns date, what and url."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from msgspec.structs import replace

from onrecord.errors import UsageError
from onrecord.model import stable_id
from onrecord.publish.chronology.entries import Chronology, Entry, Source, Wanted


def read(path: Path) -> list[Entry]:
    """The events of a file. Raises UsageError naming the line that cannot be used."""
    with path.open(encoding="utf-8-sig", newline="") as rows:
        return [_entry(row, number, path.name) for number, row in enumerate(csv.DictReader(rows), 2)]


def _entry(row: dict[str, str], number: int, name: str) -> Entry:
    day, what, url = (str(row.get(field) or "").strip() for field in ("date", "what", "url"))
    try:
        date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"line {number} of {name} has no date", "write it as 2021-03-09") from None
    if not what:
        raise UsageError(f"line {number} of {name} does not say what happened", "fill the column `what`")
    return Entry(
        date=day,
        date_end=day,
        precision="day",
        approx=False,
        inferred=(),
        text=what,
        people=(),
        quotes=(),
        sources=(Source(release="", file=url or name, page=0 if url else number, stamp=url),),
        records=(stable_id("k", day, what, url),),
        kind="known",
        state="given",
    )


def among(found: Chronology, events: list[Entry], wanted: Wanted) -> Chronology:
    """A chronology with the events of its time put in their places."""
    inside = [
        one
        for one in events
        if (not wanted.since or one.date >= wanted.since) and (not wanted.until or one.date <= wanted.until)
    ]
    entries = sorted((*found.entries, *inside), key=lambda entry: entry.date or entry.date_end or "9999")
    return replace(found, entries=tuple(entries))
