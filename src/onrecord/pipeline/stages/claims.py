"""Claims: what each article says, and on whose word; looked for again when the articles of the case are others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256

import msgspec

from onrecord.errors import MissingExtra
from onrecord.model import Article, ArticleKind, Claim, Failure, SourceFamily
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole
from onrecord.pipeline.work import failure

#: Raised whenever the same articles give other claims than before.
VERSION = "4"


def perform(run: Run) -> None:
    """Run the stage."""
    # a release page tells what happened, entry by entry: those are interactions
    articles = {one.id: one for one in run.store.findings(Article) if one.kind is ArticleKind.ARTICLE}
    seen = (f"{id}={sha256(msgspec.msgpack.encode(one)).hexdigest()}" for id, one in articles.items())
    whole.perform(run, "claims", VERSION, (), lambda: _find(run, articles), seen=seen)


def _find(run: Run, articles: Mapping[str, Article]) -> Iterator[Claim | SourceFamily | Failure]:
    """The claims of every article, and their families. The room and the parser are loaded when there is one."""
    if not articles:
        return
    from onrecord import claims

    found: list[Claim] = []
    for article in articles.values():
        try:
            found += claims.read(article, _texts(run, article))
        except MissingExtra:
            raise
        except Exception as error:
            yield failure("claims", article.file, article.page_start, error)
    yield from found
    yield from claims.families(found, articles)


def _texts(run: Run, article: Article) -> dict[str, str]:
    """The texts of the article's pages, by key."""
    keys = dict.fromkeys(span.page for block in article.blocks for span in block.spans)
    pages = (run.store.page(key) for key in keys)
    return {page.key: page.text for page in pages if page is not None}
