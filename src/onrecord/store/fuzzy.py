"""Finding words that OCR damaged: each word is widened by the words of the case that scanning may have made of it.

Two words are compared by the cheapest way to turn one into the other. Reading one shape for another that looks alike
(``rn`` for ``m``) costs little; losing, adding or changing a letter otherwise costs 1. The pairs are the confusions
that studies of OCR output list first (for example Kukich 1992, "Techniques for automatically correcting words in
text", ACM Computing Surveys 24(4)): strokes joined or parted, closed or open bowls, and letters for digits.
"""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from onrecord.store.query import Parsed, Term
from onrecord.store.session import Statements
from onrecord.store.targets import Target

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

#: From this length on a word counts as long. What two words may cost, and how many single letters may differ, when the
#: one searched for is short or long: a long word is still itself after two mistakes, in a short one they make another.
LONG = 8
_COST = {False: 1.0, True: 1.6}
_LETTERS = {False: 2, True: 3}

_COSTS: dict[tuple[str, str], float] = {}
for (_one, _other), _cost in LOOKALIKES.items():
    _COSTS[_one, _other] = _COSTS[_other, _one] = _cost


def widened(read: Statements, target: Target, parsed: Parsed) -> Parsed:
    """`parsed` with its wanted words, but for quoted ones and prefixes, widened to those near them.

    All of them are words that the search index of `target` holds now.
    """
    wanted = tuple(
        tuple(dict.fromkeys(other for term in group for other in _near(read, target, term))) for group in parsed.wanted
    )
    return Parsed(wanted, parsed.unwanted)


def _near(read: Statements, target: Target, term: Term) -> list[Term]:
    if term.quoted or term.prefix or len(term.words) > 1 or len(term.words[0]) < SHORTEST:
        return [term]
    found: list[Term] = []
    candidates = [word for _, word in sorted(_costs(read, term.words[0]))]
    for start in range(0, len(candidates), MOST_ADDED):
        part = candidates[start : start + MOST_ADDED]
        present = read.dialect.present(read, target, part)
        found += [Term((word,)) for word in part if word in present]
        if len(found) >= MOST_ADDED:
            break
    return [term, *found[:MOST_ADDED]]


def _costs(read: Statements, word: str) -> list[tuple[float, str]]:
    """What each word of the case that is near enough to `word` costs."""
    long = len(word) >= LONG
    letters = _LETTERS[long]
    sql = "SELECT word FROM words WHERE length BETWEEN ? AND ?"
    rows = read.rows(sql, (len(word) - letters, len(word) + letters))
    near = process.extract(
        word, [other for (other,) in rows], scorer=Levenshtein.distance, score_cutoff=letters, limit=None
    )
    costs = [(distance(word, other), other) for other, _, _ in near if other != word]
    return [(cost, other) for cost, other in costs if cost <= _COST[long]]


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
