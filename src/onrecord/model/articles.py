"""Published texts: news reports, and the pages on which somebody publishes released records."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from onrecord.model.findings import Finding
from onrecord.model.messages import Text
from onrecord.model.spans import Span


class ArticleKind(StrEnum):
    """What sort of publication it is."""

    ARTICLE = "article"
    RELEASE_PAGE = "release_page"


class BlockKind(StrEnum):
    """What a block of a published page is. All but the first four are page furniture."""

    TEXT = "text"
    HEADING = "heading"
    TITLE = "title"
    DECK = "deck"
    BYLINE = "byline"
    CAPTION = "caption"
    BIO = "bio"
    FOLLOW = "follow"
    NAVIGATION = "navigation"
    RELATED = "related"
    TAGS = "tags"
    LEGAL = "legal"


class Block(Struct, frozen=True, array_like=True):
    """One paragraph or line of a published page, and where it stands: several spans where it goes on over pages."""

    kind: BlockKind
    spans: tuple[Span, ...]


class Article(Finding, frozen=True, kw_only=True):
    """One published text.

    `file` is the SHA-256 of the source file, `page_start` and `page_end` count its pages from 1. `layout` and
    `layout_version` name the reader that won the bid, `why` says on what. `author` is as printed, without "By".
    `published` is an ISO date, empty where the page states none: nothing is guessed from a clock or a file's date.
    `url` is the canonical address that the page declares. `syndicated` names the agency or outlet that the text was
    taken over from, as printed ("AP"). `blocks` are all blocks in order, furniture included, so that it can be shown.
    """

    KIND: ClassVar[str] = "articles"
    EDITABLE: ClassVar[tuple[str, ...]] = ("kind", "author", "outlet", "published", "url", "syndicated")
    ASIDE: ClassVar[frozenset[str]] = frozenset({"layout", "layout_version", "why", "blocks"})

    file: str
    page_start: int
    page_end: int
    layout: str
    layout_version: int = 1
    why: str = ""
    kind: ArticleKind = ArticleKind.ARTICLE
    title: Text | None = None
    author: str = ""
    outlet: str = ""
    published: str = ""
    url: str = ""
    syndicated: str = ""
    blocks: tuple[Block, ...] = ()

    @property
    def paragraphs(self) -> tuple[Block, ...]:
        """The blocks that are the text itself, in order."""
        return tuple(block for block in self.blocks if block.kind is BlockKind.TEXT)
