"""Articles, claims and links in vocabularies that other programs read, as far as these reach.

Neither says on whose word a claim stands through which outlets, with which hedges, or how far a link goes: the exports
``claims``, ``families`` and ``links`` do, and `side` repeats it for each entity of FollowTheMoney. No claim is rated:
what is for and against it is listed, and the verdict is a person's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from onrecord.model import Article, Claim, Event, Link, LinkKind, SourceKind
from onrecord.publish.rows.common import Row, Scope, citation_row, span_file
from onrecord.store.view import View

#: A schema, an id, and values by property.
Values = tuple[str, str, dict[str, object]]

#: What a link of a kind is called in the body of a review.
_SAID = {LinkKind.SUPPORTS: "For", LinkKind.CONTRADICTS: "Against", LinkKind.DENIES: "Denied"}


def schema_org(view: View, scope: Scope) -> Iterator[Row]:
    """Each claim as a schema.org ``Claim`` in its ``NewsArticle``; with evidence on it, in a ``ClaimReview``."""
    articles = {article.id: article for article in view.store.findings(Article)}
    evidence: defaultdict[str, list[Link]] = defaultdict(list)
    for link in view.store.findings(Link):
        if link.kind in _SAID:
            evidence[link.b.id].append(link)
    for claim, _ in view.findings(Claim):
        file = span_file(view, claim.citation.spans[0])
        if view.within(file, scope.release) and (not scope.file or view.named(file, scope.file)):
            said = _claim(claim, articles[claim.article])
            found = evidence[claim.id]
            yield {"@context": "https://schema.org", **(_review(claim, said, found) if found else said)}


def _claim(claim: Claim, article: Article) -> Row:
    authors = [
        {"@type": _author(source.kind), "name": source.stands_for or source.text}
        for source in claim.sources
        if source.named
    ]
    return {
        "@type": "Claim",
        "@id": f"urn:onrecord:{claim.id}",
        "text": claim.content.printed,
        **({"author": authors} if authors else {}),
        **(
            {"temporalCoverage": f"{claim.date or '..'}/{claim.date_end or '..'}"}
            if claim.date or claim.date_end
            else {}
        ),
        "appearance": _article(article),
    }


def _author(kind: SourceKind) -> str:
    return "Person" if kind is SourceKind.PERSON else "Organization" if kind is SourceKind.ORGANISATION else "Thing"


def _article(article: Article) -> Row:
    values: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"urn:onrecord:{article.id}",
        "headline": article.title.printed if article.title is not None else "",
        "author": {"@type": "Person", "name": article.author} if article.author else "",
        "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else "",
        "datePublished": article.published,
        "url": article.url,
    }
    return {name: value for name, value in values.items() if value}


def _review(claim: Claim, said: Row, found: list[Link]) -> Row:
    lines = [
        f"{_SAID[link.kind]} ({link.state}): “{link.a.citation.quote}” {'; '.join(link.reasons)}."
        + (f" Limits: {'; '.join(link.limits)}." if link.limits else "")
        for link in found
    ]
    return {
        "@type": "ClaimReview",
        "@id": f"urn:onrecord:review:{claim.id}",
        "claimReviewed": claim.content.printed,
        "itemReviewed": said,
        "reviewBody": "\n".join(lines),
    }


# FollowTheMoney


def ftm(view: View, proof: Any) -> Iterator[Values]:
    """Articles, claims (as notes on them), public events, and the links between these, mail and people.

    `proof` gives the ids of the documents that spans lie in.
    """
    for article in view.store.findings(Article):
        yield (
            "Article",
            article.id,
            {
                "title": article.title.printed if article.title is not None else "",
                "author": article.author,
                "publisher": article.outlet,
                "publishedAt": article.published,
                "sourceUrl": article.url,
                "proof": proof(view, article.citation.spans),
            },
        )
    for claim, _ in view.findings(Claim):
        values: dict[str, object] = {"name": claim.content.printed[:120], "description": claim.content.printed}
        yield "Note", claim.id, {**values, "entity": claim.article, "proof": proof(view, claim.citation.spans)}
    for event, _ in view.findings(Event):
        days = {"startDate": event.date, "endDate": event.date_end}
        yield (
            "Event",
            event.id,
            {
                "name": event.text[:120] or event.what,
                **days,
                "keywords": event.what,
                "proof": proof(view, event.citation.spans),
            },
        )
    for link in links(view):
        yield (
            "UnknownLink",
            link.id,
            {
                "subject": link.a.id,
                "object": link.b.id,
                "role": link.kind.replace("_", " "),
                "status": link.state,
                "summary": "; ".join(link.reasons),
                "description": "; ".join(link.limits),
                "proof": proof(view, link.citation.spans),
            },
        )


def links(view: View) -> Iterator[Link]:
    """The links whose ends are entities: contacts are none in that vocabulary."""
    ends = ("claims", "events", "messages", "people")
    return (link for link, _ in view.findings(Link) if link.a.kind in ends and link.b.kind in ends)


def side(view: View) -> Iterator[Row]:
    """What of claims and links that vocabulary cannot hold, with the words each rests on."""
    for claim, _ in view.findings(Claim):
        yield {
            "entity": claim.id,
            "schema": "Note",
            "citation": citation_row(view, claim.citation),
            "stance": claim.stance,
            "sources": [source.stands_for or source.text for source in claim.sources],
            "relay": [relay.outlet for relay in claim.relay],
            "hedges": [hedge.printed for hedge in claim.hedges],
            "denies": list(claim.denies),
        }
    for link in links(view):
        yield {
            "entity": link.id,
            "schema": "UnknownLink",
            "citation": citation_row(view, link.citation),
            "score": link.score,
            "reasons": list(link.reasons),
            "limits": list(link.limits),
        }
