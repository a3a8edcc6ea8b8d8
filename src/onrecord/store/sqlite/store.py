"""The default store: one SQLite file in write-ahead mode, read by many while one writes."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from onrecord.errors import DiskFailed, NoCase
from onrecord.store import schema
from onrecord.store.reader import Reader
from onrecord.store.sqlite import lock
from onrecord.store.sqlite.dialect import SqliteDialect
from onrecord.store.sqlite.faults import damaged, translated
from onrecord.store.writer import StoreWriter

#: Seconds to wait for another connection; only a checkpoint or a recovery ever makes one wait.
_PATIENCE = 10.0

#: Bytes per database page. Packs are longer than one: what is left over of them fills whole pages of their own.
PAGE_BYTES = 4096

#: Pages in the log at which it is taken into the file: 32 MB, for fewer waits for the disk than at the usual 1,000.
_LOG_PAGES = 4000

#: The cache of a connection, in KiB, and how much of the file is mapped into memory for reading, in bytes.
_CACHE_KIB = 65_536
_MAPPED = 1 << 30


def open(path: Path, *, create: bool = False) -> SqliteStore:
    """The store in the file `path`, brought up to date. See `onrecord.store.open_store` for what it raises."""
    if not path.exists() and not create:
        raise NoCase(f"there is no store at {path}", "make a case with `onrecord new FOLDER`")
    if not path.parent.is_dir():
        raise DiskFailed(f"the folder {path.parent} does not exist", "make the folder first")
    with translated(path):
        if _version(path) != schema.VERSIONS[-1]:
            _upgrade(path)
    return SqliteStore(path)


class SqliteStore(Reader):
    """Implements `onrecord.store.protocol.Store`."""

    def __init__(self, path: Path) -> None:
        pool = create_engine(
            "sqlite://",
            creator=lambda: _connect(path),
            poolclass=QueuePool,
            pool_size=2,
            max_overflow=-1,
            isolation_level="AUTOCOMMIT",
        )
        super().__init__(pool, SqliteDialect(), partial(translated, path))
        self._path = path

    @contextmanager
    def writing(self) -> Iterator[StoreWriter]:
        """Become the one writer. Raises CaseBusy when another process is."""
        with lock.exclusive(_lock_file(self._path)):
            engine = _writing_engine(self._path)
            try:
                with self._faults(), engine.connect() as connection:
                    writer = StoreWriter(connection, self._dialect, self._faults)
                    yield writer
                    writer.close()
            finally:
                engine.dispose()


def _version(path: Path) -> str:
    if not path.exists():
        return ""
    with closing(_connect(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if tables and "alembic_version" not in tables:
            raise damaged(path, "it is not a store of onrecord")
        return schema.version(lambda sql: connection.execute(sql).fetchall()) if tables else ""


def _upgrade(path: Path) -> None:
    with lock.exclusive(_lock_file(path)):
        if _version(path) == "":
            _lay_out(path)
        engine = _writing_engine(path)
        try:
            schema.upgrade(engine)
        finally:
            engine.dispose()


def _lay_out(path: Path) -> None:
    """Choose what cannot be changed once a file has tables."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA journal_mode = wal")


def _lock_file(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _connect(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?{_access(path)}"
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    for pragma in (
        "synchronous = normal",
        f"wal_autocheckpoint = {_LOG_PAGES}",
        f"cache_size = -{_CACHE_KIB}",
        f"mmap_size = {_MAPPED}",
        "temp_store = file",
        "secure_delete = off",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _access(path: Path) -> str:
    """How to open a store: one in a folder that cannot be written is only read, and nobody else writes to it."""
    log = path.with_name(path.name + "-wal")
    return "mode=rw" if os.access(path.parent, os.W_OK) or log.exists() else "mode=ro&immutable=1"


def _writing_engine(path: Path) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: _connect(path), poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine
