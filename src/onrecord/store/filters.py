"""The filters of a query as conditions of SQL."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from msgspec import Struct

from onrecord.errors import UsageError
from onrecord.store import rows
from onrecord.store.dialect import Values
from onrecord.store.protocol import Query
from onrecord.store.session import Statements
from onrecord.store.terms import person_key

#: The range of all rows.
_ALL = (0, (1 << 63) - 1)

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


#: What a search can be narrowed to: nothing is uncertain, or something is.
SURE, DOUBTFUL = "sure", "doubtful"

#: Conditions on the row `row`, by the table of heads: on its pages stands an exemption code; something is uncertain.
_CODED = {
    "messages": "EXISTS (SELECT 1 FROM message_pages s JOIN pages p ON p.file = s.file AND p.number = s.number"
    " JOIN page_codes c ON c.row = p.row WHERE s.row = {row} AND c.code = ?)",
    "pages": "EXISTS (SELECT 1 FROM page_codes c WHERE c.row = {row} AND c.code = ?)",
}
_DOUBTED = {
    "messages": "EXISTS (SELECT 1 FROM message_doubts d WHERE d.row = {row})",
    "pages": "EXISTS (SELECT 1 FROM pages d WHERE d.row = {row} AND d.state = 'low_confidence')",
}


class Filters(Struct, frozen=True, kw_only=True):
    """What narrows a search: a range of rows and the days it stands for, words of a name, a release, a code.

    `heads` is the table of heads. `since` and `until` are ISO dates or empty.
    """

    heads: str
    rows: tuple[int, int]
    since: str = ""
    until: str = ""
    person: tuple[str, ...] = ()
    release: str = ""
    exemption: str = ""
    certainty: str = ""

    def conditions(self, row: str, *, by_person: bool = False) -> tuple[str, Values]:
        """A condition on the column `row` (of a message or page), and its parameters.

        `by_person`: the messages of a person may be looked up and the rest tested on them. Where words are part of the
        query that would be a search for each message, so SQLite is kept from it.
        """
        parts: list[str] = [f"{row} BETWEEN ? AND ?"]
        values: list[int | str] = [*self.rows]
        if self.person:
            tested = "" if by_person else "+"
            parts.append(
                f"{tested}{row} IN (SELECT row FROM message_people"
                f" WHERE person IN (SELECT no FROM people WHERE {self._named()}) AND row BETWEEN ? AND ?)"
            )
            values += [*self.person, *self.rows]
        if self.release:
            parts.append(
                f"EXISTS (SELECT 1 FROM {self.heads} own JOIN locations l ON l.file = own.file"
                f" WHERE own.row = {row} AND l.release = ?)"
            )
            values.append(self.release)
        if self.exemption:
            parts.append(_CODED[self.heads].format(row=row))
            values.append(self.exemption)
        if self.certainty:
            parts.append(("" if self.certainty == DOUBTFUL else "NOT ") + _DOUBTED[self.heads].format(row=row))
        return " AND ".join(parts), tuple(values)

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return self.rows != _ALL or bool(self.person or self.release or self.exemption or self.certainty)

    def names(self, read: Statements, most: int) -> list[str]:
        """The names, as `person_key` writes them, that the person filter fits; none when they are more than `most`."""
        sql = f"SELECT name FROM people WHERE {self._named()} ORDER BY name LIMIT ?"
        found = [str(name) for (name,) in read.rows(sql, (*self.person, most + 1))]
        return found if len(found) <= most else []

    def _named(self) -> str:
        return " AND ".join("instr(name, ?) > 0" for _ in self.person)


def parse(query: Query) -> Filters:
    """The filters of `query`. Raises UsageError for a date that is none, and for filters that pages do not have."""
    if query.kind not in ("message", "page"):
        raise UsageError(f"there is no kind {query.kind!r} to search", "choose message or page")
    if query.limit < 0 or query.offset < 0:
        raise UsageError("a negative number of results cannot be shown", "give a limit and an offset of 0 or more")
    if query.kind == "page":
        if query.person or query.since or query.until:
            raise UsageError("pages have no sender and no date", "search messages, or leave these filters out")
        code, certainty = _code(query), _certainty(query)
        return Filters(heads="pages", rows=_ALL, release=query.release, exemption=code, certainty=certainty)
    first, last = _day(query.since, last=False), _day(query.until, last=True)
    return Filters(
        heads="messages",
        rows=rows.day_range(first, last),
        since=date.fromordinal(first).isoformat() if first else "",
        until=date.fromordinal(last).isoformat() if last else "",
        person=tuple(person_key(query.person.replace(",", " ").replace(";", " ")).split()),
        release=query.release,
        exemption=_code(query),
        certainty=_certainty(query),
    )


def _code(query: Query) -> str:
    """The exemption code asked for, in the form in which codes are counted."""
    if not query.exemption:
        return ""
    from onrecord.data.codes import explain  # its forms take long to prepare: only who asks for a code waits

    return explain(query.exemption).code


def _certainty(query: Query) -> str:
    if query.certainty not in ("", SURE, DOUBTFUL):
        raise UsageError(f"there is no certainty {query.certainty!r}", f"choose {SURE} or {DOUBTFUL}")
    return query.certainty


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
