"""News reports as web pages: title, author, outlet and date as declared, the main text as trafilatura finds it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.articles import assembly
from onrecord.model import Article, ArticleKind, Page


class NewsHtml:
    """A web page with a main text."""

    name = "news_html"
    version = 1

    def score(self, pages: Sequence[Page]) -> float:
        """Sure where the page declares its title, less where it only has a main text."""
        web = pages[0].web
        if web is None or len(pages) != 1:
            return 0.0
        return 0.7 if web.title else 0.5

    def read(self, pages: Sequence[Page]) -> Article | None:
        """The article."""
        return assembly.article(pages, self.name, self.version, "a web page with a main text", ArticleKind.ARTICLE)


LAYOUT = NewsHtml()
