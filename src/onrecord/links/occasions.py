"""A claim and a record that speak of one occasion, and the date that one lends the other.

The two must share somebody, a place or thing that few records name, and the days; people near in time are no occasion.
How far it goes is in the limits: another addressee, a subject that the record does not tell, days that only overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.links import making, terms
from onrecord.links.material import Material
from onrecord.links.nodes import Node
from onrecord.model import Claim, Event, Interaction, Link, LinkKind

#: A name in more findings than this makes no occasion.
_RARE = 12

#: Channels that are by word of mouth.
_SPOKEN = frozenset(("call", "call_request", "conversation", "meeting"))

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def find(material: Material) -> Iterator[Link]:
    """The occasions that claims share with what release pages tell, and the dates that claims give to those."""
    for claim in material.of(Claim):
        if claim.first is None or not claim.people:
            continue
        found = [pair for other in material.told_like(claim, 1) if (pair := _pair(material, claim, other)) is not None]
        by_page: dict[str, tuple[float, Node, frozenset[str]]] = {}
        for score, other, marks in found:
            if other.record not in by_page or score > by_page[other.record][0]:
                by_page[other.record] = (score, other, marks)
        for score, other, marks in by_page.values():
            yield _occasion(material, claim, other, score, marks)
            yield from _dating(material, claim, other, marks)


def _pair(material: Material, claim: Node, other: Node) -> tuple[float, Node, frozenset[str]] | None:
    """How well a claim and something told fit one occasion, or None."""
    if not isinstance(other.said, Interaction | Event) or other.first is None or not making.overlap(claim, other):
        return None
    people = claim.people & other.people
    marks = (claim.marks & other.marks) - material.who.words(claim.people | other.people)
    marks = frozenset(mark for mark in marks if material.spread[terms.stem(mark)] <= _RARE)
    spoken = claim.channel == "call" and other.channel in _SPOKEN
    if not people or not marks or not (spoken or terms.pattern("occasion").search(claim.text)):
        return None
    # written to somebody and said by telephone are two contacts
    if claim.channel == "call" and not spoken:
        return None
    closeness = 0.05 * (claim.day is not None and claim.day == other.day)
    return 0.55 + 0.05 * spoken + 0.05 * (len(marks) > 1) + closeness, other, marks


def _occasion(material: Material, claim: Node, other: Node, score: float, marks: frozenset[str]) -> Link:
    people = claim.people & other.people
    name = material.who.list
    spoken = claim.channel == "call" and other.channel in _SPOKEN
    reasons = [
        f"both name {name(people)} and {making.shared(word.title() for word in marks)}",
        f"the days fit: {making.days(claim)} and {making.days(other)}",
        "both are by word of mouth" if spoken else "",
    ]
    return making.link(
        LinkKind.SAME_OCCASION,
        making.end(claim),
        making.end(other),
        score,
        reasons,
        [*_apart(material, claim, other), making.only_overlap(claim, other), *making.inferred(claim, other)],
    )


def _apart(material: Material, claim: Node, other: Node) -> Iterator[str]:
    """What the record does not share with the claim."""
    if not isinstance(other.said, Interaction):
        return
    alone = other.to - claim.people
    if alone:
        yield f"the record names {material.who.list(alone)} as the other end, the claim does not"
    elif not other.to:
        yield "the record does not tell who was the other end"
    if not other.said.topic and not other.said.quotes:
        yield "what was spoken of is not in the record: it is no corroboration of what the claim says was said"


def _dating(material: Material, claim: Node, other: Node, marks: frozenset[str]) -> Iterator[Link]:
    """The year of something told on a page that prints none, from a claim about the same occasion."""
    if not any(word.startswith("the year") for word in other.inferred):
        return
    stated = _year_stated(material, claim)
    if stated is None:
        return
    year = str(claim.first.year) if claim.first is not None else ""
    own = "" if stated is claim else f"the year stands in the sentence “{stated.citation.quote[:80]}”"
    yield making.link(
        LinkKind.DATING_EVIDENCE,
        making.end(claim),
        making.end(other),
        0.8,
        [f"the claim puts {making.shared(word.title() for word in marks)} in {year}", "the page prints no year", own],
        ["an inference: that both speak of one occasion is itself not certain"],
    )


def _year_stated(material: Material, claim: Node) -> Node | None:
    """The claim that prints the year of `claim`: itself, or the nearest before it."""
    if claim.first is None:
        return None
    year = str(claim.first.year)
    for node in reversed(list(material.of(Claim, claim.record))):
        if node.place <= claim.place and year in _YEAR.findall(node.text):
            return node
    return None
