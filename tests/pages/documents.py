"""Small PDFs for tests: some drawn with reportlab, some written by hand because no tool would make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.read import read
from onrecord.settings import Settings

FILE = SourceFile(id="ab" * 32, size=1, media="pdf")


def drawn(path: Path, *pages: Callable[[Canvas], None], size: tuple[float, float] = (400, 300)) -> Path:
    """A PDF whose pages are drawn by functions, Helvetica 11 set and black chosen for each."""
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    for draw in pages:
        canvas.setFont("Helvetica", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def written(path: Path, bodies: Sequence[bytes], trailer: bytes = b"") -> Path:
    """A PDF of the given objects, numbered from 1; the first is the catalog."""
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, trailer, table)
    path.write_bytes(out)
    return path


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)


def one_page(path: Path, content: bytes, resources: bytes = b"", more: Sequence[bytes] = ()) -> Path:
    """A PDF of one page of 400 x 300 points with the font /F. `more` are objects from number 6 on."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%b>>>>"
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page % resources,
        stream(content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    return written(path, bodies)


def huge_image(path: Path) -> Path:
    """A page that is an image of 20,000 by 20,000 pixels."""
    entries = b"/Type/XObject/Subtype/Image/Width 20000/Height 20000/ColorSpace/DeviceGray/BitsPerComponent 8"
    content = b"400 0 0 300 0 0 cm /I Do"
    return one_page(path, content, b"/XObject<</I 6 0 R>>", [stream(b"\xff" * 100, entries)])


def pages_of(path: Path, last: int = 1, settings: Settings | None = None, media: str = "pdf") -> list[Page | Failure]:
    """What is read from the first pages of a file."""
    file = SourceFile(id=FILE.id, size=path.stat().st_size, media=media)
    return list(read(path, file, 1, last, settings or Settings()))


def page_of(path: Path, settings: Settings | None = None, media: str = "pdf") -> Page:
    """The first page of a file, which must be readable."""
    (page,) = pages_of(path, 1, settings, media)
    assert isinstance(page, Page), page
    return page
