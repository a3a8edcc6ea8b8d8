"""Text layers of scans that still hold what was blacked out on the image before or after the scan was read.

Such a box is part of the picture, so no drawing operator tells of it; the pixels do. Letters of a text layer that
stand where the page is evenly dark, around them too, cannot be seen by a reader of the page.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from onrecord.model import Redaction
from onrecord.pages.engines import characters
from onrecord.pages.engines.characters import Characters
from onrecord.pages.engines.pdfium import PdfPage, View, pixels
from onrecord.pages.redactions import Found

Flags = npt.NDArray[np.bool_]
Column = npt.NDArray[np.float64]

#: Pixels a point: enough to see the gap between two bold letters.
SCALE = 1.5

#: Darker than this (of 255) is blacked out.
BLACK = 90

#: A letter is on black when this part of its box is, and of the strip of so many points at one of its sides. A letter
#: in the boldest type fills its own box, but has paper on both sides.
DARK_PART = 0.95
STRIP = 2.0

#: Beside letters on black, a letter is on the edge of the box when this part of it is dark: type is not that dark.
EDGE_PART = 0.6

#: So many letters and digits in a row make a find; fewer are a blot, and lines and dashes fill their boxes anyway.
FEWEST = 3


def find(page: PdfPage, view: View, layer: Collection[int]) -> Found:
    """Where the characters of the text objects `layer` stand on black: the places, and the characters' numbers."""
    rows = characters.of_objects(page, view, layer)
    black = _on_black(page, view, rows)
    groups = [group for group in _groups(rows.pick(black)) if sum(map(str.isalnum, group.text())) >= FEWEST]
    hidden = frozenset(number for group in groups for number in group.numbers.tolist())
    return Found(tuple(_redaction(group) for group in groups), hidden)


def _on_black(page: PdfPage, view: View, rows: Characters) -> Flags:
    dark = pixels(page, view, (0.0, 0.0, view.width, view.height), SCALE) < BLACK
    sums = np.pad(np.cumsum(np.cumsum(dark, axis=0, dtype=np.int32), axis=1, dtype=np.int32), ((1, 0), (1, 0)))
    x0, y0, x1, y1 = rows.boxes.T
    own = _part(sums, x0, y0, x1, y1)
    beside = np.maximum(_part(sums, x0 - STRIP, y0, x0, y1), _part(sums, x1, y0, x1 + STRIP, y1))
    return _with_edges(rows, (own >= DARK_PART) & (beside >= DARK_PART), own >= EDGE_PART)


def _part(sums: npt.NDArray[np.int32], x0: Column, y0: Column, x1: Column, y1: Column) -> Column:
    """The dark part of each box, from the running sums of the dark pixels over rows and columns."""
    height, width = sums.shape[0] - 1, sums.shape[1] - 1
    left, top = _pixel(x0, width - 1), _pixel(y0, height - 1)
    right, bottom = np.maximum(_pixel(x1, width), left + 1), np.maximum(_pixel(y1, height), top + 1)
    inside = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    return np.asarray(inside / ((right - left) * (bottom - top)), np.float64)


def _pixel(edges: Column, most: int) -> npt.NDArray[np.int64]:
    return np.clip(np.rint(edges * SCALE), 0, most).astype(np.int64)


def _with_edges(rows: Characters, black: Flags, edge: Flags) -> Flags:
    """The letters on black, and those next to them that are mostly on it."""
    out = black.copy()
    near = np.diff(rows.numbers) == 1
    for row in range(1, len(out)):
        out[row] |= edge[row] and near[row - 1] and out[row - 1]
    for row in range(len(out) - 2, -1, -1):
        out[row] |= edge[row] and near[row] and out[row + 1]
    return out


def _groups(rows: Characters) -> list[Characters]:
    """The rows parted where more than a blank lies between them, or a line ends."""
    jumps = np.diff(rows.numbers) > 2
    lower = np.abs(np.diff(rows.boxes[:, 3])) > (rows.boxes[1:, 3] - rows.boxes[1:, 1])
    parts = np.split(np.arange(len(rows.numbers)), np.flatnonzero(jumps | lower) + 1)
    return [Characters(rows.numbers[p], rows.owners[p], rows.values[p], rows.boxes[p]) for p in parts]


def _redaction(group: Characters) -> Redaction:
    x0, y0 = np.min(group.boxes[:, :2], axis=0).tolist()
    x1, y1 = np.max(group.boxes[:, 2:], axis=0).tolist()
    return Redaction(box=(x0, y0, x1, y1), bad=True, sure=False)
