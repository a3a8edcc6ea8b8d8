"""Redactions on page images: regions of black or grey, and frames with a code, that are part of the scanned picture.

No drawing operator tells of them, so the page is put straight and looked at. A *fill* is a rectangle without paper in
it: black ones are redactions, grey ones when a code stands in or beside them. A *frame* is a rectangle of four lines
around paper that holds nothing but a code, or has one beside it in the margin. Everything else (headings in reverse,
table cells, pictures, shadows at the edges of a scan) is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import radians, tan

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from onrecord.data import codes
from onrecord.model import Box, Redaction, Word
from onrecord.pages import margins, rectangles
from onrecord.pages.engines import labels, prepare
from onrecord.pages.engines.prepare import INCH, Grey
from onrecord.pages.rectangles import Place

#: The page is looked at with about so many dots an inch; finer images are halved.
LOOK_DPI = 200.0

#: Darker than this part of the paper's grey is no paper; darker than this is black; between the two is grey.
NO_PAPER = 0.86
BLACK = 0.45

#: Rows of the page that tell whether it is grainy.
SAMPLE = 256

#: Steps (degrees) around the angle at which the lines of the page stand out, how far they go, and finer ones around the
#: best of them; they are measured on so many dots of ink.
STEP, REACH, FINE = 0.04, 0.32, 0.01
MOST_DOTS = 60_000

#: A mark nearer than this (points) to the edge of the page is the edge of the scan.
EDGE = 9.0

#: A region over this part of the page is a picture, unless it is black and has a code.
LARGEST = 0.5

#: More regions or frames than this without a code are a drawing or a form.
MOST = 150

#: Of a black region without a code, the part that must be black: photographs are less even. Of one with nothing on it
#: at all, `PLAIN`.
SOLID = 0.9
PLAIN = 0.985

#: Two boxes that have this part of their joint area in common are one.
SAME = 0.5


class Look(Struct, frozen=True):
    """A page image put straight by shifting its columns: grey values, dots an inch, paper, and the shift a column."""

    grey: Grey
    dpi: float
    paper: float
    slope: float

    def points(self, place: Place) -> Box:
        """A place on the straight image as a box on the page as given, in points."""
        x0, y0, x1, y1 = place
        shifts = x0 * self.slope, x1 * self.slope
        edges = x0, y0 - max(shifts), x1, y1 - min(shifts)
        left, top, right, bottom = (round(edge * INCH / self.dpi, 2) for edge in edges)
        return left, top, right, bottom

    def part(self, place: Place) -> Grey:
        """The pixels of a place."""
        x0, y0, x1, y1 = place
        return self.grey[max(y0, 0) : y1, max(x0, 0) : x1]

    def pixels(self, points: float) -> int:
        """A length in pixels."""
        return round(points * self.dpi / INCH)


def find(grey: Grey, dpi: float, words: Sequence[Word], text: str) -> tuple[Redaction, ...]:
    """The redactions on a page image at `dpi` dots an inch, from top to bottom, with their codes.

    `words` are the words read from the page, in points from its top left, and `text` is what they are offsets into.
    """
    look = _straight(grey, dpi)
    size = (grey.shape[1] * INCH / dpi, grey.shape[0] * INCH / dpi)
    return _Search(look, [(word.box, text[word.start : word.end]) for word in words], size).find()


def added(known: Sequence[Redaction], found: Sequence[Redaction]) -> tuple[Redaction, ...]:
    """The redactions that were known, and those found on the image that are none of them, from top to bottom."""
    new = [each for each in found if not any(_common(each.box, other.box) >= SAME for other in known)]
    return tuple(sorted([*known, *new], key=lambda each: (each.box[1], each.box[0], each.box)))


class _Search:
    """Looks for redactions on one page. `printed` are its words with their places, `size` is its size in points."""

    def __init__(self, look: Look, printed: Sequence[tuple[Box, str]], size: tuple[float, float]) -> None:
        self._look = look
        self._printed = printed
        self._size = size
        self._beside = margins.labels(printed, size[0])

    def find(self) -> tuple[Redaction, ...]:
        """The redactions, from top to bottom."""
        return _once([*self._fills(), *self._frames()])

    def _fills(self) -> Iterator[Redaction]:
        look = self._look
        plain: list[Redaction] = []
        for place in rectangles.fills(look.grey, look.dpi, NO_PAPER * look.paper, BLACK * look.paper):
            part = look.part(rectangles.shrunk(place, look.dpi))
            black = float((part < BLACK * look.paper).mean()) if part.size else 0.0
            box = look.points(place)
            if not self._is_inside(box):
                continue
            found = self._codes(place, box, black)
            if found:
                yield Redaction(box=box, codes=found)
            elif found is not None and black >= SOLID and self._part_of_page(box) < LARGEST:
                plain.append(Redaction(box=box))
        yield from plain if len(plain) <= MOST else ()

    def _frames(self) -> Iterator[Redaction]:
        look = self._look
        places = list(rectangles.frames(look.grey, look.dpi, prepare.INK * look.paper, look.slope))
        for place in places[:MOST]:
            box = look.points(place)
            if self._is_inside(box) and (found := self._codes(place, box, 0.0)):
                yield Redaction(box=box, codes=found)

    def _is_inside(self, box: Box) -> bool:
        width, height = self._size
        return box[0] > EDGE and box[1] > EDGE and box[2] < width - EDGE and box[3] < height - EDGE

    def _part_of_page(self, box: Box) -> float:
        return (box[2] - box[0]) * (box[3] - box[1]) / (self._size[0] * self._size[1])

    def _codes(self, place: Place, box: Box, black: float) -> tuple[str, ...] | None:
        """The codes in or beside a region; None when it holds other words.

        Where the page's own reading has none it is looked at closely. Words that were read from plain black, or where
        nothing is printed, are none: Tesseract takes the lines and the grain of an empty box for letters.
        """
        inside = " ".join(text for where, text in self._printed if _is_in(where, box))
        is_label = codes.is_label(inside)
        found = codes.find(inside) if is_label else ()
        within, dark = rectangles.shrunk(place, self._look.dpi), black > 0.5
        found = found or self._close(within, dark=dark)
        if not found and self._is_said(inside if black < PLAIN else "", within, dark=dark):
            return None
        return tuple(map(labels.cased, found)) or self._margin(place, box)

    def _is_said(self, inside: str, within: Place, *, dark: bool) -> bool:
        """Whether a region says something that is no label: in the words read from it, or light on dark and unread."""
        part = self._look.part(within)
        if not inside and dark:
            inside = labels.plain_words(part, self._look.dpi)
        return bool(inside) and not codes.is_label(inside) and not labels.is_blank(part, dark=dark)

    def _margin(self, place: Place, box: Box) -> tuple[str, ...]:
        """The codes in a margin at the height of a region, as read from the page or looked at closely."""
        if known := dict.fromkeys(code for at, found in self._beside if margins.is_beside(at, box) for code in found):
            return tuple(map(labels.cased, known))
        x0, y0, x1, y1 = place
        gap, width = self._look.pixels(3), self._look.grey.shape[1]
        y0, y1 = y0 - self._look.pixels(2), min(y1, y0 + self._look.pixels(16)) + self._look.pixels(2)
        right = max(x1 + gap, round((1 - margins.MARGIN) * width)), y0, width - self._look.pixels(EDGE), y1
        left = self._look.pixels(EDGE), y0, min(x0 - gap, round(margins.MARGIN * width)), y1
        return self._close(right, at_end=True) or self._close(left)

    def _close(self, place: Place, *, dark: bool = False, at_end: bool = False) -> tuple[str, ...]:
        return labels.read(self._look.part(place), self._look.dpi, dark=dark, at_end=at_end)


def _straight(grey: Grey, dpi: float) -> Look:
    """The page halved where it is fine, cleaned and put straight. Boxes are upright also where lines are not."""
    if dpi >= 1.6 * LOOK_DPI:
        grey, dpi = _halved(grey), dpi / 2
    third = grey.shape[0] // 3
    if prepare.clean(grey[third : third + SAMPLE], dpi)[1]:
        grey, _ = prepare.clean(grey, dpi)
    slant = prepare.slant(grey, dpi)
    paper = float(np.percentile(grey[::7, ::7], 75))
    slope = tan(radians(_finer(grey, 0.0 if slant.sideways else slant.angle)))
    return Look(_sheared(grey, slope, round(paper)), dpi, paper, slope)


def _sheared(grey: Grey, slope: float, paper: int) -> Grey:
    """The page with each column shifted down by `slope` times its number: level lines become level."""
    shifts = np.rint(np.arange(grey.shape[1]) * slope).astype(np.int64)
    out = np.full_like(grey, paper)
    for shift in np.unique(shifts).tolist():
        columns = slice(*(int(edge) for edge in np.flatnonzero(shifts == shift)[[0, -1]] + (0, 1)))
        if shift >= 0:
            out[shift:, columns] = grey[: grey.shape[0] - shift, columns]
        else:
            out[:shift, columns] = grey[-shift:, columns]
    return out


def _halved(grey: Grey) -> Grey:
    height, width = grey.shape[0] // 2 * 2, grey.shape[1] // 2 * 2
    four = grey[:height, :width].reshape(height // 2, 2, width // 2, 2)
    return np.asarray(four.mean(axis=(1, 3)), np.uint8)


def _finer(grey: Grey, near: float) -> float:
    """The angle at which the ink of the page lies in the sharpest rows, in steps of `FINE` around `near`."""
    rows, columns = np.nonzero(grey[:, ::3] < 0.6 * float(np.percentile(grey[::7, ::7], 75)))
    if not len(rows):
        return 0.0
    keep = slice(None, None, max(len(rows) // MOST_DOTS, 1))
    y, x = rows[keep].astype(np.float64), 3.0 * columns[keep]
    for step, reach in ((STEP, REACH), (FINE, STEP)):
        count = round(reach / step)
        angles = [near + step * number for number in range(-count, count + 1)]
        near = max((_sharpness(y + x * tan(radians(angle))), -abs(angle - near), angle) for angle in angles)[2]
    return near


def _sharpness(at: npt.NDArray[np.float64]) -> float:
    counts = np.bincount((at - at.min()).astype(np.int64)).astype(np.float64)
    return float((np.diff(counts) ** 2).sum())


def _is_in(word: Box, box: Box) -> bool:
    x, y = (word[0] + word[2]) / 2, (word[1] + word[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _once(found: Sequence[Redaction]) -> tuple[Redaction, ...]:
    kept: list[Redaction] = []
    for each in sorted(found, key=lambda each: (not each.codes, each.box[1], each.box[0])):
        if not any(_common(each.box, other.box) >= SAME for other in kept):
            kept.append(each)
    return tuple(sorted(kept, key=lambda each: (each.box[1], each.box[0], each.box)))


def _common(a: Box, b: Box) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    joint = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)) - width * height
    return width * height / joint
