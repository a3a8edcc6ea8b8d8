"""Passwords: hashed by Argon2id with the parameters of RFC 9106 (64 MiB), checked a few at a time."""

from __future__ import annotations

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from onrecord.errors import UsageError

#: Characters of a password, at least (NIST SP 800-63B asks for length, not for kinds of characters) and at most.
SHORTEST, LONGEST = 12, 256

_hasher = PasswordHasher()

#: A hash takes 64 MiB and 0.1 s: strangers must not be able to ask for a hundred at once.
_turns = threading.BoundedSemaphore(2)

#: What the password of a name that nobody bears is held against, so that an answer takes as long as for a real one.
_NOBODY = _hasher.hash(secrets.token_urlsafe())


def hashed(password: str) -> str:
    """The hash of a password. Raises UsageError for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(
            f"a password has {SHORTEST} to {LONGEST} characters", "a few words that do not belong together will do"
        )
    return _hasher.hash(password)


def right(password: str, kept: str) -> bool:
    """Whether a password is the one with the hash `kept`; false, after the same time, for an empty one."""
    if len(password) > LONGEST:
        return False
    with _turns:
        try:
            return _hasher.verify(kept or _NOBODY, password) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False
