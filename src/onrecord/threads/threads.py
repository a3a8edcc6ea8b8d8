"""Threads: what is joined by sure edges, in which order it was sent, and what one has to read of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from onrecord.model import Citation, Edge, Sketch, Thread, stable_id
from onrecord.threads.edges import BAR, Node

#: Raised when threads come out otherwise.
VERSION = 7
#: A quotation with less than this part of the longest copy's text does not spare one the message itself.
WHOLE = 0.7


def records(known: Mapping[str, Node], edges: Sequence[Edge], cited: Callable[[str], Citation]) -> Iterator[Thread]:
    """The threads of two messages or more (copies count), in the order of their places.

    `cited` says where a message begins.
    """
    groups = _groups(known, edges)
    inside: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        if groups[edge.child] == groups[edge.parent]:
            inside[groups[edge.child]].append(edge)
    gathered: defaultdict[str, list[Node]] = defaultdict(list)
    for id in sorted(known):
        gathered[groups[id]].append(known[id])
    found = []
    for first, members in gathered.items():
        if _several(members):
            found.append((cited(_ordered(members)[0].best.id).spans[0], first))
    for _, first in sorted(found):
        yield _thread(first, gathered[first], inside[first], cited)


def _several(members: Sequence[Node]) -> bool:
    return len(members) > 1 or len(members[0].copies) > 1


def _groups(known: Mapping[str, Node], edges: Iterable[Edge]) -> dict[str, str]:
    """For every node the smallest id of its group."""
    above: dict[str, str] = {id: id for id in known}

    def root(id: str) -> str:
        while above[id] != id:
            above[id] = above[above[id]]
            id = above[id]
        return id

    for edge in edges:
        if edge.certainty >= BAR:
            a, b = sorted((root(edge.child), root(edge.parent)))
            above[b] = a
    return {id: root(id) for id in known}


def _ordered(members: Sequence[Node]) -> list[Node]:
    return sorted(members, key=lambda node: (node.minute, node.id))


def _thread(first: str, members: Sequence[Node], edges: Sequence[Edge], cited: Callable[[str], Citation]) -> Thread:
    ordered = _ordered(members)
    copies = [copy for node in ordered for copy in node.copies]
    return Thread(
        id=stable_id("t", first),
        citation=cited(ordered[0].best.id),
        messages=tuple(copy.id for copy in copies),
        edges=tuple(edges),
        inclusive=tuple(_inclusive(ordered)),
    )


def _inclusive(members: Sequence[Node]) -> Iterator[str]:
    """The tops of the fewest chains that show every message whole: always the one that shows most of what is left."""
    chains: defaultdict[str, set[str]] = defaultdict(set)
    tops: dict[str, Sketch] = {}
    for node in members:
        longest = max(copy.size for copy in node.copies)
        for copy in node.copies:
            if copy.size >= WHOLE * longest:
                chains[copy.chain].add(node.id)
            if copy.chain not in tops or copy.depth < tops[copy.chain].depth:
                tops[copy.chain] = copy
    left = {node.id for node in members}
    while left:
        best = max(chains, key=lambda chain: (len(chains[chain] & left), tops[chain].minute, tops[chain].id))
        yield tops[best].id
        left -= chains.pop(best)
