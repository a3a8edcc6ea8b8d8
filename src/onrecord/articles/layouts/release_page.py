"""Pages on which somebody publishes released records: what was received, then a chronology of it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.articles import assembly, signs
from onrecord.model import Article, ArticleKind, Page

#: A page with fewer dated paragraphs is a report that mentions dates.
ENTRIES = 3


class ReleasePage:
    """A chronology in prose, on a web page or as text."""

    name = "release_page"
    version = 1

    def score(self, pages: Sequence[Page]) -> float:
        """By the number of paragraphs that begin with a date, and whether released records are spoken of."""
        if signs.is_mail(pages):
            return 0.0
        found = signs.read(pages)
        entries = signs.entries(found)
        if entries < ENTRIES or entries < len(signs.prose(found)) / 4:
            return 0.0
        return 0.95 if any(signs.RELEASED.search(one.text) for one in found) else 0.6

    def read(self, pages: Sequence[Page]) -> Article | None:
        """The page."""
        return assembly.article(
            pages, self.name, self.version, "paragraphs that begin with dates", ArticleKind.RELEASE_PAGE
        )


LAYOUT = ReleasePage()
