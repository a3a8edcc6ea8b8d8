"""Topics that a case suggests: phrases that many of its messages hold. A count, not a judgement; a person decides.

Runs of words without small ones in between are counted, each once a message and a copy set; what is left is held
against the grammar of one sentence that holds it, and only noun phrases stay.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from msgspec import Struct

from onrecord import data
from onrecord.model import Message, ZoneKind
from onrecord.publish.topics import subject
from onrecord.store.view import View
from onrecord.text import syntax
from onrecord.text.language import SMALL_WORDS

#: Words of a phrase, the fewest and the most.
FEWEST, MOST = 2, 4
#: Messages, copies aside, that must hold a phrase; and threads: one exchange alone makes no topic of its words.
MESSAGES, THREADS = 3, 2
#: Characters of a message that are read.
READ = 20_000
#: Phrases of which the grammar is looked at, for one that is asked for: many are no noun phrases.
TRIED = 8
#: A longer phrase stands for a shorter one in it that is hardly ever found without.
ALWAYS = 0.8
_RUN = re.compile(r"[^\W\d_][\w’'-]*|\d{1,4}(?![\w.,:/%-])")
#: What ends a phrase.
_BREAK = re.compile(r"[.,;:!?()\[\]“”\"<>|/\n\t]|--|[–—•]")
_NOUNS, _INSIDE = ("NOUN", "PROPN", "NUM"), ("NOUN", "PROPN", "ADJ", "NUM")


class Suggestion(Struct, frozen=True, kw_only=True):
    """A phrase, how many `messages` (copies aside) of `of` hold it, in how many `threads`, the first and last day."""

    phrase: str
    messages: int
    of: int
    threads: int
    first: str
    last: str

    @property
    def text(self) -> str:
        """The suggestion in words."""
        days = f", {self.first} to {self.last}" if self.first else ""
        return f"“{self.phrase}” stands in {self.messages} of {self.of} messages, in {self.threads} threads{days}"


class _Seen(Struct):
    """Where a phrase was seen: messages, threads and days, how it was written, and the first sentence with it."""

    messages: int
    threads: set[str]
    days: set[str]
    spelt: Counter[str]
    example: str


def suggestions(view: View, limit: int = 20) -> list[Suggestion]:
    """The `limit` phrases that most messages hold, names and posts of people aside, the most frequent first."""
    seen: dict[str, _Seen] = {}
    counted = 0
    for message in view.store.messages():
        if view.first_copies.get(message.id, message.id) == message.id:
            counted += 1
            _add(seen, message, view.thread(message))
    posts = {words.lower() for held in view.tenures.values() for one in held for words in (one.title, one.office)}
    names = {word for person in view.people for name in (person.name, *person.aliases) for word in _words(name)}
    often = {
        phrase: one
        for phrase, one in seen.items()
        if one.messages >= MESSAGES
        and len(one.threads) >= THREADS
        and phrase not in posts
        and not names.issuperset(phrase.split())
    }
    ranked = sorted(_longest(often), key=lambda phrase: (-often[phrase].messages, phrase))[: limit * TRIED]
    nouns = _noun_phrases({phrase: often[phrase].example for phrase in ranked})
    return [_suggestion(often[phrase], counted) for phrase in ranked if phrase in nouns][:limit]


def _add(seen: dict[str, _Seen], message: Message, thread: str) -> None:
    found: dict[str, tuple[str, str]] = {}
    for line in (subject(message), *_sentences(message)):
        for spelt in _phrases(line):
            found.setdefault(spelt.lower(), (spelt, line))
    day = message.sent.local[:10] if message.sent is not None else ""
    for phrase, (spelt, line) in found.items():
        one = seen.setdefault(phrase, _Seen(0, set(), set(), Counter(), line))
        one.messages += 1
        one.threads.add(thread)
        one.days |= {day} if len(day) == 10 else set()
        one.spelt[spelt] += 1


def _sentences(message: Message) -> Iterator[str]:
    """The lines of what was written, without signatures and what is quoted, each up to the end of its sentence."""
    body = message.body[:READ]
    parts = (
        [body[one.start : one.end] for one in message.zones if one.kind is ZoneKind.TEXT] if message.zones else [body]
    )
    for part in parts:
        yield from re.split(r"(?<=[.!?])\s+|\n{2,}", part)


def _phrases(line: str) -> Iterator[str]:
    """The runs of words of a line that hold no small word and begin with none."""
    for piece in _BREAK.split(line.replace("\n", " ")):
        run: list[str] = []
        for word in (*_RUN.findall(piece), ""):
            if word and word.lower() not in _small():
                run.append(word)
                continue
            yield from _runs(run)
            run = []


def _runs(run: list[str]) -> Iterator[str]:
    for size in range(FEWEST, MOST + 1):
        for start in range(len(run) - size + 1):
            if not run[start].isdigit():
                yield " ".join(run[start : start + size])


@cache
def _small() -> frozenset[str]:
    """Words that no noun phrase holds."""
    plain = data.load("plainwords")["ordinary"]
    keeps = {"judge", "state", "states", "house", "senate", "court", "secretary", "north", "south", "east", "west"}
    return frozenset({*SMALL_WORDS["eng"].split(), *map(str, plain)}) - keeps


def _words(name: str) -> list[str]:
    return [word.lower() for word in _RUN.findall(name)]


def _longest(often: Mapping[str, _Seen]) -> list[str]:
    """The phrases that are not merely parts of a longer one."""
    longer: defaultdict[str, int] = defaultdict(int)
    for phrase, one in often.items():
        words = phrase.split()
        for part in {" ".join(words[a:b]) for a in range(len(words)) for b in range(a + FEWEST, len(words) + 1)}:
            if part != phrase:
                longer[part] = max(longer[part], one.messages)
    return [phrase for phrase, one in often.items() if longer[phrase] < ALWAYS * one.messages]


def _noun_phrases(examples: Mapping[str, str]) -> set[str]:
    """Those of the phrases that are nouns, with what describes them, in the sentence given for each."""
    found = set()
    for (phrase, line), parsed in zip(examples.items(), syntax.parse(examples.values()), strict=True):
        at = line.lower().replace("\n", " ").find(phrase)
        parts = [token.pos_ for token in parsed if at <= token.idx < at + len(phrase) and not token.is_punct]
        if at >= 0 and parts and parts[-1] in _NOUNS and set(parts) <= set(_INSIDE) and set(parts) != {"NUM"}:
            found.add(phrase)
    return found


def _suggestion(one: _Seen, counted: int) -> Suggestion:
    spelt = min(one.spelt, key=lambda words: (-one.spelt[words], words))
    return Suggestion(
        phrase=spelt,
        messages=one.messages,
        of=counted,
        threads=len(one.threads),
        first=min(one.days, default=""),
        last=max(one.days, default=""),
    )


def kept_apart(found: Iterable[Suggestion], terms: Iterable[str]) -> list[Suggestion]:
    """Suggestions that are no term of a topic yet."""
    known = {term.rstrip("*").lower() for term in terms}
    return [one for one in found if one.phrase.lower() not in known]
