"""A page record made of what was read from an image."""

from __future__ import annotations

from onrecord.model import Page, PageState, Redaction, SourceFile
from onrecord.pages.engines import ocr
from onrecord.pages.engines.ocr import Reading
from onrecord.pages.finish import finish
from onrecord.settings import Settings


def as_page(
    reading: Reading,
    file: SourceFile,
    number: int,
    settings: Settings,
    size: tuple[float, float],
    redactions: tuple[Redaction, ...] = (),
) -> Page:
    """The page `number` of `file` with the text of `reading`. `size` is its width and height in points."""
    return finish(
        file=file.id,
        number=number,
        text=reading.text,
        engine=ocr.ENGINE,
        engine_version=ocr.engine_version(settings.language),
        state=PageState.LOW_CONFIDENCE if reading.low else PageState.OCR,
        confidence=reading.confidence,
        width=size[0],
        height=size[1],
        redactions=redactions,
        words=reading.words,
    )
