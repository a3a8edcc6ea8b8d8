"""The numbers of pages and messages in the search index: they follow from the content.

FTS5 keeps matches in the order of these numbers. So a date filter is a range of them, and a query that matches more
than can be ranked in time takes the first so many: the newest messages, the same ones whatever the order in which
they were written.

A message's number is made of the day (newest first, undated last), 4 bits of its id and a counter; an undated
message's of 16 bits of its id and a counter. A page's number is made of 38 bits of its file's hash and the page number;
should another file share those bits, the next free ones are taken. Few bits keep the steps between matches short, and
the index small: each step takes a byte for seven bits. That is why a day has room for 65,536 messages and no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256

#: Low bits of a row that only count; rows that differ in nothing else are in no order that means something.
MESSAGE_COUNTER = 12

#: Low bits of a page's row that are its number.
PAGE_NUMBER = 24

#: Low bits of a finding's or sketch's number that are its place in its bundle; the others are the bundle's number.
BUNDLED = 6

#: In SQL, the bundle of the record with the number {no}, and the numbers of the records of {bundle}, ends included.
BUNDLE_OF = f"{{no}} >> {BUNDLED}"
NUMBERS_OF = f"({{bundle}} << {BUNDLED}) AND ({{bundle}} << {BUNDLED}) + {(1 << BUNDLED) - 1}"

_DAY_SHIFT = MESSAGE_COUNTER + 4
_UNDATED = date.max.toordinal() << _DAY_SHIFT
_FILE_BITS = 38


def day_of(local: str) -> int:
    """The day of an ISO time such as `Sent.local` as a proleptic ordinal; 0 when it names no whole day."""
    try:
        return date.fromisoformat(local[:10]).toordinal()
    except ValueError:
        return 0


def message_buckets(day: int, id: str) -> Iterator[int]:
    """The least row of the messages of a day (0: undated) that share some bits of their id.

    It is followed by those of the other messages of the day, which are to be taken when all rows before are.
    """
    bits = int.from_bytes(sha256(id.encode()).digest()[:2], "big")
    first, number = (_days_back(day), 16) if day else (_UNDATED, 1 << 16)
    return (first + ((bits + step) % number << MESSAGE_COUNTER) for step in range(number))


def day_range(since: int, until: int) -> tuple[int, int]:
    """The least and greatest row of messages from the day `since` to the day `until`; 0 leaves an end open.

    Undated messages are in the range only when both ends are open.
    """
    least = _days_back(until) if until else 0
    if since:
        return least, _days_back(since) + (1 << _DAY_SHIFT) - 1
    return least, (_UNDATED - 1 if until else (1 << 63) - 1)


def file_rows(file: str) -> Iterator[int]:
    """What the rows of the pages of a file may begin with, the likeliest first: a number to add page numbers to."""
    bits = int.from_bytes(sha256(file.encode()).digest()[:5], "big") >> (40 - _FILE_BITS)
    return (((bits + step) % (1 << _FILE_BITS)) << PAGE_NUMBER for step in range(1 << _FILE_BITS))


def _days_back(day: int) -> int:
    return (date.max.toordinal() - day) << _DAY_SHIFT
