"""A few lines of a text around the words that were found in it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from itertools import islice

from onrecord.store.query import Term
from onrecord.store.tokens import words

#: The marks around a found word: private-use characters that no text is left to hold.
START, END = "\ue000", "\ue001"

#: Words shown, and how many of them stand before the first found one.
_SHOWN, _BEFORE = 32, 6

#: Characters of a text that are looked at.
_EXAMINED = 200_000

_UNMARKED = str.maketrans({START: " ", END: " "})

Word = tuple[str, int, int]


def snippet(texts: Sequence[str], terms: Sequence[Term]) -> str:
    """Words around the best place of the first of `texts` in which one of `terms` occurs, else its beginning.

    The best place holds most different terms, the first such one wins. Line breaks become spaces, "…" stands where text
    is left out, found words stand between U+E000 and U+E001.
    """
    for text in texts:
        clean = text[:_EXAMINED].translate(_UNMARKED)
        found = list(words(clean))
        hits = _hits(found, terms)
        if hits:
            return _cut(clean, found, hits)
    clean = texts[0][:_EXAMINED].translate(_UNMARKED) if texts else ""
    return _cut(clean, list(islice(words(clean), _SHOWN + 1)), {})


def places(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Where `terms` occur in `text`, as offsets (half-open) in order; the words of a phrase as one place."""
    found = list(words(text[:_EXAMINED]))
    hits = _hits(found, terms)
    runs: list[list[int]] = []
    for index, number in hits.items():
        if runs and index == runs[-1][1] + 1 and number == hits[runs[-1][1]] and len(terms[number].words) > 1:
            runs[-1][1] = index
        else:
            runs.append([index, index])
    return [(found[first][1], found[last][2]) for first, last in runs]


def _hits(found: Sequence[Word], terms: Sequence[Term]) -> dict[int, int]:
    """The number of the term that each found word belongs to, by the word's index, in order."""
    places: dict[str, list[int]] = {}
    for index, (word, _, _) in enumerate(found):
        places.setdefault(word, []).append(index)
    hits: dict[int, int] = {}
    for number, term in enumerate(terms):
        for start in _starts(term, places):
            if _fits(found, start, term):
                hits.update(dict.fromkeys(range(start, start + len(term.words)), number))
    return dict(sorted(hits.items()))


def _starts(term: Term, places: dict[str, list[int]]) -> list[int]:
    first = term.words[0]
    if len(term.words) > 1 or not term.prefix:
        return places.get(first, [])
    return [index for word, listed in places.items() if word.startswith(first) for index in listed]


def _fits(found: Sequence[Word], start: int, term: Term) -> bool:
    stop = start + len(term.words)
    if stop > len(found):
        return False
    last = found[stop - 1][0]
    if not (last.startswith(term.words[-1]) if term.prefix else last == term.words[-1]):
        return False
    return all(word[0] == wanted for word, wanted in zip(found[start : stop - 1], term.words, strict=False))


def _cut(text: str, found: Sequence[Word], hits: dict[int, int]) -> str:
    if not found:
        return ""
    first = max(0, _best(hits) - _BEFORE)
    shown = found[first : first + _SHOWN]
    begin = 0 if first == 0 else shown[0][1]
    last = first + len(shown)
    end = found[last][1] if last < len(found) else min(len(text), shown[-1][2] + 20)
    cut = " ".join(_marked(text, begin, end, [found[i] for i in hits if first <= i < last]).split())
    return ("… " if begin else "") + cut + (" …" if end < len(text.rstrip()) else "")


def _best(hits: dict[int, int]) -> int:
    """The index of the word at which the window with most different terms begins."""
    best, most = 0, 0
    window: deque[int] = deque()
    inside: Counter[int] = Counter()
    for index, number in hits.items():
        window.append(index)
        inside[number] += 1
        while window[0] <= index - (_SHOWN - _BEFORE):
            gone = hits[window.popleft()]
            inside[gone] -= 1
            if not inside[gone]:
                del inside[gone]
        if len(inside) > most:
            best, most = window[0], len(inside)
    return best


def _marked(text: str, begin: int, end: int, hits: Sequence[Word]) -> str:
    parts, at = [], begin
    for _, start, stop in hits:
        parts += [text[at:start], START, text[start:stop], END]
        at = stop
    return "".join([*parts, text[at:end]])
