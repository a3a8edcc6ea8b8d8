"""Links made of nodes, and the words in which they state what is known of days and people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from onrecord.links import terms
from onrecord.links.nodes import Node
from onrecord.model import Citation, End, Link, LinkKind, Span, cite, stable_id


def end(node: Node, citation: Citation | None = None) -> End:
    """The end of a link at a node, which rests on `citation`, or on all of the node's words."""
    return End(id=node.id, kind=node.kind, citation=citation or node.citation)


def link(kind: LinkKind, a: End, b: End, score: float, reasons: Iterable[str], limits: Iterable[str] = ()) -> Link:
    """A link. Empty phrases are left out, and so is what is said twice."""
    citation = Citation((*a.citation.spans, *b.citation.spans), f"{a.citation.quote}\n{b.citation.quote}")
    return Link(
        id=stable_id("y", kind, a.id, b.id, *_places(a), *_places(b)),
        citation=citation,
        kind=kind,
        a=a,
        b=b,
        score=round(score, 2),
        reasons=tuple(dict.fromkeys(filter(None, reasons))),
        limits=tuple(dict.fromkeys(filter(None, limits))),
    )


def _places(one: End) -> tuple[str | int, ...]:
    """People are ends with many places; everything else is told apart by its id."""
    first: Span = one.citation.spans[0]
    return (first.page, first.start) if one.kind == "people" else ()


def cited(spans: Sequence[Span], texts: Mapping[str, str]) -> Citation | None:
    """A citation of `spans`, or None where there is none."""
    return cite(spans, texts) if spans else None


def days(node: Node) -> str:
    """When a node was, to print."""
    if node.first is None and node.last is None:
        return "no date"
    if node.first is None or node.last is None:
        return f"{'not after' if node.first is None else 'from'} {node.last or node.first}"
    return str(node.first) if node.first == node.last else f"{node.first} to {node.last}"


def overlap(a: Node, b: Node) -> bool:
    """Whether the days of two nodes can be the same; a node without a day can be any."""
    return _earliest(a) <= _latest(b) and _earliest(b) <= _latest(a)


def _earliest(node: Node) -> date:
    return node.first or date.min


def _latest(node: Node) -> date:
    return node.last or date.max


def inferred(*nodes: Node) -> tuple[str, ...]:
    """That a date was inferred, as a limit."""
    return tuple(
        f"inferred for {days(node)}: {', '.join(node.inferred)}" for node in nodes if node.inferred and node.first
    )


def only_overlap(a: Node, b: Node) -> str:
    """That two dates are not the same but only go together, as a limit; empty where both are one day."""
    if a.day is not None and a.day == b.day:
        return ""
    return f"the dates only overlap: {days(a)} and {days(b)}"


def shared(words: Iterable[str]) -> str:
    """Words to print, in order."""
    return ", ".join(f"“{word}”" for word in sorted(words))


def printed(node: Node, stems: Iterable[str]) -> list[str]:
    """The words of a node as it prints them, for stems."""
    wanted, found = set(stems), dict[str, str]()
    for _, word in terms.words(node.text):
        found.setdefault(terms.stem(word.lower()), word.lower())
    return [found[stem] for stem in sorted(wanted & found.keys())]


def stemmed(words: str) -> str:
    """The stem of a word; of several words, that of the last."""
    return terms.stem(words.rsplit(maxsplit=1)[-1])


def best(links: Sequence[Link]) -> list[Link]:
    """The links by id, of those with one id the one with the highest score."""
    found: dict[str, Link] = {}
    for one in links:
        if one.id not in found or one.score > found[one.id].score:
            found[one.id] = one
    return [found[id] for id in sorted(found)]
