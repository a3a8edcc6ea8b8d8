"""The whole case as one SQLite database, ready for Datasette: tables of every kind, foreign keys, full-text search.

Beside ``NAME.db`` stands ``NAME.metadata.json``, which Datasette shows (``datasette NAME.db -m NAME.metadata.json``).
The tables of files, places, recipients and citations are written down here; every kind of export is a table of its
rows, a list or structure as JSON. Text under a redaction is in no record of a case, so it is in no table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec

from onrecord.model import CopySet, Message, Thread, page_key
from onrecord.publish.exporters.source import Source
from onrecord.publish.rows import Row

KINDS = ("case",)
ENDING = ".db"
EXTRA = ""
NARROWS = False

#: Kinds that say again what another table holds, for programs of their own.
_LEFT_OUT = ("ftm", "ftm_citations", "files")

#: Kinds whose rows stand on one page of one file; those of the rest may name a page that could not be read.
_ON_PAGES = ("redactions", "stamp_readings", "messages", "contacts", "attachments", "mentions")

_BATCH = 1000

_SCHEMA = """
CREATE TABLE files (sha256 TEXT PRIMARY KEY, name TEXT, size INTEGER, media TEXT, pages INTEGER,
    parent TEXT REFERENCES files(sha256));
CREATE TABLE locations (release TEXT, path TEXT, sha256 TEXT REFERENCES files(sha256),
    PRIMARY KEY (release, path, sha256));
"""

_LINKS = """
CREATE TABLE recipients (message TEXT REFERENCES messages(id), field TEXT, position INTEGER, name TEXT, address TEXT,
    redacted INTEGER, person TEXT REFERENCES people(id), PRIMARY KEY (message, field, position));
CREATE INDEX recipients_person ON recipients(person);
CREATE TABLE thread_messages (thread TEXT REFERENCES threads(id), message TEXT REFERENCES messages(id),
    PRIMARY KEY (thread, message));
CREATE TABLE copy_set_messages (copy_set TEXT REFERENCES copy_sets(id), message TEXT REFERENCES messages(id),
    PRIMARY KEY (copy_set, message));
"""

_CITATIONS = """
CREATE TABLE citations (kind TEXT, record TEXT, position INTEGER, page_key TEXT REFERENCES pages(key), start INTEGER,
    "end" INTEGER, PRIMARY KEY (kind, record, position));
"""

#: The content tables are quoted as Datasette looks for them.
_SEARCH = """
CREATE INDEX citations_page ON citations(page_key);
CREATE VIRTUAL TABLE messages_fts USING fts5(
    subject, body, content="messages", tokenize='unicode61 remove_diacritics 2');
INSERT INTO messages_fts(messages_fts) VALUES ('rebuild');
CREATE VIRTUAL TABLE pages_fts USING fts5(text, content="pages", tokenize='unicode61 remove_diacritics 2');
INSERT INTO pages_fts(pages_fts) VALUES ('rebuild');
"""

#: Kinds that other tables refer to: their tables are there even when nothing was found.
_ALWAYS = {
    "pages": ("key", "file", "page", "release", "state", "text", "sha256"),
    "messages": ("id", "release", "file", "page_start", "subject", "body", "sha256", "page_key", "quote"),
    "people": ("id", "name", "quote"),
    "threads": ("id", "quote"),
    "copy_sets": ("id", "quote"),
}


def save(source: Source, out: Path) -> int:
    """See `FileExporter.save`; how many rows of all kinds there are."""
    out.unlink(missing_ok=True)
    with closing(sqlite3.connect(out)) as base:
        base.executescript(
            "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;" + _SCHEMA
        )
        _files(source, base)
        base.executescript(_CITATIONS)
        count = 0
        for kind in source.kinds:
            if kind not in _LEFT_OUT:
                count += _table(base, kind, source.rows(kind))
        base.executescript(_LINKS)
        _links(source, base)
        base.executescript(_SEARCH)
        base.commit()
    beside = out.with_suffix(".metadata.json")
    beside.write_bytes(msgspec.json.format(msgspec.json.encode(metadata(source, out.stem)), indent=2) + b"\n")
    return count


def _files(source: Source, base: sqlite3.Connection) -> None:
    view, extents = source.view, source.view.store.extents()
    rows = (
        (file.id, view.location(file.id).path, file.size, file.media, extents.get(file.id), file.parent or None)
        for file in view.store.files()
    )
    base.executemany("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?)", rows)
    places = ((place.release, place.path, place.file) for place in view.store.locations())
    base.executemany("INSERT OR IGNORE INTO locations VALUES (?, ?, ?)", places)


def _table(base: sqlite3.Connection, kind: str, rows: Iterable[Row]) -> int:
    """A table of the rows of `kind`, with the columns of the first one; how many there are."""
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        if kind in _ALWAYS:
            base.execute(_definition(kind, dict.fromkeys(_ALWAYS[kind])))
        return 0
    columns = list(_flat(kind, first))
    base.execute(_definition(kind, _flat(kind, first)))
    marks = ", ".join("?" * len(columns))
    count = 0
    for batch in _batches(chain([first], waiting)):
        flat = (_flat(kind, row) for row in batch)
        base.executemany(f'INSERT INTO "{kind}" VALUES ({marks})', [[row.get(c) for c in columns] for row in flat])  # noqa: S608
        base.executemany("INSERT OR IGNORE INTO citations VALUES (?, ?, ?, ?, ?, ?)", _cited(kind, batch))
        count += len(batch)
    return count


def _definition(kind: str, row: Row) -> str:
    """The statement that makes the table of `kind`."""
    parts = []
    for name in row:
        key = " PRIMARY KEY" if name == ("key" if kind == "pages" else "id") and kind not in _REPEATED else ""
        refers = {"sha256": " REFERENCES files(sha256)", "page_key": " REFERENCES pages(key)"}.get(name, "")
        if name == "message" and kind in ("mentions", "attachments"):
            refers = " REFERENCES messages(id)"
        parts.append(f'"{name}"{_TYPES.get(name, "")}{key}{refers}')
    return f'CREATE TABLE "{kind}" ({", ".join(parts)})'


#: Kinds of rows whose ids can be there twice or be empty.
_REPEATED = ("releases", "documents", "invites")

#: Columns that are numbers; the others are text, or what the rows hold.
_TYPES = {
    **dict.fromkeys(("page", "page_start", "page_end", "depth", "start", "end", "bad", "sure", "total"), " INTEGER"),
    **dict.fromkeys(("certainty", "confidence", "score", "hidden_part"), " REAL"),
}


def _flat(kind: str, row: Row) -> Row:
    """A row as columns: its citation is a quote here and rows of ``citations``; nested values are JSON."""
    flat: Row = {name: _cell(value) for name, value in row.items() if name != "citation"}
    citation: Any = row.get("citation")
    if "citation" in row:
        flat["quote"] = citation["quote"] if citation else None
    if kind in _ON_PAGES and row.get("sha256"):
        number = row.get("page", row.get("page_start"))
        flat["page_key"] = page_key(str(row["sha256"]), number) if isinstance(number, int) else None
    return flat


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, list | tuple | dict):
        return msgspec.json.encode(value).decode()
    return value


def _cited(kind: str, rows: Sequence[Row]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        citation: Any = row.get("citation")
        for position, span in enumerate(citation["spans"] if citation and row.get("id") else ()):
            yield kind, row["id"], position, page_key(span["sha256"], span["page"]), span["start"], span["end"]


def _links(source: Source, base: sqlite3.Connection) -> None:
    """Who is named in the headers of messages, and which messages threads and copy sets hold."""
    view = source.view
    for batch in _batches(view.store.messages()):
        recipients = [row for message in batch for row in _recipients(source, message)]
        base.executemany("INSERT INTO recipients VALUES (?, ?, ?, ?, ?, ?, ?)", recipients)
    threads = ((one.id, message) for one in view.store.findings(Thread) for message in one.messages)
    base.executemany("INSERT OR IGNORE INTO thread_messages VALUES (?, ?)", threads)
    copies = ((one.id, message) for one in view.store.findings(CopySet) for message in one.members)
    base.executemany("INSERT OR IGNORE INTO copy_set_messages VALUES (?, ?)", copies)


def _recipients(source: Source, message: Message) -> Iterator[tuple[object, ...]]:
    senders = (message.sender,) if message.sender else ()
    for field, parties in (("from", senders), ("to", message.to), ("cc", message.cc), ("bcc", message.bcc)):
        for position, party in enumerate(parties):
            person = source.view.who.get((message.id, field, position))
            named = (None, None, 1) if party.redacted else (party.name, party.address or None, 0)
            yield message.id, field, position, *named, person.id if person else None


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        yield batch


def metadata(source: Source, name: str) -> dict[str, object]:
    """What Datasette shows of the database `name`: titles, and by which columns a table is sorted and narrowed."""
    tables = {
        "messages": {
            "description": "One e-mail, letter, memo or invite as sent, recovered from pages.",
            "sort": "sent",
            "label_column": "subject",
            "facets": ["release", "kind", "header_kind"],
        },
        "pages": {"description": "One page of a source file.", "facets": ["release", "state"], "label_column": "key"},
        "people": {"description": "Who is named, as found and as decided.", "label_column": "name"},
        "recipients": {"description": "Who is named in the header of a message.", "facets": ["field", "redacted"]},
        "redactions": {"description": "A region that was blocked out; its words are nowhere.", "facets": ["release"]},
        "citations": {"description": "The places on pages that a record stands on.", "facets": ["kind"]},
        "gaps": {"description": "What should be there and is not, as a question.", "facets": ["kind", "release"]},
        "files": {"description": "A source file by its SHA-256.", "label_column": "name", "facets": ["media"]},
    }
    return {
        "title": source.title or name,
        "description": "Released records as cited messages and findings, exported from a case of onrecord.",
        "databases": {name: {"tables": tables}},
    }
