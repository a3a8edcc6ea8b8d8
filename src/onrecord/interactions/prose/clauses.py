"""Clauses: which verbs tell of a contact, who did it, and how far what is said of it reaches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.interactions.prose.items import Item
from onrecord.interactions.prose.mentions import Mention

ADVERBS = frozenset({
    "had", "has", "have", "just", "then", "also", "later", "again", "reportedly", "subsequently", "apparently",
    "personally", "directly", "immediately", "privately", "first", "quickly", "twice", "soon", "repeatedly",
    "once", "separately", "still", "now", "did", "been", "already", "allegedly", "promptly", "quietly",
    "eventually", "finally", "jointly", "both", "each", "back", "previously", "recently", "similarly",
    "himself", "herself", "themselves",
})  # fmt: skip
PASSIVE = frozenset({
    "was", "were", "been", "being", "be", "is", "are",
})  # fmt: skip
#: Words after which a form that could be a verb is a noun or no finite verb.
NO_VERB_AFTER = frozenset({
    "to", "a", "an", "the", "his", "her", "their", "its", "my", "our", "your", "of", "another", "this",
    "these", "those", "some", "any", "no", "every", "each", "many", "several", "more", "with", "for", "by",
    "in", "on", "from", "about", "not", "upcoming", "weekly", "daily", "phone", "conference",
})  # fmt: skip
COMPLEMENT = frozenset({
    "that", "how", "whether", "if", "why",
})  # fmt: skip
#: Records show that somebody did something: what follows is told as it is.
SHOWS = frozenset({
    "show", "shows", "showed", "indicate", "indicates", "reveal", "reveals", "revealed", "suggest", "suggests",
    "confirm", "record", "document",
})  # fmt: skip
JOINS = frozenset({
    "and", "but", "while", "as", "&", "then", "yet", "plus",
})  # fmt: skip


class Clause(NamedTuple):
    """A verb and its subject. `verb` is its item; `first` and `last` are the items that the clause spans, half-open."""

    verb: int
    subject: tuple[Mention, ...]
    first: int
    last: int
    main: bool
    elided: bool = False
    passive: bool = False
    which: bool = False
    inverted: bool = False


def find(items: Sequence[Item]) -> list[Clause]:
    """The clauses of a sentence, in order."""
    found: list[Clause] = []
    for index, item in enumerate(items):
        if item.kind != "V":
            continue
        clause = _clause(items, index, found)
        if clause is not None:
            found.append(clause)
    return _bounded(items, found)


def _clause(items: Sequence[Item], index: int, before: Sequence[Clause]) -> Clause | None:
    if items[index].word in ("had", "has") and _is_auxiliary(items, index):
        return None
    at, passive = index - 1, False
    while at >= 0 and (items[at].kind == "T" or items[at].word in ADVERBS or items[at].word in PASSIVE):
        passive = passive or items[at].word in PASSIVE
        at -= 1
    if at < 0 or (passive and items[index].word.endswith("s")):
        return None
    subject = _subject(items, at)
    if subject is not None:
        return _with_subject(items, index, subject, passive)
    return _joined(items, index, items[at], before, passive)


def _subject(items: Sequence[Item], at: int) -> int | None:
    """The last item of a subject that ends at item `at`, or before an insertion that ends there."""
    item = items[at]
    if item.kind == "O" or (item.mention is not None and not item.mention.possessive):
        return at
    return _apposed(items, at) if item.kind in (",", ")", "-") else None


def _joined(items: Sequence[Item], index: int, left: Item, before: Sequence[Clause], passive: bool) -> Clause | None:
    """A clause whose subject stands behind its verb, or is that of the clause before."""
    if not (left.kind in (",", "Q", ";") or left.word in JOINS):
        return None
    if _inverted(items, index, left):
        people, _ = group_after(items, index + 1, stop=False)
        return Clause(index, people, _start_of_quotes(items, index), len(items), main=True, inverted=True)
    if before and left.word in ("and", "but", "then") and items[index - 1].word not in NO_VERB_AFTER:
        last = before[-1]
        return Clause(index, last.subject, index, len(items), main=last.main, elided=True, passive=passive)
    return None


def _is_auxiliary(items: Sequence[Item], index: int) -> bool:
    """Had had a call; had just taken one."""
    at = index + 1
    while at < len(items) and items[at].word in ADVERBS and items[at].kind == "w":
        at += 1
    return at < len(items) and items[at].kind == "V"


def _with_subject(items: Sequence[Item], index: int, at: int, passive: bool) -> Clause:
    people, first = group_before(items, at)
    lead = first - 1
    while lead >= 0 and (items[lead].kind == "T" or items[lead].word in ("both", "when", "after")):
        lead -= 1
    left = items[lead] if lead >= 0 else None
    which = left is not None and left.word == "which" and lead >= 1 and items[lead - 1].word == "to"
    main = (
        left is None
        or left.kind in (",", ";", ":", "Q", ".", "-", ")")
        or left.word in JOINS
        or which
        or _leads(items, lead)
    )
    if left is not None and left.kind == "Q" and not _closes(left):
        main = main and _only_quotes_before(items, lead)
    if left is not None and left.word in COMPLEMENT:
        main = lead >= 1 and items[lead - 1].word in SHOWS
    return Clause(index, people, first, len(items), main=main, passive=passive, which=which)


def _leads(items: Sequence[Item], lead: int) -> bool:
    """Whether all that stands before is the opening of the sentence: "On", "Later", "In the afternoon of"."""
    return (
        all(item.kind in ("w", "T") for item in items[: lead + 1])
        and lead < 6
        and not any(item.word in COMPLEMENT or item.word in ("according", "who", "which") for item in items[: lead + 1])
    )


def _closes(quote: Item) -> bool:
    """A quotation that ends with a comma or a full stop inside it ends its clause."""
    return quote.word.endswith(",")


def _only_quotes_before(items: Sequence[Item], index: int) -> bool:
    return all(item.kind in ("Q", "T", ",", "w") for item in items[: index + 1]) and not any(
        item.kind == "P" for item in items[: index + 1]
    )


def _apposed(items: Sequence[Item], at: int) -> int | None:
    """The subject before an insertion: "Solano, a senior adviser, asked"."""
    for index in range(at - 1, max(-1, at - 14), -1):
        item = items[index]
        if item.kind == "V" and item.word not in ("had", "has"):
            return None
        if item.kind in (",", "(", "-") and index and items[index - 1].kind == "P":
            mention = items[index - 1].mention
            return index - 1 if mention is not None and not mention.possessive and mention.kind == "person" else None
    return None


def _inverted(items: Sequence[Item], index: int, left: Item) -> bool:
    """Said Solano, after a quotation."""
    after = items[index + 1] if index + 1 < len(items) else None
    quoted = left.kind == "Q" or (left.kind == "," and index >= 2 and items[index - 2].kind == "Q")
    return (
        quoted
        and after is not None
        and after.kind == "P"
        and items[index].word in ("said", "asked", "wrote", "replied", "says")
    )


def _start_of_quotes(items: Sequence[Item], index: int) -> int:
    at = index
    while at and items[at - 1].kind in ("Q", ",", "w"):
        at -= 1
    return at


def group_before(items: Sequence[Item], at: int) -> tuple[tuple[Mention, ...], int]:
    """The people joined by commas and "and" that end at item `at`, and the item that they begin with."""
    people: list[Mention] = []
    first = at
    while at >= 0:
        item = items[at]
        if item.kind == "P" and item.mention is not None and not item.mention.possessive:
            people.insert(0, item.mention)
        elif item.kind != "O":
            break
        first = at
        step = at - 1
        while step >= 0 and (items[step].kind == "," or items[step].word in ("and", "&")):
            step -= 1
        if step == at - 1 or step < 0 or items[step].kind not in ("P", "O"):
            break
        mention = items[step].mention
        if (mention is not None and mention.possessive) or (step and _takes_object(items[step - 1])):
            break
        at = step
    return tuple(people), first


def _takes_object(item: Item) -> bool:
    """After a verb or a preposition somebody stands who is not the subject of what follows."""
    return item.kind == "V" or item.word in ("to", "with", "from", "by", "for")


def group_after(items: Sequence[Item], at: int, *, stop: bool = True) -> tuple[tuple[Mention, ...], int]:
    """The people joined by commas and "and" from item `at` on, and the item after them.

    With `stop`, somebody who is the subject of a verb that follows is left out.
    """
    people: list[Mention] = []
    while at < len(items):
        item = items[at]
        if item.kind == "P" and item.mention is not None and not item.mention.possessive:
            if stop and people and _is_subject(items, at):
                return tuple(people), at
            people.append(item.mention)
        elif item.kind != "O":
            break
        step = at + 1
        while step < len(items) and (items[step].kind == "," or items[step].word in ("and", "&", "or", "as", "well")):
            step += 1
        if step == at + 1 or step >= len(items) or items[step].kind not in ("P", "O"):
            return tuple(people), at + 1
        if stop and items[step].kind == "P" and _is_subject(items, step):
            return tuple(people), at + 1
        at = step
    return tuple(people), at


def _is_subject(items: Sequence[Item], at: int) -> bool:
    step = at + 1
    while step < len(items) and (items[step].word in ADVERBS or items[step].word in PASSIVE):
        step += 1
    return step < len(items) and items[step].kind == "V"


def _bounded(items: Sequence[Item], found: list[Clause]) -> list[Clause]:
    """Each clause ends where the next main one begins; those inside a complement are no main ones."""
    bounded: list[Clause] = []
    last = len(items)
    for clause in reversed(found):
        bounded.append(clause._replace(last=max(last, clause.verb + 1)))
        last = min(last, clause.first) if clause.main else last
    return bounded[::-1]
