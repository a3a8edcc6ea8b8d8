"""Copies of a store: made while it is in use, and checked when they come from elsewhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from onrecord.store.sqlite import store
from onrecord.store.sqlite.faults import damaged, translated


def save(path: Path, target: Path) -> None:
    """Copy the store at `path` as it is at one moment. Raises what reading and writing a store raise."""
    with translated(path), closing(_read_only(path)) as source, closing(sqlite3.connect(target)) as sink:
        source.backup(sink)
        sink.execute("PRAGMA journal_mode = delete")  # all in one file


def check(path: Path) -> None:
    """Raise CaseDamaged unless the file is whole and has the tables, indexes and triggers of a store, and no others.

    A trigger or view of a stranger's would run when the store is written or read.
    """
    with translated(path), closing(_read_only(path)) as connection:
        connection.execute("PRAGMA trusted_schema = off")
        found = _schema(connection)
        with TemporaryDirectory() as scratch:
            empty = Path(scratch) / "empty.sqlite"
            store.open(empty, create=True).close()
            with closing(_read_only(empty)) as other:
                expected = _schema(other)
        if found != expected:
            raise damaged(path, "it is not a store of this version of the program")
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            raise damaged(path, str(answer))


def _schema(connection: sqlite3.Connection) -> set[tuple[str, str, str | None]]:
    return set(connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"))


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)
