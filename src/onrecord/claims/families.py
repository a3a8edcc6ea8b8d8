"""Source families: which claims rest on one and the same word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from onrecord.claims.sources import full_name
from onrecord.model import Article, Claim, ClaimSource, SourceFamily, SourceKind, stable_id

_LEADING = ("the ", "a ", "an ")


def families(claims: Iterable[Claim], articles: Mapping[str, Article]) -> list[SourceFamily]:
    """The families of `claims`, in the order of their first claims. `articles` maps ids to the articles.

    What an article says in its own voice rests on nobody's word but its own, and is in no family.
    """
    claims = list(claims)
    outlets = _outlets(claims, articles)
    found: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        key = _key(claim, articles[claim.article], outlets)
        if key is not None:
            found.setdefault(key, []).append(claim)
    return [_family(key, members) for key, members in found.items()]


def _outlets(claims: Iterable[Claim], articles: Mapping[str, Article]) -> dict[str, str]:
    """The fullest name of each outlet: "the Ledger" is the Selwick Ledger, if only one paper so called is named."""
    names = {_plain(relay.outlet) for claim in claims for relay in claim.relay}
    names |= {_plain(article.outlet) for article in articles.values() if article.outlet}
    return {name: _fullest(name, names) for name in names}


def _fullest(name: str, names: set[str]) -> str:
    longer = [other for other in names if other.endswith(f" {name}")]
    return longer[0] if len(longer) == 1 else name


def _key(claim: Claim, article: Article, outlets: Mapping[str, str]) -> tuple[str, str] | None:
    """What the family of a claim is held together by, and its name in normal form."""
    source = claim.sources[0] if claim.sources else None
    outlet = claim.relay[0].outlet if claim.relay else article.outlet
    named = outlets.get(_plain(outlet), "")
    if source is None:
        return ("outlet", named) if claim.relay else None
    if source.kind in (SourceKind.ANONYMOUS, SourceKind.REPORT):
        return "outlet", named or article.id
    if source.kind is SourceKind.PERSON:
        return "person", _plain(_person(source))
    return str(source.kind), _plain(source.text)


def _person(source: ClaimSource) -> str:
    return source.stands_for or full_name(source.text) or source.text


def _plain(name: str) -> str:
    """A name without its article, in lower case; of a newspaper and a person the last word tells."""
    name = name.lower().strip(" ,.")
    for word in _LEADING:
        name = name.removeprefix(word)
    return name


def _family(key: tuple[str, str], members: list[Claim]) -> SourceFamily:
    sort, name = key
    why = {
        "outlet": "unnamed sources of one outlet, and reports that repeat it",
        "person": "one person",
    }.get(sort, f"one {sort}")
    return SourceFamily(
        id=stable_id("k", *key),
        citation=members[0].citation,
        name=name,
        claims=tuple(claim.id for claim in members),
        why=why,
    )
