"""PostgreSQL's errors in the words of the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError

from onrecord.errors import CaseBusy, CaseDamaged, DiskFailed, RunStopped, ServerGone
from onrecord.store.postgres.address import Address

#: Beginnings of SQLSTATE codes: https://www.postgresql.org/docs/current/errcodes-appendix.html
GONE = ("08", "57P")
BUSY = ("55P03", "40001", "40P01")
REFUSED = ("53", "25006", "42501", "58030")
DAMAGED = ("XX001", "XX002")
LOGIN = ("28", "3D000")


@contextmanager
def translated(address: Address) -> Iterator[None]:
    """Turn errors of the server into those of `onrecord.errors`; others pass as they are."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        origin = error.orig if isinstance(error, DBAPIError) else error
        stopped = _stopped(origin, address)
        if stopped is None:
            raise
        raise stopped from error


def _stopped(origin: BaseException | None, address: Address) -> RunStopped | None:
    code = getattr(origin, "sqlstate", None) or ""
    lost = isinstance(origin, psycopg.OperationalError) and not code
    lines = str(origin).strip().splitlines() or [type(origin).__name__]
    if lost or code.startswith((*GONE, *LOGIN)):
        return ServerGone(
            f"the store {address.shown} cannot be reached: {lines[-1].strip()}",
            "see that the server runs and lets you in (PGPASSWORD or a passfile gives the password),"
            " then run the same command again: what was finished is kept",
        )
    if code.startswith(BUSY):
        return CaseBusy(f"{address.shown} is locked by another program", "close the program that has it open")
    if code.startswith(REFUSED):
        return DiskFailed(
            f"{address.shown} cannot be written: {lines[0]}",
            "make room on the server or correct your rights there, then run the same command again",
        )
    if code.startswith(DAMAGED):
        return damaged(address, lines[0])
    return None


def damaged(address: Address, reason: str) -> CaseDamaged:
    """The error for a store that cannot be read, for `reason`."""
    return CaseDamaged(
        f"{address.shown} is damaged: {reason}",
        "restore it from a backup, or name another schema and build again: the files added are kept in the case",
    )
