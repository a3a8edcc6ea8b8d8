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

_TOKEN = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
#: A token that begins with no small letter of ASCII: those with a capital are among them.
_CAPITAL = re.compile(r"[^\W\d_a-z](?<![^\W\d_].)(?<![^\W\d_][’'-].)[^\W\d_]*(?:[’'-][^\W\d_]+)*", re.DOTALL)
#: What no name runs over.
_PARTED = re.compile(r"[\n,;:/(’']|\s[-–—]")
#: What stands before a word that opens a sentence.
_OPENING = re.compile(r"(?:^|[.!?:]\s+|\n\s*)[“\"]?$")
#: Words that end no title, although they may be part of one; and titles that are written before names alone.
_NO_TITLES = frozenset(("executive", "principal", "associate", "assistant", "partner", "major", "author"))
_SHORT_TITLES = frozenset(("mr", "ms", "mrs", "dr", "sen", "rep", "gov", "prof", "gen", "rev", "hon", "judge"))
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
    """A word: its characters without a possessive, and where the whole of it ends."""

    start: int
    end: int
    word: str
    stop: int


#: Tokens that follow one another.
_Run = tuple[_Token, ...]


def find(text: str, marks: Marks = (), roster: Iterable[str] = ()) -> list[Found]:
    """The people named in `text`, in order. `roster` are folded surnames that count wherever they are capitalised."""
    return _Text(text).found(list(marks), frozenset(roster))


class _Text:
    """A text of which only the words around capitals are looked at: most words of most texts are no names."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.held = gazetteer.places(text)
        self.headline = _Headlines(text)
        ordinary = plain("ordinary")
        #: The tokens that are capitalised by their starts, for all that is no ordinary word and names no body.
        self.capitals = {
            token.start: token
            for token in map(_token, _CAPITAL.finditer(text))
            if token.word[:1].isupper() and token.word.lower() not in ordinary and not self._in_body(token)
        }

    def found(self, marks: list[tuple[int, int, bool]], roster: frozenset[str]) -> list[Found]:
        marked = _Marked(self.text, marks)
        runs = {run for run in map(self._trim, self._runs(marked)) if run}
        runs = self._shortened(self._borne_out(runs, roster))
        full = {run for run in runs if len(run) > 1}
        surnames = {fold(run[-1].word) for run in full} | roster
        surnames |= {fold(name) for name in words_of("known_by_surname")}
        taken = {token for run in full for token in run}
        singles = self._singles(runs - full, marked.alone(), surnames, taken)
        people = [self._person(run, weak=False) for run in full]
        people += [self._person((token,), weak=weak) for token, weak in singles.items()]
        people += self._unnamed(people)
        return sorted(people)

    def _after(self, token: _Token) -> _Token | None:
        match = _TOKEN.search(self.text, token.stop)
        return _token(match) if match else None

    def _before(self, token: _Token) -> tuple[_Token, str] | None:
        """The token that a space, or a full stop and a space, parts from this one, and what parts them."""
        for joint in (" ", ". "):
            end = token.start - len(joint)
            if end > 0 and self.text.startswith(joint, end):
                *_, last = [None, *map(_token, _TOKEN.finditer(self.text, _chunk(self.text, end), end))]
                if last is not None and last.end == end:
                    return last, joint
        return None

    def _between(self, one: _Token, other: _Token) -> str:
        return self.text[one.end : other.start]

    # runs of tokens

    def _runs(self, marked: _Marked) -> Iterator[_Run]:
        for run in marked.runs():
            yield self._grown(run)
        for token in self.capitals.values():
            if self._given(token.word):
                run = self._grown((token,))
                if len(run) > 1:
                    yield run
            if self._after_role(token):
                yield self._grown((token,))

    def _given(self, word: str) -> bool:
        low = fold(word)
        return len(word) > 2 and likeness.is_given(low) and low not in plain("no_given")

    def _after_role(self, token: _Token) -> bool:
        """Whether a capitalised word follows a title, which is no title itself."""
        if token.start not in self.capitals or _is_role(token):
            return False
        found = self._before(token)
        if found is None or not found[0].word[:1].isupper():
            return False
        before, joint = found
        if before.word.lower() in _NO_TITLES:
            return False
        short = before.word.lower() in _SHORT_TITLES
        return short or (joint == " " and _is_role(before) and not self.headline(before.start))

    def _in_body(self, token: _Token) -> bool:
        return any(place.start <= token.start < place.end for place in self.held)

    def _grown(self, run: _Run) -> _Run:
        """A run with the capitalised words, initials and particles that follow it."""
        following = self._after(run[-1])
        if self.headline(run[0].start):
            return (*run, following) if following and len(run) == 1 else run
        while following is not None and len(run) < 5:
            between = self._between(run[-1], following)
            if between not in (" ", ". "):
                break
            if _is_may((*run, following)):
                return (*run, following)
            initial = between == ". " and len(run[-1].word.rstrip(".")) > 1
            if initial or not (following.start in self.capitals or self._is_particle(following)):
                break
            if _is_role(following):
                break
            run = (*run, following)
            following = self._after(following)
        return run

    def _is_particle(self, token: _Token) -> bool:
        """Whether a word such as "van" stands before a capitalised one."""
        if token.word not in ("de", "la", "van", "von", "der", "bin", "al"):
            return False
        following = self._after(token)
        return following is not None and following.start in self.capitals

    def _trim(self, run: _Run) -> _Run | None:
        """The run without titles, bodies and words that are no names at its ends; None when nothing is left."""
        for n in range(1, len(run)):
            if _PARTED.search(self._between(run[n - 1], run[n])):
                run = run[:n]
                break
        while run and (run[0].start not in self.capitals or forms.honorific(run[0].word) or _is_role(run[0])):
            run = run[1:]
        while run and not _is_may(run) and (run[-1].start not in self.capitals or (len(run) > 1 and _is_role(run[-1]))):
            run = run[:-1]
        if not run or (len(run) > 1 and run[-1].word.lower() in words_of("bodies")):
            return None
        if any(map(self._in_body, run)):
            return None
        words = [token.word for token in run]
        if len(words) == 1 and (len(words[0]) < 3 or words[0].isupper()):
            return None
        shouted = len(words) > 1 and all(word.isupper() and len(word) > 2 for word in words)
        return None if shouted and self.headline(run[0].start) else run

    def _borne_out(self, runs: set[_Run], roster: frozenset[str]) -> set[_Run]:
        """The runs without those of headlines that nothing but the grammar speaks for: there every noun is capitalised.

        A given name, a title before the name, a known surname, or the same name in a sentence bears one out.
        """
        said = {_folded(run) for run in runs if not self.headline(run[0].start)}
        return {
            run
            for run in runs
            if len(run) == 1
            or not self.headline(run[0].start)
            or self._given(run[0].word)
            or self._after_role(run[0])
            or fold(run[-1].word) in roster
            or _folded(run) in said
        }

    def _shortened(self, runs: set[_Run]) -> set[_Run]:
        """A longer run that begins with a name found elsewhere ends where that ends: headlines run on."""
        names = {_folded(run) for run in runs if not self.headline(run[0].start)}
        cut = set()
        for run in runs:
            stops = range(2, len(run)) if self.headline(run[0].start) else ()
            cut.add(next((run[:stop] for stop in stops if _folded(run[:stop]) in names), run))
        return {run for run in cut if not any(other != run and _covers(other, run) for other in cut)}

    def _singles(
        self, alone: set[_Run], marked: dict[_Token, bool], surnames: set[str], taken: set[_Token]
    ) -> dict[_Token, bool]:
        """Single words that name people, and whether each is weak."""
        found: dict[_Token, bool] = {}
        for token in self.capitals.values():
            if token in taken or self._is_thing(token):
                continue
            if token.word.isupper() and len(token.word) > 3 and token.word in aliases():
                found[token] = False
            elif token.word.isupper() and len(token.word) > 1:
                continue
            elif (
                fold(token.word) in surnames
                and not self._in_run(token)
                and not (self._opens(token) and likeness.is_given(fold(token.word)))
            ) or ((token,) in alone and self._after_role(token)):
                found[token] = False
            elif token in marked and len(token.word) > 2:
                found[token] = marked[token]
        return found

    def _in_run(self, token: _Token) -> bool:
        """Whether capitalised words stand beside this one, as in "Hall Drive": then it is a part of what they name."""
        before, after = self._before(token), self._after(token)
        beside = [before[0]] if before and before[1] == " " and not self._opens(before[0]) else []
        beside += [after] if after and self._between(token, after) == " " else []
        for other in beside:
            if (
                other.word[:1].isupper()
                and other.word.lower() not in plain("ordinary")
                and not (other is not after and self._after_role(token))
            ):
                return not self._in_body(other) and not self.headline(min(token, other).start)
        return len(token.word) < 3

    def _is_thing(self, token: _Token) -> bool:
        """Whether a word that follows makes this the name of a body or a thing ("the Ruiz administration")."""
        if self.text[token.end : token.end + 1] not in (" ", "-"):
            return False
        following = self._after(token)
        if following is None or self._between(token, following) not in (" ", "-"):
            return False
        return following.word.lower() in words_of("bodies")

    def _opens(self, token: _Token) -> bool:
        """Whether a word opens a sentence, where ordinary words are capitalised too."""
        return _OPENING.search(self.text[max(0, token.start - 6) : token.start]) is not None

    def _person(self, run: _Run, *, weak: bool) -> Found:
        start, end = run[0].start, run[-1].end
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


class _Marked:
    """The words of a text that a parser has marked: all its words are looked at, where it made marks at all."""

    def __init__(self, text: str, marks: list[tuple[int, int, bool]]) -> None:
        self._marks = marks
        self._tokens = [_token(match) for match in _TOKEN.finditer(text)] if marks else []
        self._starts = [token.start for token in self._tokens]

    def runs(self) -> Iterator[_Run]:
        """The words of each sure mark."""
        for start, end, sure in self._marks:
            first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
            if sure and first < last:
                yield tuple(self._tokens[first:last])

    def alone(self) -> dict[_Token, bool]:
        """The words that are marked alone, and whether each is weak: not mostly a person's, or only once."""
        at = {token.start: token for token in self._tokens}
        alone = [(at[start], sure) for start, end, sure in self._marks if start in at and at[start].end >= end - 2]
        votes: Counter[str] = Counter()
        for token, sure in alone:
            votes[token.word] += 1 if sure else -1
        return {token: votes[token.word] < 2 or likeness.is_given(fold(token.word)) for token, _ in alone}


def _token(match: re.Match[str]) -> _Token:
    word, (start, stop) = match[0], match.span()
    return _Token(start, stop - 2, word[:-2], stop) if word.endswith(_POSSESSIVE) else _Token(start, stop, word, stop)


def _chunk(text: str, end: int) -> int:
    """The beginning of the letters, digits and joints that end before `end`: no token runs over it."""
    while end and (text[end - 1].isalnum() or text[end - 1] in "’'-"):
        end -= 1
    return end


def _is_role(token: _Token) -> bool:
    word = token.word.lower().removeprefix("then-").removeprefix("ex-")
    return word == "general" or word in words_of("roles")


def _is_may(run: _Run) -> bool:
    """Whether a run of two words ends in the surname May, not the month."""
    return len(run) == 2 and run[1].word == "May" and likeness.is_given(fold(run[0].word))


def _folded(run: _Run) -> tuple[str, ...]:
    return tuple(fold(token.word) for token in run)


def _covers(one: _Run, other: _Run) -> bool:
    return one[0].start <= other[0].start and other[-1].start <= one[-1].start


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
