"""What is one report told again: within an article, and from outlet to outlet. Repetition is no second source."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.links import making
from onrecord.links.material import Material
from onrecord.links.nodes import Node
from onrecord.model import Article, Claim, Link, LinkKind, SourceKind

#: What of a claim another one must share to be the same statement.
_SHARE = 0.25


def find(material: Material) -> Iterator[Link]:
    """Claims on the word of a report that is told apart elsewhere, and claims that repeat another outlet's."""
    for claim in material.of(Claim):
        assert isinstance(claim.said, Claim)
        yield from _within(material, claim, claim.said)
        yield from _across(material, claim, claim.said)


def _within(material: Material, node: Node, claim: Claim) -> Iterator[Link]:
    """ "A recent report", and the claim of the same article that names whose it is."""
    if not any(source.kind is SourceKind.REPORT for source in claim.sources):
        return
    outlets = {relay.outlet for relay in claim.relay if relay.inferred}
    for other in material.of(Claim, node.record):
        assert isinstance(other.said, Claim)
        named = {relay.outlet for relay in other.said.relay if not relay.inferred} & outlets
        if named and other is not node:
            yield making.link(
                LinkKind.SOURCE_CHAIN,
                making.end(node),
                making.end(other),
                0.8,
                [f"“{claim.sources[0].text}” is told apart only elsewhere in the article: {', '.join(sorted(named))}"],
                ["that it is the same report is an inference from the article itself"],
            )
            return


def _across(material: Material, node: Node, claim: Claim) -> Iterator[Link]:
    """A claim through an outlet, and what that outlet's own article says, or another that has it from there."""
    outlets = {_plain(relay.outlet) for relay in claim.relay}
    if not outlets:
        return
    found = []
    for other in material.told_like(node, 1):
        if not isinstance(other.said, Claim):
            continue
        own = from_outlet(material, node, other)
        twice = bool(outlets & {_plain(relay.outlet) for relay in other.said.relay})
        if (own or (twice and node.record < other.record)) and (share := _alike(material, node, other)) >= _SHARE:
            found.append((share, own, other))
    if found:
        share, own, other = max(found, key=lambda one: (one[0], one[1], -one[2].place))
        yield _repeated(material, node, claim, other, own, share)


def _repeated(material: Material, node: Node, claim: Claim, other: Node, own: bool, share: float) -> Link:
    assert isinstance(other.said, Claim)
    outlet = material.articles[other.record].outlet
    sourced = bool(claim.sources and other.said.sources)
    said = f"it names {outlet}, and that article says it" if own else f"both have it from {claim.relay[0].outlet}"
    common = (node.terms & other.terms) - material.who.words(node.people | other.people)
    return making.link(
        LinkKind.SOURCE_CHAIN if sourced else LinkKind.SAME_REPORT,
        making.end(node),
        making.end(other),
        0.95 if share >= 0.4 else 0.8,
        [said, f"both speak of {making.shared(making.printed(node, common))}" if common else ""],
        [
            "one source family: a repetition, no second source",
            *_added(node, other),
        ],
    )


def _added(node: Node, other: Node) -> Iterator[str]:
    """What the repetition says and the report does not."""
    extra = making.printed(node, node.terms - other.terms)
    if extra:
        yield f"only the repetition says {making.shared(extra[:6])}"


def _alike(material: Material, node: Node, other: Node) -> float:
    """What share of a claim's words the other has, the rarer counting more; little where it names nobody it names."""
    if not node.terms:
        return 0.0
    share = material.weight(node.terms & other.terms) / max(material.weight(node.terms), 0.01)
    if node.people and not node.people & other.people:
        return share / 2
    return share + 0.2 * bool(node.people)


def from_outlet(material: Material, node: Node, other: Node) -> bool:
    """Whether a claim came through the outlet whose article the other one stands in."""
    relay = node.said.relay if isinstance(node.said, Claim) else ()
    return any(_is_named(_plain(one.outlet), material.articles[other.record]) for one in relay)


def _plain(outlet: str) -> str:
    return outlet.lower().removeprefix("the ").strip(" ,.")


def _is_named(outlet: str, article: Article) -> bool:
    """Whether an article is the outlet's: "the Ledger" is the Selwick Ledger."""
    own = _plain(article.outlet).split()
    name = outlet.split()
    return bool(own) and bool(name) and own[-len(name) :] == name
