"""The claims of a case joined: with their articles, with the family of their source, and with what denies them."""

from __future__ import annotations

from collections import defaultdict

from msgspec import Struct

from onrecord.model import Article, Claim, Person, SourceFamily, Span
from onrecord.store.remember import remembered
from onrecord.store.view import View


class Claimed(Struct, frozen=True, kw_only=True):
    """All claims that no person rejected, as corrected, in the order of their places; `rejected` counts the others.

    The rest is by the id of a claim, `articles` by that of an article. `denied_by` are the claims that deny one. A
    claim without an entry in `families` rests on the article's own word.
    """

    claims: tuple[Claim, ...]
    rejected: int
    by_id: dict[str, Claim]
    articles: dict[str, Article]
    families: dict[str, SourceFamily]
    denied_by: dict[str, tuple[str, ...]]


def claimed(view: View) -> Claimed:
    """What the articles of a case claim."""
    return remembered(view, "claimed", lambda: _claimed(view))


def _claimed(view: View) -> Claimed:
    judged = list(view.findings(Claim))
    claims = tuple(claim for claim, judgement in judged if judgement.state != "rejected")
    denied: defaultdict[str, list[str]] = defaultdict(list)
    for claim in claims:
        for target in claim.denies:
            denied[target].append(claim.id)
    return Claimed(
        claims=claims,
        rejected=len(judged) - len(claims),
        by_id={claim.id: claim for claim in claims},
        articles={article.id: article for article in view.store.findings(Article)},
        families={id: family for family in view.store.findings(SourceFamily) for id in family.claims},
        denied_by={target: tuple(ids) for target, ids in denied.items()},
    )


class Spoken(Struct, frozen=True, kw_only=True):
    """What a person is made to say, and what is said where the person is named."""

    says: tuple[Claim, ...]
    about: tuple[Claim, ...]


def spoken(view: View, person: Person) -> Spoken:
    """The claims of a person and those about the person, by the places that name the person.

    A pronoun or surname counts where the claim says whose full name it stands for.
    """
    names = {person.name, *person.aliases}
    seen: defaultdict[str, list[Span]] = defaultdict(list)
    for one in person.seen:
        seen[one.span.page].append(one.span)
    found = claimed(view).claims
    says = {
        claim.id: claim
        for claim in found
        for source in claim.sources
        if source.stands_for in names or (source.named and _named(seen, source.spans))
    }
    about = [claim for claim in found if claim.id not in says and _named(seen, claim.content.spans)]
    return Spoken(says=tuple(says.values()), about=tuple(about))


def _named(seen: dict[str, list[Span]], spans: tuple[Span, ...]) -> bool:
    """Whether one of the places lies within `spans`."""
    return any(
        span.start <= place.start and place.end <= span.end for span in spans for place in seen.get(span.page, ())
    )
