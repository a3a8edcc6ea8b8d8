"""Making the image of a page fit to be read: grain and the steps of a fax smoothed out, crooked pages put straight.

Pages are rows and columns of grey values; angles are degrees counter-clockwise; places are points from the top left.
"""

from __future__ import annotations

from math import cos, radians, sin, tan

import numpy as np
import numpy.typing as npt
from msgspec import Struct
from PIL import Image, ImageFilter

from onrecord.model import Box

#: Rows and columns of grey values.
Grey = npt.NDArray[np.uint8]

#: Points to an inch.
INCH = 72.0

#: Grain above this (mean difference of a pixel from the median around it, of 255) is taken out by a 3x3 median. Drawn
#: pages have less than 1, those of a good office scanner about 6, copies of copies 15: for these the median takes the
#: word error from 13 to 4 %.
GRAIN = 10.0

#: A page of which this part is black or white and nothing between, as a fax is.
BITONAL = 0.995

#: The grey of a bitonal page is put back with a blur of this many hundredths of an inch. On faxed mail it takes the
#: word error from 20 to 11 %; a median makes it 60, because it eats strokes that are one pixel wide.
SOFTEN = 0.55

#: Greys (of 255) of an area that is black, and the part of a page that must be so for it to count.
BLACK, LID = 100, 0.05

#: Ink is darker than this part of the paper's grey.
INK = 0.6

#: Angles that are looked for, and the one from which a page is turned: the engine copes with less by itself.
STEEPEST, STEP, CROOKED = 10, 0.25, 1.4

#: Ink that the angle is measured on: it is looked at in dots of so many to the inch, and at most so many of them.
COARSE, MOST_DOTS = 60.0, 40_000

#: A page has a direction when its lines, at the best angle, stand out so much more than across.
STANDS_OUT = 1.15


class Slant(Struct, frozen=True):
    """How the lines of a page lie: turned by `angle` from level, and whether they run up and down (`sideways`)."""

    angle: float = 0.0
    sideways: bool = False


def clean(grey: Grey, dpi: float) -> tuple[Grey, str]:
    """The page without grain, and what was done: ``median``, ``soften`` or nothing."""
    sample = grey[:: max(grey.shape[0] // 500, 1)]
    if float(((sample < 8) | (sample > 247)).mean()) > BITONAL and _is_rough(grey):
        softened = Image.fromarray(grey).filter(ImageFilter.GaussianBlur(SOFTEN * dpi / 100))
        return np.asarray(softened), "soften"
    return (median(grey), "median") if _grain(grey) > GRAIN else (grey, "")


def _grain(grey: Grey) -> float:
    """The mean difference of a pixel from the median around it, looked at in three strips across the page."""
    height = grey.shape[0]
    strips = [grey[height * part // 8 : height * part // 8 + max(height // 12, 3)] for part in (1, 3, 6)]
    return sum(float(np.abs(strip.astype(np.int16) - median(strip)).mean()) for strip in strips) / len(strips)


def without_blackout(grey: Grey, dpi: float) -> Grey | None:
    """The page with what is solid black over half an inch or more made white; None when there is next to none of it.

    An open lid leaves that on a scan, and what is printed beside it is then read badly.
    """
    every = max(round(dpi / 12), 1)
    coarse = Image.fromarray(grey).reduce(every)
    solid = coarse.point(lambda value: 255 if value < BLACK else 0)
    solid = solid.filter(ImageFilter.MinFilter(5)).filter(ImageFilter.MaxFilter(9))
    if (np.asarray(solid) > 0).mean() < LID:
        return None
    mask = np.asarray(solid.resize(grey.shape[::-1])) > 0
    out = grey.copy()
    out[mask] = 255
    return out


def _is_rough(grey: Grey) -> bool:
    """Whether there is ink at all on a page without shades: an empty one is left alone."""
    return bool((grey[::5, ::5] < 128).any())


def strokes(grey: Grey) -> int:
    """How often ink and paper change along every second row of pixels: so much is printed on the page."""
    ink = _ink(grey[::2], grey)
    return int(np.count_nonzero(ink[:, 1:] != ink[:, :-1]))


def _ink(part: Grey, page: Grey) -> npt.NDArray[np.bool_]:
    return np.asarray(part < INK * float(np.percentile(page[::7, ::7], 75)))


def slant(grey: Grey, dpi: float) -> Slant:
    """How the lines of the page lie, as far as they are less than `STEEPEST` from level or upright."""
    every = max(round(dpi / COARSE), 1)
    rows, columns = np.nonzero(_ink(grey[::every, ::every], grey))
    if not len(rows):
        return Slant()
    keep = slice(None, None, max(len(rows) // MOST_DOTS, 1))
    y, x = rows[keep].astype(np.float64), columns[keep].astype(np.float64)
    level, level_angle = _sharpest(y, x)
    upright, upright_angle = _sharpest(x, -y)
    if upright > STANDS_OUT * level:
        return Slant(upright_angle, sideways=True)
    return Slant(level_angle)


def _sharpest(across: npt.NDArray[np.float64], along: npt.NDArray[np.float64]) -> tuple[float, float]:
    """How sharply the lines stand out at the best angle, and that angle: between lines there is less ink."""
    coarse = max((_sharpness(across, along, angle), -abs(angle), angle) for angle in _ANGLES)[2]
    near = (coarse + step * STEP for step in range(-3, 4))
    best = max((_sharpness(across, along, angle), -abs(angle), angle) for angle in near)
    return best[0], best[2]


def _sharpness(across: npt.NDArray[np.float64], along: npt.NDArray[np.float64], angle: float) -> float:
    at = across + along * tan(radians(angle))
    counts = np.bincount((at - at.min()).astype(np.int64)).astype(np.float64)
    return float((np.diff(counts) ** 2).sum())


_ANGLES = [float(angle) for angle in range(-STEEPEST, STEEPEST + 1)]


def turned(grey: Grey, angle: float) -> Grey:
    """The page turned by `angle`, on paper large enough for all of it."""
    white = int(np.percentile(grey[::7, ::7], 75))
    image = Image.fromarray(grey).rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=white)
    return np.asarray(image)


def turned_back(box: Box, angle: float, shape: tuple[int, ...], after: tuple[int, ...], dpi: float) -> Box:
    """The place on the page of `shape` of a box on that page after `turned` by `angle` gave it the shape `after`."""
    (height, width), (new_height, new_width) = shape, after
    scale = INCH / dpi / 2
    cosine, sine = cos(radians(angle)), sin(radians(angle))
    corners = [(x - new_width * scale, y - new_height * scale) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [x * cosine - y * sine + width * scale for x, y in corners]
    ys = [x * sine + y * cosine + height * scale for x, y in corners]
    return round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2)


def quartered_back(box: Box, turns: int, shape: tuple[int, ...], dpi: float) -> Box:
    """The place on the page of `shape` of a box on the same page turned counter-clockwise by quarter `turns`."""
    height, width = (side * INCH / dpi for side in shape)
    x0, y0, x1, y1 = box
    match turns:
        case 1:
            edges = width - y1, x0, width - y0, x1
        case 2:
            edges = width - x1, height - y1, width - x0, height - y0
        case 3:
            edges = y0, height - x1, y1, height - x0
        case _:
            edges = box
    return round(edges[0], 2), round(edges[1], 2), round(edges[2], 2), round(edges[3], 2)


def median(grey: Grey) -> Grey:
    """Each pixel replaced by the median of the 3 x 3 around it; the outermost pixels stay.

    The median of nine is the middle of: the largest of the column minima, the middle of the column middles, and the
    smallest of the column maxima.
    """
    if min(grey.shape) < 3:
        return grey
    low, mid, high = _sorted(grey[:-2], grey[1:-1], grey[2:])
    low = np.maximum(np.maximum(low[:, :-2], low[:, 1:-1]), low[:, 2:])
    high = np.minimum(np.minimum(high[:, :-2], high[:, 1:-1]), high[:, 2:])
    mid = _sorted(mid[:, :-2], mid[:, 1:-1], mid[:, 2:])[1]
    out = grey.copy()
    out[1:-1, 1:-1] = _sorted(low, mid, high)[1]
    return out


def _sorted(a: Grey, b: Grey, c: Grey) -> tuple[Grey, Grey, Grey]:
    less, more = np.minimum(a, b), np.maximum(a, b)
    top = np.minimum(more, c)
    return np.minimum(less, c), np.maximum(less, top), np.maximum(more, c)
