"""A chronology read from its beginning: who contacted whom, when, how, in which words; and what happened in public."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from onrecord.interactions.prose import clauses, dating, items, mentions
from onrecord.interactions.prose.clauses import Clause
from onrecord.interactions.prose.dating import Timed
from onrecord.interactions.prose.mentions import Roster
from onrecord.interactions.prose.sentence import Sentence
from onrecord.interactions.prose.told import Memory, Told
from onrecord.text import sentences, timex
from onrecord.text.timex import Reading, Says

__all__ = ["Told", "read"]

#: Characters of a sentence that are read at once: its clauses are held against each other, and what goes on for longer
#: is a list or means harm.
LONGEST = 5_000
QUOTE_ONLY = re.compile(r"(?:[“\"][^“”\"]+[”\"]\s*)+")


def read(paragraphs: Sequence[str], reading: Reading) -> list[Told]:
    """What `paragraphs` tell, in order. Nothing is taken from before the first dated sentence."""
    memory = Memory(Roster(sentences.masked(text) for text in paragraphs), reading)
    for number, text in enumerate(paragraphs):
        memory.number = number
        for start, end in _sentences(text):
            _sentence(memory, text[start:end], start)
    return memory.told


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of `text` stand, those that are too long in pieces that end between words."""
    for at, end in sentences.split(text):
        start = at
        while end - start > LONGEST:
            space = text.rfind(" ", start + 1, start + LONGEST)
            cut = space if space > 0 else start + LONGEST
            yield start, cut
            start = cut + (space > 0)
        yield start, end


def _sentence(memory: Memory, said: str, start: int) -> None:
    view = sentences.masked(said)
    dates = list(timex.find(view))
    people = mentions.find(view, memory.roster, [(date.start, date.end) for date in dates])
    row = items.of(said, people, dates)
    days = dating.find(said, row, memory.reading)
    found = clauses.find(row)
    lead = _lead(days, found)
    if lead is not None and not lead.when.approx:
        memory.day = lead.when
    if memory.day is None:
        return
    if memory.last is not None and not found and QUOTE_ONLY.fullmatch(said):
        memory.more(start, said)
    else:
        Sentence(memory, row, days, found, start, said).read()


def _lead(days: Sequence[Timed], found: Sequence[Clause]) -> Timed | None:
    """The day that the sentence tells of: a printed one rather than one that is counted."""
    shown = [day for day in days if not _inside_report(found, day.item)]
    printed = (day for day in shown if day.said.says is Says.CALENDAR and day.said.day)
    return next(printed, shown[0] if shown else None)


def _inside_report(found: Sequence[Clause], item: int) -> bool:
    """Whether an item stands in what somebody reports."""
    return any(
        not clause.main
        and clause.first <= item < clause.last
        and not any(one.main and one.first > clause.first and one.first <= item for one in found)
        for clause in found
    )
