"""The rules of ``acts.yaml``, looked up by the words of a sentence: few of its patterns are ever searched for in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from onrecord import data
from onrecord.interactions.needed import Needs, needed

WORD = re.compile(r"[^\W\d_]+")
#: Words and sentences of which it is remembered what they point to. OCR makes new ones without end.
REMEMBERED = 20_000


class Rule(NamedTuple):
    """One entry of ``acts.yaml``: the act, what rules a sentence out, and whether only a question shows it."""

    act: str
    unless: re.Pattern[str] | None
    question: bool


class Clause(NamedTuple):
    """One pattern of a rule. `rule` is the number of the rule, `needs` are words without which it is not found."""

    rule: int
    needs: Needs
    pattern: re.Pattern[str]


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in their order."""
    return tuple(
        Rule(entry["act"], either(entry["not"]) if "not" in entry else None, entry.get("question", False))
        for entry in data.load("acts")["acts"]
    )


@cache
def clauses() -> tuple[Clause, ...]:
    """The patterns of all rules, in the order of the rules."""
    entries: list[dict[str, Any]] = data.load("acts")["acts"]
    return tuple(
        Clause(number, needed(pattern), either([pattern]))
        for number, entry in enumerate(entries)
        for pattern in entry["says"]
    )


def either(patterns: list[str]) -> re.Pattern[str]:
    """One pattern of several, for text in small letters."""
    parts = (pattern if pattern.startswith("^") else rf"\b{pattern}" for pattern in patterns)
    return re.compile("|".join(f"(?:{part}(?!\\w))" for part in parts), re.MULTILINE)


class Index:
    """Which clauses may be found in which sentences of a text, by the first of the words that each needs.

    A clause that needs no word, or that is for questions alone, is looked for in all sentences, or questions.
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._always = [number for number, one in enumerate(clauses) if not one.needs]
        self._asking = [number for number, one in enumerate(clauses) if rules()[one.rule].question]
        self._by_words: defaultdict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(clauses):
            for words in one.needs[0] if one.needs and not rules()[one.rule].question else ():
                self._by_words[words].append(number)
        #: By two letters, what is looked for whose longest word begins with them, and that word; under "" shorter ones.
        self._by_run: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for words in self._by_words:
            run = max(WORD.findall(words), key=len, default="")
            self._by_run[run[:2] if len(run) > 1 else ""].append((run, words))
        self._pointed: dict[str, tuple[str, ...]] = {}

    def candidates(self, sentences: Sequence[str]) -> list[list[int]]:
        """For each sentence the numbers of the clauses that may be found in it, in their order."""
        whole = "\n" + "\n".join(sentences) + "\n"
        ends = list(accumulate(len(sentence) + 1 for sentence in sentences))
        found = [self._always + self._asking if asks(sentence) else list(self._always) for sentence in sentences]
        for words in self._within(whole):
            numbers, at = self._by_words[words], whole.find(words)
            while at >= 0:
                place = bisect_right(ends, at)
                found[place] += numbers
                at = whole.find(words, ends[place])
        return [sorted(set(numbers)) for numbers in found]

    def _within(self, whole: str) -> set[str]:
        """What of all that is looked for may stand in a text: its longest word is part of a word of the text."""
        if len(self._pointed) > REMEMBERED:
            self._pointed.clear()
        anywhere = (words for _, words in self._by_run[""])
        return set(anywhere).union(*map(self._points, set(WORD.findall(whole))))

    def _points(self, word: str) -> tuple[str, ...]:
        found = self._pointed.get(word)
        if found is None:
            found = self._pointed[word] = tuple(
                words
                for start in range(len(word) - 1)
                for run, words in self._by_run.get(word[start : start + 2], ())
                if word.startswith(run, start)
            )
        return found


@cache
def _index() -> Index:
    return Index(clauses())


def asks(sentence: str) -> bool:
    """Whether a sentence is a question."""
    return sentence.rstrip('"”’) ').endswith("?")


#: Sentences and the acts that they show.
_SAID: dict[str, str | None] = {}


def shown(sentences: Sequence[str]) -> list[str | None]:
    """The act that each sentence shows, by the first rule that sees one in it, or None. Sentences in small letters.

    What was said once is not looked at again: mail is quoted over and over.
    """
    if len(_SAID) > REMEMBERED:
        _SAID.clear()
    new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in _SAID]
    for sentence, numbers in zip(new, _index().candidates(new), strict=True):
        _SAID[sentence] = _first(sentence, numbers)
    return [_SAID[sentence] for sentence in sentences]


def _holds(text: str, needs: Needs) -> bool:
    """Whether a text holds one word of each set; written out, for it is asked most of the time."""
    for some in needs:
        for words in some:
            if words in text:
                break
        else:
            return False
    return True


def _first(sentence: str, numbers: Sequence[int]) -> str | None:
    ruled_out, text, known = -1, f"\n{sentence}\n", clauses()
    for number in numbers:
        rule, needs, pattern = known[number]
        if rule == ruled_out or not _holds(text, needs[1:]) or pattern.search(sentence) is None:
            continue
        act, unless, _ = rules()[rule]
        if unless is None or unless.search(sentence) is None:
            return act
        ruled_out = rule
    return None
