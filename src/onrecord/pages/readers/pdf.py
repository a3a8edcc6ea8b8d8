"""PDF pages: the text layer without what is hidden on the page, or OCR where there is no usable layer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from onrecord.errors import ItemFailed
from onrecord.model import Attempt, Failure, Page, Redaction, SourceFile
from onrecord.pages import burned, choice, imaged, redactions, scanned
from onrecord.pages.engines import drawing, layer, ocr, pdfium, prepare
from onrecord.pages.engines.drawing import Drawing, Kind
from onrecord.pages.engines.ocr import Reading
from onrecord.pages.engines.pdfium import PdfPage, View
from onrecord.pages.engines.reading import as_page
from onrecord.pages.failures import failure
from onrecord.pages.finish import finish
from onrecord.pages.redactions import Found
from onrecord.pages.visible import blank
from onrecord.settings import Settings

ENGINE = "pdfium"

#: PDFium's build, and the edition of the rules in this room that decide what a page says.
VERSION = f"{pdfium.VERSION}+5"

#: A page is drawn for OCR with no more pixels than this: 200 dpi of a page of 28 x 50 inches.
MOST_PIXELS = 56_000_000


class Layer(Struct, frozen=True):
    """The text layer of a page as a reader of the page sees it.

    `offsets` are, for each character of `text`, its offset in the layer before hidden text was cut out; empty when
    nothing was.
    """

    text: str
    view: View
    drawing: Drawing
    found: Found
    offsets: list[int]


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Pages `first` to `last` (from 1, both included) of the PDF at `path`.

    Gives a page or a failure for each. Raises ItemFailed when the file cannot be opened at all.
    """
    pdf = pdfium.opened(path)
    for number in range(first, last + 1):
        try:
            with pdf.opened(number) as page:
                record = _read(page, file, number, settings)
        except ItemFailed as error:
            yield failure(file, number, error)
        else:
            yield record


def depends_on(settings: Settings) -> list[str]:
    """What pages depend on besides the file and this reader's version."""
    return ocr.depends_on(settings)


def read_layer(page: PdfPage, most_pixels: int) -> Layer:
    """The text layer of an open page. Raises ItemFailed when looking for hidden text would take too large images."""
    view = page.view
    text = layer.read(page)
    drawn = drawing.look(page, view)
    found = _hidden(page, view, drawn, text, most_pixels)
    offsets: list[int] = []
    if found.hidden:
        text, characters = layer.read_with_characters(page)
        hidden = [offset for offset, number in enumerate(characters) if number in found.hidden]
        text, offsets = blank(text, hidden)
    return Layer(text, view, drawn, found, offsets)


def _hidden(page: PdfPage, view: View, drawn: Drawing, text: str, most_pixels: int) -> Found:
    """What is hidden under drawn shapes, and what of a scan's text layer stands on black."""
    found = Found()
    if drawn.shapes:
        drawing.check_pixels(drawn, most_pixels)
        found = redactions.find(page, view, drawn, text)
    if drawn.scans and not choice.why_not(text, drawn):
        drawing.check_pixels(drawn, most_pixels)
        found = found.joined(burned.find(page, view, drawing.text_layer(drawn)))
    return found


def _read(page: PdfPage, file: SourceFile, number: int, settings: Settings) -> Page:
    seen = read_layer(page, settings.image_pixels)
    size = seen.view.width, seen.view.height
    tried: tuple[Attempt, ...] = ()
    if why := choice.why_not(seen.text, seen.drawing) or _unsaid(page, seen):
        reading, found = _read_image(page, seen, settings)
        seen = replace(seen, found=replace(seen.found, redactions=found))
        kept = choice.is_better(seen.text, reading, why)
        considered = Attempt("layer", why, words=len(seen.text.split()), kept=kept)
        if not kept:
            return as_page(reading, file, number, settings, size, seen.found.redactions, considered)
        tried = (considered, *(replace(each, kept=False) for each in reading.tried))
    return finish(
        file=file.id,
        number=number,
        text=seen.text,
        engine=ENGINE,
        engine_version=VERSION,
        width=size[0],
        height=size[1],
        redactions=seen.found.redactions,
        tried=tried,
    )


def _unsaid(page: PdfPage, seen: Layer) -> str:
    """``ink`` for a scan that shows much more than its text layer says."""
    if not seen.drawing.scans:
        return ""
    whole = (0.0, 0.0, seen.view.width, seen.view.height)
    strokes = prepare.strokes(pdfium.pixels(page, seen.view, whole, choice.LOOK_DPI / ocr.INCH))
    return "ink" if choice.leaves_ink(seen.text, strokes, choice.LOOK_DPI) else ""


def _read_image(page: PdfPage, seen: Layer, settings: Settings) -> tuple[Reading, tuple[Redaction, ...]]:
    """What the page says as it is shown, and its redactions, those on the image too.

    Text that lies under a redaction is painted over, however thin that is.
    """
    view = seen.view
    drawing.check_pixels(seen.drawing, settings.image_pixels)
    area = view.width * view.height
    scale = min(settings.ocr_dpi / ocr.INCH, (MOST_PIXELS / area) ** 0.5)
    image = Image.fromarray(pdfium.pixels(page, view, (0.0, 0.0, view.width, view.height), scale))
    covered = [each.box for each in seen.found.redactions if each.bad]
    covered += [shape.box for shape in seen.drawing.shapes if shape.kind is Kind.REDACT]
    dpi = scale * ocr.INCH
    shown = ocr.blanked(image, covered, dpi) if covered else image
    reading, on_image = imaged.read(shown, dpi, settings)
    return reading, scanned.added(seen.found.redactions, on_image)
