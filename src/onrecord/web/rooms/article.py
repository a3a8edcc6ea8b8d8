"""Published texts: what the case holds of them, and one of them as plain words, page furniture told apart.

No markup of an input is ever sent on: blocks are text, and text is escaped.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Query as Asked

from onrecord.errors import NotFound
from onrecord.model import Article, Claim
from onrecord.web import links, runs
from onrecord.web.answer import Answer, Room
from onrecord.web.cite import Cited, Place, cited, place
from onrecord.web.desk import Here
from onrecord.web.runs import Layer, Run

room = Room("Articles", "/articles", tag="articles")

Text = Annotated[str, Asked(max_length=2000, description="words to mark, in the language of searches")]


class ArticleLine(Answer):
    """An article in one line. `published` is an ISO date, empty where the page states none."""

    id: str
    href: str
    title: str
    author: str
    outlet: str
    published: str
    syndicated: str
    kind: str
    file: str


class Articles(Answer):
    """All published texts of the case."""

    articles: tuple[ArticleLine, ...]


class Paragraph(Answer):
    """A block of an article in runs, where it stands, and what it is (``text``, ``heading``, ``caption``, ...)."""

    kind: str
    runs: tuple[Run, ...]
    place: Place


class Told(Answer):
    """An article. `claims` counts what it says on the word of others."""

    line: ArticleLine
    url: str
    why: str
    blocks: tuple[Paragraph, ...]
    claims: int
    citation: Cited
    q: str


@room.answers("/articles", "articles.html")
def articles(here: Here) -> Articles:
    """The published texts in the order of their files."""
    return Articles(articles=tuple(_line(here, one) for one in here.store.findings(Article)))


@room.answers("/a/{id}", "article.html")
def article(here: Here, id: str, q: Text = "") -> Told:
    """An article by its id."""
    found = here.store.finding(id)
    if not isinstance(found, Article):
        raise NotFound(f"no article {id} in this case", "the list of articles has them all")
    here.saw(found.id)
    claims = [one for one in here.store.about(found.id) if isinstance(one, Claim)]
    return Told(
        line=_line(here, found),
        url=found.url,
        why=f"{found.layout} {found.layout_version}: {found.why}",
        blocks=tuple(_blocks(here, found, claims, q)),
        claims=len(claims),
        citation=cited(here.view, found.citation),
        q=q,
    )


def _line(here: Here, one: Article) -> ArticleLine:
    return ArticleLine(
        id=one.id,
        href=links.article(one.id),
        title=one.title.printed if one.title else "",
        author=one.author,
        outlet=one.outlet,
        published=one.published,
        syndicated=one.syndicated,
        kind=one.kind,
        file=here.view.location(one.file).path,
    )


def _blocks(here: Here, one: Article, claims: list[Claim], q: str) -> list[Paragraph]:
    texts = {
        key: page.text
        for key in {s.page for block in one.blocks for s in block.spans}
        if (page := here.store.page(key))
    }
    layers: dict[str, list[Layer]] = {key: runs.hits(text, q) for key, text in texts.items()}
    for claim in claims:
        for span in claim.citation.spans:
            layers.setdefault(span.page, []).append(Layer("claim", span.start, span.end, "a claim is read here"))
    found = []
    for block in one.blocks:
        spans = [span for span in block.spans if span.page in texts]
        text = "\n".join(texts[span.page][span.start : span.end] for span in spans)
        if spans:
            shown = runs.runs(text, runs.carried(spans, layers))
            found.append(Paragraph(kind=block.kind, runs=shown, place=place(here.view, spans[0])))
    return found
