"""Users, sessions and failed attempts: a small SQLite file in the case folder, ``access.sqlite``.

It is apart from the store, whose one writer may be busy for an hour, and so that a case can be handed on without it.
Only hashes are kept: of passwords by Argon2id, of session tokens by SHA-256.
"""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from onrecord.errors import CaseDamaged, NotFound, UsageError
from onrecord.web.access import Role
from onrecord.web.access.passwords import hashed

FILE = "access.sqlite"

#: Seconds after which a session ends, whatever happens, and after which one that is not used does.
LONGEST, IDLE = 12 * 3600.0, 3600.0

#: A session's last use is written down when it is so many seconds old.
_NOTED = 60.0

#: A name: letters, digits and a few signs, 64 at most.
_NAME = re.compile(r"[^\W_](?:[\w .@'-]{0,62}\w)?")

_TABLES = """
CREATE TABLE IF NOT EXISTS users (key TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sessions (token TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users ON DELETE CASCADE,
  made REAL NOT NULL, used REAL NOT NULL);
CREATE TABLE IF NOT EXISTS failures (what TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS failures_by_what ON failures (what, at);
"""


class User(Struct, frozen=True):
    """Somebody who may sign in."""

    name: str
    role: Role


class Book:
    """The users of a case. It may be used from several threads and processes. `clock` gives seconds since 1970."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = folder / FILE
        self._clock = clock
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None

    def users(self) -> list[User]:
        """Everybody who may sign in, by name."""
        if self._db is None and not self._path.exists():
            return []
        rows = self._rows("SELECT name, role FROM users ORDER BY key")
        return [User(name, Role(role)) for name, role in rows]

    def add(self, name: str, role: Role, password: str) -> User:
        """Let somebody sign in, or give a user another password and role, which ends all of the user's sessions.

        Raises UsageError for a name or password that will not do.
        """
        name = unicodedata.normalize("NFC", " ".join(name.split()))
        if not _NAME.fullmatch(name):
            raise UsageError(f"{name!r} is no name for a user", "use letters, digits and . - _ @, 64 at most")
        key = _key(name)
        with self._lock, self._open() as db:
            db.execute("DELETE FROM sessions WHERE user = ?", (key,))
            db.execute(
                "INSERT INTO users VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE"
                " SET name = excluded.name, role = excluded.role, password = excluded.password",
                (key, name, str(role), hashed(password)),
            )
        return User(name, role)

    def remove(self, name: str) -> None:
        """Let a user sign in no more, and end the user's sessions. Raises NotFound."""
        with self._lock, self._open() as db:
            if not db.execute("DELETE FROM users WHERE key = ?", (_key(name),)).rowcount:
                raise NotFound(f"there is no user {name!r}", "`onrecord users list` lists them")

    def password(self, name: str) -> str:
        """The hash of a user's password; empty for nobody."""
        rows = self._rows("SELECT password FROM users WHERE key = ?", (_key(name),))
        return str(rows[0][0]) if rows else ""

    def begin(self, name: str) -> str:
        """Begin a session of a user; the token that stands for it, of which only a hash is kept."""
        token, now = secrets.token_urlsafe(32), self._clock()
        with self._lock, self._open() as db:
            db.execute("DELETE FROM sessions WHERE made < ? OR used < ?", (now - LONGEST, now - IDLE))
            db.execute("INSERT INTO sessions VALUES (?, ?, ?, ?)", (_digest(token), _key(name), now, now))
        return token

    def holder(self, token: str) -> User | None:
        """Whose session a token stands for; None when it is over, or never was one."""
        now, digest = self._clock(), _digest(token)
        rows = self._rows(
            "SELECT u.name, u.role, s.made, s.used FROM sessions s JOIN users u ON u.key = s.user WHERE s.token = ?",
            (digest,),
        )
        if not rows:
            return None
        name, role, made, used = rows[0]
        if not (0 <= now - made < LONGEST and now - used < IDLE):
            self.end(token)
            return None
        if now - used > _NOTED:
            with self._lock, self._open() as db:
                db.execute("UPDATE sessions SET used = ? WHERE token = ?", (now, digest))
        return User(name, Role(role))

    def end(self, token: str) -> None:
        """End a session."""
        with self._lock, self._open() as db:
            db.execute("DELETE FROM sessions WHERE token = ?", (_digest(token),))

    def failed(self, *what: str) -> None:
        """Count a failed attempt against each of `what`."""
        now = self._clock()
        with self._lock, self._open() as db:
            db.executemany("INSERT INTO failures VALUES (?, ?)", [(each, now) for each in what])

    def failures(self, what: str, within: float) -> list[float]:
        """When the attempts of the last `within` seconds failed, oldest first. Older ones are forgotten."""
        now = self._clock()
        with self._lock, self._open() as db:
            db.execute("DELETE FROM failures WHERE at < ?", (now - within,))
            rows = db.execute("SELECT at FROM failures WHERE what = ? ORDER BY at", (what,)).fetchall()
        return [at for (at,) in rows]

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._db is not None:
                self._db.close()
                self._db = None

    def _rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock, self._open() as db:
            return db.execute(sql, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        """The connection; as a context it is a transaction. The file is made readable for its owner alone."""
        if self._db is None:
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            db = sqlite3.connect(self._path, timeout=5.0, check_same_thread=False)
            try:
                db.execute("PRAGMA foreign_keys = on")
                db.executescript(_TABLES)
            except sqlite3.DatabaseError as error:
                db.close()
                step = "remove it and add the users again"
                raise CaseDamaged(f"{self._path.name} cannot be read: {error}", step) from None
            self._db = db
        return self._db


def _key(name: str) -> str:
    """A name for comparing: two users cannot differ by capitals alone."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def _digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
