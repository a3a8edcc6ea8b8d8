"""People, groups and organisations that a sentence names, each with the words to call it by."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from onrecord import data

WORD = re.compile(r"[^\W\d_][\w’'&.-]*\w(?:[’'](?=\s))?|[^\W\d_]|\d+")
POSSESSIVE = re.compile(r"[’']s?$")
PRONOUNS = {"he": 1, "she": 1, "him": 1, "her": 1, "they": 2, "them": 2}
PAIR = re.compile(
    r"\b(?:(?i:the two(?: men| women| officials| aides)?)|(?i:both)(?: of them| men| women)?(?! [A-Z])"
    r"|(?i:the pair|each other|one another|they|them))\b"
)


class Mention(NamedTuple):
    """Somebody at characters `start` to `end`.

    `kind` is ``person``, ``unnamed``, ``organisation``, ``pronoun`` or ``pair``.
    """

    start: int
    end: int
    kind: str
    name: str
    possessive: bool = False


class Words(NamedTuple):
    """The word lists of ``roles.yaml``."""

    roles: frozenset[str]
    modifiers: frozenset[str]
    titles: frozenset[str]
    organisations: frozenset[str]
    openers: frozenset[str]


@cache
def words() -> Words:
    """The word lists, as sets."""
    lists = data.load("roles")
    return Words(*(frozenset(lists[name]) for name in Words._fields))


class Run(NamedTuple):
    """Capitalised words in a row."""

    start: int
    end: int
    tokens: tuple[tuple[int, int, str], ...]


def runs(text: str) -> Iterator[Run]:
    """Capitalised words in a row, with "of" between those of a title ("Chief of Staff"). A possessive ends a run."""
    row: list[tuple[int, int, str]] = []
    for match in WORD.finditer(text):
        word = match.group()
        gap = text[row[-1][1] : match.start()] if row else ""
        if row and (gap.strip() or POSSESSIVE.search(row[-1][2])):
            yield from _run(row)
            row = []
        if (
            (word[0].isupper() and not (not row and _opens(text, match.start(), word)))
            or (row and word == "of" and row[-1][2].lower() in words().titles)
            or (row and word in ("de", "van", "von", "der", "la", "bin", "al", "del", "di"))
        ):
            row.append((match.start(), match.end(), word))
        elif row:
            yield from _run(row)
            row = []
    yield from _run(row)


def _run(row: list[tuple[int, int, str]]) -> Iterator[Run]:
    while row and not row[-1][2][0].isupper():
        row = row[:-1]
    if row:
        yield Run(row[0][0], row[-1][1], tuple(row))


def _opens(text: str, start: int, word: str) -> bool:
    """A word with a capital because a sentence begins with it."""
    return word.lower() in words().openers and not (word.isupper() and len(word) > 1)


class Roster:
    """The people that a text names in full, so that surnames lead back to them."""

    def __init__(self, texts: Iterable[str]) -> None:
        names: Counter[str] = Counter()
        for text in texts:
            for run in runs(text):
                name = person_in(run)
                if name and len(name.split()) > 1:
                    names[name] += 1
        self._by_surname: defaultdict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            self._by_surname[name.split()[-1]].append(name)

    def full(self, name: str) -> str:
        """The full name for a surname that only one person bears here; else the name as it is."""
        if " " in name:
            return name
        found = self._by_surname.get(name, [])
        return found[0] if len(found) == 1 else name

    def knows(self, name: str) -> bool:
        """Whether the text names somebody so in full."""
        return name.rsplit(maxsplit=1)[-1] in self._by_surname


def person_in(run: Run) -> str:
    """The name in a run without titles, offices and organisations before it; empty where it is no name of a person."""
    lists = words()
    last = -1
    for index, (_, _, word) in enumerate(run.tokens):
        bare = POSSESSIVE.sub("", word).rstrip(".").lower()
        if (
            bare in lists.titles
            or bare in lists.organisations
            or (word.isupper() and 2 <= len(word) <= 5 and "." not in word)
        ):
            last = index
    name = [POSSESSIVE.sub("", word) for _, _, word in run.tokens[last + 1 :]]
    return " ".join(name) if name and len(name) <= 4 and not any(word.lower() == "of" for word in name) else ""


def find(text: str, roster: Roster, dates: Iterable[tuple[int, int]]) -> list[Mention]:
    """Whom `text` (with quotations masked) names, in order. Words of dates are nobody's name."""
    taken = list(dates)
    found = [mention for run in runs(text) if (mention := _named(run, roster, taken)) is not None]
    found = [_with_title(text, one) if one.kind == "person" else one for one in found]
    found += _bodies(text, found)
    found += _unnamed(text, found)
    found += _pronouns(text, found)
    return _joined(text, sorted(found))


def _named(run: Run, roster: Roster, taken: list[tuple[int, int]]) -> Mention | None:
    tokens = tuple(word for word in run.tokens if not any(low <= word[0] < high for low, high in taken))
    if not tokens:
        return None
    run = Run(tokens[0][0], tokens[-1][1], tokens)
    possessive = POSSESSIVE.search(tokens[-1][2]) is not None
    name = person_in(run)
    if name:
        return Mention(run.start, run.end, "person", roster.full(name), possessive)
    last = POSSESSIVE.sub("", tokens[-1][2])
    if last.lower() in words().titles and last.lower() not in words().organisations:
        kind = "unnamed" if len(tokens) > 1 else "title"
    else:
        kind = "organisation"
    words_of = " ".join(
        POSSESSIVE.sub("", word) if place == len(tokens) - 1 else word for place, (_, _, word) in enumerate(tokens)
    )
    return Mention(run.start, run.end, kind, words_of, possessive)


@cache
def _titles_before() -> re.Pattern[str]:
    """Titles in small letters that stand right before a name, with what goes before them: "the board's lawyer"."""
    titles = "|".join(sorted(map(re.escape, words().titles)))
    before = "|".join(sorted(map(re.escape, words().modifiers | words().organisations)))
    return re.compile(
        rf"(?:\b(?:the|an?|then|former|senior)[ -])?(?:\b(?:then-|ex-)?(?:{before}) )*(?:\b(?:then-|ex-"
        rf"|vice |co-)?(?:{titles}) )+$"
    )


def _with_title(text: str, mention: Mention) -> Mention:
    """The mention from where its titles begin: "inspector Tomas Belmonte"."""
    before = text[max(0, mention.start - 60) : mention.start]
    match = _titles_before().search(before)
    return mention._replace(start=mention.start - len(before) + match.start()) if match else mention


def _unnamed(text: str, named: list[Mention]) -> Iterator[Mention]:
    """An assistant, Solano's assistant, a group of officials, two colleagues, managers."""
    lists = words()
    tokens = list(WORD.finditer(text))
    for index, match in enumerate(tokens):
        word = match.group()
        bare = POSSESSIVE.sub("", word)
        if bare.lower() not in lists.roles or not word[0].islower():
            continue
        first = index
        while first and tokens[first - 1].group().lower() in lists.modifiers and _touch(text, tokens, first):
            first -= 1
        start, plural = tokens[first].start(), bare.endswith(("s", "staff", "team"))
        before = tokens[first - 1] if first and _touch(text, tokens, first) else None
        if before is not None:
            start = _determiner(text, tokens, first - 1, named)
            if start < 0 and not plural:
                continue
            start = tokens[first].start() if start < 0 else start
        elif not plural:
            continue
        end = match.end()
        yield Mention(start, end, "unnamed", POSSESSIVE.sub("", text[start:end]), word != bare)


DETERMINERS = {
    "a",
    "an",
    "the",
    "another",
    "one",
    "two",
    "three",
    "four",
    "five",
    "several",
    "some",
    "his",
    "her",
    "their",
    "its",
    "other",
    "many",
    "unnamed",
}


def _touch(text: str, tokens: list[re.Match[str]], index: int) -> bool:
    return text[tokens[index - 1].end() : tokens[index].start()].isspace()


def _determiner(text: str, tokens: list[re.Match[str]], index: int, named: list[Mention]) -> int:
    """Where the words before a role begin: "a", "two", "a group of", "Solano's"; -1 where none of them stands there."""
    word = tokens[index]
    if word.group().lower() in DETERMINERS:
        return word.start()
    if word.group() == "of" and index >= 2 and tokens[index - 1].group() in ("group", "number", "handful", "couple"):
        return tokens[index - 2].start()
    owner = next((one for one in named if one.start <= word.start() < one.end), None)
    if owner is not None and owner.possessive:
        return owner.start
    if owner is not None and owner.kind == "organisation":  # a Justice Department official
        before = next((i for i in range(index, -1, -1) if tokens[i].start() < owner.start), -1)
        if before >= 0 and text[tokens[before].end() : owner.start].isspace():
            outer = _determiner(text, tokens, before, named)
            if outer >= 0:
                return outer
        return owner.start
    return -1


def _pronouns(text: str, found: list[Mention]) -> Iterator[Mention]:
    taken = [(one.start, one.end) for one in found]
    for match in PAIR.finditer(text):
        if not any(low <= match.start() < high for low, high in taken):
            yield Mention(match.start(), match.end(), "pair", match.group())
    for match in re.finditer(r"\b(?:he|she|him|her)\b", text, re.IGNORECASE):
        after = text[match.end() : match.end() + 2]
        possessive = (
            match.group().lower() == "her"
            and after[1:2].isalpha()
            and re.match(r" (?:to|that|about|for|on|if|whether|and|,)", text[match.end() : match.end() + 9]) is None
        )
        if not possessive and not any(low <= match.start() < high for low, high in taken):
            yield Mention(match.start(), match.end(), "pronoun", match.group().lower())


@cache
def _body() -> re.Pattern[str]:
    """An organisation in small letters: "the board"."""
    lists = words()
    kinds = "|".join(
        sorted(
            map(
                re.escape,
                lists.organisations - {"news", "times", "post", "service", "services", "company", "party", "fund"},
            )
        )
    )
    before = "|".join(sorted(map(re.escape, lists.modifiers)))
    return re.compile(rf"\b[Tt]he (?:(?:{before}) )*(?:{kinds})\b(?! of\b)")


def _bodies(text: str, found: list[Mention]) -> Iterator[Mention]:
    taken = [(one.start, one.end) for one in found]
    for match in _body().finditer(text):
        if not any(low < match.end() and match.start() < high for low, high in taken):
            after = text[match.end() : match.end() + 2]
            yield Mention(match.start(), match.end(), "organisation", match.group(), after.startswith(("’", "'")))


#: Words that stand between an unnamed person and the one that they work for or with.
ATTACHED = re.compile(r" (?:to|for|of|at|in|from|with) (?:the )?$")
APPOSED = re.compile(r"(?:, (?:the |an? )?| )$")


def _joined(text: str, found: list[Mention]) -> list[Mention]:
    """Mentions that are one: "Rudd's chief of staff, Piet Solano"; "an assistant to X"; "X of the Y Company"."""
    joined: list[Mention] = []
    for mention in found:
        last = joined[-1] if joined else None
        if last is not None and mention.start < last.end:
            if mention.end > last.end or (mention.end == last.end and mention.start < last.start):
                joined[-1] = mention
            continue
        while last is not None and mention.start <= last.start and joined:
            joined.pop()
            last = joined[-1] if joined else None
        gap = text[last.end : mention.start] if last is not None else ""
        if last is not None and last.kind == "unnamed" and not last.possessive:
            if mention.kind == "person" and gap in (" ", ", "):
                joined[-1] = Mention(last.start, mention.end, "person", mention.name, mention.possessive)
                continue
            if (
                ATTACHED.fullmatch(gap)
                and mention.kind in ("person", "organisation")
                and last.name.split()[-1] in words().roles
            ):
                end = mention.end
                joined[-1] = Mention(
                    last.start, end, "unnamed", POSSESSIVE.sub("", text[last.start : end]), mention.possessive
                )
                continue
        if (
            last is not None
            and last.kind == "person"
            and mention.kind == "organisation"
            and re.fullmatch(r" (?:of|at|from|with) (?:the )?", gap)
        ):
            joined[-1] = last._replace(end=mention.end)
            continue
        joined.append(mention)
    return [one for one in _outer(joined) if one.kind != "title"]


def _outer(found: list[Mention]) -> Iterator[Mention]:
    """Mentions without those that lie inside another."""
    for index, one in enumerate(found):
        inside = any(
            other is not one and other.start <= one.start and one.end <= other.end
            for other in found[max(0, index - 3) : index + 3]
        )
        if not inside:
            yield one
