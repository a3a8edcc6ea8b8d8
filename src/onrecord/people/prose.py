"""Names of people in running text: where each stands, without title and possessive, and what is said of the person.

Four sources: what the grammar takes for a person, a known given name before a capitalised word, a title before one, and
the surnames of all full names found by these. Bodies and outlets of the gazetteer are never people. A single word that
only may be a surname is *weak*: it counts when the case knows somebody of that surname.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from onrecord.people import forms, gazetteer, likeness, titles
from onrecord.people.forms import Kind, fold
from onrecord.people.titles import Title, plain, words_of
from onrecord.people.words import aliases

#: A mark of a person in a text that a parser has made: start and end in characters, and whether it is sure.
Marks = Iterable[tuple[int, int, bool]]

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|[A-Z]\.(?=\s?[A-Z])")
_POSSESSIVE = ("’s", "'s", "’S", "'S")
_WORD = re.compile(r"[^\W\d_]+")
_UNNAMED = re.compile(
    r"(?<!\w)(an?|one|another) ([\w -]{0,30}?)(assistant|aide|adviser|advisor|deputy|spokes\w+) (?:to|of|for) "
)


class Found(NamedTuple):
    """A person in a text. `weak`: counts when the case knows the surname. `unnamed`: words for one without a name."""

    start: int
    end: int
    name: str
    title: Title | None = None
    weak: bool = False
    unnamed: bool = False
    principal: str = ""


class _Token(NamedTuple):
    start: int
    end: int
    word: str


def find(text: str, marks: Marks = (), roster: Iterable[str] = ()) -> list[Found]:
    """The people named in `text`, in order. `roster` are folded surnames that count wherever they are capitalised."""
    return _Text(text).found(list(marks), frozenset(roster))


class _Text:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [self._token(match) for match in _TOKEN.finditer(text)]
        self.starts = [token.start for token in self.tokens]
        self.at = {token.start: number for number, token in enumerate(self.tokens)}
        self.held = gazetteer.places(text)
        self.headline = _Headlines(text)
        ordinary = plain("ordinary")
        #: The numbers of the tokens that are capitalised, for all that is no ordinary word and names no body.
        self.capitals = {
            number: token
            for number, token in enumerate(self.tokens)
            if token.word[:1].isupper() and token.word.lower() not in ordinary and not self._in_body(number)
        }

    def found(self, marks: list[tuple[int, int, bool]], roster: frozenset[str]) -> list[Found]:
        runs = {run for run in (self._trim(*run) for run in self._runs(marks)) if run}
        runs = self._shortened(self._borne_out(runs, roster))
        full = {run for run in runs if run[1] - run[0] > 1}
        surnames = {fold(self.tokens[last - 1].word) for _, last in full} | roster
        surnames |= {fold(name) for name in words_of("known_by_surname")}
        taken = {number for first, last in full for number in range(first, last)}
        singles = self._singles(runs - full, marks, surnames, taken)
        people = [self._person(first, last, weak=False) for first, last in full]
        people += [self._person(number, number + 1, weak=weak) for number, weak in singles.items()]
        people += self._unnamed(people)
        return sorted(people)

    def _token(self, match: re.Match[str]) -> _Token:
        word, (start, end) = match[0], match.span()
        if word.endswith(_POSSESSIVE):
            word, end = word[:-2], end - 2
        return _Token(start, end, word)

    # runs of tokens (first, last), last not included

    def _runs(self, marks: list[tuple[int, int, bool]]) -> Iterator[tuple[int, int]]:
        for start, end, sure in marks:
            first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
            if sure and first < last:
                yield first, self._grown(first, last)
        for number, token in self.capitals.items():
            if self._given(token.word):
                last = self._grown(number, number + 1)
                if last > number + 1:
                    yield number, last
            if self._after_role(number):
                yield number, self._grown(number, number + 1)

    def _given(self, word: str) -> bool:
        low = fold(word)
        return len(word) > 2 and likeness.is_given(low) and low not in plain("no_given")

    def _after_role(self, number: int) -> bool:
        """Whether a capitalised word follows a title, which is no title itself."""
        if not number or number not in self.capitals or self._is_role(number):
            return False
        before = self.tokens[number - 1]
        joined = self.text[before.end : self.tokens[number].start]
        if joined not in (" ", ". ") or not before.word[:1].isupper():
            return False
        if before.word.lower() in ("executive", "principal", "associate", "assistant", "partner", "major", "author"):
            return False
        short = before.word.lower() in (
            "mr",
            "ms",
            "mrs",
            "dr",
            "sen",
            "rep",
            "gov",
            "prof",
            "gen",
            "rev",
            "hon",
            "judge",
        )
        return short or (joined == " " and self._is_role(number - 1) and not self.headline(before.start))

    def _is_role(self, number: int) -> bool:
        word = self.tokens[number].word.lower().removeprefix("then-").removeprefix("ex-")
        return word == "general" or word in words_of("roles")

    def _in_body(self, number: int) -> bool:
        start = self.tokens[number].start
        return any(place.start <= start < place.end for place in self.held)

    def _grown(self, first: int, last: int) -> int:
        """The end of a run with the capitalised words, initials and particles that follow it."""
        if self.headline(self.tokens[first].start):
            return min(last if last > first + 1 else last + 1, len(self.tokens))
        while last < len(self.tokens) and last - first < 5:
            between = self.text[self.tokens[last - 1].end : self.tokens[last].start]
            if between not in (" ", ". "):
                break
            word = self.tokens[last].word
            if self._is_may(first, last + 1):
                return last + 1
            initial = between == ". " and len(self.tokens[last - 1].word.rstrip(".")) > 1
            if initial or not (
                last in self.capitals
                or (
                    word in ("de", "la", "van", "von", "der", "bin", "al")
                    and last + 1 < len(self.tokens)
                    and last + 1 in self.capitals
                )
            ):
                break
            if self._is_role(last):
                break
            last += 1
        return last

    def _is_may(self, first: int, last: int) -> bool:
        """Whether a run of two words ends in the surname May, not the month."""
        words = [self.tokens[n].word for n in range(first, min(last, len(self.tokens)))]
        return len(words) == 2 and words[1] == "May" and likeness.is_given(fold(words[0]))

    def _trim(self, first: int, last: int) -> tuple[int, int] | None:
        """The run without titles, bodies and words that are no names at its ends; None when nothing is left."""
        for n in range(first + 1, last):
            if re.search(r"[\n,;:/(’']|\s[-–—]", self.text[self.tokens[n - 1].end : self.tokens[n].start]):
                last = n
                break
        while first < last and (
            first not in self.capitals or forms.honorific(self.tokens[first].word) or self._is_role(first)
        ):
            first += 1
        while (
            first < last
            and not self._is_may(first, last)
            and (last - 1 not in self.capitals or (last > first + 1 and self._is_role(last - 1)))
        ):
            last -= 1
        if first >= last or (last > first + 1 and self.tokens[last - 1].word.lower() in words_of("bodies")):
            return None
        if any(self._in_body(n) for n in range(first, last)):
            return None
        words = [self.tokens[n].word for n in range(first, last)]
        if len(words) == 1 and (len(words[0]) < 3 or words[0].isupper()):
            return None
        if (
            len(words) > 1
            and all(word.isupper() and len(word) > 2 for word in words)
            and self.headline(self.tokens[first].start)
        ):
            return None
        return first, last

    def _borne_out(self, runs: set[tuple[int, int]], roster: frozenset[str]) -> set[tuple[int, int]]:
        """The runs without those of headlines that nothing but the grammar speaks for: there every noun is capitalised.

        A given name, a title before the name, a known surname, or the same name in a sentence bears one out.
        """
        said = {self._folded(run) for run in runs if not self.headline(self.tokens[run[0]].start)}
        return {
            run
            for run in runs
            if run[1] - run[0] == 1
            or not self.headline(self.tokens[run[0]].start)
            or self._given(self.tokens[run[0]].word)
            or self._after_role(run[0])
            or fold(self.tokens[run[1] - 1].word) in roster
            or self._folded(run) in said
        }

    def _folded(self, run: tuple[int, int]) -> tuple[str, ...]:
        return tuple(fold(self.tokens[number].word) for number in range(*run))

    def _shortened(self, runs: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """A longer run that begins with a name found elsewhere ends where that ends: headlines run on."""
        names = {self._folded(run) for run in runs if not self.headline(self.tokens[run[0]].start)}
        cut = set()
        for first, last in runs:
            stops = [
                stop
                for stop in range(first + 2, last)
                if tuple(fold(self.tokens[n].word) for n in range(first, stop)) in names
                and (self.headline(self.tokens[first].start))
            ]
            cut.add((first, stops[0] if stops else last))
        return {(a, b) for a, b in cut if not any((c, d) != (a, b) and c <= a and b <= d for c, d in cut)}

    def _singles(
        self, alone: set[tuple[int, int]], marks: list[tuple[int, int, bool]], surnames: set[str], taken: set[int]
    ) -> dict[int, bool]:
        """Single words that name people, and whether each is weak."""
        marked = self._marked(marks)
        found: dict[int, bool] = {}
        for number, token in self.capitals.items():
            if number in taken or self._is_thing(number):
                continue
            if token.word.isupper() and len(token.word) > 3 and token.word in aliases():
                found[number] = False
            elif token.word.isupper() and len(token.word) > 1:
                continue
            elif (
                fold(token.word) in surnames
                and not self._in_run(number)
                and not (self._opens(number) and likeness.is_given(fold(token.word)))
            ) or ((number, number + 1) in alone and self._after_role(number)):
                found[number] = False
            elif number in marked and len(token.word) > 2:
                found[number] = marked[number]
        return found

    def _in_run(self, number: int) -> bool:
        """Whether capitalised words stand beside this one, as in "Hall Drive": then it is a part of what they name."""
        for a, b in ((number - 1, number), (number, number + 1)):
            if (
                a < 0
                or b >= len(self.tokens)
                or (a != number and self._opens(a))
                or self.text[self.tokens[a].end : self.tokens[b].start] != " "
            ):
                continue
            other = self.tokens[a if a != number else b].word
            if (
                other[:1].isupper()
                and other.lower() not in plain("ordinary")
                and not (a != number and self._after_role(number))
            ):
                return not self._in_body(a if a != number else b) and not self.headline(self.tokens[a].start)
        return len(self.tokens[number].word) < 3

    def _marked(self, marks: list[tuple[int, int, bool]]) -> dict[int, bool]:
        """The words that the grammar marks alone, and whether each is weak: not mostly a person's, or only once."""
        alone = [(self.at[start], sure) for start, end, sure in marks
                 if start in self.at and self.tokens[self.at[start]].end >= end - 2]  # fmt: skip
        votes: Counter[str] = Counter()
        for number, sure in alone:
            votes[self.tokens[number].word] += 1 if sure else -1
        given = likeness.is_given
        return {n: votes[word] < 2 or given(fold(word)) for n, _ in alone if (word := self.tokens[n].word)}

    def _is_thing(self, number: int) -> bool:
        """Whether a word that follows makes this the name of a body or a thing ("the Ruiz administration")."""
        token = self.tokens[number]
        if number + 1 >= len(self.tokens) or self.text[token.end : self.tokens[number + 1].start] not in (" ", "-"):
            return False
        return self.tokens[number + 1].word.lower() in words_of("bodies")

    def _opens(self, number: int) -> bool:
        """Whether a word opens a sentence, where ordinary words are capitalised too."""
        return re.search(r"(?:^|[.!?:]\s+|\n\s*)[“\"]?$", self.text[: self.tokens[number].start][-6:]) is not None

    def _person(self, first: int, last: int, *, weak: bool) -> Found:
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        title = titles.of(self.text, start, end)
        return Found(start, end, " ".join(self.text[start:end].split()), title, weak and title is None)

    def _unnamed(self, people: list[Found]) -> Iterator[Found]:
        """ "Ruiz's assistant", "an aide to Ana Ruiz": people without a name, tied to one with a name."""
        for person in people:
            match = _helper().match(self.text, person.end)
            if match is not None and not person.weak and not _named_next(self.text, match.end()):
                yield Found(
                    person.start,
                    match.end(),
                    self.text[person.start : match.end()],
                    unnamed=True,
                    principal=person.name,
                )
            start = person.title.start if person.title and person.title.end <= person.start else person.start
            for before in _UNNAMED.finditer(self.text, max(0, start - 70), start):
                if re.fullmatch(r"(?:[A-Z][\w&-]*\s+){0,4}", self.text[before.end() : start]):
                    words = " ".join(self.text[before.start() : person.end].split())
                    yield Found(before.start(), person.end, words, unnamed=True, principal=person.name)


@cache
def _helper() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, words_of("helpers")), key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:’s|'s|’|')\s+(?:{words})(?!\w)")


def _named_next(text: str, at: int) -> bool:
    """Whether a name follows a helper's title: "Ruiz's assistant, Ben Okonkwo"."""
    return re.match(r",?\s+[A-Z][a-z]+ [A-Z]|,\s+[A-Z]", text[at : at + 40]) is not None


class _Headlines:
    """Tells lines in which most words are capitalised and no sentence ends; each is looked at when it is asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[int, bool] = {}

    def __call__(self, offset: int) -> bool:
        """Whether the character at `offset` stands in such a line."""
        start = self._text.rfind("\n", 0, offset) + 1
        if start not in self._known:
            end = self._text.find("\n", start)
            self._known[start] = _is_headline(self._text[start : end if end >= 0 else None])
        return self._known[start]


def _is_headline(line: str) -> bool:
    words = [word for word in _WORD.findall(line) if len(word) > 3]
    capital = sum(word[0].isupper() for word in words)
    if len(words) < 3 or capital < 0.7 * len(words):
        return False
    return not line.rstrip(" ”’\"'").endswith((".", ",", ";"))


def is_full(name: str) -> bool:
    """Whether a name has a given name and a surname."""
    return forms.read(name).kind is Kind.FULL
