"""The last step of every page reader: scrub the text and note the facts printed on it."""

from __future__ import annotations

import re

from onrecord.model import Attempt, Mark, NativeHead, Page, PageState, Redaction, WebHead, Word
from onrecord.pages import furniture, taken_out
from onrecord.text import language, withheld

#: Characters that no page text may hold: NUL and other controls but tab and line feed, lone surrogates, and the two
#: code points that PDFium writes for a hyphen at the end of a line.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def scrub(text: str) -> str:
    """`text` with each forbidden character replaced by a space: the length, and so every offset, is kept.

    A carriage return before a line feed must be dropped by the reader beforehand.
    """
    return FORBIDDEN.sub(" ", text)


def finish(
    *,
    file: str,
    number: int,
    text: str,
    engine: str,
    engine_version: str,
    state: PageState = PageState.READ,
    confidence: float = -1.0,
    width: float = 0.0,
    height: float = 0.0,
    stamps: tuple[str, ...] = (),
    redactions: tuple[Redaction, ...] = (),
    words: tuple[Word, ...] = (),
    native: NativeHead | None = None,
    tried: tuple[Attempt, ...] = (),
    web: WebHead | None = None,
    origin: int = -1,
) -> Page:
    """A page record with its furniture found. `stamps` are numbers known from elsewhere; they come first.

    A sheet that stands for pages which were withheld is `withheld`, however it was read.
    """
    clean = scrub(text)
    if withheld.read(clean) is not None and native is None:
        state = PageState.WITHHELD
    marks: tuple[Mark, ...] = () if native else furniture.find(clean)
    marks = _in_order(marks, tuple(taken_out.find(clean)))
    # a number with letters counts pages; one of digits and dots is the serial of a whole document, and comes after it
    printed = sorted((mark.value for mark in marks if mark.kind == "stamp"), key=lambda value: value[0].isdigit())
    return Page(
        file=file,
        number=number,
        text=clean,
        engine=engine,
        engine_version=engine_version,
        state=state,
        confidence=confidence,
        width=width,
        height=height,
        stamps=tuple(dict.fromkeys((*stamps, *printed))),
        marks=marks,
        redactions=redactions,
        words=words,
        native=native,
        language=language.detect(clean),
        tried=tried,
        web=web,
        origin=origin,
    )


def _in_order(marks: tuple[Mark, ...], more: tuple[Mark, ...]) -> tuple[Mark, ...]:
    return tuple(sorted(marks + more, key=lambda mark: (mark.start, -mark.end, mark.kind))) if more else marks
