"""A sentence as a row of items: people, dates, quotations, verbs of contact, and the words between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from onrecord.interactions.prose import lexicon
from onrecord.interactions.prose.lexicon import Frame, Happening
from onrecord.interactions.prose.mentions import Mention
from onrecord.text.sentences import masked
from onrecord.text.timex import Expression

TOKEN = re.compile(r"[“\"]?¶+[”\"]?|[^\W\d_][\w’'-]*(?:\.(?=\w))?[\w]*|\d+(?:[.,]\d+)*|[,;:—–()-]|[.!?]+")


Value = TypeVar("Value")


class Item(NamedTuple):
    """One item.

    `kind` is ``P`` (person), ``T`` (date), ``Q`` (quotation), ``V`` (verb of a contact or an event), ``O`` ("others"),
    ``w`` (any other word), or the sign itself.
    """

    kind: str
    start: int
    end: int
    word: str = ""
    mention: Mention | None = None
    date: Expression | None = None
    frame: Frame | None = None
    happening: Happening | None = None


def of(said: str, mentions: Sequence[Mention], dates: Sequence[Expression]) -> list[Item]:
    """The items of the sentence `said`. Nothing in quotation marks is an item of its own."""
    text = masked(said)
    marked = sorted(
        [Item("P", one.start, one.end, text[one.start : one.end].lower(), mention=one) for one in mentions]
        + [Item("T", one.start, one.end, text[one.start : one.end].lower(), date=one) for one in dates],
        key=lambda item: (item.start, -item.end),
    )
    items: list[Item] = []
    at = 0
    for match in TOKEN.finditer(text):
        while at < len(marked) and marked[at].end <= match.start():
            at += 1
        if at < len(marked) and marked[at].start <= match.start():
            if not items or items[-1].start != marked[at].start:
                items.append(marked[at])
            continue
        items.append(_plain(match, said))
    return _verbs(items)


def _plain(match: re.Match[str], said: str) -> Item:
    word = match.group()
    if "¶" in word:
        return Item("Q", match.start(), match.end(), said[match.start() : match.end()].strip('“”"'))
    if word[0].isalnum():
        lower = word.lower().replace("’", "'")
        return Item("O" if lower == "others" else "w", match.start(), match.end(), lower)
    return Item("-" if word in "—–-" else word[0], match.start(), match.end(), word)


def _verbs(items: list[Item]) -> list[Item]:
    """Forms of verbs, several words of one form as one item."""
    found: list[Item] = []
    index = 0
    while index < len(items):
        item = items[index]
        size = 1
        if item.kind == "w" and index:  # a sentence does not begin with its verb: "Emails from March 6 show ..."
            words = [one.word if one.kind == "w" else "" for one in items[index : index + 3]]
            contact = _match(lexicon.contacts().get(item.word, ()), words)
            event = _match(lexicon.happenings().get(item.word, ()), words)
            if contact is not None or event is not None:
                size = contact[0] if contact else event[0] if event else 1
                item = item._replace(
                    kind="V",
                    word=" ".join(words[:size]),
                    end=items[index + size - 1].end,
                    frame=contact[1] if contact else None,
                    happening=event[1] if event else None,
                )
        found.append(item)
        index += size
    return found


def _match(forms: Iterable[tuple[tuple[str, ...], Value]], words: list[str]) -> tuple[int, Value] | None:
    """The number of words of the first form that stands here, and what it stands for."""
    for form, value in forms:
        if list(form) == words[: len(form)]:
            return len(form), value
    return None
