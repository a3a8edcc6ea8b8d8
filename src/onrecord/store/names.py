"""Ids of findings as numbers: eight bytes in a row and in an index, where the text takes seventeen.

An id is a prefix of one or two letters and sixteen digits (see `onrecord.model.ids`). Within one kind of finding the
prefix is always the same, so the digits are enough to look it up, and to put findings in the order of their ids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

#: In SQL, that the row {of} has the number {number}: indexes hold the upper half of numbers, which few rows share.
NAMED = "{of}.name >> 32 = {number} >> 32 AND {of}.name = {number}"

_DIGITS = 16
_ID = re.compile(r"([a-z]{1,2})([0-9a-f]{16})")
_PREFIX, _BEGINNING = re.compile(r"[a-z]{1,2}"), re.compile(r"[0-9a-f]{1,16}")
#: What the short form of any other id begins with.
_OTHER = "="
#: Databases count from here.
_LEAST = -(1 << 63)


def number(id: str) -> int:
    """The number under which a finding is looked up: its digits, or of an id of another form a digest."""
    match = _ID.fullmatch(id)
    digits = match[2] if match else sha256(id.encode()).hexdigest()[:_DIGITS]
    return int(digits, _DIGITS) + _LEAST


def short(id: str) -> str:
    """What has to be kept of an id beside its number."""
    match = _ID.fullmatch(id)
    return match[1] if match else _OTHER + id


def whole(short: str, number: int) -> str:
    """The id of which these are what is kept."""
    return short[1:] if short.startswith(_OTHER) else f"{short}{number - _LEAST:016x}"


def ranges(beginning: str) -> Iterator[tuple[int, int]]:
    """The ranges of numbers, ends included, of the ids that begin so, and of some others: the prefix is not told."""
    yield number(beginning), number(beginning)
    for length in (1, 2):
        prefix, digits = beginning[:length], beginning[length:]
        least, greatest = digits.ljust(_DIGITS, "0"), digits.ljust(_DIGITS, "f")
        if _PREFIX.fullmatch(prefix) and _BEGINNING.fullmatch(digits):
            yield int(least, _DIGITS) + _LEAST, int(greatest, _DIGITS) + _LEAST
