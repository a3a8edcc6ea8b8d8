"""Finding words that OCR damaged: each word is widened by the words of the case that scanning may have made of it.

Two words are compared by the cheapest way to turn one into the other. Reading one shape for another that looks alike
(``rn`` for ``m``) costs little; losing, adding or changing a letter otherwise costs 1. The pairs are the confusions
that studies of OCR output list first (for example Kukich 1992, "Techniques for automatically correcting words in
text", ACM Computing Surveys 24(4)): strokes joined or parted, closed or open bowls, and letters for digits.
"""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein
from sqlalchemy import Connection

from onrecord.store.query import Parsed, Term

#: Shapes taken for one another, and what that costs against 1 for any other change.
LOOKALIKES = {
    **dict.fromkeys([("rn", "m"), ("ri", "n"), ("nn", "m"), ("cl", "d"), ("li", "h"), ("vv", "w"), ("ii", "u")], 0.4),
    **dict.fromkeys([("l", "1"), ("i", "1"), ("l", "i"), ("o", "0"), ("s", "5"), ("b", "8"), ("g", "9")], 0.3),
    **dict.fromkeys([("e", "c"), ("b", "6"), ("g", "q"), ("z", "2"), ("t", "f"), ("i", "j"), ("t", "l")], 0.5),
    **dict.fromkeys([("h", "b"), ("u", "n"), ("u", "v"), ("c", "o"), ("a", "o"), ("e", "o"), ("n", "h")], 0.6),
}

#: Words shorter than this are searched for as they are: too many other words are near them.
SHORTEST = 4

#: The words added to one word at most, the nearest first.
MOST_ADDED = 24

#: How much may differ: a word of up to 7 letters, and a longer one.
_ALLOWED_SHORT, _ALLOWED_LONG, _LONG = 1.0, 1.6, 8

_COSTS: dict[tuple[str, str], float] = {}
for (_one, _other), _cost in LOOKALIKES.items():
    _COSTS[_one, _other] = _COSTS[_other, _one] = _cost


def widened(connection: Connection, vocabulary: str, parsed: Parsed) -> Parsed:
    """`parsed` with its wanted words, but for quoted ones and prefixes, widened to those of `vocabulary` near them."""
    wanted = tuple(
        tuple(dict.fromkeys(other for term in group for other in _near(connection, vocabulary, term)))
        for group in parsed.wanted
    )
    return Parsed(wanted, parsed.unwanted)


def _near(connection: Connection, vocabulary: str, term: Term) -> list[Term]:
    if term.quoted or term.prefix or len(term.words) > 1 or len(term.words[0]) < SHORTEST:
        return [term]
    word = term.words[0]
    allowed = _ALLOWED_LONG if len(word) >= _LONG else _ALLOWED_SHORT
    near = sorted((cost, other) for other, cost in _costs(connection, vocabulary, word, allowed))
    return [term, *(Term((other,)) for _, other in near[:MOST_ADDED])]


def _costs(connection: Connection, vocabulary: str, word: str, allowed: float) -> list[tuple[str, float]]:
    sql = f"SELECT term FROM {vocabulary}"
    found = []
    for (other,) in connection.exec_driver_sql(sql):
        if abs(len(other) - len(word)) <= 3 and other != word:
            # a look-alike is at most two single changes, so this sifts without losing any
            if Levenshtein.distance(word, other, score_cutoff=6) <= 6:
                cost = distance(word, other)
                if cost <= allowed:
                    found.append((other, cost))
    return found


def distance(one: str, other: str) -> float:
    """The cost of the cheapest way from `one` to `other`; symmetric."""
    rows = [[float(j) for j in range(len(other) + 1)]]
    for i in range(1, len(one) + 1):
        row = [float(i)]
        for j in range(1, len(other) + 1):
            row.append(min(rows[i - 1][j] + 1, row[j - 1] + 1, *_steps(one, other, i, j, rows)))
        rows.append(row)
    return rows[-1][-1]


def _steps(one: str, other: str, i: int, j: int, rows: list[list[float]]) -> list[float]:
    """The costs of reaching (i, j) by one shape in place of another."""
    same = 0.0 if one[i - 1] == other[j - 1] else _COSTS.get((one[i - 1], other[j - 1]), 1.0)
    steps = [rows[i - 1][j - 1] + same]
    if i > 1 and (cost := _COSTS.get((one[i - 2 : i], other[j - 1]))):
        steps.append(rows[i - 2][j - 1] + cost)
    if j > 1 and (cost := _COSTS.get((one[i - 1], other[j - 2 : j]))):
        steps.append(rows[i - 1][j - 2] + cost)
    return steps
