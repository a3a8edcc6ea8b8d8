"""How many pages a file has, found without reading them."""

from __future__ import annotations

import gzip
import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from onrecord.errors import ItemFailed, reason
from onrecord.intake.inspection import MEGABYTE, Full, Look
from onrecord.text import ical
from onrecord.text.encoding import decode, lines_as_lf
from onrecord.text.ooxml import Package
from onrecord.text.paging import TEXT_BYTES, page_bounds, records

if TYPE_CHECKING:
    import pypdfium2 as pdfium

#: PDFium's code for a document that needs a password (``FPDF_ERR_PASSWORD`` in fpdfview.h) and for an unknown lock.
PASSWORD, SECURITY = 4, 5

#: Images in one TIFF file.
FRAMES = 100_000

_DAMAGED = "get a whole copy of it and add that"


def count_pdf(look: Look) -> None:
    """The pages of a PDF, which PDFium opens after mending its cross references; its embedded files are children."""
    import pypdfium2 as pdfium  # a tenth of a second that the parent of a build need not wait for

    try:
        document = pdfium.PdfDocument(look.path)
    except pdfium.PdfiumError as error:
        if error.err_code in (PASSWORD, SECURITY):
            raise ItemFailed("the PDF is encrypted", "add a copy saved without the password") from None
        raise ItemFailed(f"the PDF is damaged or cut off: {reason(error)}", _DAMAGED) from None
    try:
        look.pages = len(document)
        if not look.pages:
            raise ItemFailed("the PDF is damaged: it has no pages", _DAMAGED)
        _embedded(look, document)
    finally:
        document.close()


def _embedded(look: Look, document: pdfium.PdfDocument) -> None:
    """Files embedded in a PDF: portfolios hold whole productions."""
    import pypdfium2 as pdfium

    count = document.count_attachments()
    if count <= 0 or look.too_deep:
        return
    for place in range(count):
        try:
            attachment = document.get_attachment(place)
            name = look.member(attachment.get_name() or f"embedded {place + 1}.bin")
            if name:
                look.keep(name, BytesIO(attachment.get_data()))
        except Full:
            look.fail(f"stopped at {look.limits}: {count - place:,} embedded files are left", "save them and add them")
            return
        except (pdfium.PdfiumError, ItemFailed, ValueError) as error:
            look.fail(f"embedded file {place + 1} cannot be read: {reason(error)}", "save it from the PDF and add it")


def count_text(look: Look) -> None:
    """The pages of a plain text. A guessed encoding is noted."""
    if look.file.size > TEXT_BYTES:
        raise ItemFailed(f"the text is larger than {TEXT_BYTES:,} bytes", "split the file and add the parts")
    decoded = decode(look.path.read_bytes())
    look.pages = len(page_bounds(lines_as_lf(decoded.text)))
    if decoded.guessed:
        look.note("encoding_guessed", f"the encoding is not known; read as {decoded.encoding}")


def count_events(look: Look) -> None:
    """The entries of a calendar file."""
    if look.file.size > TEXT_BYTES:
        raise ItemFailed(f"the calendar is larger than {TEXT_BYTES:,} bytes", "split the file and add the parts")
    look.pages = len(ical.bounds(lines_as_lf(decode(look.path.read_bytes()).text)))
    if not look.pages:
        raise ItemFailed("the calendar has no events", "open it in a calendar program to see what it holds")


def count_page_text(look: Look) -> None:
    """The records of a page-text file; of a damaged compressed one, those before the damage."""
    with look.path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
        try:
            for _ in records(stream, look.settings.unpack_mb * MEGABYTE):
                look.pages += 1
        except ItemFailed as error:
            look.fail(f"{error.what}; {look.pages:,} pages come before", error.next_step)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            look.fail(f"the compressed file is damaged after page {look.pages:,}: {reason(error)}", _DAMAGED)


def count_image(look: Look) -> None:
    """The images of a TIFF file; any other image is one page."""
    with look.path.open("rb") as stream:
        head = stream.read(16)
        look.pages = _frames(stream, head) if head[:2] in (b"II", b"MM") else 1


def _frames(stream: BinaryIO, head: bytes) -> int:
    """How many image directories a TIFF file chains (TIFF 6.0, section 2; BigTIFF). Raises ItemFailed on damage."""
    order = "<" if head[:2] == b"II" else ">"
    big = struct.unpack(order + "H", head[2:4])[0] == 43
    entries, entry, pointer = ("Q", 20, "Q") if big else ("H", 12, "I")
    seen: set[int] = set()
    try:
        place = struct.unpack_from(order + pointer, head, 8 if big else 4)[0]
        while place and place not in seen and len(seen) < FRAMES:
            count = _number(stream, place, order + entries)
            seen.add(place)
            place = _number(stream, place + struct.calcsize(entries) + count * entry, order + pointer)
    except (struct.error, OSError, OverflowError):
        pass  # what the chain leads to before the damage still counts
    if not seen:
        raise ItemFailed("the image is damaged: it holds no picture", _DAMAGED)
    return len(seen)


def _number(stream: BinaryIO, place: int, kind: str) -> int:
    stream.seek(place)
    return int(struct.unpack(kind, stream.read(struct.calcsize(kind)))[0])


def count_slides(look: Look) -> None:
    """The slides of a presentation, hidden ones too."""
    look.pages = _listed(look.path, "sldId")


def count_sheets(look: Look) -> None:
    """The sheets of a workbook, hidden ones too."""
    look.pages = _listed(look.path, "sheet")


def _listed(path: Path, tag: str) -> int:
    with Package(path) as package:
        return len(package.listed(tag))


def count_document(look: Look) -> None:
    """A text document is one page: where its pages end is up to the printer."""
    with Package(look.path) as package:
        package.main()
    look.pages = 1


def count_one(look: Look) -> None:
    """A web page is one page."""
    look.pages = 1
