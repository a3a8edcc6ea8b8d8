"""Contacts and what came of them: what was drafted, used or followed in public, and a call that was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

from onrecord import data
from onrecord.links import making, terms
from onrecord.links.material import Material
from onrecord.links.nodes import Node
from onrecord.model import Event, Interaction, Link, LinkKind

#: An event this long after a contact is no longer taken for what came of it.
_SOON = timedelta(days=21)
#: A call or meeting this long after it was asked for.
_ANSWERED = timedelta(days=7)
#: So many entries before an event are looked at: what the page tells side by side.
_BESIDE = 8
#: What was used in an event was gathered at most so long before.
_AT_HAND = timedelta(days=3)
#: So many entries before an event may have gathered what was used in it.
_JUST_BEFORE = 3

_USED = re.compile(
    r"\b(?:cited|used|quoted|included|mentioned|repeated|relied on|drew on|referred to)\s+"
    r"(?:the|that|these|those|this)\s+(?P<what>\w+(?:\s+\w+)?)",
    re.IGNORECASE,
)
_USED_IN = re.compile(r"\b(?:was|were|been) (?:cited|used|quoted|included|mentioned|repeated) in\b", re.IGNORECASE)
_DRAFT = re.compile(
    r"\b(?:draft|drafts|drafting|corrections?|edits?|edited|line edits|talking points|mark-?up)\b", re.I
)
_REQUESTS = ("asks for a call", "asks for a meeting", "sets up a call", "sets up a meeting", "invites")
_MET = {"call": ("call", "conversation"), "meeting": ("meeting", "conversation")}


def find(material: Material) -> Iterator[Link]:
    """What the contacts of each page led to."""
    for record in sorted(material.by_record):
        listed = [node for node in material.by_record[record] if isinstance(node.said, Interaction | Event)]
        told: set[tuple[str, str]] = set()
        for at, node in enumerate(listed):
            if isinstance(node.said, Event):
                beside = listed[max(0, at - _BESIDE) : at + 1 + _BESIDE]
                yield from _event(material, node, listed[max(0, at - _BESIDE) : at], beside, told)
            else:
                yield from _answered(material, node, listed[at + 1 : at + 1 + _BESIDE])


def _event(
    material: Material, event: Node, before: list[Node], beside: list[Node], told: set[tuple[str, str]]
) -> Iterator[Link]:
    """What led to one event. `told` are the contacts, each with the sort of event, that already led to another."""
    used = list(_used(event, before))
    drafted = list(_drafted(event, before))
    yield from used
    yield from drafted
    assert isinstance(event.said, Event)
    taken = {one.a.id for one in (*used, *drafted)}
    named = [one for one in beside if isinstance(one.said, Event)]
    for node in beside:
        key = (node.id, event.said.what)
        if not isinstance(node.said, Interaction) or node.id in taken or key in told:
            continue
        if not any(_covers(node, one) for one in named) and (link := _followed(material, node, event)) is not None:
            told.add(key)  # told twice, an event is still one
            yield link


def _covers(node: Node, event: Node) -> bool:
    """Whether an event is told inside the sentence of a contact."""
    inner, outer = event.citation.spans[0], node.citation.spans[0]
    return inner.page == outer.page and outer.start <= inner.start and inner.end <= node.citation.spans[-1].end


@cache
def _material() -> dict[str, frozenset[str]]:
    groups = (frozenset(group) for group in data.load("links")["material"])
    return {word: group for group in groups for word in group}


def _used(event: Node, before: list[Node]) -> Iterator[Link]:
    """ "Cited the data": the contacts just before in which data were asked for or given."""
    match = _USED.search(event.text)
    named = [word for word in match["what"].lower().split() if word in _material()] if match is not None else []
    if match is not None and named:
        for node in reversed(before[-_JUST_BEFORE:]):
            words = _material_in(node.text) & _material()[named[0]]
            if words and isinstance(node.said, Interaction) and _at_hand(node, event):
                yield _use(node, event, match.group(), words)
    for node in before:
        inside = _USED_IN.search(node.text) if _covers(node, event) else None
        words = _material_in(node.text[: inside.start()]) if inside is not None else frozenset()
        if inside is not None and words and isinstance(node.said, Interaction):
            yield _use(node, event, inside.group(), words)


def _material_in(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower())) & _material().keys()


def _use(node: Node, event: Node, said: str, words: frozenset[str]) -> Link:
    return making.link(
        LinkKind.USED_IN_EVENT,
        making.end(node),
        making.end(event),
        0.95,
        [f"the page says so: “{said}”", f"the contact is about {making.shared(words)}"],
        making.inferred(node),
    )


def _at_hand(node: Node, event: Node) -> bool:
    """Whether a contact lies just before an event; what has no day stands just before it in the text."""
    return node.first is None or event.last is None or timedelta(0) <= event.last - node.first <= _AT_HAND


def _drafted(event: Node, before: list[Node]) -> Iterator[Link]:
    """A draft, or corrections to one, told in the sentence that names what it is for."""
    for node in before:
        if isinstance(node.said, Interaction) and _covers(node, event) and _DRAFT.search(node.text):
            yield making.link(
                LinkKind.DRAFTED_FOR,
                making.end(node),
                making.end(event),
                0.9,
                [f"the page says what was drafted: “{event.text[:80]}”"],
                ["that the words were taken over is not told", *making.inferred(event)],
            )


def _followed(material: Material, node: Node, event: Node) -> Link | None:
    """A contact about an order, a speech, a report that was under way, and the next one made public."""
    said = event.said
    assert isinstance(said, Event)
    if node.first is None or event.last is None or not timedelta(0) <= event.last - node.first <= _SOON:
        return None
    words = _prepared(said.what, node.text)
    if not words:
        return None
    names = {terms.stem(word) for word in material.who.words(node.people | event.people)}
    common = (node.terms & event.terms) - {making.stemmed(word) for word in words} - names
    same_day = node.day is not None and node.day == event.day
    return making.link(
        LinkKind.SAME_DAY if same_day else LinkKind.FOLLOWED_BY_EVENT,
        making.end(node),
        making.end(event),
        0.8 if not same_day else 0.7,
        [
            f"the contact speaks of {making.shared(words)}; beside it the page tells of an event: {said.what}",
            f"{(event.last - node.first).days} days at most lie between" if not same_day else "both on one day",
            f"both speak of {making.shared(making.printed(node, common))}" if common else "",
        ],
        [
            "" if common else f"that it is the same {said.what} is not said: only its sort is shared",
            *making.inferred(node, event),
        ],
    )


def _prepared(what: str, text: str) -> list[str]:
    """The words of a contact for something that becomes an event of this sort."""
    listed = data.load("links")["prepared"].get(what, ())
    found = (re.search(rf"\b{re.escape(word)}s?\b", text, re.IGNORECASE) for word in listed)
    return [match.group() for match in found if match is not None]


def _answered(material: Material, asked: Node, after: list[Node]) -> Iterator[Link]:
    """A call or meeting that was asked for or set up, and the first one between the two afterwards."""
    said = asked.said
    assert isinstance(said, Interaction)
    wanted = "meeting" if "meeting" in said.act or "invite" in said.act else "call"
    speaks = re.search(r"\b(?:call|speak|talk|phone|telephone|meet)\b", asked.text, re.IGNORECASE)
    if not (said.act in _REQUESTS or (speaks and said.status == "requested")) or asked.first is None:
        return
    for node in after:
        if not isinstance(node.said, Interaction) or node.first is None or node.said.channel not in _MET[wanted]:
            continue
        two = asked.actors | asked.to
        if len((node.actors | node.to) & two) < 2 or not timedelta(0) <= node.first - asked.first <= _ANSWERED:
            continue
        yield making.link(
            LinkKind.FOLLOW_UP,
            making.end(asked),
            making.end(node),
            0.7,
            [
                f"the first {node.said.channel} between {material.who.list((node.actors | node.to) & two)} afterwards",
                f"{(node.first - asked.first).days} days later",
            ],
            ["that it is the one that was asked for is an inference", *making.inferred(asked)],
        )
        return
