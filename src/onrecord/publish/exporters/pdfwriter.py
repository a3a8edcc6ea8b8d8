"""Writes a PDF of page images with invisible text, page by page, so that a file of any length needs little memory.

The text is set in a font without outlines whose codes are UTF-16 units, so that every character can be searched for and
copied. Nothing but the pages decides the bytes: there is no date in them.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from hashlib import md5
from io import BytesIO
from typing import IO

from msgspec import Struct
from PIL import Image

from onrecord.model import Box

#: Object numbers that every file has.
_CATALOG, _PAGES, _FONT, _DESCENDANT, _DESCRIPTOR, _OUTLINES, _UNICODE, _INFO, _NOTICE = range(1, 10)

#: The width of every character in thousandths of the font size, and how far its foot stands above the word's box.
_WIDTH = 500
_DESCENT = 0.22

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


class Placed(Struct, frozen=True):
    """A word and its box on the page, in points from the top left corner. `unsure`: OCR was not sure of it."""

    text: str
    box: Box
    unsure: bool = False


class PdfWriter:
    """A PDF that is being written to a stream. `mark` is the identifier of the file, `subject` says what it is of."""

    def __init__(self, out: IO[bytes], *, title: str, subject: str, mark: str) -> None:
        self._out = out
        self._offsets: dict[int, int] = {}
        self._at = 0
        self._next = _NOTICE + 1
        self._kids: list[int] = []
        self._mark = md5(mark.encode(), usedforsecurity=False).hexdigest()
        self._put(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        self._object(_INFO, f"<< /Title {_text(title)} /Subject {_text(subject)} /Producer (onrecord) >>".encode())
        self._fonts()

    def page(self, size: tuple[float, float], image: Image.Image, words: Iterable[Placed]) -> None:
        """Add a page of `size` points: the grey `image` over all of it, and `words` in their places.

        Unsure words are underlined with dots.
        """
        width, height = size
        drawn = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /I Do Q\n".encode()
        placed = list(words)
        dots = _dotted((word for word in placed if word.unsure), height)
        self._page(size, drawn + dots + _invisible(placed, height), self._image(image))

    def blank(self, size: tuple[float, float], notice: str) -> None:
        """Add a page without an image that says why."""
        words = notice.encode("ascii", "replace").replace(b"\\", b"/").replace(b"(", b"[").replace(b")", b"]")
        self._page(size, b"BT /N 10 Tf 36 %d Td (%s) Tj ET" % (int(size[1]) - 60, words), 0)

    def close(self) -> None:
        """Write what names the pages."""
        kids = " ".join(f"{number} 0 R" for number in self._kids)
        self._object(_PAGES, f"<< /Type /Pages /Count {len(self._kids)} /Kids [{kids}] >>".encode())
        self._object(_CATALOG, f"<< /Type /Catalog /Pages {_PAGES} 0 R >>".encode())
        start, size = self._at, self._next
        self._put(f"xref\n0 {size}\n0000000000 65535 f \n".encode())
        for number in range(1, size):
            self._put(b"%010d 00000 n \n" % self._offsets[number])
        ids = f"/ID [<{self._mark}> <{self._mark}>]"
        trailer = (
            f"trailer\n<< /Size {size} /Root {_CATALOG} 0 R /Info {_INFO} 0 R {ids} >>\nstartxref\n{start}\n%%EOF\n"
        )
        self._put(trailer.encode())

    def _fonts(self) -> None:
        system = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        self._object(
            _FONT,
            f"<< /Type /Font /Subtype /Type0 /BaseFont /Unseen /Encoding /Identity-H "
            f"/DescendantFonts [{_DESCENDANT} 0 R] /ToUnicode {_UNICODE} 0 R >>".encode(),
        )
        self._object(
            _DESCENDANT,
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unseen {system} /DW {_WIDTH} "
            f"/FontDescriptor {_DESCRIPTOR} 0 R /CIDToGIDMap /Identity >>".encode(),
        )
        self._object(
            _DESCRIPTOR,
            f"<< /Type /FontDescriptor /FontName /Unseen /Flags 5 /FontBBox [0 -{_DESCENT * 1000:.0f} {_WIDTH} 780] "
            f"/ItalicAngle 0 /Ascent 780 /Descent -{_DESCENT * 1000:.0f} /CapHeight 780 /StemV 80 "
            f"/FontFile2 {_OUTLINES} 0 R >>".encode(),
        )
        outlines = _font_without_outlines()
        self._stream(_OUTLINES, f"/Length1 {len(outlines)}", outlines)
        self._stream(_UNICODE, "", _TO_UNICODE)
        self._object(_NOTICE, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")

    def _page(self, size: tuple[float, float], content: bytes, image: int) -> None:
        number, stream = self._new(), self._new()
        images = f"/XObject << /I {image} 0 R >>" if image else ""
        resources = f"<< /Font << /F {_FONT} 0 R /N {_NOTICE} 0 R >> {images} >>"
        box = f"[0 0 {size[0]:.2f} {size[1]:.2f}]"
        self._object(
            number,
            f"<< /Type /Page /Parent {_PAGES} 0 R /MediaBox {box} /Resources {resources} "
            f"/Contents {stream} 0 R >>".encode(),
        )
        self._stream(stream, "", content)
        self._kids.append(number)

    def _image(self, image: Image.Image) -> int:
        """The image as PNG holds it or as JPEG, whichever is smaller: print is the one, photographs are the other."""
        number = self._new()
        what = f"/Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /ColorSpace /DeviceGray"
        what += " /BitsPerComponent 8"
        plain, photo = _png_data(image), BytesIO()
        image.save(photo, "JPEG", quality=75)
        if len(plain) <= photo.tell():
            kind = f"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns {image.width} >>"
            self._object(number, _as_stream(f"{what} {kind}", plain))
        else:
            self._object(number, _as_stream(f"{what} /Filter /DCTDecode", photo.getvalue()))
        return number

    def _new(self) -> int:
        self._next += 1
        return self._next - 1

    def _stream(self, number: int, what: str, data: bytes) -> None:
        self._object(number, _as_stream(f"{what} /Filter /FlateDecode", zlib.compress(data, 6)))

    def _object(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def _put(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def _as_stream(what: str, data: bytes) -> bytes:
    return f"<< {what} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _png_data(image: Image.Image) -> bytes:
    """The image data of a PNG: PDF reads it as it is, row filters included."""
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    png, at, found = out.getvalue(), 8, []
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            found.append(png[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(found)


def _dotted(words: Iterable[Placed], height: float) -> bytes:
    """The operators that draw a line of dots beneath words."""
    rows = [(word.box[0], word.box[2], height - word.box[3] - 1) for word in words]
    lines = [f"{x0:.2f} {y:.2f} m {x1:.2f} {y:.2f} l" for x0, x1, y in rows]
    return "\n".join(["q 0.6 0.35 0 RG 0.9 w [1 1.5] 0 d", *lines, "S Q", ""]).encode() if lines else b""


def _invisible(words: Iterable[Placed], height: float) -> bytes:
    """The operators that set the words with render mode 3: neither filled nor stroked."""
    lines = ["BT 3 Tr"]
    for word in words:
        x0, y0, x1, y1 = word.box
        size = max(y1 - y0, 1.0)
        units = word.text.encode("utf-16-be", "replace")
        stretch = 100 * max(x1 - x0, 0.1) / (len(units) / 2 * size * _WIDTH / 1000)
        foot = height - y1 + size * _DESCENT
        lines.append(f"/F {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {x0:.2f} {foot:.2f} Tm <{units.hex()}0020> Tj")
    return "\n".join([*lines, "ET"]).encode()


def _text(value: str) -> str:
    """A text string of the document's information, in UTF-16 with its mark."""
    return f"<feff{value.encode('utf-16-be', 'replace').hex()}>"


def _font_without_outlines() -> bytes:
    """A TrueType font of one empty glyph: the tables that PDF asks for (ISO 32000-1, 9.9) in the layout of OpenType."""
    tables = {
        b"glyf": b"\0\0\0\0",
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, _WIDTH, 780, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 780, -220, 0, _WIDTH, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1),
        b"hmtx": struct.pack(">Hh", _WIDTH, 0),
        b"loca": struct.pack(">HH", 0, 0),
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }
    head = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    at, entries, bodies = len(head) + 16 * len(tables), b"", b""
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        entries += struct.pack(">4sIII", tag, checksum, at + len(bodies), len(data))
        bodies += padded
    return head + entries + bodies
