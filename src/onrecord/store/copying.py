"""Copying a store to another one of any kind: every row of every table, counted and hashed on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import islice

import msgspec
from msgspec import Struct
from sqlalchemy import Table

from onrecord.errors import CaseDamaged, UsageError
from onrecord.store.contents import contents
from onrecord.store.dialect import Values
from onrecord.store.reader import Reader
from onrecord.store.session import Session, Statements
from onrecord.store.targets import TARGETS, Target

#: Rows written at a time.
_BATCH = 2000

_encoder = msgspec.msgpack.Encoder()


class Copied(Struct, frozen=True, kw_only=True):
    """A table that is the same on both sides: how many rows it has, and the SHA-256 of all of them in order."""

    table: str
    rows: int
    sha256: str


def copy(source: Reader, target: Reader, told: Callable[[str], None] = lambda table: None) -> list[Copied]:
    """Copy all records of `source` to `target`, in one transaction: all of it is there afterwards, or nothing.

    What is written to `source` meanwhile is left out. `told` is called with the name of every table and search index.
    Raises UsageError when there are records in `target`, CaseBusy when something is writing to it, CaseDamaged when a
    table, read again, is not what was copied, or holds a record that cannot be read.
    """
    from onrecord.store.migrations.versions.v0001_records import METADATA

    with source.reading() as read, target.writing() as writer, writer.transaction():
        read.hold()
        if writer.session.rows(
            "SELECT 1 FROM units UNION ALL SELECT 1 FROM file_names UNION ALL SELECT 1 FROM decisions"
        ):
            raise UsageError("there are records where the copy should go", "name a place without a case")
        copied = [_copied(read, writer.session, table, told) for table in METADATA.tables.values()]
        for each in TARGETS.values():
            told(each.index)
            _index(writer.session, each)
        return copied


def _index(write: Session, target: Target) -> None:
    index = write.dialect.index(write, target)
    for row, texts in contents(write, target):
        index.add(row, *texts)
    index.flush()


def _copied(read: Statements, write: Session, table: Table, told: Callable[[str], None]) -> Copied:
    told(str(table.name))
    if table.name == "meta":  # a new store has its version there
        write.run("DELETE FROM meta")
    query = f"SELECT {', '.join(table.columns.keys())} FROM {table.name}"
    query += f" ORDER BY {', '.join(column.name for column in table.primary_key)}"
    given = _Digest(table.name)
    rows = given.of(read.stream(query))
    while batch := list(islice(rows, _BATCH)):
        write.put(table.name, batch)
    for column in table.primary_key:
        if column.autoincrement is True:
            write.dialect.renumber(write, table.name, column.name)
    found = _Digest(table.name)
    for _ in found.of(write.stream(query)):
        pass
    if given.copied() != found.copied():
        raise CaseDamaged(f"the table {table.name} is not the same in the copy", "copy again; nothing was kept")
    return found.copied()


class _Digest:
    """Counts and hashes rows that pass."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._count = 0
        self._hash = sha256()

    def of(self, rows: Iterable[Values]) -> Iterator[Values]:
        """The same rows."""
        for row in rows:
            values = tuple(map(_plain, row))
            self._count += 1
            self._hash.update(_encoder.encode(values))
            yield values

    def copied(self) -> Copied:
        """What passed so far."""
        return Copied(table=str(self._table), rows=self._count, sha256=self._hash.hexdigest())


def _plain(value: object) -> object:
    """A value as every store gives it back: one character is kept by SQLite alone."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value
