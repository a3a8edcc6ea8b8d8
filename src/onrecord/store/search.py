"""Full-text search with FTS5: candidates, their order, and what is shown of them.

Matches are ranked by FTS5's bm25 with a word in a subject counting four times and one in a name twice as much as one
in a body. Ranking reads every candidate, so no more than MOST_RANKED are: of a text that more messages match, the
newest ones (see `onrecord.store.rows`), and the result says that it is not exact.
"""

from __future__ import annotations

import sqlite3
from itertools import groupby, islice
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
from onrecord.store.tokens import words

#: Matches that are ranked at most. At a million messages 10,000 take about 20 ms: see ``benchmarks/search.py``.
MOST_RANKED = 10_000

#: Names that one person filter may fit to be searched for as phrases.
MOST_NAMES = 16

#: Matches of a search without words that are counted at most.
MOST_COUNTED = 100_000


class Target(Struct, frozen=True, kw_only=True):
    """One kind of record to search: its tables, the weights of the index's columns, the counter in its rows."""

    index: str
    vocabulary: str
    heads: str
    texts: str
    weights: str
    weights_of_person: str = ""
    counter: int
    order: str


TARGETS = {
    "message": Target(
        index="message_index",
        vocabulary="message_terms",
        heads="messages",
        texts="message_texts",
        weights="4, 2, 1, 1",
        weights_of_person="4, 0, 1, 1",
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

#: The range of times that an index is searched for; days are told exactly by the range of rows.
_BETWEEN = "(h.sent = '') = 0 AND h.sent BETWEEN ? AND ?"

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
    found, exact = _candidates(connection, target, parsed, chosen)
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


def _phrase(name: str) -> Term:
    return Term(tuple(word for word, _, _ in islice(words(name), 2)))


def _shown(term: Term) -> str:
    return " ".join(term.words) + "*" * term.prefix


def _candidates(connection: Connection, target: Target, parsed: Parsed, chosen: Filters) -> tuple[Scored, bool]:
    """Score (less is better) and row of what matches, and whether that is all that does.

    The first words of the names that a person filter fits are made part of the expression: FTS5 leaps over the messages
    of others. Words in names then do not count for the order, since the person is named in every hit.
    """
    conditions, values = chosen.conditions("f.rowid")
    text, weights = expression(parsed), target.weights
    if chosen.person:
        names = chosen.names(connection, MOST_NAMES)
        if names and all(name.isascii() for name in names):
            text = f"({text}) AND {{names}} : {_any(tuple(map(_phrase, names)))}"
        weights = target.weights_of_person
    sql = (
        f"SELECT bm25({target.index}, {weights}), f.rowid FROM {target.index} f"
        f" WHERE {target.index} MATCH ? AND {conditions} ORDER BY f.rowid LIMIT ?"
    )
    found = _fetched(connection, sql, (text, *values, MOST_RANKED + 1))
    if len(found) <= MOST_RANKED:
        return found, True
    bucket = found[-1][1] >> target.counter
    whole = [(score, row) for score, row in found if row >> target.counter != bucket]
    return whole or found[:MOST_RANKED], False


def _fetched(connection: Connection, sql: str, values: Values) -> Scored:
    """All rows of a query as plain pairs: making rows of SQLAlchemy's of them takes longer than finding them."""
    driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    return driver.execute(sql, values).fetchall()


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
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {target.heads} h WHERE {conditions} LIMIT ?)"
    total = _counted(connection, counted, values)
    hint, order, days = _by_time(chosen) if query.kind == "message" else ("", "", ())
    if days:
        conditions, values = f"{conditions} AND {_BETWEEN}", (*values, *days)
    sql = (
        f"SELECT h.row FROM {target.heads} h {hint} CROSS JOIN places o ON o.file = h.file"
        f" WHERE {conditions} ORDER BY {order}{target.order} LIMIT ? OFFSET ?"
    )
    found = connection.exec_driver_sql(sql, (*values, query.limit, query.offset)).scalars()
    return Results(
        hits=tuple(_hits(connection, query.kind, [(0.0, row) for row in found], [])),
        total=min(total, MOST_COUNTED),
        exact=total <= MOST_COUNTED,
    )


def _by_time(chosen: Filters) -> tuple[str, str, Values]:
    """How to list messages by time: a hint for their table, what to order by first, and the ends of `_BETWEEN`.

    The index of times is in the order that is wanted, so a listing ends at its limit. A person's messages are few
    enough to be sorted.
    """
    if chosen.person:
        return "", "(h.sent = ''), h.sent, ", ()
    if chosen.since or chosen.until:
        return "INDEXED BY messages_by_time", "h.sent, ", (chosen.since, f"{chosen.until or '9999'}~")
    return "INDEXED BY messages_by_time", "(h.sent = ''), h.sent, ", ()


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
