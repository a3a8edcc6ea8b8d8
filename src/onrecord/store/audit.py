"""The audit log of a case: who read and decided what, and when. Records are only added, and each holds the hash of the
one before, so that a changed, removed, inserted or moved record shows.

It is a file of its own beside the store, ``audit.jsonl``, one JSON object a line: a build may hold the store's only
writer for an hour and reads must be recorded meanwhile; a store that is made anew, or kept in a database elsewhere,
leaves it alone; the system can protect it (``chattr +a``) and ship it. A chain alone does not show that its end was
cut off, so ``audit.head`` names the last record. Whoever can write to the folder can rewrite both: to prove that
nobody did, note the last hash elsewhere from time to time (`onrecord audit --head` prints it, ``--since`` checks it).
"""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from onrecord.errors import DiskFailed

LOG, HEAD = "audit.jsonl", "audit.head"

#: What stands for the hash before the first record.
FIRST = "0" * 64

#: Bytes that are read to find the last record; one is never longer.
_LONGEST = 16_384

#: Bytes of a record, with some to spare.
_USUAL = 600

#: Characters of one field; what a stranger types is cut.
_FIELD = 1000


class Entry(Struct, frozen=True, kw_only=True):
    """One record.

    `number` counts from 1, `at` is ISO 8601 in UTC. `who` did `act` (``read``, ``decide``, ``import``, ``sign_in``,
    ``refused`` ...) with the record or decision `about`; `address` is where the request came from. `before` is the
    `hash` of the record before; `lost` is what ``audit.head`` named where that record was missing. `hash` is the
    SHA-256 of all else, as JSON with sorted keys and without spaces.
    """

    number: int
    at: str
    who: str
    act: str
    about: str
    before: str
    address: str = ""
    detail: str = ""
    lost: str = ""
    hash: str = ""


class Audit:
    """The audit log in a case folder. One object may be used from several threads, and several processes may write."""

    def __init__(self, folder: Path) -> None:
        self._log = folder / LOG
        self._head = folder / HEAD
        self._lock = threading.Lock()

    def append(self, who: str, act: str, about: str = "", *, address: str = "", detail: str = "") -> Entry:
        """Add a record, and return it once it has reached the system. Raises DiskFailed when it cannot be written."""
        fields = [each[:_FIELD] for each in (who, act, about, address, detail)]
        try:
            with self._lock, self._locked() as log:
                last, whole = _last(log)
                entry = _chained(last, self._lost(last), *fields)
                os.write(log, (b"" if whole else b"\n") + _line(entry))
                if act != "read":
                    os.fsync(log)
                self._point_at(entry)
        except OSError as error:
            raise DiskFailed(
                f"{self._log.name} cannot be written: {error.strerror}", "check the disk and the rights of the folder"
            ) from None
        return entry

    def _lost(self, last: Entry | None) -> str:
        """What was noted as the last record and no longer is in the log: its number and hash, or nothing."""
        number, noted = self.head()
        there = (last.number, last.hash) if last else (0, "")
        return "" if number < there[0] or (number, noted) == there else f"{number} {noted}"

    def entries(self) -> Iterator[Entry]:
        """All records that can be read, in the order of the file."""
        return (entry for _, entry in self._lines() if entry is not None)

    def latest(self, count: int) -> list[Entry]:
        """The last `count` records, newest first, without reading the whole log."""
        if not self._log.exists():
            return []
        with self._log.open("rb") as lines:
            size = lines.seek(0, os.SEEK_END)
            lines.seek(max(size - count * _USUAL, 0))
            found = [entry for line in lines.read().splitlines() if (entry := _entry(line)) is not None]
        return found[::-1][:count]

    def head(self) -> tuple[int, str]:
        """The number and hash of the last record, as noted when it was written; (0, "") before the first."""
        try:
            number, _, digest = self._head.read_text(encoding="ascii").strip().partition(" ")
            return int(number), digest
        except (OSError, ValueError):
            return 0, ""

    def problems(self, since: str = "") -> list[str]:
        """Where the chain is broken, a line each; empty when it is whole. With `since`, a hash noted earlier, also
        whether the record with that hash is still there.

        A line that is no record is a write that was cut off when records before and after it fit together.
        """
        found: list[str] = []
        hashes: dict[str, int] = {FIRST: 0}
        last = FIRST
        for number, entry in self._lines():
            if entry is None:
                continue
            found += _faults(number, entry, last, hashes)
            last = entry.hash
            hashes[last] = entry.number
        number, noted = self.head()
        if noted not in hashes and (noted or self._log.exists()):
            found.append(f"its end is missing: the last record was number {number}, it ends with {hashes[last]}")
        if since and not any(digest.startswith(since) for digest in hashes):
            found.append(f"no record has the hash {since}, which was noted earlier")
        return found

    def _lines(self) -> Iterator[tuple[int, Entry | None]]:
        """The number of every line, and the record on it, or None."""
        if not self._log.exists():
            return
        with self._log.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield number, _entry(line)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """The log, open for adding, while no other process adds to it."""
        log = os.open(self._log, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(log, fcntl.LOCK_EX)
            yield log
        finally:
            os.close(log)

    def _point_at(self, entry: Entry) -> None:
        """Note the last record: one short write in place, always of one length."""
        head = os.open(self._head, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.pwrite(head, f"{entry.number:020d} {entry.hash}\n".encode("ascii"), 0)
        finally:
            os.close(head)


def _chained(last: Entry | None, lost: str, who: str, act: str, about: str, address: str, detail: str) -> Entry:
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    entry = Entry(
        number=last.number + 1 if last else 1,
        at=at,
        who=who,
        act=act,
        about=about,
        before=last.hash if last else FIRST,
        address=address,
        detail=detail,
        lost=lost,
    )
    return msgspec.structs.replace(entry, hash=_digest(entry))


def _digest(entry: Entry) -> str:
    fields = {name: value for name, value in msgspec.structs.asdict(entry).items() if name != "hash"}
    return sha256(_json(fields)).hexdigest()


def _json(fields: dict[str, object]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _line(entry: Entry) -> bytes:
    return _json(msgspec.structs.asdict(entry)) + b"\n"


def _entry(line: bytes) -> Entry | None:
    try:
        return msgspec.json.decode(line, type=Entry)
    except msgspec.MsgspecError:
        return None


def _last(log: int) -> tuple[Entry | None, bool]:
    """The last record of the log, and whether the log ends with a whole line."""
    size = os.fstat(log).st_size
    tail = os.pread(log, _LONGEST, max(size - _LONGEST, 0))
    entries = (entry for line in reversed(tail.splitlines()) if (entry := _entry(line)) is not None)
    return next(entries, None), tail.endswith(b"\n") or not tail


def _faults(number: int, entry: Entry, last: str, hashes: dict[str, int]) -> Iterator[str]:
    """What is wrong with the record on a line, given the hash of the record before and those of all so far."""
    if entry.lost:
        lost = entry.lost.partition(" ")[0]
        yield f"line {number}: the records before number {entry.number} of {entry.at} were cut off; {lost} was the last"
    if _digest(entry) != entry.hash:
        yield f"line {number}: record {entry.number} of {entry.at} was changed"
    elif entry.before != last:
        known = hashes.get(entry.before)
        where = "is out of order" if known is not None else "does not follow: records before it were removed or changed"
        yield f"line {number}: record {entry.number} of {entry.at} {where}"
