"""A page record made of what was read from an image."""

from __future__ import annotations

from onrecord.model import Attempt, Page, PageState, Redaction, SourceFile
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
    layer: Attempt | None = None,
) -> Page:
    """The page `number` of `file` with the text of `reading`. `size` is its width and height in points.

    `layer` is the text layer that was not used, if the file can have one.
    """
    return finish(
        file=file.id,
        number=number,
        text=reading.text,
        engine=reading.engine,
        engine_version=ocr.engine_version(reading.engine, settings.language),
        state=PageState.LOW_CONFIDENCE if reading.low else PageState.OCR,
        confidence=reading.confidence,
        width=size[0],
        height=size[1],
        redactions=redactions,
        words=reading.words,
        tried=((layer,) if layer else ()) + reading.tried,
    )
