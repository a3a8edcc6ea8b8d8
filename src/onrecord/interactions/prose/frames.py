"""What a clause says of a contact: to whom, by which channel, doing what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from onrecord.interactions.prose import lexicon
from onrecord.interactions.prose.clauses import ADVERBS, COMPLEMENT, Clause, group_after
from onrecord.interactions.prose.items import Item
from onrecord.interactions.prose.mentions import Mention

#: Verbs that are a contact only with a noun for one after them: "had a call", "set up a meeting".
NEEDS_NOUN = frozenset({"had", "has", "held", "holds", "took", "taken", "takes", "fielded"})
SETS_UP = frozenset(
    {"set up", "sets up", "scheduled", "schedules", "arranged", "arranges", "planned", "organized", "rescheduled"}
)
#: How many items after a verb its noun may stand.
NEAR = 7


class Contact(NamedTuple):
    """A contact as a clause tells it."""

    actors: tuple[Mention, ...]
    to: tuple[Mention, ...]
    others: tuple[Mention, ...]
    channel: str
    act: str
    status: str
    mutual: bool
    open: bool  # nobody is named to whom it went


def read(items: Sequence[Item], clause: Clause) -> Contact | None:
    """The contact that `clause` tells, or None where its verb means something else here."""
    verb = items[clause.verb]
    noun = _noun(items, clause.verb + 1, clause.last)
    if verb.frame is None or not _means_contact(verb.word, noun):
        return None
    return _contact(items, clause, verb.frame, noun)


def _means_contact(word: str, noun: str | None) -> bool:
    """Whether a verb that needs a noun for a contact has one after it."""
    if word in SETS_UP:
        return noun in ("call", "meeting", "conversation")
    return word not in NEEDS_NOUN or (noun is not None and not (noun == "email" and word in ("had", "has", "held")))


def _contact(items: Sequence[Item], clause: Clause, frame: lexicon.Frame, noun: str | None) -> Contact | None:
    after, stop, people = clause.verb + 1, _stop(items, clause), clause.subject
    to = _recipients(items, clause, frame.to, stop)
    channel, act, status = _manner(items, clause, frame, noun, stop)
    if clause.passive:
        agents = _after_word(items, "by", after, stop)
        return Contact(agents, people, (), channel, act, status, mutual=False, open=False) if agents else None
    if frame.reverse:
        return Contact(to, people, (), channel, act, status, mutual=False, open=False) if to else None
    if not to and frame.act == "asks for information":
        to = _requested_with(items, after, clause.last)
    mutual = frame.mutual and ((not to and (len(people) > 1 or _is_pair(people))) or frame.act == "exchanges")
    if items[clause.verb].word in NEEDS_NOUN and not to and not mutual:
        return None
    others = _others(items, clause, {*people, *to})
    return Contact(people, to, others, channel, act, status, mutual=mutual, open=not to and not mutual)


def _is_pair(people: tuple[Mention, ...]) -> bool:
    return len(people) == 1 and people[0].kind == "pair"


def _stop(items: Sequence[Item], clause: Clause) -> int:
    """Where what is reported or asked begins: "that", "whether"; the end of the clause where nothing is."""
    for index in range(clause.verb + 1, clause.last):
        if (
            items[index].word in COMPLEMENT
            or items[index].kind == ";"
            or items[index].word in ("who", "which", "where", "because")
        ):
            return index
    return clause.last


def _recipients(items: Sequence[Item], clause: Clause, places: Sequence[str], stop: int) -> tuple[Mention, ...]:
    """The people in the first of `places` where some stand."""
    after = clause.verb + 1
    while after < stop and (items[after].word in ADVERBS or items[after].kind == "T"):
        after += 1
    for place in places:
        people = group_after(items, after)[0] if place == "object" else _after_word(items, place, clause.verb + 1, stop)
        if people:
            return people
    return ()


def _after_word(items: Sequence[Item], word: str, start: int, stop: int) -> tuple[Mention, ...]:
    """The people right after a preposition, the first time that some stand there."""
    for index in range(start, min(stop, len(items))):
        if items[index].word == word and items[index].kind == "w":
            people, _ = group_after(items, index + 1 + (index + 1 < len(items) and items[index + 1].word == "the"))
            if people:
                return people
    return ()


def _requested_with(items: Sequence[Item], start: int, last: int) -> tuple[Mention, ...]:
    """Asked to talk with X, for a call with X."""
    return _after_word(items, "with", start, last) or _after_word(items, "to", start, last)


def _noun(items: Sequence[Item], start: int, last: int) -> str | None:
    """The channel of the first noun for a contact after a verb."""
    words = [item.word if item.kind == "w" else "" for item in items[start : min(last, start + NEAR)]]
    for at in range(len(words)):
        found = lexicon.nouns().at(words, at)
        if found is not None:
            return found[0]
        if words[at] in COMPLEMENT or words[at] in ("with", "from", "to"):
            return None
    return None


def _manner(
    items: Sequence[Item], clause: Clause, frame: lexicon.Frame, noun: str | None, stop: int
) -> tuple[str, str, str]:
    """Channel, act and status."""
    verb, after = items[clause.verb], clause.verb + 1
    if verb.word in SETS_UP:
        meeting = noun == "meeting"
        return (
            ("invite", "sets up a meeting", "scheduled") if meeting else ("call_request", "sets up a call", "scheduled")
        )
    if (
        frame.act in ("talks", "exchanges", "receives", "calls")
        and noun is not None
        and (frame.reverse or frame.act != "calls")
    ):
        channel = frame.channel if frame.act == "talks" and frame.channel != "unknown" else noun
        act = {"call": "calls", "conversation": "talks", "meeting": "meets"}.get(noun, frame.act)
        return channel, "writes" if frame.reverse and noun == "email" else act, "done"
    asked = (
        _asked(items, after, clause.last)
        if frame.act in ("asks for information", "instructs", "tells", "invites", "urges")
        else None
    )
    if asked is not None and frame.act in ("asks for information", "instructs"):
        return asked[0], asked[1], "requested"
    if frame.act == "asks for information" and _is_order(items, after, stop):
        return frame.channel, "instructs", "requested"
    if frame.act == "sends":
        return frame.channel, _sent(items, after, stop), "done"
    return (
        frame.channel,
        frame.act,
        "requested" if frame.act in ("invites", "asks for information", "urges", "instructs") else "done",
    )


def _asked(items: Sequence[Item], start: int, last: int) -> tuple[str, str] | None:
    """Channel and act of what is asked for: the words after "to" or "for"."""
    words = [word for item in items[start:last] for word in (item.word.split() if item.kind in "wV" else ("",))]
    for at, word in enumerate(words):
        if word in ("to", "for", "if", "whether"):
            found = lexicon.requests().at(words, at + 1)
            if found is not None:
                return found
        if word in ("about", "that"):
            return None
    return None


def _is_order(items: Sequence[Item], start: int, stop: int) -> bool:
    """Asked somebody to do something."""
    return any(
        items[index].word == "to" and items[index + 1].kind in ("w", "Q")
        for index in range(start, min(stop, len(items) - 1))
    )


def _sent(items: Sequence[Item], start: int, stop: int) -> str:
    words = {item.word.lower() for item in items[start:stop] if item.kind in ("w", "Q")}
    if any("correction" in word or "edit" in word for word in words):
        return "sends corrections"
    return "sends a draft" if words & {"draft", "drafts"} else "sends"


def _others(items: Sequence[Item], clause: Clause, used: set[Mention]) -> tuple[Mention, ...]:
    """People named in the clause beside those who act and those it is directed at."""
    inside = items[clause.verb + 1 : clause.last]
    found = (
        item.mention
        for item in inside
        if item.kind == "P" and item.mention is not None and item.mention.kind in ("person", "unnamed")
    )
    return tuple(dict.fromkeys(mention for mention in found if mention not in used))
