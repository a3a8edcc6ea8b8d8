"""From a page taken apart to an article record."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.articles import paragraphs, shape
from onrecord.model import Article, ArticleKind, BlockKind, Page, cite, stable_id


def article(pages: Sequence[Page], layout: str, version: int, why: str, kind: ArticleKind) -> Article | None:
    """The article on `pages`, or None where they hold no word of text.

    The citation is the title, or the first paragraph where none is printed.
    """
    first = pages[0]
    head = first.web
    taken = shape.of(paragraphs.of(pages), head, first)
    texts = [block for block in taken.blocks if block.kind is BlockKind.TEXT]
    if not texts:
        return None
    spans = taken.title.spans if taken.title else texts[0].spans
    return Article(
        id=stable_id("a", first.file, first.number),
        citation=cite(spans, {page.key: page.text for page in pages}),
        file=first.file,
        page_start=first.number,
        page_end=pages[-1].number,
        layout=layout,
        layout_version=version,
        why=why,
        kind=kind,
        title=taken.title,
        author=taken.author,
        outlet=head.outlet if head else "",
        published=(head.published if head else "") or taken.published,
        url=head.url if head else "",
        syndicated=taken.syndicated,
        blocks=tuple(taken.blocks),
    )
