"""The filters of a query as conditions of SQL."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from msgspec import Struct

from onrecord.errors import UsageError
from onrecord.store import rows
from onrecord.store.protocol import Query
from onrecord.store.session import Values
from onrecord.store.terms import person_key

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


class Filters(Struct, frozen=True, kw_only=True):
    """What narrows a search: a range of rows (days), words of a name, a release. `heads` is the table of heads."""

    heads: str
    first: int
    last: int
    person: tuple[str, ...]
    release: str

    def conditions(self, row: str, *, by_person: bool = False) -> tuple[str, Values]:
        """A condition on the column `row` (of a message or page), and its parameters.

        `by_person`: the messages of a person may be looked up and the rest tested on them. Where words are part of the
        query that would be a search for each message, so SQLite is kept from it.
        """
        tested = "" if by_person else "+"
        parts: list[str] = [f"{row} BETWEEN ? AND ?"]
        values: list[int | str] = [self.first, self.last]
        if self.person:
            named = " AND ".join("instr(name, ?)" for _ in self.person)
            parts.append(
                f"{tested}{row} IN (SELECT row FROM message_people"
                f" WHERE person IN (SELECT no FROM people WHERE {named}) AND row BETWEEN ? AND ?)"
            )
            values += [*self.person, self.first, self.last]
        if self.release:
            parts.append(
                f"EXISTS (SELECT 1 FROM {self.heads} own JOIN locations l ON l.file = own.file"
                f" WHERE own.row = {row} AND l.release = ?)"
            )
            values.append(self.release)
        return " AND ".join(parts), tuple(values)


def parse(query: Query) -> Filters:
    """The filters of `query`. Raises UsageError for a date that is none, and for filters that pages do not have."""
    if query.kind not in ("message", "page"):
        raise UsageError(f"there is no kind {query.kind!r} to search", "choose message or page")
    if query.limit < 0 or query.offset < 0:
        raise UsageError("a negative number of results cannot be shown", "give a limit and an offset of 0 or more")
    if query.kind == "page":
        if query.person or query.since or query.until:
            raise UsageError("pages have no sender and no date", "search messages, or leave these filters out")
        return Filters(heads="pages", first=0, last=(1 << 63) - 1, person=(), release=query.release)
    first, last = rows.day_range(_day(query.since, last=False), _day(query.until, last=True))
    person = tuple(person_key(query.person.replace(",", " ").replace(";", " ")).split())
    return Filters(heads="messages", first=first, last=last, person=person, release=query.release)


def _day(text: str, *, last: bool) -> int:
    """A date, or the first or last day of a month or year, as an ordinal; 0 for no text."""
    if not text:
        return 0
    match = _DATE.match(text.strip())
    try:
        if match is None:
            raise ValueError(text)
        year = int(match[1])
        month = int(match[2] or (12 if last else 1))
        return date(year, month, int(match[3] or (monthrange(year, month)[1] if last else 1))).toordinal()
    except ValueError:
        raise UsageError(f"{text!r} is not a date", "write it as YYYY-MM-DD, YYYY-MM or YYYY") from None
