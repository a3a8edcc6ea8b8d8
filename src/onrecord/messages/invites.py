"""The times and places of meetings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.heads import Head, value
from onrecord.model import MessageKind, Page
from onrecord.text import dates

#: Fields of `labels.WORDS` that only meetings print.
MARKS = frozenset({"when", "start", "organizer", "required"})

#: The dash of a span of time: "10:00 PM-11:00 PM" has no offset of eleven hours.
RANGE = re.compile(r"(?<=[\dMm.]) ?[-\u2013\u2014] ?(?=\d{1,2}[:.]\d\d)")


def is_one(head: Head) -> bool:
    """Whether a header is that of a meeting."""
    fields = head.fields.keys()
    return (
        bool(MARKS & fields)
        and bool({"where", "end", "organizer", "required", "when"} & fields)
        and head.kind is MessageKind.EMAIL
    )


def times(pages: Sequence[Page], head: Head) -> tuple[str, str]:
    """Start and end as ISO 8601, local; empty when they are not printed.

    "When: Wednesday, February 26, 2020 1:00 PM-2:00 PM" prints the day once. A time that is stated in UTC keeps its
    offset; the "(UTC-05:00)" behind a printed span names a time zone, in summer too, and is no offset.
    """
    start, end = value(pages, head, "start"), value(pages, head, "end")
    if start:
        return _stated(start), _stated(end)
    when = RANGE.sub(" to ", value(pages, head, "when"))
    first = dates.find(when)
    if first is None or not first.clock:
        return (first.local if first else ""), ""
    rest = when[first.end :]
    other = dates.find(rest)
    if other is not None and other.clock:
        return first.local, other.local
    clock = dates.clock(rest[:16])
    return first.local, f"{first.local[:10]}T{clock}" if clock else ""


def _stated(printed: str) -> str:
    """A time that stands alone: ISO 8601, with ``+00:00`` when it says that it is UTC."""
    moment = dates.find(printed)
    if moment is None:
        return ""
    return moment.local + ("+00:00" if moment.clock and moment.offset == "+00:00" else "")
