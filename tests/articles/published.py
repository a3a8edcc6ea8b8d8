"""Invented publications."""

from __future__ import annotations

from onrecord import articles
from onrecord.model import Article, Page
from onrecord.pages.finish import finish
from onrecord.pages.readers import html, markup

FILE = "c" * 64


def plain_page(text: str, number: int = 1, origin: int = 0, engine: str = "text") -> Page:
    return finish(file=FILE, number=number, text=text, engine=engine, engine_version="1", origin=origin)


def web_page(source: str) -> Page:
    seen = markup.read(source)
    web = html.head(source, seen, len(seen.text))
    return finish(file=FILE, number=1, text=seen.text, engine="html", engine_version="1", web=web)


def kinds(article: Article | None, pages: list[Page]) -> list[tuple[str, str]]:
    """The kind and the words of every block."""
    assert article is not None
    texts = {page.key: page.text for page in pages}
    return [
        (str(block.kind), " ".join(texts[span.page][span.start : span.end] for span in block.spans))
        for block in article.blocks
    ]


def read(*pages: Page) -> Article | None:
    return articles.read(pages)
