"""Facets: how what a search finds is spread over releases, years, people, exemption codes and certainty."""

from __future__ import annotations

from collections import Counter

from onrecord.store import filters
from onrecord.store.codec import people_from
from onrecord.store.dialect import as_list
from onrecord.store.filters import DOUBTFUL, SURE
from onrecord.store.protocol import Facets, Query
from onrecord.store.query import parse
from onrecord.store.session import Statements
from onrecord.store.targets import TARGETS, Target

#: Finds that are counted at most, the newest ones. At 100,000 messages 10,000 take over 100 ms of CPU time, 2,000 take
#: 22: see ``benchmarks/web.py``.
MOST_COUNTED = 1_000

#: Values of a facet that are given, those with most finds first.
MOST_VALUES = 12

_RELEASES = (
    "SELECT l.release, count(DISTINCT h.row) FROM (:numbers) j CROSS JOIN {heads} h ON h.row = j.value"
    " JOIN locations l ON l.file = h.file GROUP BY 1 ORDER BY 2 DESC, 1"
)
_YEARS = (
    "SELECT substr(h.sent, 1, 4), count(*) FROM (:numbers) j CROSS JOIN messages h ON h.row = j.value"
    " WHERE h.sent != '' GROUP BY 1 ORDER BY 1"
)
_PEOPLE = "SELECT m.people FROM (:numbers) j CROSS JOIN messages m ON m.row = j.value"
_CODES = {
    "message": "SELECT c.code, count(DISTINCT j.value) FROM (:numbers) j CROSS JOIN message_pages s ON s.row = j.value"
    " JOIN pages p ON p.file = s.file AND p.number = s.number JOIN page_codes c ON c.row = p.row"
    " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
    "page": "SELECT c.code, count(*) FROM (:numbers) j CROSS JOIN page_codes c ON c.row = j.value"
    " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
}
_DOUBTFUL = {
    "message": "SELECT count(*) FROM (:numbers) j CROSS JOIN message_doubts d ON d.row = j.value",
    "page": "SELECT count(*) FROM (:numbers) j CROSS JOIN pages h ON h.row = j.value WHERE h.state = 'low_confidence'",
}


def tally(read: Statements, query: Query) -> Facets:
    """The facets of `query`. Raises what a search raises."""
    chosen, target = filters.parse(query), TARGETS.get(query.kind, TARGETS["message"])
    found = _rows(read, query, target, chosen)
    numbers, whole = found[:MOST_COUNTED], len(found) <= MOST_COUNTED
    listed = as_list(numbers)
    messages = target.kind == "message"
    doubtful = read.number(_DOUBTFUL[target.kind], (listed,))
    certainty = ((SURE, len(numbers) - doubtful), (DOUBTFUL, doubtful))
    return Facets(
        exact=whole,
        releases=_counts(read, _RELEASES.format(heads=target.heads), (listed,)),
        years=_counts(read, _YEARS, (listed,)) if messages else (),
        people=_people(read, listed) if messages else (),
        codes=_counts(read, _CODES[target.kind], (listed, MOST_VALUES)),
        certainty=tuple(pair for pair in certainty if pair[1]),
    )


def _rows(read: Statements, query: Query, target: Target, chosen: filters.Filters) -> list[int]:
    """The rows of what is found, one more than are counted where there are more."""
    if query.text.strip():
        parsed = parse(query.text)
        if query.fuzzy:
            from onrecord.store import fuzzy  # here, because few searches need rapidfuzz

            parsed = fuzzy.widened(read, target, parsed)
        return [row for _, row in read.dialect.matches(read, target, parsed, chosen, MOST_COUNTED + 1)]
    conditions, values = chosen.conditions("h.row", by_person=True)
    sql = f"SELECT h.row FROM {target.heads} h WHERE {conditions} ORDER BY h.row LIMIT ?"
    return [row for (row,) in read.rows(sql, (*values, MOST_COUNTED + 1))]


def _people(read: Statements, listed: str) -> tuple[tuple[str, int], ...]:
    """Who is named in most of the messages with the rows in a list."""
    found = Counter(person for (people,) in read.rows(_PEOPLE, (listed,)) for person in people_from(people))
    least = min((number for _, number in found.most_common(MOST_VALUES)), default=0)
    most = [person for person, number in found.items() if number >= least]
    names = read.rows("SELECT no, name FROM people WHERE no IN (:numbers)", (as_list(most),))
    return tuple(
        sorted(((str(name), found[no]) for no, name in names), key=lambda one: (-one[1], one[0]))[:MOST_VALUES]
    )


def _counts(read: Statements, sql: str, values: tuple[object, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), int(number)) for name, number in read.rows(sql, values))
