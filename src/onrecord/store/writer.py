"""The one process that writes to a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeVar

from sqlalchemy import Connection

from onrecord.model import (
    Decision,
    Document,
    Extent,
    Failure,
    Finding,
    Location,
    Memo,
    Message,
    Note,
    Page,
    Phrase,
    Release,
    Sketch,
    SourceFile,
)
from onrecord.store import packs, phrases, places
from onrecord.store.bases import Bases
from onrecord.store.codec import decision_bytes, document_bytes, spans_bytes
from onrecord.store.dialect import Dialect, Values, as_list
from onrecord.store.finding_writer import FindingWriter, Replacing
from onrecord.store.message_writer import MessageWriter
from onrecord.store.packing import pack
from onrecord.store.page_writer import PageWriter
from onrecord.store.protocol import Record
from onrecord.store.session import Session
from onrecord.store.sketch_writer import SketchWriter

#: What a unit wrote, as bits: taking its work back need only look there.
_PAGES, _MESSAGES, _OTHER, _FINDINGS = 1, 2, 4, 8

#: The tables of records other than pages, messages and findings.
_TABLES = ("files", "locations", "extents", "documents", "failures", "notes", "memos")

#: Findings written together.
_TOGETHER = 1000

#: The number that stands for ``add`` where others have that of a unit of work.
_ADDED = 0

Kept = TypeVar("Kept", Page, Message)


class StoreWriter:
    """Implements `onrecord.store.protocol.Writer` on one connection. For `faults` see `onrecord.store.reader`."""

    def __init__(
        self, connection: Connection, dialect: Dialect, faults: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._faults = faults
        self.session = Session(connection, dialect)
        bases = Bases(self.session)
        self._pages = PageWriter(self.session)
        self._messages = MessageWriter(self.session, bases)
        self._findings = FindingWriter(self.session, bases)
        self._sketches = SketchWriter(self.session, bases)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Group writes; see the protocol."""
        with self._faults(), self.session.transaction():
            yield

    def add_release(self, release: Release) -> None:
        """Create a release, or replace what is known of it by the fields that are not empty."""
        names = Release.__struct_fields__
        kept = ", ".join(
            f"{name} = CASE excluded.{name} WHEN '' THEN releases.{name} ELSE excluded.{name} END" for name in names
        )
        sql = (
            f"INSERT INTO releases ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
            f" ON CONFLICT (name) DO UPDATE SET {kept}"
        )
        with self.transaction():
            self.session.run(sql, tuple(getattr(release, name) for name in names))
            self.session.moved = True

    def add_file(self, file: SourceFile, locations: Iterable[Location]) -> None:
        """Record a file; one that was added before only gains locations."""
        with self.transaction():
            self._put_others(_ADDED, [file, *locations])

    def add_failure(self, failure: Failure) -> None:
        """Record a failure of ``add``."""
        with self.transaction():
            self._put_others(_ADDED, [failure])

    def add_decision(self, decision: Decision) -> bool:
        """Record a decision once."""
        with self.transaction():
            if self.session.rows("SELECT 1 FROM decisions WHERE id = ?", (decision.id,)):
                return False
            self.session.run(
                "INSERT INTO decisions (id, record) VALUES (?, ?)", (decision.id, decision_bytes(decision))
            )
        return True

    def clear_failures(self, path: str) -> None:
        """Forget the ``add`` failures of `path`."""
        with self.transaction():
            self.session.changed = True
            self.session.run("DELETE FROM failures WHERE unit = ? AND path = ?", (_ADDED, path))

    def keys(self, stage: str) -> dict[tuple[str, str], str]:
        """The key of every finished unit of `stage`."""
        with self.transaction():
            found = self.session.rows("SELECT scope, unit, key FROM units WHERE stage = ?", (stage,))
        return {(scope, unit): key for scope, unit, key in found}

    def replace(self, stage: str, scope: str, unit: str, key: str, records: Iterable[Record]) -> None:
        """Put `records` in the place of what this unit wrote before; see the protocol."""
        with self.transaction():
            number, before = self._begin(stage, scope, unit, key)
            self.session.changed = True
            findings = self._findings.replacing(number, before=before & _FINDINGS > 0)
            sorted_out = _Sorted(findings)
            for record in records:
                sorted_out.take(record)
            kinds = self._put(number, sorted_out)
            self.session.run("UPDATE units SET kinds = ? WHERE no = ?", (kinds, number))

    def _put(self, unit: int, found: _Sorted) -> int:
        """Write what is left of the records of a unit; the kinds of all of them."""
        pages = _once(found.pages, lambda page: page.key)
        messages = _once(found.messages, lambda message: message.id)
        keys = {page.key for page in pages}
        self._messages.check(messages, keys)
        self._pages.put(unit, pages)
        self._messages.put(unit, messages)
        found.flush(keys)
        self._put_others(unit, found.others)
        wrote = (_PAGES, pages), (_MESSAGES, messages), (_OTHER, found.others), (_FINDINGS, found.findings.finish())
        return sum(kind for kind, some in wrote if some)

    def prune(self, stage: str, scope: str, keep: Iterable[str]) -> None:
        """Remove what units of this stage and scope other than `keep` wrote."""
        sql = "SELECT no, kinds FROM units WHERE stage = ? AND scope = ? AND unit NOT IN (:texts) ORDER BY unit"
        with self.transaction():
            for number, kinds in self.session.rows(sql, (stage, scope, as_list(keep))):
                self.session.changed = True
                self._remove(number, kinds)
                self.session.run("DELETE FROM units WHERE no = ?", (number,))

    def close(self) -> None:
        """Finish what can wait until the last transaction: the order of places, and taking out what nothing needs."""
        with self.transaction():
            places.store_order(self.session)
            packs.sweep(self.session)
            self._findings.sweep()

    def _begin(self, stage: str, scope: str, unit: str, key: str) -> tuple[int, int]:
        """The number of a unit whose earlier work is gone, findings excepted, and what that was."""
        sql = "SELECT no, kinds FROM units WHERE stage = ? AND scope = ? AND unit = ?"
        for number, before in self.session.rows(sql, (stage, scope, unit)):
            self._remove(number, before & ~_FINDINGS)
            self.session.run("UPDATE units SET key = ? WHERE no = ?", (key, number))
            return int(number), int(before)
        insert = "INSERT INTO units (stage, scope, unit, key, kinds) VALUES (?, ?, ?, ?, 0) RETURNING no"
        return self.session.number(insert, (stage, scope, unit, key)), 0

    def _remove(self, unit: int, kinds: int) -> None:
        if kinds & _PAGES:
            self._pages.remove(unit)
        if kinds & _MESSAGES:
            self._messages.remove(unit)
        if kinds & _FINDINGS:
            self._findings.remove(unit)
        if kinds & _OTHER:
            self._sketches.remove(unit)
            for table in _TABLES:
                removed = self.session.run(f"DELETE FROM {table} WHERE unit = ?", (unit,))
                self.session.moved |= table == "locations" and removed > 0

    def _put_others(self, unit: int, records: Iterable[Record]) -> None:
        rows: dict[str, list[Values]] = {}
        sketches: list[Sketch] = []
        self.session.changed = True
        for record in records:
            if isinstance(record, Sketch):
                sketches.append(record)
                continue
            table, values = self._row(unit, record)
            rows.setdefault(table, []).append(values)
        self._sketches.put(unit, sketches)
        for table, listed in rows.items():
            self.session.put(table, listed, skip_known=True)
        self.session.moved |= "locations" in rows

    def _row(self, unit: int, record: Record) -> tuple[str, Values]:
        """The table of a record and its values there."""
        number = self.session.file
        row: tuple[str, Values]
        match record:
            case SourceFile(id=id, size=size, media=media, linked=linked, parent=parent):
                row = "files", (number(id), unit, size, media, linked, parent)
            case Location(file=file, release=release, path=path):
                row = "locations", (number(file), release, path, unit)
            case Extent(file=file, pages=pages):
                row = "extents", (number(file), unit, pages)
            case Document(id=id, first_stamp=stamp):
                row = "documents", (unit, id, stamp, document_bytes(record))
            case Failure(file=file, path=path, page=page, stage=stage, what=what, next_step=step):
                row = "failures", (unit, path, page, file, stage, what, step)
            case Note(file=file, page=page, kind=kind, what=what, spans=spans):
                row = "notes", (unit, file, page, kind, what, spans_bytes(spans))
            case Memo(name=name, data=data):
                row = "memos", (name, unit, pack(data))
            case Phrase():
                row = "memos", phrases.row(unit, record)
            case _:
                raise TypeError(f"a store does not keep records of the kind {type(record).__name__}")
        return row


class _Sorted:
    """The records of a unit by the way in which they are written. Findings are written as they come, some at a time."""

    def __init__(self, findings: Replacing) -> None:
        self.findings = findings
        self.pages: list[Page] = []
        self.messages: list[Message] = []
        self.others: list[Record] = []
        self._waiting: list[Finding] = []

    def take(self, record: Record) -> None:
        """Put one record where it belongs."""
        match record:
            case Page():
                self.pages.append(record)
            case Message():
                self.messages.append(record)
            case Finding():
                self._waiting.append(record)
                if len(self._waiting) >= _TOGETHER:
                    self.flush({page.key for page in self.pages})
            case _:
                self.others.append(record)

    def flush(self, pages: set[str]) -> None:
        """Write the findings that wait, which may cite `pages`."""
        self.findings.put(self._waiting, pages)
        self._waiting = []


def _once(records: list[Kept], name: Callable[[Kept], str]) -> list[Kept]:
    """`records` without repetitions. Raises ValueError when two differ but bear one name."""
    found: dict[str, Kept] = {}
    for record in records:
        if found.setdefault(name(record), record) != record:
            raise ValueError(f"one unit of work wrote two different records called {name(record)}")
    return list(found.values())
