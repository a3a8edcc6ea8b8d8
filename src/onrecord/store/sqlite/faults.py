"""SQLite's errors in the words of the user."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from onrecord.errors import CaseBusy, CaseDamaged, DiskFailed, RunStopped

#: Primary result codes, the low byte of SQLite's extended ones: https://www.sqlite.org/rescode.html
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
DISK = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn errors of the database file `path` into CaseBusy, DiskFailed and CaseDamaged; others pass as they are."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        stopped = _stopped(origin, path)
        if stopped is None:
            raise
        raise stopped from error


def _stopped(origin: BaseException | None, path: Path) -> RunStopped | None:
    code = getattr(origin, "sqlite_errorcode", 0) & 0xFF
    if code in BUSY:
        return CaseBusy(f"{path.name} is locked by another program", "close the program that has it open")
    if code in DISK:
        return DiskFailed(
            f"{path.name} cannot be written: {origin}",
            "make room on the disk or correct the rights of the case folder, then run the same command again",
        )
    if code in DAMAGED:
        return damaged(path, str(origin))
    return None


def damaged(path: Path, reason: str) -> CaseDamaged:
    """The error for a store file that cannot be read, for `reason`."""
    return CaseDamaged(
        f"{path.name} is damaged: {reason}",
        "restore it from a backup, or have it made anew from the source files with `onrecord doctor --repair`",
    )
