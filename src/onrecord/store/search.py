"""Full-text search: candidates, their order, and what is shown of them.

Matches are ranked by bm25, as FTS5 reckons it, with a word in a subject counting four times and one in a name twice as
much as one in a body. Ranking reads every candidate, so no more than MOST_RANKED are: of a text that more messages
match, the newest ones (see `onrecord.store.rows`), and the result says that it is not exact.
"""

from __future__ import annotations

from heapq import nsmallest
from itertools import groupby
from typing import Any

from onrecord.model import page_key
from onrecord.store import contents, filters, places
from onrecord.store.dialect import Scored, Values, as_list
from onrecord.store.filters import Filters
from onrecord.store.protocol import Hit, Query, Results
from onrecord.store.query import Parsed, Term, parse
from onrecord.store.session import Statements
from onrecord.store.snippets import snippet
from onrecord.store.targets import TARGETS, Target
from onrecord.store.unpacking import MESSAGE, Unpacker

#: Matches that are ranked at most. At a million messages 10,000 take about 20 ms: see ``benchmarks/search.py``.
MOST_RANKED = 10_000

#: Matches of a search without words that are counted at most.
MOST_COUNTED = 100_000


#: The range of times that an index is searched for; days are told exactly by the range of rows.
_BETWEEN = "(h.sent = '') = FALSE AND h.sent BETWEEN ? AND ?"

#: What hits are shown from.
_HITS = {
    "message": f"SELECT m.row, {MESSAGE} FROM (:numbers) j CROSS JOIN messages m ON m.row = j.value"
    " JOIN message_texts t ON t.no = m.text JOIN file_names n ON n.no = m.file LEFT JOIN packs k ON k.no = t.base",
    "page": "SELECT p.row, n.id, p.number, p.pack, p.place, k.texts FROM (:numbers) j CROSS JOIN pages p"
    " ON p.row = j.value JOIN packs k ON k.no = p.pack JOIN file_names n ON n.no = p.file",
}


def run(read: Statements, query: Query) -> Results:
    """The results of `query`. Raises UsageError for a text or filter that makes no sense."""
    chosen, target = filters.parse(query), TARGETS.get(query.kind, TARGETS["message"])
    places.ready(read)
    if not query.text.strip():
        return _listed(read, query, target, chosen)
    parsed = parse(query.text)
    if query.fuzzy:
        from onrecord.store import fuzzy  # here, because few searches need rapidfuzz

        parsed = fuzzy.widened(read, target, parsed)
    found, exact = _candidates(read, target, parsed, chosen)
    best = _ordered(read, target, found, query.offset + query.limit)[query.offset :]
    terms = [term for group in parsed.wanted for term in group]
    return Results(
        hits=tuple(_hits(read, query.kind, best, terms)),
        total=len(found),
        exact=exact,
        terms=tuple(dict.fromkeys(map(_shown, terms))),
    )


def _shown(term: Term) -> str:
    return " ".join(term.words) + "*" * term.prefix


def _candidates(read: Statements, target: Target, parsed: Parsed, chosen: Filters) -> tuple[Scored, bool]:
    """Score (less is better) and row of what matches, and whether that is all that does."""
    found = read.dialect.matches(read, target, parsed, chosen, MOST_RANKED + 1)
    if len(found) <= MOST_RANKED:
        return found, True
    bucket = found[-1][1] >> target.counter
    whole = [(score, row) for score, row in found if row >> target.counter != bucket]
    return whole or found[:MOST_RANKED], False


def _ordered(read: Statements, target: Target, found: Scored, number: int) -> Scored:
    """The best `number` of `found`; equally good ones in the order of their places."""
    if number < len(found):
        worst = max(nsmallest(number, (score for score, _ in found)), default=float("-inf"))
        found = [pair for pair in found if pair[0] <= worst]
    groups = [list(group) for _, group in groupby(sorted(found), key=lambda pair: pair[0])]
    tied = [row for group in groups if len(group) > 1 for _, row in group]
    rank = {row: n for n, row in enumerate(_in_place_order(read, target, tied))}
    return [pair for group in groups for pair in sorted(group, key=lambda pair: rank.get(pair[1], 0))][:number]


def _in_place_order(read: Statements, target: Target, numbers: list[int]) -> list[int]:
    if not numbers:
        return []
    sql = (
        f"SELECT h.row FROM (:numbers) j CROSS JOIN {target.heads} h ON h.row = j.value"
        f" JOIN places o ON o.file = h.file ORDER BY {target.order}"
    )
    return [int(row) for (row,) in read.rows(sql, (as_list(numbers),))]


def _listed(read: Statements, query: Query, target: Target, chosen: Filters) -> Results:
    """What passes the filters: messages by time, undated ones last; pages by place."""
    conditions, values = chosen.conditions("h.row", by_person=True)
    counted = f"SELECT count(*) FROM (SELECT 1 FROM {target.heads} h WHERE {conditions} LIMIT ?) x"
    total = read.number(counted, (*values, MOST_COUNTED + 1))
    hint, order, days = _by_time(read.dialect.by_time, chosen) if query.kind == "message" else ("", "", ())
    if days:
        conditions, values = f"{conditions} AND {_BETWEEN}", (*values, *days)
    sql = (
        f"SELECT h.row FROM {target.heads} h {hint} CROSS JOIN places o ON o.file = h.file"
        f" WHERE {conditions} ORDER BY {order}{target.order} LIMIT ? OFFSET ?"
    )
    found = read.rows(sql, (*values, query.limit, query.offset))
    return Results(
        hits=tuple(_hits(read, query.kind, [(0.0, row) for (row,) in found], [])),
        total=min(total, MOST_COUNTED),
        exact=total <= MOST_COUNTED,
    )


def _by_time(hint: str, chosen: Filters) -> tuple[str, str, Values]:
    """How to list messages by time: a hint for their table, what to order by first, and the ends of `_BETWEEN`.

    The index of times is in the order that is wanted, so a listing ends at its limit. A person's messages are few
    enough to be sorted.
    """
    if chosen.person:
        return "", "(h.sent = ''), h.sent, ", ()
    if chosen.since or chosen.until:
        return hint, "h.sent, ", (chosen.since, f"{chosen.until or '9999'}~")
    return hint, "(h.sent = ''), h.sent, ", ()


def _hits(read: Statements, kind: str, found: Scored, terms: list[Term]) -> list[Hit]:
    show, unpacker = _SHOWN[kind], Unpacker()
    records = {row[0]: row[1:] for row in read.rows(_HITS[kind], (as_list(row for _, row in found),))}
    return [show(unpacker, abs(score), records[row], terms) for score, row in found]


def _message_hit(unpacker: Unpacker, score: float, record: Any, terms: list[Term]) -> Hit:
    message = unpacker.message(*record)
    texts = contents.of_message(message)
    return Hit(
        id=message.id,
        kind="message",
        score=score,
        snippet=snippet(texts, terms),
        file=message.file,
        page=message.page_start,
    )


def _page_hit(unpacker: Unpacker, score: float, record: Any, terms: list[Term]) -> Hit:
    file, number, *packed = record
    return Hit(
        id=page_key(file, number),
        kind="page",
        score=score,
        snippet=snippet(contents.of_page(unpacker.text(*packed)), terms),
        file=file,
        page=number,
    )


_SHOWN = {"message": _message_hit, "page": _page_hit}
