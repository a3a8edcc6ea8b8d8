"""The search index of SQLite stores: FTS5 without texts of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from sqlalchemy.exc import DBAPIError

from onrecord.store.contents import contents
from onrecord.store.dialect import Scored, Values, as_list
from onrecord.store.filters import Filters
from onrecord.store.query import Parsed, Term
from onrecord.store.session import Session, Statements
from onrecord.store.targets import TARGETS, Target
from onrecord.store.tokens import tokens, words

#: Characters of text held back at most. FTS5 is quickest when it gets many texts in the order of their rows.
_HELD_CHARACTERS = 8_000_000

#: Names that one person filter may fit to be searched for as phrases.
MOST_NAMES = 16


class Fts5Writer:
    """Keeps one FTS5 table in step with the table of texts."""

    def __init__(self, session: Session, target: Target) -> None:
        self._session = session
        names = ", ".join(target.columns)
        self._target = target
        self._table = f"{target.index} (rowid, {names})"
        self._gone = f"{target.index} ({target.index}, rowid, {names})"
        self._held: list[Values] = []
        self._characters = 0
        session.hook(self.flush, self._forget)

    def add(self, row: int, *texts: str) -> None:
        """Index `texts` under `row`, at the latest when the transaction ends."""
        self._held.append((row, *texts))
        self._characters += sum(map(len, texts))
        if self._characters > _HELD_CHARACTERS:
            self.flush()

    def remove(self, rows: str) -> None:
        """Take rows out whose records are still in the store."""
        self.flush()
        gone = sorted((row, *texts) for row, texts in contents(self._session, self._target, rows))
        self._session.put(self._gone, [("delete", *values) for values in gone])

    def flush(self) -> None:
        """Write what is held back."""
        self._held.sort()
        self._session.put(self._table, self._held)
        self._forget()

    def _forget(self) -> None:
        self._held = []
        self._characters = 0


def matches(read: Statements, target: Target, parsed: Parsed, chosen: Filters, most: int) -> Scored:
    """The first `most` records that match, by row, with their score.

    The first words of the names that a person filter fits are made part of the expression: FTS5 leaps over the messages
    of others.
    """
    conditions, values = chosen.conditions("f.rowid")
    text = expression(parsed)
    if chosen.person:
        names = chosen.names(read, MOST_NAMES)
        if names and all(name.isascii() for name in names):
            text = f"({text}) AND {{names}} : {_any(tuple(map(_phrase, names)))}"
    weights = ", ".join(map(str, target.weights_for(person=bool(chosen.person))))
    sql = (
        f"SELECT bm25({target.index}, {weights}), f.rowid FROM {target.index} f"
        f" WHERE {target.index} MATCH ? AND {conditions} ORDER BY f.rowid LIMIT ?"
    )
    return read.rows(sql, (text, *values, most))


def expression(parsed: Parsed) -> str:
    """`parsed` in FTS5's own language: every word quoted, so that none is taken for an operator."""
    wanted = " AND ".join(_any(group) for group in parsed.wanted)
    return f"({wanted}) NOT {_any(parsed.unwanted)}" if parsed.unwanted else wanted


def _any(terms: tuple[Term, ...]) -> str:
    return "(" + " OR ".join(f'"{" ".join(term.words)}"' + "*" * term.prefix for term in terms) + ")"


def _phrase(name: str) -> Term:
    return Term(tuple(word for word, _, _ in islice(words(name), 2)))


def present(read: Statements, target: Target, candidates: Sequence[str]) -> set[str]:
    """Those of `candidates` that the index holds now."""
    sql = f"SELECT v.term FROM (:texts) j CROSS JOIN {target.kind}_terms v ON v.term = j.value"
    return {term for (term,) in read.rows(sql, (as_list(candidates),))}


def problems(read: Statements) -> Iterator[str]:
    """SQLite's own check of its file and of the indexes, then the indexes against what they were made from."""
    yield from (str(line) for (line,) in read.rows("PRAGMA quick_check(20)") if line != "ok")
    for target in TARGETS.values():
        try:
            check = f"INSERT INTO {target.index} ({target.index}) VALUES ('integrity-check')"
            read.connection.exec_driver_sql(check)
            wrong = _misfits(read, target)
        except DBAPIError as error:
            yield f"the search index {target.index} is damaged: {error.orig}"
            continue
        if wrong:
            yield f"the search index {target.index} does not fit its texts: {wrong} words and records differ"


def _misfits(read: Statements, target: Target) -> int:
    """How many records are not in the index or there alone, and how many words stand in another number of places."""
    indexed = {row for (row,) in read.rows(f"SELECT id FROM {target.index}_docsize")}
    counted: Counter[str] = Counter()
    wrong = 0
    for row, texts in contents(read, target, whole=False):
        wrong += row not in indexed
        indexed.discard(row)
        for text in texts:
            counted.update(tokens(text))
    for word, number in read.stream(f"SELECT term, cnt FROM {target.kind}_terms"):
        wrong += counted.pop(word, 0) != number
    return wrong + len(indexed) + len(counted)
