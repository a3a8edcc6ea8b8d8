"""Single characters of a PDF page: which text object each belongs to, and where it stands."""

from __future__ import annotations

import ctypes
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from pypdfium2 import raw

from onrecord.pages.engines.pdfium import PdfPage, View, bind

_INT, _HANDLE = ctypes.c_int, ctypes.c_void_p
_char_box = bind(raw.FPDFText_GetCharBox, _INT, _HANDLE, _INT, *[_HANDLE] * 4)
_unicode = bind(raw.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)


#: x0, y0, x1, y1 by row.
Boxes = npt.NDArray[np.float64]


class Characters(Struct, frozen=True):
    """Characters of a page in reading order, one row each.

    `numbers` are PDFium's character numbers, `owners` the handles of their text objects, `values` their Unicode
    values, `boxes` x0, y0, x1, y1 around the ink (points from the top left of the page as shown).
    """

    numbers: npt.NDArray[np.int64]
    owners: npt.NDArray[np.uint64]
    values: npt.NDArray[np.int64]
    boxes: Boxes

    def pick(self, rows: npt.NDArray[np.bool_]) -> Characters:
        """The rows that are marked."""
        return Characters(self.numbers[rows], self.owners[rows], self.values[rows], self.boxes[rows])

    def owned_by(self, handles: Collection[int]) -> npt.NDArray[np.bool_]:
        """Marks the rows that belong to one of the text objects `handles`."""
        return np.isin(self.owners, np.fromiter(handles, np.uint64, len(handles)))

    def text(self) -> str:
        """What the rows say; a space where characters between two rows are missing."""
        gaps = np.diff(self.numbers, prepend=self.numbers[:1]) > 1
        return "".join(" " * bool(gap) + chr(value) for gap, value in zip(gaps, self.values.tolist(), strict=True))


#: No characters.
NONE = Characters(np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros((0, 4)))


def of_objects(page: PdfPage, view: View, handles: Collection[int]) -> Characters:
    """The characters, blanks left out, that belong to the text objects `handles`."""
    if not handles:
        return NONE
    owners = page.owners
    numbers = np.flatnonzero(np.isin(owners, np.fromiter(handles, np.uint64, len(handles)))).astype(np.int64)
    values = np.fromiter((_unicode(page.text, number) for number in numbers.tolist()), np.int64, len(numbers))
    inked = np.fromiter((not chr(value).isspace() for value in values.tolist()), np.bool_, len(values))
    numbers, values = numbers[inked], values[inked]
    return Characters(numbers, owners[numbers], values, boxes(page, view, numbers.tolist()))


def boxes(page: PdfPage, view: View, numbers: Collection[int]) -> Boxes:
    """The ink boxes of characters by number, one row each, in points from the top left of the page as shown."""
    found = np.zeros((len(numbers), 4))
    address = found.ctypes.data
    for number in numbers:  # PDFium answers in the order left, right, bottom, top
        _char_box(page.text, number, address, address + 16, address + 8, address + 24)
        address += 32
    return np.stack(view.corners(*found.T), axis=1)
