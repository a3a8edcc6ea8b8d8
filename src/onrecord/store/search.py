"""Full-text search with FTS5: candidates, their order, and what is shown of them.

Matches are ranked by FTS5's bm25 with a word in a subject counting four times and one in a name twice as much as one
in a body. Ranking reads every candidate, so no more than MOST_RANKED are: of a text that more messages match, the
newest ones (see `onrecord.store.rows`), and the result says that it is not exact.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection

from onrecord.model import page_key
from onrecord.store import filters, places, rows
from onrecord.store.codec import message_from
from onrecord.store.filters import Filters
from onrecord.store.protocol import Hit, Query, Results
from onrecord.store.query import Parsed, Term, parse
from onrecord.store.session import Values, as_list
from onrecord.store.snippets import snippet

#: Matches that are ranked at most. At a million messages 20,000 take about 40 ms: see ``benchmarks/search.py``.
MOST_RANKED = 20_000

#: Matches of a search without words that are counted at most.
MOST_COUNTED = 100_000


class Target(Struct, frozen=True, kw_only=True):
    """One kind of record to search: its tables, the weights of the index's columns, the counter in its rows."""

    index: str
    vocabulary: str
    heads: str
    texts: str
    weights: str
    counter: int
    order: str


TARGETS = {
    "message": Target(
        index="message_index",
        vocabulary="message_terms",
        heads="messages",
        texts="message_texts",
        weights="4, 2, 1, 1",
        counter=rows.MESSAGE_COUNTER,
        order="o.ordinal, h.page, h.start, h.depth, h.id",
    ),
    "page": Target(
        index="page_index",
        vocabulary="page_terms",
        heads="pages",
        texts="page_texts",
        weights="1, 1",
        counter=rows.PAGE_COUNTER,
        order="o.ordinal, h.number",
    ),
}

Scored = list[tuple[float, int]]


def run(connection: Connection, query: Query) -> Results:
    """The results of `query`. Raises UsageError for a text or filter that makes no sense."""
    chosen, target = filters.parse(query), TARGETS.get(query.kind, TARGETS["message"])
    places.ready(connection)
    if not query.text.strip():
        return _listed(connection, query, target, chosen)
    parsed = parse(query.text)
    if query.fuzzy:
        from onrecord.store import fuzzy  # here, because few searches need rapidfuzz

        parsed = fuzzy.widened(connection, target.vocabulary, parsed)
    found, exact = _candidates(connection, target, expression(parsed), chosen)
    best = _ordered(connection, target, found, query.offset + query.limit)[query.offset :]
    terms = [term for group in parsed.wanted for term in group]
    return Results(
        hits=tuple(_hits(connection, query.kind, best, terms)),
        total=len(found),
        exact=exact,
        terms=tuple(dict.fromkeys(map(_shown, terms))),
    )


def expression(parsed: Parsed) -> str:
    """`parsed` in FTS5's own language: every word quoted, so that none is taken for an operator."""
    wanted = " AND ".join(_any(group) for group in parsed.wanted)
    return f"({wanted}) NOT {_any(parsed.unwanted)}" if parsed.unwanted else wanted


def _any(terms: tuple[Term, ...]) -> str:
    return "(" + " OR ".join(f'"{" ".join(term.words)}"' + "*" * term.prefix for term in terms) + ")"


def _shown(term: Term) -> str:
    return " ".join(term.words) + "*" * term.prefix


def _candidates(connection: Connection, target: Target, text: str, chosen: Filters) -> tuple[Scored, bool]:
    """Score (less is better) and row of what matches, and whether that is all that does."""
    conditions, values = chosen.conditions("f.rowid")
    sql = (
        f"SELECT bm25({target.index}, {target.weights}), f.rowid FROM {target.index} f"
        f" WHERE {target.index} MATCH ? AND {conditions} ORDER BY f.rowid LIMIT ?"
    )
    found: Scored = [(score, row) for score, row in connection.exec_driver_sql(sql, (text, *values, MOST_RANKED + 1))]
    if len(found) <= MOST_RANKED:
        return found, True
    bucket = found[-1][1] >> target.counter
    whole = [(score, row) for score, row in found if row >> target.counter != bucket]
    return whole or found[:MOST_RANKED], False


def _ordered(connection: Connection, target: Target, found: Scored, number: int) -> Scored:
    """The best `number` of `found`; equally good ones in the order of their places."""
    ranked = sorted(found)
    if number < len(ranked):
        worst = ranked[number - 1][0] if number else float("-inf")
        ranked = ranked[: next((i for i in range(number, len(ranked)) if ranked[i][0] > worst), len(ranked))]
    groups = [list(group) for _, group in groupby(ranked, key=lambda pair: pair[0])]
    tied = [row for group in groups if len(group) > 1 for _, row in group]
    rank = {row: n for n, row in enumerate(_in_place_order(connection, target, tied))}
    return [pair for group in groups for pair in sorted(group, key=lambda pair: rank.get(pair[1], 0))][:number]


def _in_place_order(connection: Connection, target: Target, numbers: list[int]) -> list[int]:
    if not numbers:
        return []
    sql = (
        f"SELECT h.row FROM json_each(?) j CROSS JOIN {target.heads} h ON h.row = j.value"
        f" JOIN places o ON o.file = h.file ORDER BY {target.order}"
    )
    return [int(row) for (row,) in connection.exec_driver_sql(sql, (as_list(numbers),))]


def _listed(connection: Connection, query: Query, target: Target, chosen: Filters) -> Results:
    """What passes the filters: messages by time, undated ones last; pages by place."""
    conditions, values = chosen.conditions("h.row", by_person=True)
    time = "(h.sent = ''), h.sent, " if query.kind == "message" else ""
    sql = (
        f"SELECT h.row FROM {target.heads} h JOIN places o ON o.file = h.file WHERE {conditions}"
        f" ORDER BY {time}{target.order} LIMIT ? OFFSET ?"
    )
    found: Scored = [(0.0, row) for (row,) in connection.exec_driver_sql(sql, (*values, query.limit, query.offset))]
    total = _counted(
        connection, f"SELECT count(*) FROM (SELECT 1 FROM {target.heads} h WHERE {conditions} LIMIT ?)", values
    )
    return Results(
        hits=tuple(_hits(connection, query.kind, found, [])),
        total=min(total, MOST_COUNTED),
        exact=total <= MOST_COUNTED,
    )


def _counted(connection: Connection, sql: str, values: Values) -> int:
    return int(connection.exec_driver_sql(sql, (*values, MOST_COUNTED + 1)).scalar_one())


def _hits(connection: Connection, kind: str, found: Scored, terms: list[Term]) -> list[Hit]:
    show = _message_hit if kind == "message" else _page_hit
    columns = (
        "t.record, t.body, t.subject, t.names, t.extra" if kind == "message" else "n.id, h.number, t.text, t.extra"
    )
    target = TARGETS[kind]
    sql = (
        f"SELECT h.row, {columns} FROM json_each(?) j CROSS JOIN {target.heads} h ON h.row = j.value"
        f" JOIN {target.texts} t ON t.row = h.row JOIN file_names n ON n.no = h.file"
    )
    records = {row[0]: row[1:] for row in connection.exec_driver_sql(sql, (as_list(row for _, row in found),))}
    return [show(abs(score), records[row], terms) for score, row in found]


def _message_hit(score: float, record: Any, terms: list[Term]) -> Hit:
    encoded, body, *others = record
    message = message_from(encoded, body)
    return Hit(
        id=message.id,
        kind="message",
        score=score,
        snippet=snippet([body, *others], terms),
        file=message.file,
        page=message.page_start,
    )


def _page_hit(score: float, record: Any, terms: list[Term]) -> Hit:
    file, number, text, extra = record
    return Hit(
        id=page_key(file, number),
        kind="page",
        score=score,
        snippet=snippet([text, extra], terms),
        file=file,
        page=number,
    )
