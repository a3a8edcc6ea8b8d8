"""What a page is: its text, and the facts printed on it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from onrecord.model.ids import page_key

#: x0, y0, x1, y1 in PDF points (1/72 inch) from the top left corner of the page as shown.
Box = tuple[float, float, float, float]


#: A word read with less confidence (0 to 100) is marked wherever it is shown. On faxed pages that is every tenth word:
#: half of these are wrong, and they are two fifths of all wrong ones.
UNSURE = 80.0


class PageState(StrEnum):
    """How far a page could be read."""

    READ = "read"
    OCR = "ocr"
    LOW_CONFIDENCE = "low_confidence"
    WITHHELD = "withheld"
    FAILED = "failed"


class Mark(Struct, frozen=True, array_like=True):
    """Page furniture: a run of characters that was put on the page when it was produced, not written by an author.

    `kind` is ``stamp``, ``release_mark``, ``page_number``, ``banner``, ``exemption`` or ``redacted``. `value` is what
    it says in normal form. `start` and `end` are offsets into the page text, half-open.
    """

    kind: str
    value: str
    start: int
    end: int


class Redaction(Struct, frozen=True, kw_only=True):
    """A region that was blocked out. `bad`: text lay beneath it. That text is nowhere in the case.

    `sure` is false when the region only might be a redaction: its text is left out all the same.
    """

    box: Box
    codes: tuple[str, ...] = ()
    bad: bool = False
    sure: bool = True


class NativeHead(Struct, frozen=True, kw_only=True):
    """The header of a native mail, where the page text was written from it.

    `fields` are (lower-case name, start, end): the value of each header in the page text. `body_start` is the offset
    at which the body begins in the page text. `sent` is ISO with the offset of the Date header, or empty.
    """

    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    sent: str
    fields: tuple[tuple[str, int, int], ...]
    body_start: int
    attachments: tuple[str, ...] = ()


class WebHead(Struct, frozen=True, kw_only=True):
    """What a web page declares about itself, and where its main text lies. Facts that it does not declare are empty.

    `published` is an ISO date. `main` are the lines of the page text that are its main text, as (start, end) in order.
    """

    title: str = ""
    author: str = ""
    outlet: str = ""
    published: str = ""
    url: str = ""
    main: tuple[tuple[int, int], ...] = ()


class Word(Struct, frozen=True, array_like=True):
    """A word on the page image. `confidence` is 0 to 100, or -1 when the engine gives none."""

    start: int
    end: int
    box: Box
    confidence: float = -1.0


class Attempt(Struct, frozen=True, array_like=True):
    """One way in which a page was read, or could have been.

    `engine` is the engine, or ``layer`` for a text layer that was not used. `how` says what was done to the image
    first (``narrow``, ``median``, ``soften``, ``blackout``), that the engine ``failed``, or why the layer was left
    (``none``, ``little``, ``garbage``, ``language``, ``ink``).
    The image was turned by `angle` degrees counter-clockwise to make it level, and by `turns` quarters to stand up.
    `confidence` is the mean of `words` words, -1 when there is none. `kept`: the page text comes from here.
    """

    engine: str
    how: str = ""
    angle: float = 0.0
    turns: int = 0
    confidence: float = -1.0
    words: int = 0
    kept: bool = False


class Page(Struct, frozen=True, kw_only=True):
    """One page of a source file.

    `number` counts from 1. `text` is in reading order, lines end with a line feed, and holds no surrogate, no NUL and
    no U+0002/U+FFFE. `confidence` is the engine's mean word confidence, 0 to 100, or -1 when it has none (a text
    layer). `width` and `height` are PDF points as shown (0 for inputs without a page size). `stamps` are the numbers
    printed on the page, or given by the producer's own index, best first. `words` are kept for OCR only; other boxes
    are derived on demand. `web` is there for a web page that is an article. `language` is that of the text, as
    Tesseract names it ("eng"), empty where too few words tell. `tried` is what was tried on a page whose text layer
    was not simply taken. `origin` is the offset of the page's first character in the source file for plain text, -1
    otherwise.
    """

    file: str
    number: int
    text: str
    engine: str
    engine_version: str
    state: PageState = PageState.READ
    confidence: float = -1.0
    width: float = 0.0
    height: float = 0.0
    stamps: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    words: tuple[Word, ...] = ()
    native: NativeHead | None = None
    web: WebHead | None = None
    language: str = ""
    tried: tuple[Attempt, ...] = ()
    origin: int = -1

    @property
    def key(self) -> str:
        """The page key, as used in spans."""
        return page_key(self.file, self.number)

    @property
    def uncertain(self) -> tuple[Word, ...]:
        """The words that the engine was not sure of; none on a page with a text layer."""
        return tuple(word for word in self.words if 0 <= word.confidence < UNSURE)

    @property
    def hidden_part(self) -> float | None:
        """The part of the page that redactions cover, 0 to 1; None for a page without a size."""
        return self.covered([redaction.box for redaction in self.redactions])

    def covered(self, boxes: Sequence[Box]) -> float | None:
        """The part of the page that `boxes` cover together, 0 to 1; None for a page without a size."""
        if not self.width or not self.height:
            return None
        area = 0.0
        edges = sorted({edge for box in boxes for edge in (box[1], box[3])})
        for top, bottom in pairwise(edges):
            end = 0.0
            for left, right in sorted((box[0], box[2]) for box in boxes if box[1] <= top and bottom <= box[3]):
                area += max(right - max(left, end), 0.0) * (bottom - top)
                end = max(end, right)
        return round(min(area / (self.width * self.height), 1.0), 4)
