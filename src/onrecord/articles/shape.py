"""What the layouts share: from paragraphs to blocks, and the facts in titles and bylines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from onrecord.articles import furniture
from onrecord.articles.paragraphs import Paragraph
from onrecord.model import Block, BlockKind, Page, Text, WebHead
from onrecord.text import dates

#: A headline has at most so many characters; a heading inside the text fewer.
TITLE, HEADING = 220, 90
#: The first paragraphs, among which title, byline and date stand.
TOP = 8
NAMES = re.compile(
    r"(?P<names>[A-Z][\w.’'-]+(?: (?:[A-Z][\w.’'-]*|de|von|van|der|la|bin|al)){1,4}"
    r"(?:(?:,| and|, and| &) [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,4}){0,4})"
)
#: A text taken over from a news agency: "WASHINGTON (AP) — ", "(Reuters) - ".
AGENCY = re.compile(
    r"^[A-Z][\w .,’'-]{0,40}?\((AP|Reuters|AFP|UPI|CNN|Bloomberg|Associated Press)\)\s*[-–—]|^\((AP|Reuters|AFP|UPI)\)"
)
TAKEN_OVER = re.compile(
    r"(?:this (?:article|story) (?:was )?(?:originally|first) (?:appeared|published|ran)(?: (?:on|in|by|at))? |"
    r"(?:republished|reprinted) (?:with permission )?from )(?:the )?(?P<outlet>[A-Z][\w.& "
    r"-]{2,40}?)(?:[.,]| under| and|$)",
    re.IGNORECASE,
)


class Shape(Struct, kw_only=True):
    """A page taken apart."""

    blocks: list[Block]
    title: Text | None = None
    author: str = ""
    published: str = ""
    syndicated: str = ""


def of(paragraphs: Sequence[Paragraph], head: WebHead | None, page: Page) -> Shape:
    """The blocks of `paragraphs` and what title and byline say. `head` is what a web page declares about itself."""
    shape = Shape(blocks=[])
    title = _title(paragraphs, head)
    low, high = _main(paragraphs, head, page)
    author, outlet = (head.author, head.outlet) if head else ("", "")
    byline = next((i for i, one in enumerate(paragraphs[:TOP]) if _is_byline(one.flat)), None)
    if byline is not None:
        author = author or _author(paragraphs[byline].flat)
        shape.published = _date(paragraphs[byline].flat)
    late = _late(paragraphs, high)
    for index, paragraph in enumerate(paragraphs):
        if index == title:
            kind = BlockKind.TITLE
            shape.title = Text(paragraph.flat, paragraph.spans)
        elif index == byline or (index < TOP and furniture.DATED.fullmatch(paragraph.flat)):
            kind = BlockKind.BYLINE
            shape.published = shape.published or _date(paragraph.flat)
        else:
            kind = _kind(paragraphs, index, late=index >= late, author=author, outlet=outlet)
            if not low <= index <= high and kind in (BlockKind.TEXT, BlockKind.HEADING):
                kind = BlockKind.NAVIGATION if index < low else BlockKind.RELATED
            if kind is BlockKind.TEXT and title is not None and byline is not None and title < index < byline:
                kind = BlockKind.DECK
        shape.blocks.append(Block(kind, paragraph.spans))
    shape.author, shape.syndicated = author, _syndicated(paragraphs)
    return shape


def _main(paragraphs: Sequence[Paragraph], head: WebHead | None, page: Page) -> tuple[int, int]:
    """The first and last paragraph of the main text: what a web page holds outside of it is furniture."""
    if head is None or not head.main:
        return 0, len(paragraphs)
    starts = {start for start, _ in head.main}
    inside = [i for i, one in enumerate(paragraphs) if one.spans[0].page == page.key and one.spans[0].start in starts]
    return (inside[0], inside[-1]) if inside else (0, len(paragraphs))


def _late(paragraphs: Sequence[Paragraph], last: int) -> int:
    """From where bios may stand: after the last but two long paragraphs."""
    long = [i for i, one in enumerate(paragraphs) if len(one.text) > TITLE]
    return min(long[-1] if long else len(paragraphs) - 2, last + 1)


def _title(paragraphs: Sequence[Paragraph], head: WebHead | None) -> int | None:
    """The paragraph that is the headline: the one a web page declares, else the first that is short and no sentence."""
    if head is not None and head.title:
        wanted = _bare(head.title)
        for index, paragraph in enumerate(paragraphs[: 3 * TOP]):
            words = _bare(paragraph.text)
            if words and (words == wanted or (len(words) > 20 and wanted.startswith(words))):
                return index
        return None
    for index, paragraph in enumerate(paragraphs[:TOP]):
        text = paragraph.flat
        if furniture.kind_of(text, late=False) or _is_byline(text) or furniture.DATED.fullmatch(text):
            continue
        return index if len(text) <= TITLE and text[-1] not in ".:;," and len(text.split()) >= 3 else None
    return None


def _kind(paragraphs: Sequence[Paragraph], index: int, *, late: bool, author: str, outlet: str) -> BlockKind:
    paragraph = paragraphs[index]
    text = paragraph.flat
    if furniture.is_credit_below(paragraph.text):
        return BlockKind.CAPTION
    found = furniture.kind_of(text, late=late, author=author, outlet=outlet)
    if found is not None:
        return found
    if index + 1 < len(paragraphs) and len(text) <= HEADING and _is_bare_credit(paragraphs[index + 1].flat):
        return BlockKind.CAPTION
    short = len(text) <= HEADING and text[-1] not in '.!?"”’:;,)'
    return BlockKind.HEADING if short else BlockKind.TEXT


def _is_bare_credit(text: str) -> bool:
    """A credit that stands alone under its caption."""
    found = furniture.CREDIT.search(text)
    return found is not None and len(text) <= HEADING and found.start() < 12


def _is_byline(text: str) -> bool:
    found = furniture.BYLINE.match(text)
    return (
        found is not None and len(text) <= 160 and NAMES.match(text, found.end()) is not None and not text.endswith(".")
    )


def _author(text: str) -> str:
    start = furniture.BYLINE.match(text)
    names = NAMES.match(text, start.end()) if start else None
    return names["names"] if names else ""


def _date(text: str) -> str:
    """The first day in `text` that is printed with its year, as ISO, or empty."""
    found = dates.find(text)
    return found.local[:10] if found is not None else ""


def _syndicated(paragraphs: Sequence[Paragraph]) -> str:
    for paragraph in paragraphs:
        agency, taken = AGENCY.match(paragraph.text), TAKEN_OVER.search(paragraph.flat)
        if agency is not None:
            return agency[1] or agency[2]
        if taken is not None:
            return taken["outlet"].strip()
    return ""


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
