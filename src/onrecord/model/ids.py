"""Stable identifiers: the same input gives the same id on every machine, in every order."""

from __future__ import annotations

from hashlib import sha256

#: Hexadecimal digits of a file's SHA-256 that name it inside page keys: 64 bits, enough for billions of files.
FILE_DIGITS = 16


def page_key(file: str, number: int) -> str:
    """The key of page `number` (from 1) of the file with SHA-256 `file`, for example ``9f86d081884c7d65/3``."""
    return f"{file[:FILE_DIGITS]}/{number}"


def page_number(key: str) -> int:
    """The page number in a page key."""
    return int(key.rpartition("/")[2])


def stable_id(prefix: str, *parts: str | int) -> str:
    """`prefix` and 16 hexadecimal digits that depend on `parts` alone."""
    digest = sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"))
    return prefix + digest.hexdigest()[:16]
