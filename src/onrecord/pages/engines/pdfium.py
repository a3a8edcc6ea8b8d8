"""PDFium through its plain C calls: documents, pages, where things stand on a page, and pixels.

The calls of `pypdfium2.raw` are bound a second time here with plain integers for handles and addresses: a page has
hundreds of objects and thousands of characters, and integers make a call about twice as fast. PDFium is not
thread-safe: one process reads one page at a time.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from pypdfium2 import PDFIUM_INFO, raw

from onrecord.errors import ItemFailed
from onrecord.model import Box

#: Pixels as rows, columns, and the channels blue, green, red (rasters in colour) or as rows and columns (grey).
Pixels = npt.NDArray[np.uint8]

#: A coordinate, or an array of them.
Number = TypeVar("Number", float, npt.NDArray[np.float64])

VERSION = str(PDFIUM_INFO.version)

#: PDFium's error numbers (fpdfview.h), as a user would say it: what is wrong, and what to do.
ERRORS = {
    raw.FPDF_ERR_PASSWORD: ("the PDF is encrypted", "remove the password with a PDF tool and add the file again"),
    raw.FPDF_ERR_SECURITY: ("the PDF is protected in a way that cannot be read", "print it to a new PDF and add that"),
    raw.FPDF_ERR_FORMAT: ("the PDF is damaged or cut off", "ask for the file again, or repair it with a PDF tool"),
}


def bind(function: Any, result: Any, *arguments: Any) -> Any:
    """A C function of `pypdfium2.raw` with the given types of result and arguments."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_INT, _HANDLE, _FLOAT = ctypes.c_int, ctypes.c_void_p, ctypes.c_float

open_file = raw.FPDF_LoadDocument
last_error = raw.FPDF_GetLastError
close_file = bind(raw.FPDF_CloseDocument, None, _HANDLE)
page_count = bind(raw.FPDF_GetPageCount, _INT, _HANDLE)
load_page = bind(raw.FPDF_LoadPage, _HANDLE, _HANDLE, _INT)
close_page = bind(raw.FPDF_ClosePage, None, _HANDLE)
page_width = bind(raw.FPDF_GetPageWidthF, _FLOAT, _HANDLE)
page_height = bind(raw.FPDF_GetPageHeightF, _FLOAT, _HANDLE)
page_rotation = bind(raw.FPDFPage_GetRotation, _INT, _HANDLE)
page_bounds = bind(raw.FPDF_GetPageBoundingBox, _INT, _HANDLE, _HANDLE)
load_text = bind(raw.FPDFText_LoadPage, _HANDLE, _HANDLE)
count_chars = bind(raw.FPDFText_CountChars, _INT, _HANDLE)
# The result is a handle; as a number, none of them is 0.
_object_of = bind(raw.FPDFText_GetTextObject, ctypes.c_size_t, _HANDLE, _INT)
close_text = bind(raw.FPDFText_ClosePage, None, _HANDLE)
_create_bitmap = bind(raw.FPDFBitmap_CreateEx, _HANDLE, _INT, _INT, _INT, _HANDLE, _INT)
_destroy_bitmap = bind(raw.FPDFBitmap_Destroy, None, _HANDLE)
_draw = bind(raw.FPDF_RenderPageBitmap, None, _HANDLE, _HANDLE, *[_INT] * 6)


class View(Struct, frozen=True):
    """How page coordinates become places on the page as shown.

    `bounds` are left, bottom, right, top of the visible part in page coordinates; `rotation` counts quarter turns
    clockwise. `width` and `height` are the page as shown, in points.
    """

    width: float
    height: float
    rotation: int
    bounds: tuple[float, float, float, float]

    def corners(self, x0: Number, y0: Number, x1: Number, y1: Number) -> tuple[Number, Number, Number, Number]:
        """Left, bottom, right, top in page coordinates as x0, y0, x1, y1 from the shown top left corner."""
        left, bottom, right, top = self.bounds
        match self.rotation:
            case 1:
                return y0 - bottom, x0 - left, y1 - bottom, x1 - left
            case 2:
                return right - x1, y0 - bottom, right - x0, y1 - bottom
            case 3:
                return top - y1, right - x1, top - y0, right - x0
        return x0 - left, top - y1, x1 - left, top - y0

    def place(self, box: Box) -> Box | None:
        """A box in page coordinates on the page as shown, cut to it; None when nothing of it is on the page."""
        x0, y0, x1, y1 = self.corners(*box)
        x0, y0, x1, y1 = max(x0, 0.0), max(y0, 0.0), min(x1, self.width), min(y1, self.height)
        return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


class PdfPage:
    """An open page. `handle` and `text` are PDFium's page and text page; they end with the `opened` block."""

    def __init__(self, handle: int, text: int) -> None:
        self.handle = handle
        self.text = text

    @cached_property
    def owners(self) -> npt.NDArray[np.uint64]:
        """The handle of the text object of each character, 0 for those that PDFium put in itself."""
        count = count_chars(self.text)
        return np.fromiter(map(_object_of, repeat(self.text), range(count)), np.uint64, count)

    @property
    def view(self) -> View:
        """The geometry of the page."""
        bounds = (ctypes.c_float * 4)()  # FS_RECTF: left, top, right, bottom
        page_bounds(self.handle, ctypes.addressof(bounds))
        left, top, right, bottom = bounds
        size = page_width(self.handle), page_height(self.handle)
        return View(*size, page_rotation(self.handle) % 4, (left, bottom, right, top))


class PdfFile:
    """An open PDF. Raises ItemFailed when it cannot be opened."""

    def __init__(self, path: Path) -> None:
        self._handle = ctypes.cast(open_file(os.fsencode(path), None), ctypes.c_void_p).value
        if not self._handle:
            what, next_step = ERRORS.get(last_error(), ("the file cannot be opened as a PDF", "ask for the file again"))
            raise ItemFailed(what, next_step)

    def __len__(self) -> int:
        """How many pages the file says it has."""
        return int(page_count(self._handle))

    @contextmanager
    def opened(self, number: int) -> Iterator[PdfPage]:
        """Page `number`, from 1. Raises ItemFailed when the page is missing or broken."""
        handle = load_page(self._handle, number - 1)
        if not handle:
            raise ItemFailed("the page is missing or broken", "ask for the file again, or repair it with a PDF tool")
        text = load_text(handle)
        try:
            if not text:
                raise ItemFailed("the text of the page cannot be read", "repair the file with a PDF tool")
            yield PdfPage(handle, text)
        finally:
            close_text(text)
            close_page(handle)

    def close(self) -> None:
        """Let go of the file."""
        close_file(self._handle)


class _Open:
    """The file that was opened last: a worker is given the pages of one file in several portions."""

    key: tuple[str, int, int] | None = None
    file: PdfFile | None = None


def opened(path: Path) -> PdfFile:
    """The PDF at `path`, kept open until another one is asked for. Raises ItemFailed when it cannot be opened."""
    try:
        stat = path.stat()
    except OSError as error:
        raise ItemFailed(f"the file cannot be read: {error.strerror}", "check that it is there and readable") from None
    key = str(path), stat.st_size, stat.st_mtime_ns
    if _Open.file is None or _Open.key != key:
        close()
        _Open.file, _Open.key = PdfFile(path), key
    return _Open.file


def close() -> None:
    """Let go of the file that is kept open."""
    if _Open.file is not None:
        _Open.file.close()
    _Open.file = _Open.key = None


def pixels(page: PdfPage, view: View, box: Box, scale: float, *, colour: bool = False) -> Pixels:
    """The part `box` of the page as shown, annotations included, at `scale` pixels a point.

    Gives rows of grey values, or of blue, green, red. The box is rounded outward to whole pixels, at least one.
    """
    left, top = int(box[0] * scale), int(box[1] * scale)
    width = max(int(np.ceil(box[2] * scale)) - left, 1)
    height = max(int(np.ceil(box[3] * scale)) - top, 1)
    form, depth = (raw.FPDFBitmap_BGRx, 4) if colour else (raw.FPDFBitmap_Gray, 1)
    stride = -(-width * depth // 4) * 4
    canvas = np.full((height, stride), 255, np.uint8)
    bitmap = _create_bitmap(width, height, form, canvas.ctypes.data, stride)
    size = max(round(view.width * scale), 1), max(round(view.height * scale), 1)
    _draw(bitmap, page.handle, -left, -top, *size, 0, raw.FPDF_ANNOT)
    _destroy_bitmap(bitmap)
    if not colour:
        return canvas[:, :width]
    return canvas.reshape(height, -1, 4)[:, :width, :3]
