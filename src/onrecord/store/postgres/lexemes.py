"""The search index of PostgreSQL stores: the words that our own tokenizer makes, scored as FTS5 scores them.

Of every record the index holds its words as a set (a `tsvector` without places, under a GIN index), by which candidates
are found, and as a text in which every word stands between spaces and columns are parted by line ends. By that text
phrases are told, and words counted. PostgreSQL's own places in a `tsvector` would not do: they end at 16,383, and at
256 for one word; nor would its ranking, which does not know how rare a word is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from math import log
from typing import Any

from onrecord.store.contents import contents
from onrecord.store.dialect import Scored, Values, as_list
from onrecord.store.filters import Filters
from onrecord.store.postgres import spread
from onrecord.store.query import Parsed, Term
from onrecord.store.session import Session, Statements
from onrecord.store.targets import TARGETS, Target
from onrecord.store.tokens import tokens

#: Characters of text held back at most.
_HELD_CHARACTERS = 4_000_000

#: Characters of a word that count in the set of words, and bytes that a set may have: PostgreSQL's bounds are 2,046
#: bytes and 1,048,575 bytes. The set of a record with more words is this mark alone.
_LONGEST_WORD = 255
_LARGEST_SET = 900_000
_LARGE = "'*'"

#: Records that are checked at a time.
_CHECKED = 256

#: Of bm25, as FTS5 sets them: how soon further occurrences count less, how much long records count less, and the least
#: that a word counts. https://www.sqlite.org/fts5.html#the_bm25_function
_K1, _B, _LEAST = 1.2, 0.75, 1e-6


class LexemeWriter:
    """Keeps one index table in step with the table of texts."""

    def __init__(self, session: Session, target: Target) -> None:
        self._session = session
        self._target = target
        self._held: list[tuple[int, tuple[str, ...]]] = []
        self._characters = 0
        session.hook(self.flush, self._forget)

    def add(self, row: int, *texts: str) -> None:
        """Index `texts` under `row`, at the latest when the transaction ends."""
        self._held.append((row, texts))
        self._characters += sum(map(len, texts))
        if self._characters > _HELD_CHARACTERS:
            self.flush()

    def remove(self, rows: str) -> None:
        """Take rows out."""
        self.flush()
        sql = f"DELETE FROM {self._target.index} WHERE row IN (:numbers) RETURNING length, tokens"
        gone = self._session.rows(sql, (rows,))
        spread.change(self._session, self._target, (words for _, words in gone), -1)
        self._count(-len(gone), -sum(length for length, _ in gone))

    def flush(self) -> None:
        """Write what is held back."""
        if self._held:
            entries = [entry(row, texts) for row, texts in sorted(self._held)]
            self._session.put(self._target.index, entries)
            spread.change(self._session, self._target, (each[3] for each in entries), 1)
            self._count(len(entries), sum(each[1] for each in entries))
        self._forget()

    def _count(self, records: int, found: int) -> None:
        if records:
            sql = "UPDATE index_totals SET records = records + ?, tokens = tokens + ? WHERE name = ?"
            self._session.run(sql, (records, found, self._target.index))

    def _forget(self) -> None:
        self._held = []
        self._characters = 0


def entry(row: int, texts: Sequence[str]) -> tuple[int, int, bool, str, str]:
    """A row of an index: its number, the number of words, whether the set is cut, the words in order, and as a set."""
    columns = [tokens(text) for text in texts]
    found = {word[:_LONGEST_WORD] for word in chain.from_iterable(columns)}
    as_set = " ".join(f"'{word}'" for word in sorted(found))
    large = len(as_set.encode()) > _LARGEST_SET
    spaced = "\n".join("".join(f" {word} " for word in column) for column in columns)
    return row, sum(map(len, columns)), large, spaced, _LARGE if large else as_set


def matches(read: Statements, target: Target, parsed: Parsed, chosen: Filters, most: int) -> Scored:
    """The first `most` records that match, by row, with their score."""
    fits, values = _condition(parsed)
    narrow, more = chosen.conditions("f.row")
    sql = f"SELECT f.row, f.length, f.tokens FROM {target.index} f WHERE {fits} AND {narrow} ORDER BY f.row LIMIT ?"
    found = read.rows(sql, (*values, *more, most))
    terms = [term for group in parsed.wanted for term in group]
    if not found:
        return []
    whole = len(found) < most and not chosen.narrow and not parsed.unwanted
    alone = len(found) if whole and len(terms) == 1 else None
    return _scored(read, target, terms, target.weights_for(person=bool(chosen.person)), found, alone)


def _condition(parsed: Parsed) -> tuple[str, Values]:
    """A condition on an index `f`: by the set of words, and by the words in their order where that is needed."""
    exact, values = _exact(parsed)
    terms = [*chain.from_iterable(parsed.wanted), *parsed.unwanted]
    told = all(len(term.words) == 1 and len(term.words[0]) < _LONGEST_WORD for term in terms)
    also = f"(NOT f.large OR ({exact}))" if told else f"({exact})"
    return f"f.words @@ CAST(? AS tsquery) AND {also}", (f"({_sets(parsed)}) | {_LARGE}", *values)


def _sets(parsed: Parsed) -> str:
    """`parsed` as a tsquery on sets of words: a phrase as all of its words."""
    wanted = ["(" + " | ".join(map(_set, group)) + ")" for group in parsed.wanted]
    unwanted = [f"!{_set(term)}" for term in parsed.unwanted if len(term.words) == 1]
    return " & ".join(wanted + unwanted)


def _set(term: Term) -> str:
    quoted = [f"'{word[:_LONGEST_WORD]}'" for word in term.words]
    return "(" + " & ".join(quoted) + ":*" * term.prefix + ")"


def _exact(parsed: Parsed) -> tuple[str, Values]:
    """`parsed` as a condition on the words in their order."""
    one = "instr(f.tokens, ?) > 0"
    wanted = ["(" + " OR ".join([one] * len(group)) + ")" for group in parsed.wanted]
    unwanted = [f"NOT {one}"] * len(parsed.unwanted)
    values = map(_pattern, [*chain.from_iterable(parsed.wanted), *parsed.unwanted])
    return " AND ".join(wanted + unwanted), tuple(values)


def _pattern(term: Term) -> str:
    """A term as it stands among words in their order."""
    return "".join(f" {word} " for word in term.words)[: -1 if term.prefix else None]


def _scored(
    read: Statements,
    target: Target,
    terms: list[Term],
    weights: Sequence[float],
    found: list[Any],
    alone: int | None,
) -> Scored:
    """bm25 of every record: the same numbers, to the last bit, as FTS5 has for the same words."""
    sql = "SELECT records, tokens FROM index_totals WHERE name = ?"
    records, total = read.rows(sql, (target.index,))[0]
    average = total / records
    known = _rarities(read, target, set(terms), records, alone)
    weighed = [(_pattern(term), known[term]) for term in terms]
    scored = []
    for row, length, words in found:
        columns = list(zip(words.split("\n"), weights, strict=True))
        damping = _K1 * (1 - _B + _B * length / average)
        score = 0.0
        for pattern, rarity in weighed:
            often = sum(weight * occurrences(pattern, column) for column, weight in columns)
            score += rarity * ((often * (_K1 + 1.0)) / (often + damping))
        scored.append((-1.0 * score, row))
    return scored


def _rarities(read: Statements, target: Target, terms: set[Term], records: int, alone: int | None) -> dict[Term, float]:
    """How much each term says. `alone`: in how many records the only term stands, where that is known."""
    known = spread.of(read, target, {word for term in terms if (word := _word(term))})
    having = {term: known.get(word, 0) if (word := _word(term)) else alone for term in terms}
    return {term: _rarity(records, _count(read, target, term) if n is None else n) for term, n in having.items()}


def _word(term: Term) -> str:
    """The word that a term is, where its records are counted; empty for a phrase or the beginning of a word."""
    plain = len(term.words) == 1 and not term.prefix and len(term.words[0]) <= spread.LONGEST
    return term.words[0] if plain else ""


def _count(read: Statements, target: Target, term: Term) -> int:
    fits, values = _condition(Parsed(((term,),)))
    return read.number(f"SELECT count(*) FROM {target.index} f WHERE {fits}", values)


def _rarity(records: int, having: int) -> float:
    rarity = log((records - having + 0.5) / (having + 0.5))
    return rarity if rarity > 0.0 else _LEAST


def occurrences(pattern: str, words: str) -> int:
    """How often a pattern stands in a text of words; of phrases those that overlap count too."""
    if "  " not in pattern:
        return words.count(pattern)
    count, at = 0, words.find(pattern)
    while at >= 0:
        count, at = count + 1, words.find(pattern, at + 1)
    return count


def present(read: Statements, target: Target, candidates: Sequence[str]) -> set[str]:
    """Those of `candidates` that the index holds now."""
    return set(spread.of(read, target, candidates))


def problems(read: Statements) -> Iterator[str]:
    """Whether the indexes are what the texts give, and the totals what the indexes give."""
    for target in TARGETS.values():
        counted: Counter[str] = Counter()
        wrong = sum(1 for _ in _misfits(read, target, counted))
        wrong += sum(1 for _ in spread.misfits(read, target, counted))
        sql = f"SELECT count(*) FROM {target.index} f LEFT JOIN {target.heads} h ON h.row = f.row WHERE h.row IS NULL"
        wrong += read.number(sql)
        totals = (
            f"SELECT t.records = f.records AND t.tokens = f.tokens FROM index_totals t, (SELECT count(*) AS records,"
            f" coalesce(sum(length), 0) AS tokens FROM {target.index}) f WHERE t.name = ?"
        )
        if wrong or not read.rows(totals, (target.index,))[0][0]:
            yield f"the search index {target.index} does not fit its texts: {wrong} records differ"


def _misfits(read: Statements, target: Target, counted: Counter[str]) -> Iterator[int]:
    """The records whose entry is not what their texts give; `counted` counts the records that hold each word."""
    sql = f"SELECT row, length, large, tokens FROM {target.index} WHERE row IN (:numbers)"
    found = contents(read, target, whole=False)
    while some := list(islice(found, _CHECKED)):
        entries = {each[0]: each for each in read.rows(sql, (as_list(row for row, _ in some),))}
        for row, texts in some:
            wanted = entry(row, texts)
            counted.update(spread.words(wanted[3]))
            if entries.get(row) != wanted[:4]:
                yield row
