"""Files that are wrong in one way each. Every function writes one into a folder and returns its path."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

#: Pixels along each side of the largest page.
SIDE = 20_000

Maker = Callable[[Path], Path]


def empty(folder: Path) -> Path:
    return written(folder / "empty.pdf", b"")


def truncated(folder: Path) -> Path:
    whole = drawn(folder / "whole.pdf", pages=40).read_bytes()
    (folder / "whole.pdf").unlink()
    # PDFium mends a file without its end as long as it finds pages: here the tree of pages is gone with the end
    return written(folder / "truncated.pdf", whole[:900])


def encrypted(folder: Path) -> Path:
    return drawn(folder / "locked.pdf", pages=1, lock=StandardEncryption("opensesame", strength=128))


def page_missing(folder: Path) -> Path:
    """The page tree names a second page that the file does not hold."""
    return pdf(folder / "hole.pdf", [page(b"10 0 R"), None, page(b"11 0 R")], {10: shown("One"), 11: shown("Three")})


def page_broken(folder: Path) -> Path:
    """The second page is no page: a number stands where its dictionary should."""
    return pdf(folder / "broken.pdf", [page(b"10 0 R"), b"17", page(b"11 0 R")], {10: shown("One"), 11: shown("Three")})


def huge_image(folder: Path) -> Path:
    """A PNG of 20,000 x 20,000 pixels in a few kilobytes."""
    rows = zlib.compress((b"\0" + b"\xff" * (SIDE // 8)) * SIDE, 1)
    head = SIDE.to_bytes(4, "big") * 2 + b"\1\0\0\0\0"
    return written(
        folder / "huge.png",
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""),
    )


def huge_page(folder: Path) -> Path:
    """A PDF whose first page is such an image; the second is text."""
    rows = zlib.compress(b"\xff" * (SIDE // 8) * SIDE, 1)
    size = f"/Width {SIDE} /Height {SIDE} /Length {len(rows)}".encode()
    kind = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /FlateDecode"
    image = b"<< %b %b >>\nstream\n%b\nendstream" % (kind, size, rows)
    first = page(b"10 0 R", b"/XObject << /Im 12 0 R >>")
    return pdf(
        folder / "huge.pdf",
        [first, page(b"11 0 R")],
        {10: stream(b"q 500 0 0 500 0 0 cm /Im Do Q"), 11: shown("Two"), 12: image},
    )


def leading_out(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "outward.zip", "w") as archive:
        archive.writestr("../../escaped.txt", "out")
        archive.writestr("/escaped.txt", "out")
        archive.writestr("inside.txt", "in")
    return folder / "outward.zip"


def bomb(folder: Path) -> Path:
    """64 MB in 64 kB, in members of 1 MB that all differ."""
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(64):
            archive.writestr(f"{number}.txt", b"%d" % number + b" " * 2**20)
    return folder / "bomb.zip"


def long_header(folder: Path) -> Path:
    lines = b"".join(b" part %d of a header without end\r\n" % number for number in range(300_000))
    head = b"From: n.okafor@example.gov\r\nTo: p.lindqvist@example.gov\r\nSubject: Pier 7\r\n"
    return written(folder / "header.eml", head + b"X-Trace: begin\r\n" + lines + b"\r\nThe body.\r\n")


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def drawn(path: Path, pages: int, lock: StandardEncryption | None = None) -> Path:
    canvas = Canvas(str(path), invariant=1, encrypt=lock)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Page {number}")
        canvas.showPage()
    canvas.save()
    return path


def page(contents: bytes, resources: bytes = b"") -> bytes:
    fonts = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    box = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]"
    return b"<< %b /Contents %b /Resources << %b %b >> >>" % (box, contents, fonts, resources)


def shown(text: str) -> bytes:
    return stream(f"BT /F 12 Tf 72 700 Td ({text}) Tj ET".encode())


def stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(data), data)


def pdf(path: Path, pages: Sequence[bytes | None], others: dict[int, bytes]) -> Path:
    """A PDF whose pages are the objects 3, 4, ...; a page that is None is left out of the file."""
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + len(pages)))
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    objects[2] = b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, len(pages))
    objects |= {number: body for number, body in enumerate(pages, 3) if body is not None} | others
    data, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, last = len(data), max(objects)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        data += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return written(path, data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (last + 1, start))


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
