"""One writer at a time: an advisory lock that the server lets go of when the connection of its holder ends."""

from __future__ import annotations

import os
import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from onrecord.errors import CaseBusy

#: The first number of all our locks; the second one stands for the schema.
_OURS = 0x6F6E7265

#: Seconds to wait for the lock: the server may take a moment to notice that its last holder was killed.
PATIENCE = 0.5

_HOLDER = """
SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE locktype = 'advisory' AND granted AND classid = %s AND objid = %s AND objsubid = 2
AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def name() -> str:
    """What connections call themselves: the program, its process and its machine."""
    return f"onrecord {os.getpid()} {socket.gethostname()}"[:63]


@contextmanager
def exclusive(driver: Any, schema: str) -> Iterator[None]:
    """Hold the lock of a schema for the connection `driver`. Raises CaseBusy naming the process that holds it."""
    key = (_OURS, zlib.crc32(schema.encode()) & 0x7FFFFFFF)
    began = time.monotonic()
    while not _one(driver, "SELECT pg_try_advisory_lock(%s::int, %s::int)", key):
        if time.monotonic() - began > PATIENCE:
            raise _busy(_one(driver, _HOLDER, key))
        time.sleep(0.05)
    try:
        yield
    finally:
        _release(driver, key)


def _one(driver: Any, sql: str, key: tuple[int, int]) -> Any:
    found = driver.execute(sql, key).fetchone()
    driver.commit()
    return found and found[0]


def _release(driver: psycopg.Connection[Any], key: tuple[int, int]) -> None:
    """Let go, unless the connection has ended, which lets go too."""
    if not driver.closed:
        driver.rollback()
        _one(driver, "SELECT pg_advisory_unlock(%s::int, %s::int)", key)


def _busy(holder: object) -> CaseBusy:
    program, process, machine = (*str(holder or "").split(" ", 2), "", "", "")[:3]
    who = f"process {process} on {machine}" if program == "onrecord" else "another process"
    return CaseBusy(f"{who} is writing to this case", "wait until it has finished, or stop it, then run this again")
