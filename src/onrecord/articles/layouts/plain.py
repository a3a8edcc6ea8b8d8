"""News reports as plain text, or printed to PDF from a browser."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.articles import assembly, furniture, shape, signs
from onrecord.model import Article, ArticleKind, Page

#: What a browser prints around an article: its address.
PRINTED = re.compile(r"https?://[\w.-]+/\S{8,}")


class Plain:
    """A headline over paragraphs of prose."""

    name = "plain"
    version = 1

    def score(self, pages: Sequence[Page]) -> float:
        """By a headline, a byline or date line, and the share of prose."""
        page = pages[0]
        if page.web is not None or page.stamps or signs.is_mail(pages):
            return 0.0
        found = signs.read(pages)
        written = signs.prose(found)
        if len(written) < 3 or sum(len(one.text) for one in written) < 0.6 * sum(len(one.text) for one in found):
            return 0.0
        top = [one.flat for one in found[: shape.TOP]]
        headline = len(top[0]) <= shape.TITLE and top[0][-1] not in ".:;,"
        byline = any(furniture.BYLINE.match(line) or furniture.DATED.fullmatch(line) for line in top)
        # plain text keeps its offsets into the file; any paper has a title over prose, so PDF must show more
        if not headline or (page.origin < 0 and not (byline and PRINTED.search(pages[-1].text))):
            return 0.0
        return 0.6 if byline else 0.4

    def read(self, pages: Sequence[Page]) -> Article | None:
        """The article."""
        return assembly.article(pages, self.name, self.version, "a headline over paragraphs", ArticleKind.ARTICLE)


LAYOUT = Plain()
