"""The numbers of pages and messages in the search index: they follow from the content.

FTS5 keeps matches in the order of these numbers. So a date filter is a range of them, and a query that matches more
than can be ranked in time takes the first so many: the newest messages, the same ones whatever the order in which
they were written.

A message's number is made of the day (newest first, undated last), 4 bits of its id and a counter; an undated
message's of 16 bits of its id and a counter. Few bits keep the steps between matches short, and the index small. A
page's number is made of 28 bits of its file's hash, the page number and a counter for files that share those bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256

#: Low bits of a row that only count; rows that differ in nothing else are in no order that means something.
MESSAGE_COUNTER = 20
PAGE_COUNTER = 7

_DAY_SHIFT = MESSAGE_COUNTER + 4
_UNDATED = date.max.toordinal() << _DAY_SHIFT
_MOST_PAGES = 1 << 24


def day_of(local: str) -> int:
    """The day of an ISO time such as `Sent.local` as a proleptic ordinal; 0 when it names no whole day."""
    try:
        return date.fromisoformat(local[:10]).toordinal()
    except ValueError:
        return 0


def message_bucket(day: int, id: str) -> int:
    """The least row of the messages of a day (0: undated) that share some bits of their id."""
    bits = int.from_bytes(sha256(id.encode()).digest()[:2], "big")
    if not day:
        return _UNDATED + (bits << MESSAGE_COUNTER)
    return _days_back(day) + ((bits & 15) << MESSAGE_COUNTER)


def day_range(since: int, until: int) -> tuple[int, int]:
    """The least and greatest row of messages from the day `since` to the day `until`; 0 leaves an end open.

    Undated messages are in the range only when both ends are open.
    """
    least = _days_back(until) if until else 0
    if since:
        return least, _days_back(since) + (1 << _DAY_SHIFT) - 1
    return least, (_UNDATED - 1 if until else (1 << 63) - 1)


def page_bucket(file: str, number: int) -> int:
    """The least row of page `number` of files whose SHA-256 starts as `file` does. Raises ValueError beyond 2**24."""
    if not 0 < number < _MOST_PAGES:
        raise ValueError(f"page number {number} is out of range")
    bits = int.from_bytes(sha256(file.encode()).digest()[:4], "big") >> 4
    return ((bits << 24) | number) << PAGE_COUNTER


def free(bucket: int, used: Iterable[int]) -> Iterator[int]:
    """The free rows of a bucket, least first."""
    taken = set(used)
    row = bucket
    while True:
        if row not in taken:
            yield row
        row += 1


def _days_back(day: int) -> int:
    return (date.max.toordinal() - day) << _DAY_SHIFT
