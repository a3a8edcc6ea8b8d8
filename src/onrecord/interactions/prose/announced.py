"""Public events without a clause of their own: "cited in the next day's order", "remarks she was set to deliver"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from onrecord.interactions.prose import lexicon
from onrecord.interactions.prose.items import Item
from onrecord.interactions.prose.mentions import Mention
from onrecord.text.timex import Expression

#: What is done with material in public, before "in" and the event.
USES = frozenset(("cited", "used", "included", "quoted", "mentioned", "repeated", "featured", "echoed"))
#: "Was set to deliver".
AHEAD = frozenset(("set", "scheduled", "due", "expected", "about", "planning", "preparing"))
GIVES = frozenset(("deliver", "give", "make", "read", "issue", "sign", "announce", "publish", "release"))
#: Words between "in" and the noun, at most; and between the noun and who gives it.
REACH, NEAR = 7, 3


class Announced(NamedTuple):
    """An event: the items that it spans, half-open, its sort, who gives it, and its own date where one is printed."""

    first: int
    last: int
    what: str
    people: tuple[Mention, ...] = ()
    date: Expression | None = None


def find(row: Sequence[Item]) -> Iterator[Announced]:
    """The events that are only named in a sentence, in order."""
    words = [item.word if item.kind in ("w", "V") else "" for item in row]
    for at, word in enumerate(words):
        if word in USES and (start := _behind_in(row, at + 1)):
            yield from _used(row, words, start)
        elif found := lexicon.happening_nouns().at(words, at):
            yield from _planned(row, words, at, found)


def _behind_in(row: Sequence[Item], at: int) -> int:
    """The item behind an "in" at item `at`, which may be the first word of a date; 0 where there is none."""
    if at >= len(row) or not (row[at].word == "in" or row[at].word.startswith("in ")):
        return 0
    return at if row[at].kind == "T" else at + 1


def _used(row: Sequence[Item], words: Sequence[str], start: int) -> Iterator[Announced]:
    """What stands behind "cited in": up to the last noun that names an event, its date in front of it."""
    date, event = None, None
    for at in range(start, min(start + REACH, len(row))):
        if row[at].kind not in ("w", "T", "P"):
            break
        date = date or row[at].date
        if found := lexicon.happening_nouns().at(list(words), at):
            event = Announced(start, at + found[1], found[0], date=date)  # "travel ban executive order": the last noun
    if event is not None:
        yield event


def _planned(row: Sequence[Item], words: Sequence[str], at: int, found: tuple[str, int]) -> Iterator[Announced]:
    """ "Remarks that Rudd was set to deliver": who gives it stands behind the noun."""
    what, size = found
    for who in range(at + size, min(at + size + NEAR, len(row) - 4)):
        mention = row[who].mention
        if mention is None:
            continue
        is_, ahead, to, gives = words[who + 1 : who + 5]
        if is_ in ("was", "were", "is", "are") and ahead in AHEAD and to == "to" and gives in GIVES:
            yield Announced(at, _end(row, who + 5), what, (mention,))
        return


def _end(row: Sequence[Item], at: int) -> int:
    """The end of the words that say what is given."""
    while at < len(row) and row[at].kind not in (",", ".", ";", "!", "?"):
        at += 1
    return at
