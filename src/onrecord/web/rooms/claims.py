"""Claims: what articles say, on whose word and through which outlets, with hedges and denials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated

from onrecord.errors import NotFound
from onrecord.model import Article, Claim, ClaimSource, SourceFamily, SourceKind, Stance
from onrecord.publish.claimed import Claimed, claimed
from onrecord.publish.evidence import Piece as Evidenced
from onrecord.publish.evidence import evidence
from onrecord.store.remember import remembered
from onrecord.store.view import View
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.asked import LEFT_EMPTY, PageNumber, Text, part
from onrecord.web.cite import Cited, Place, cited, place
from onrecord.web.desk import Here

room = Room("Claims", "/claims")

PER_PAGE = 60


class Hop(Answer):
    """One step of a source chain, nearest the source first. `kind` is that of a source, ``outlet``, or ``article``.

    `count` is how many people it is, where the text tells. `stands_for` is whom a pronoun or surname was taken to mean;
    `inferred` says why the hop is taken from elsewhere in the text.
    """

    kind: str
    text: str
    named: bool
    count: int | None = None
    stands_for: str = ""
    inferred: str = ""


class Mentioned(Answer):
    """Another claim, in short."""

    id: str
    href: str
    text: str


class ClaimLine(Answer):
    """One claim. `sources` speak together; `relay` are the outlets between them and the article, the last hop.

    Without sources and relay the article says it in its own voice. `family` is whose word it rests on in the end,
    shared by `family_size` claims; claims of one family do not corroborate one another. `decided` is what a person
    decided about it.
    """

    id: str
    href: str
    text: str
    quoted: bool
    sources: tuple[Hop, ...]
    relay: tuple[Hop, ...]
    article: Hop
    cue: str
    hedges: tuple[str, ...]
    stance: str
    decided: str
    denies: tuple[Mentioned, ...]
    denied_by: tuple[Mentioned, ...]
    family: str
    family_why: str
    family_size: int
    place: Place


class ArticleHead(Answer):
    """An article, and where it begins."""

    id: str
    title: str
    outlet: str
    author: str
    published: str
    syndicated: str
    place: Place


class InArticle(Answer):
    """An article and its claims."""

    article: ArticleHead | None
    claims: tuple[ClaimLine, ...]


class ClaimsAsked(Answer):
    """What was asked."""

    article: str
    source: str
    person: str
    stance: str
    hedged: bool
    denied: bool
    page: int


class Claims(Answer):
    """One page of the claims, by article. `families` counts whose words the `total` claims rest on."""

    asked: ClaimsAsked
    total: int
    rejected: int
    families: int
    pages: int
    articles: tuple[InArticle, ...]
    all_articles: tuple[ArticleHead, ...]


class Piece(Answer):
    """A record for, against or near a claim (`role`), on whose word, with reasons and limits.

    `own`: it rests on the word that the claim itself rests on, and adds nothing to it.
    """

    role: str
    text: str
    href: str
    place: Place
    family: str
    own: bool
    state: str
    score: float
    reasons: tuple[str, ...]
    limits: tuple[str, ...]
    link: str


class OneClaim(Answer):
    """A claim with the words of its article, the evidence on it, and the others that rest on the same word.

    `corroboration` counts the independent source families for it.
    """

    claim: ClaimLine
    article: ArticleHead | None
    citation: Cited
    same_family: tuple[Mentioned, ...]
    evidence: tuple[Piece, ...]
    corroboration: int


@room.answers("/claims", "claims.html")
def claims(
    here: Here,
    article: Text = "",
    source: Annotated[SourceKind | None, LEFT_EMPTY] = None,
    person: Text = "",
    stance: Annotated[Stance | None, LEFT_EMPTY] = None,
    hedged: bool = False,
    denied: bool = False,
    page: PageNumber = 1,
) -> Claims:
    """What the articles of the case claim."""
    asked = ClaimsAsked(
        article=article,
        source=source or "",
        person=person,
        stance=stance or "",
        hedged=hedged,
        denied=denied,
        page=page,
    )
    joined = claimed(here.view)
    found = [claim for claim in joined.claims if _wanted(joined, claim, asked)]
    shown, pages = part(found, page, PER_PAGE)
    return Claims(
        asked=asked,
        total=len(found),
        rejected=joined.rejected,
        families=len({joined.families[one.id].id for one in found if one.id in joined.families}),
        pages=pages,
        articles=tuple(_by_article(here.view, joined, shown)),
        all_articles=_all_articles(here.view, joined),
    )


@room.answers("/claims/{id}", "claim.html")
def claim(here: Here, id: str) -> OneClaim:
    """A claim by its id, or by the beginning of it."""
    joined, view = claimed(here.view), here.view
    found = view.finding(id)
    if not isinstance(found, Claim):
        raise NotFound(f"no claim {id} in this case", "the page of claims lists them all")
    here.saw(found.id)
    family, known = joined.families.get(found.id), evidence(view, found.id)
    return OneClaim(
        claim=_line(view, joined, found),
        article=_head(view, joined.articles[found.article]) if found.article in joined.articles else None,
        citation=cited(view, found.citation),
        same_family=_others(joined, (one for one in family.claims if one != found.id) if family else ()),
        evidence=tuple(_piece(view, one) for one in known.pieces),
        corroboration=known.corroboration,
    )


def _wanted(joined: Claimed, claim: Claim, asked: ClaimsAsked) -> bool:
    names = [f"{one.text} {one.stands_for}".lower() for one in claim.sources]
    return (
        (not asked.article or claim.article == asked.article)
        and (not asked.source or any(one.kind == asked.source for one in claim.sources))
        and (not asked.person or any(asked.person.lower() in name for name in names))
        and asked.stance in ("", claim.stance)
        and (not asked.hedged or bool(claim.hedges))
        and (not asked.denied or claim.id in joined.denied_by)
    )


def _by_article(view: View, joined: Claimed, found: Iterable[Claim]) -> Iterator[InArticle]:
    grouped: dict[str, list[ClaimLine]] = {}
    for one in found:
        grouped.setdefault(one.article, []).append(_line(view, joined, one))
    for id, lines in grouped.items():
        article = joined.articles.get(id)
        yield InArticle(article=_head(view, article) if article else None, claims=tuple(lines))


def _all_articles(view: View, joined: Claimed) -> tuple[ArticleHead, ...]:
    def heads() -> tuple[ArticleHead, ...]:
        return tuple(_head(view, one) for one in joined.articles.values())

    return remembered(view.facts, "heads of articles", heads)


def _head(view: View, article: Article) -> ArticleHead:
    where = place(view, article.citation.spans[0])
    return ArticleHead(
        id=article.id,
        title=article.title.printed if article.title else where.file,
        outlet=article.outlet,
        author=article.author,
        published=article.published,
        syndicated=article.syndicated,
        place=where,
    )


def _line(view: View, joined: Claimed, claim: Claim) -> ClaimLine:
    family, article = joined.families.get(claim.id), joined.articles.get(claim.article)
    return ClaimLine(
        id=claim.id,
        href=links.claim(claim.id),
        text=claim.content.printed,
        quoted=claim.quote,
        sources=tuple(map(_source, claim.sources)),
        relay=tuple(Hop(kind="outlet", text=one.outlet, named=True, inferred=one.inferred) for one in claim.relay),
        article=Hop(kind="article", text=(article.outlet if article else "") or "this article", named=True),
        cue=claim.cue.printed if claim.cue else "",
        hedges=tuple(hedge.printed for hedge in claim.hedges),
        stance=claim.stance,
        decided=view.judgement(claim).state,
        denies=_others(joined, claim.denies),
        denied_by=_others(joined, joined.denied_by.get(claim.id, ())),
        family=_written(joined, family) if family else "",
        family_why=family.why if family else "",
        family_size=len(family.claims) if family else 0,
        place=place(view, claim.content.spans[0]),
    )


def _piece(view: View, one: Evidenced) -> Piece:
    where = place(view, one.end.citation.spans[0])
    return Piece(
        role=one.role,
        text=" ".join(one.end.citation.quote.split()),
        href=links.record(one.end.kind, one.end.id) or where.href,
        place=where,
        family=one.family,
        own=one.own,
        state=one.state,
        score=one.score,
        reasons=one.reasons,
        limits=one.limits,
        link=links.link(one.link),
    )


def _written(joined: Claimed, family: SourceFamily) -> str:
    """The name of a family as a claim of it writes it; the family itself has it in small letters."""
    found = [joined.by_id[id] for id in family.claims if id in joined.by_id]
    names = [
        name
        for claim in found
        for name in (
            *(relay.outlet for relay in claim.relay),
            *(name for source in claim.sources for name in (source.stands_for, source.text)),
            *(joined.articles[id].outlet for id in [claim.article] if id in joined.articles),
        )
    ]
    same = [name for name in names if name.lower().removeprefix("the ") == family.name]
    return max(same, key=len, default=family.name)


def _source(one: ClaimSource) -> Hop:
    return Hop(
        kind=one.kind,
        text=one.text,
        named=one.named,
        count=one.count,
        stands_for="" if one.stands_for == one.text else one.stands_for,
        inferred=one.inferred,
    )


def _others(joined: Claimed, ids: Iterable[str]) -> tuple[Mentioned, ...]:
    return tuple(
        Mentioned(id=id, href=links.claim(id), text=joined.by_id[id].content.printed)
        for id in ids
        if id in joined.by_id
    )
