"""The claims of a case joined: with their articles, with the family of their source, and with what denies them."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from onrecord.model import Article, Claim, SourceFamily
from onrecord.publish.remember import remembered
from onrecord.store.view import View


class Claimed(Struct, frozen=True, kw_only=True):
    """All claims in the order of their places. The rest is by the id of a claim, `articles` by that of an article.

    `denied_by` are the claims that deny one. A claim without an entry in `families` rests on the article's own word.
    """

    claims: tuple[Claim, ...]
    by_id: dict[str, Claim]
    articles: dict[str, Article]
    families: dict[str, SourceFamily]
    denied_by: dict[str, tuple[str, ...]]


def claimed(view: View) -> Claimed:
    """What the articles of a case claim."""
    return remembered(view, "claimed", lambda: _claimed(view))


def _claimed(view: View) -> Claimed:
    claims = tuple(view.store.findings(Claim))
    denied: defaultdict[str, list[str]] = defaultdict(list)
    for claim in claims:
        for target in claim.denies:
            denied[target].append(claim.id)
    return Claimed(
        claims=claims,
        by_id={claim.id: claim for claim in claims},
        articles={article.id: article for article in view.store.findings(Article)},
        families={id: family for family in view.store.findings(SourceFamily) for id in family.claims},
        denied_by={target: tuple(ids) for target, ids in denied.items()},
    )
