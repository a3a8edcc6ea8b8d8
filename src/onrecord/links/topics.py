"""One subject in several places: two words side by side that few findings have, and somebody who is in both.

Of each subject only the best pair of two documents is shown, and within one page each place with the next.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onrecord.links import making, terms
from onrecord.links.material import Material
from onrecord.links.nodes import Node
from onrecord.model import Claim, Event, Interaction, Link, LinkKind

#: A pair of words in more findings than this is what the case is about, and joins nothing.
_RARE = 8

#: By word of mouth, and so many days of it are a pattern.
_SPOKEN = frozenset(("call", "call_request", "conversation"))
_SEVERAL = 3

#: What is left out where two findings are joined by more.
WEAK = frozenset((LinkKind.SAME_TOPIC, LinkKind.PATTERN, LinkKind.RELATED_EVENT))


def find(material: Material) -> Iterator[Link]:
    """The same subject and somebody of the same, across documents and along one page."""
    names = material.who.words(material.who.people)
    by_pair: defaultdict[str, list[Node]] = defaultdict(list)
    for node in material.told:
        for pair in node.pairs:
            by_pair[pair].append(node)
    best: dict[tuple[str, ...], tuple[float, Node, Node, frozenset[str]]] = {}
    for pair in sorted(by_pair):
        listed = by_pair[pair]
        if not 1 < len(listed) <= _RARE or _is_name(pair, names):
            continue
        for a, b in _joined(listed):
            score, common = _alike(material, a, b)
            key = (pair, *sorted((a.record, b.record))) if a.record != b.record else (pair, a.id, b.id)
            if score and (key not in best or score > best[key][0]):
                best[key] = (score, a, b, common)
    for score, a, b, common in best.values():
        yield _link(material, a, b, score, common)
    yield from _again(material)


def _again(material: Material) -> Iterator[Link]:
    """Two people who speak, or are to speak, several times on one page: the first and the last of them."""
    found: defaultdict[tuple[str, ...], list[Node]] = defaultdict(list)
    for node in material.of(Interaction):
        two = tuple(sorted(node.actors | (node.to if len(node.to) == 1 else frozenset())))
        spoken = node.channel in _SPOKEN or (isinstance(node.said, Interaction) and node.said.act == "asks for a call")
        if len(two) == 2 and node.first is not None and (spoken or terms.pattern("call").search(node.text)):
            found[(node.record, *two)].append(node)
    for key in sorted(found):
        days = {node.first: node for node in found[key] if node.first is not None}
        if len(days) >= _SEVERAL:
            first, last = (days[day] for day in (min(days), max(days)))
            yield making.link(
                LinkKind.PATTERN,
                making.end(first),
                making.end(last),
                0.6,
                [
                    f"{material.who.list(key[1:])} speak or are to speak on {len(days)} days: "
                    + ", ".join(str(day) for day in sorted(days))
                ],
                ["that they speak again says nothing of what about", *making.inferred(first)],
            )


def _is_name(pair: str, names: frozenset[str]) -> bool:
    """Whether a word of a pair is part of somebody's name, or of an agency's."""
    known = {terms.stem(word) for word in names} | {terms.stem(word) for word in terms.bodies()}
    return any(word in known for word in pair.split())


def _joined(listed: list[Node]) -> Iterator[tuple[Node, Node]]:
    """Pairs across documents, pairs of events, and each contact of one document with its next of another day."""
    for at, a in enumerate(listed):
        yield from ((a, b) for b in listed[at + 1 :] if b.record != a.record or _are_events(a, b))
        after = next((b for b in listed[at + 1 :] if b.record == a.record and b.first != a.first), None)
        if (
            after is not None
            and isinstance(a.said, Interaction)
            and isinstance(after.said, Interaction)
            and a.first
            and after.first
        ):
            yield a, after


def _are_events(a: Node, b: Node) -> bool:
    return isinstance(a.said, Event) and isinstance(b.said, Event)


def _alike(material: Material, a: Node, b: Node) -> tuple[float, frozenset[str]]:
    """How well two findings share a subject, from 0, and the pairs of words they share."""
    common = a.pairs & b.pairs
    people = a.people & b.people
    if not common or not (people or _are_events(a, b)):
        return 0.0, common
    words = {word for pair in common for word in pair.split()}
    more = (a.terms & b.terms) - words - {terms.stem(word) for word in material.who.words(people)}
    if isinstance(a.said, Claim) and isinstance(b.said, Claim) and material.family(a) == material.family(b):
        return 0.0, common
    return min(0.55 + 0.03 * len(more) + 0.03 * (len(common) - 1) + 0.02 * (len(people) - 1), 0.75), common


def _link(material: Material, a: Node, b: Node, score: float, common: frozenset[str]) -> Link:
    people = a.people & b.people
    two = _are_events(a, b)
    same = making.overlap(a, b) and a.first is not None and b.first is not None
    if two and same:
        return _one_event(a, b, common)
    apart = (a.people | b.people) - people
    return making.link(
        LinkKind.RELATED_EVENT if two else LinkKind.SAME_TOPIC,
        making.end(a),
        making.end(b),
        score,
        [
            f"both speak of {making.shared(_spelt(a, common))}",
            f"both name {material.who.list(people)}" if people else "",
        ],
        [
            "the same subject, which bears out nothing of what the other says",
            f"only one of them names {material.who.list(apart)}" if apart else "",
            f"{making.days(a)}, and {making.days(b)}" if a.first != b.first else "",
            *making.inferred(a, b),
        ],
    )


def _one_event(a: Node, b: Node, common: frozenset[str]) -> Link:
    """Two tellings of one event: the same words for it, and days that go together."""
    return making.link(
        LinkKind.SAME_EVENT,
        making.end(a),
        making.end(b),
        0.9,
        [f"both speak of {making.shared(_spelt(a, common))}", f"the days fit: {making.days(a)} and {making.days(b)}"],
        [making.only_overlap(a, b), *making.inferred(a, b), "told by one page: one source" * (a.record == b.record)],
    )


def _spelt(node: Node, pairs: frozenset[str]) -> list[str]:
    """Pairs of words as a finding prints them."""
    return [" ".join(making.printed(node, (word,))[0] for word in pair.split()) for pair in sorted(pairs)]
