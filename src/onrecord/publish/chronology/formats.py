"""A chronology as Markdown, HTML, JSON, CSV, or a calendar."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import escape

from onrecord.publish.chronology.entries import Chronology, Entry, Introduced, Source

TITLE = "Chronology"
NOTE = "Entries are drafts until a person accepts them."
#: The heading of the notes on who somebody was.
WHO = "Who they were"


def source(one: Source) -> str:
    """A page as a chronology cites it: its stamp where it bears one, else file and page."""
    place = one.stamp or f"{one.file}, p. {one.page}"
    return f"{one.release}: {place}" if one.release else place


def counted(found: Chronology) -> str:
    """How many entries there are, and what was left out, against how many interactions."""
    parts = [f"{len(found.entries)} entries from {found.interactions} interactions and events"]
    parts += [f"{found.left_out} of everyday traffic left out"] if found.left_out else []
    parts += [f"{found.rejected} rejected"] if found.rejected else []
    parts += [f"{found.undecided} not yet decided"] if found.undecided else []
    parts += [f"{found.gone} accepted and no longer in the case"] if found.gone else []
    return "; ".join(parts)


def introduction(one: Introduced) -> str:
    """Who somebody is at the first mention: the post, the page that tells it, and in which words."""
    if one.source is None:
        return f"{one.name}: no page of this case tells the post held that day."
    return f"{one.name}: {one.post}, as stated ({one.when}): {source(one.source)}, “{one.quote}”"


def notes_of(found: Chronology) -> Iterator[tuple[Entry, list[tuple[int, Introduced]]]]:
    """The entries, each with the numbered notes on those whom it introduces."""
    number = 0
    for entry in found.entries:
        yield entry, list(enumerate(entry.introduced, number + 1))
        number += len(entry.introduced)


def markdown(found: Chronology) -> str:
    """A list with the day of each entry, its state and its sources; footnotes say what somebody was that day."""
    lines, foot = [f"# {TITLE}", "", f"{counted(found)}. {NOTE}", ""], []
    for entry, notes in notes_of(found):
        cited = "; ".join(map(source, entry.sources))
        marks = "".join(f"[^{number}]" for number, _ in notes)
        lines.append(f"- **{entry.day}** — {_md(entry.text)}{marks} [{_md(cited)}] *({entry.state})*")
        foot += [f"[^{number}]: {_md(introduction(one))}" for number, one in notes]
    return "\n".join([*lines, *([""] if foot else []), *foot, ""])


def _md(text: str) -> str:
    return text.translate({ord(sign): f"\\{sign}" for sign in "\\`*_[]<>#|"})


def html(found: Chronology) -> str:
    """A page of its own, without scripts."""
    rows = "\n".join(_html_row(entry, notes) for entry, notes in notes_of(found))
    notes = (
        f'<li id="n{number}">{escape(introduction(one))}</li>' for _, some in notes_of(found) for number, one in some
    )
    foot = "\n".join(notes)
    who = f"<h2>{WHO}</h2>\n<ol>\n{foot}\n</ol>\n" if foot else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title></head><body>\n'
        f"<h1>{TITLE}</h1>\n<p>{escape(counted(found))}. {NOTE}</p>\n<dl>\n{rows}\n</dl>\n{who}</body></html>\n"
    )


def _html_row(entry: Entry, notes: list[tuple[int, Introduced]]) -> str:
    cited = escape("; ".join(map(source, entry.sources)))
    why = escape("; ".join(entry.inferred))
    marks = "".join(f'<sup><a href="#n{number}">{number}</a></sup>' for number, _ in notes)
    return (
        f'<dt><time title="{why}">{escape(entry.day)}</time></dt>'
        f"<dd>{escape(entry.text)}{marks} <cite>{cited}</cite> <small>{escape(entry.state)}</small></dd>"
    )


def rows(found: Chronology) -> list[dict[str, object]]:
    """One row an entry, as JSON and CSV have it."""
    return [
        {
            "id": entry.id,
            "date": entry.date or None,
            "date_end": entry.date_end or None,
            "precision": entry.precision or None,
            "approx": entry.approx,
            "inferred": list(entry.inferred),
            "text": entry.text,
            "people": list(entry.people),
            "quotes": list(entry.quotes),
            "sources": [source(one) for one in entry.sources],
            "records": list(entry.records),
            "kind": entry.kind,
            "state": entry.state,
            "topic": entry.topic or None,
            "introduced": [_introduced(one) for one in entry.introduced],
            "parts": [{"text": one.text, "records": list(one.records), "state": one.state} for one in entry.parts],
            "decided_by": list(entry.decided_by),
            "decided_at": entry.decided_at or None,
        }
        for entry in found.entries
    ]


def _introduced(one: Introduced) -> dict[str, object]:
    return {
        "name": one.name,
        "post": one.post or None,
        "when": one.when or None,
        "source": source(one.source) if one.source else None,
        "quote": one.quote or None,
    }


def as_json(found: Chronology) -> str:
    """The counts and the rows."""
    head = {"entries": rows(found), "left_out": found.left_out, "interactions": found.interactions}
    return json.dumps(head, ensure_ascii=False, indent=2) + "\n"


def as_csv(found: Chronology) -> str:
    """The rows, lists joined by semicolons. What a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    table = [_flat(row, entry) for row, entry in zip(rows(found), found.entries, strict=True)]
    writer = csv.DictWriter(out, list(table[0]) if table else ["id"], lineterminator="\n")
    writer.writeheader()
    for row in table:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return out.getvalue()


def _flat(row: dict[str, object], entry: Entry) -> dict[str, object]:
    """A row of a table: introductions in words, and without the parts, which have tables of their own."""
    row = {name: value for name, value in row.items() if name != "parts"}
    return row | {"introduced": [introduction(one) for one in entry.introduced]}


def _cell(value: object) -> object:
    text = "; ".join(map(str, value)) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@")) else text


def ics(found: Chronology) -> str:
    """An iCalendar (RFC 5545) with an all-day event for every entry that has a day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//onrecord//chronology//EN"]
    for entry in found.entries:
        if not entry.date:
            continue
        last = date.fromisoformat(entry.date_end or entry.date) + timedelta(days=1)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{entry.id}@onrecord.invalid",
            f"DTSTAMP:{entry.date.replace('-', '')}T000000Z",
            f"DTSTART;VALUE=DATE:{entry.date.replace('-', '')}",
            f"DTEND;VALUE=DATE:{last.isoformat().replace('-', '')}",
            f"SUMMARY:{_ics(entry.text)}",
            f"DESCRIPTION:{_ics('; '.join(_described(entry)))}",
            "END:VEVENT",
        ]
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _described(entry: Entry) -> list[str]:
    return [entry.state, *map(source, entry.sources), *entry.inferred, *map(introduction, entry.introduced)]


def _ics(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets, as the standard wants them; those that go on begin with a space."""
    folded, current, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > 74:
            folded.append(current)
            current, size = " ", 1
        current, size = current + letter, size + octets
    return [*folded, current]


#: Every format that is text, by name.
TEXTS: dict[str, Callable[[Chronology], str]] = {
    "markdown": markdown,
    "html": html,
    "json": as_json,
    "csv": as_csv,
    "ics": ics,
}
