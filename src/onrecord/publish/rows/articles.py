"""Articles as rows."""

from __future__ import annotations

from onrecord.model import Article, page_number
from onrecord.publish.rows.common import Row, citation_row
from onrecord.store.view import View


def article_row(view: View, article: Article) -> Row:
    """One article. `zones` are its blocks in order, furniture included, a row for every span."""
    place = view.location(article.file)
    return {
        "file": place.path,
        "kind": str(article.kind),
        "title": article.title.printed if article.title else None,
        "author": article.author or None,
        "outlet": article.outlet or None,
        "published": article.published or None,
        "url": article.url or None,
        "syndicated": article.syndicated or None,
        "zones": [
            {"zone": str(block.kind), "page": page_number(span.page), "start": span.start, "end": span.end}
            for block in article.blocks
            for span in block.spans
        ],
        "layout": article.layout,
        "why": article.why,
        "release": place.release,
        "sha256": article.file,
        "id": article.id,
        "citation": citation_row(view, article.citation),
    }
