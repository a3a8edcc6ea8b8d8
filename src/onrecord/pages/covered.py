"""Whether text under a shape can be seen: the page is drawn around the shape, with the text and without."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt

from onrecord.model import Box
from onrecord.pages.engines import objects
from onrecord.pages.engines.pdfium import PdfPage, Pixels, View, pixels

#: Pixels a point at which shapes are looked at: 144 dpi shows a full stop of 6 pt type. Shapes larger than
#: `MOST_PIXELS` at this scale are looked at more coarsely.
SCALE = 2.0
MOST_PIXELS = 4_000_000

#: Text that changes no pixel by more than this (of 255) cannot be read: a box of 90 % opacity over black text on
#: white leaves a change of 25.
FAINT = 32

#: A shape is of one colour when this part of its pixels is within `NEAR` (of 255) of the middle one.
SOLID = 0.85
NEAR = 40

#: So many pixels tell the colour of a shape.
SAMPLE = 3_000

#: Of a dark shape with text of its own printed on it, this part must still be of one colour.
MOSTLY = 0.5

#: Pixels at the edges of a shape that are not all its own: PDFium's bounds allow for a line twice as thick.
BLUR = 2

#: A side of a box shows when, within this many points of it, the colour changes by more than `CONTRAST` (of 255) along
#: at least this part of its length. Light grey on white changes by 20.
EDGE = 1.5
CONTRAST = 12
UNBROKEN = 0.8

#: A colour whose brightest channel is at most this (of 255) is dark.
DARK = 110

Boxes = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class Look:
    """The pixels at one place of a page. `box` is in points from the top left of the page as shown."""

    def __init__(self, page: PdfPage, view: View, box: Box) -> None:
        self._page = page
        self._view = view
        self._box = box
        area = (box[2] - box[0]) * (box[3] - box[1])
        self._scale = min(SCALE, (MOST_PIXELS / area) ** 0.5)

    @cached_property
    def shown(self) -> Pixels:
        """The place as a reader sees it."""
        return self._draw()

    @cached_property
    def colour(self) -> tuple[int, int, int]:
        """The middle colour: red, green, blue."""
        blue, green, red = _middle(self.shown).astype(int).tolist()
        return red, green, blue

    @cached_property
    def evenness(self) -> float:
        """The part of the place, its blurred edges left out, that is of the middle colour."""
        inner = self.shown[BLUR:-BLUR, BLUR:-BLUR]
        return _evenness(inner if inner.size else self.shown)

    @property
    def is_dark(self) -> bool:
        """Whether the middle colour is dark."""
        return max(self.colour) <= DARK

    @property
    def has_edge(self) -> bool:
        """Whether at least three sides show as a line or as a change of colour: white on white is no box."""
        x0, y0, x1, y1 = self._box
        e = EDGE
        sides = ((x0 - e, y0, x0 + e, y1), (x1 - e, y0, x1 + e, y1), (x0, y0 - e, x1, y0 + e), (x0, y1 - e, x1, y1 + e))
        along = (1, 1, 0, 0)
        return sum(self._is_edge(side, axis) for side, axis in zip(sides, along, strict=True)) >= 3

    def _is_edge(self, side: Box, axis: int) -> bool:
        change = np.ptp(pixels(self._page, self._view, side, self._scale, colour=True), axis=axis).max(axis=-1)
        return float((change > CONTRAST).mean()) >= UNBROKEN

    def unseen(self, boxes: Boxes, handles: Collection[int]) -> Flags:
        """Which of the characters at `boxes`, set by the text objects `handles`, leave no mark at this place."""
        change = np.abs(self.shown.astype(np.int16) - self._without(handles))
        return np.array([_peak(change[window]) <= FAINT for window in self._windows(boxes)], np.bool_)

    def even(self, boxes: Boxes, handles: Collection[int]) -> Flags:
        """Which of `boxes` show one colour when the text objects `handles` are left out of the drawing."""
        bare = self._without(handles)
        if _middle(bare).max() <= DARK and _evenness(bare) >= MOSTLY:
            return np.ones(len(boxes), np.bool_)
        return np.array([_spread(bare[window]) <= FAINT for window in self._windows(boxes)], np.bool_)

    def _draw(self) -> Pixels:
        return pixels(self._page, self._view, self._box, self._scale, colour=True)

    def _without(self, handles: Collection[int]) -> Pixels:
        for handle in handles:
            objects.set_active(handle, False)
        try:
            return self._draw()
        finally:
            for handle in handles:
                objects.set_active(handle, True)

    def _windows(self, boxes: Boxes) -> Iterator[tuple[slice, slice]]:
        """The pixels of each box that the shape covers for certain: its own edges are blurred by one pixel."""
        x0, y0, x1, y1 = (edge * self._scale for edge in self._box)
        left, top = int(x0), int(y0)
        for a, b, c, d in (boxes * self._scale).tolist():
            across = _cut(max(a, x0 + 1), min(c, x1 - 1), left, self.shown.shape[1])
            yield _cut(max(b, y0 + 1), min(d, y1 - 1), top, self.shown.shape[0]), across


def _cut(start: float, end: float, origin: int, size: int) -> slice:
    first = min(max(int(start) - origin, 0), size - 1)
    return slice(first, max(int(np.ceil(end)) - origin, first + 1))


def _peak(part: npt.NDArray[np.int16]) -> int:
    return int(part.max())


def _spread(part: Pixels) -> int:
    return int(np.ptp(part, axis=(0, 1)).max())


def _middle(image: Pixels) -> npt.NDArray[np.float64]:
    return np.asarray(np.median(_sample(image), axis=0), np.float64)


def _evenness(image: Pixels) -> float:
    sample = _sample(image)
    return float((np.abs(sample - np.median(sample, axis=0)).max(axis=1) <= NEAR).mean())


def _sample(image: Pixels) -> Pixels:
    """Some `SAMPLE` pixels from all over the image, one a row."""
    every = max(int((image.shape[0] * image.shape[1] / SAMPLE) ** 0.5), 1)
    return image[::every, ::every].reshape(-1, 3)
