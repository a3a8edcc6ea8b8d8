"""Upright rectangles on a page image that stands straight: filled ones, and frames of four lines.

Places are left, top, right, bottom in pixels, half-open. Lengths in points are turned into pixels by the image's dots
an inch. Both searches are linear in the size of the image, but for a bounded number of lines that are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from onrecord.pages.engines.prepare import INCH, Grey

Place = tuple[int, int, int, int]
Mask = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int32]

#: A redaction is at least this wide and high (points): the height of small type.
NARROWEST, LOWEST = 7.0, 6.0

#: A fill has no paper within squares of this size (points); strokes of type are thinner.
SOLID_SIDE = 2.2

#: A row of a fill belongs to the rows above while its ends are within this many points of theirs.
STRAIGHT = 2.0

#: A fill covers this part of the rectangle around it.
FULL = 0.85

#: A row lighter than those around it by this much (of 255), over three quarters of its width, parts two boxes that all
#: but touch; it is at most so thick (points).
SEAM = 28.0
SEAM_THICK = 2.0
#: A label keeps away from the ends of its box by more than three times this (points).
EDGE_WIDE = 0.6

#: The line around a fill, its blur included, is at most so wide (points).
INSET = 1.5

#: A line of a frame is drawn over this part of its length.
DRAWN = 0.85

#: More runs of solid pixels, or more level lines, than this are a picture or a drawing.
MOST_RUNS = 20_000
MOST_LINES = 300
#: A frame's lower line is one of so many next lines below its upper one.
NEXT_LINES = 12


def fills(grey: Grey, dpi: float, paper: float, black: float) -> Iterator[Place]:
    """Rectangles without paper: everything in them is darker than `paper`. Touching black boxes are parted."""
    every = 2 if dpi > 120 else 1
    small = _reduced(grey, every)
    side = max(round(SOLID_SIDE * dpi / INCH / every), 2)
    solid = _opened(small < paper, side)
    scale = dpi / INCH / every
    for rows in _regions(solid):
        if not _is_large(rows, NARROWEST * scale, LOWEST * scale):
            continue
        for x0, y0, x1, y1 in _bands(rows, STRAIGHT * scale):
            if x1 - x0 < NARROWEST * scale or y1 - y0 < LOWEST * scale:
                continue
            place = (x0 * every, y0 * every, x1 * every, y1 * every)
            yield from _parted(grey, place, dpi, black)


def shrunk(place: Place, dpi: float) -> Place:
    """The inside of a rectangle, its lines and blurred edges left out."""
    by = max(round(INSET * dpi / INCH), 1)
    x0, y0, x1, y1 = place
    return x0 + by, y0 + by, max(x1 - by, x0 + by + 1), max(y1 - by, y0 + by + 1)


def _reduced(grey: Grey, every: int) -> Grey:
    if every == 1:
        return grey
    height, width = grey.shape[0] // every * every, grey.shape[1] // every * every
    parts = grey[:height, :width].reshape(height // every, every, width // every, every)
    return np.asarray(parts.mean(axis=(1, 3)), np.uint8)


def _opened(mask: Mask, side: int) -> Mask:
    """What of `mask` is covered by squares of `side` pixels that lie in it wholly."""
    core = _long(_long(mask, side).T, side).T
    wide = np.zeros_like(mask)
    for step in range(side):
        wide[: core.shape[0], step : step + core.shape[1]] |= core
    high = wide.copy()
    for step in range(1, side):
        high[step:] |= wide[:-step]
    return high


def _long(mask: Mask, length: int) -> Mask:
    """Marks where runs of at least `length` pixels along the rows begin; narrower than `mask` by `length` - 1."""
    done, found = 1, mask
    while done < length:
        step = min(done, length - done)
        if found.shape[1] <= step:
            return np.zeros((mask.shape[0], 0), np.bool_)
        found = found[:, :-step] & found[:, step:]
        done += step
    return found


#: The runs of a region: row, first column, column after the last.
Runs = list[tuple[int, int, int]]


def _regions(mask: Mask) -> list[Runs]:
    """The connected regions of a mask as their runs of pixels; none of a page with too many runs."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    if len(rows) > MOST_RUNS:
        return []
    runs = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    parents = list(range(len(runs)))
    above: list[int] = []
    here: list[int] = []
    for number, (row, start, end) in enumerate(runs):
        if here and runs[here[-1]][0] != row:
            above, here = (here if runs[here[-1]][0] == row - 1 else []), []
        for other in above:
            if runs[other][1] < end and start < runs[other][2]:
                parents[_root(parents, other)] = _root(parents, number)
        here.append(number)
    regions: dict[int, Runs] = {}
    for number, run in enumerate(runs):
        regions.setdefault(_root(parents, number), []).append(run)
    return list(regions.values())


def _is_large(runs: Runs, wide: float, high: float) -> bool:
    """Whether a region is as wide and high as that."""
    if runs[-1][0] - runs[0][0] + 1 < high:
        return False
    return max(run[2] for run in runs) - min(run[1] for run in runs) >= wide


def _root(parents: list[int], number: int) -> int:
    while parents[number] != number:
        parents[number] = parents[parents[number]]
        number = parents[number]
    return number


def _bands(runs: Runs, slack: float) -> Iterator[Place]:
    """The rectangles that a region is made of, one below the other: rows whose ends are about the same."""
    extents: dict[int, list[int]] = {}
    filled: dict[int, int] = {}
    for row, start, end in runs:
        edges = extents.setdefault(row, [start, end])
        edges[0], edges[1] = min(edges[0], start), max(edges[1], end)
        filled[row] = filled.get(row, 0) + end - start
    rows: list[int] = []
    for row in sorted(extents):
        if rows and any(abs(extents[row][side] - _middle(extents, rows, side)) > slack for side in (0, 1)):
            yield from _band(extents, filled, rows)
            rows = []
        rows.append(row)
    yield from _band(extents, filled, rows)


def _middle(extents: dict[int, list[int]], rows: list[int], side: int) -> int:
    near = sorted(extents[row][side] for row in rows[-9:])
    return near[len(near) // 2]


def _band(extents: dict[int, list[int]], filled: dict[int, int], rows: list[int]) -> Iterator[Place]:
    x0 = round(float(np.median([extents[row][0] for row in rows])))
    x1 = round(float(np.median([extents[row][1] for row in rows])))
    if x1 > x0 and sum(filled[row] for row in rows) >= FULL * (x1 - x0) * len(rows):
        yield x0, rows[0], x1, rows[-1] + 1


def _parted(grey: Grey, place: Place, dpi: float, black: float) -> Iterator[Place]:
    """The boxes that a black fill is made of, where lighter rows lie between them."""
    x0, y0, x1, y1 = place
    least = round(LOWEST * dpi / INCH)
    profile = _lightness(grey[y0:y1, x0:x1], max(round(EDGE_WIDE * dpi / INCH), 1))
    if y1 - y0 < 2 * least or float(np.median(profile)) >= black:
        yield place
        return
    start = y0
    for seam in _seams(profile, round(SEAM_THICK * dpi / INCH)):
        if y0 + seam - start >= least:
            yield x0, start, x1, y0 + seam
            start = y0 + seam + 1
    yield x0, start, x1, y1


def _lightness(part: Grey, wide: int) -> npt.NDArray[np.float64]:
    """How light each row of a box is, a label in its middle left out: over three quarters of it, and at both ends."""
    most = np.percentile(part, 25, axis=1)
    ends = np.minimum(part[:, wide : 3 * wide].mean(axis=1), part[:, -3 * wide : -wide].mean(axis=1))
    return np.asarray(np.minimum(most, ends), np.float64)


def _seams(profile: npt.NDArray[np.float64], thick: int) -> list[int]:
    """The rows at which a profile has a thin peak."""
    if len(profile) <= 2 * thick:
        return []
    around = np.minimum(profile[: -2 * thick], profile[2 * thick :])
    beside = np.maximum(profile[: -2 * thick], profile[2 * thick :])
    middle = profile[thick:-thick]
    peaks = np.flatnonzero((middle - beside > SEAM) & (middle - around > SEAM)) + thick
    best: list[int] = []
    for row in peaks.tolist():
        if best and row - best[-1] <= thick:
            best[-1] = row if profile[row] > profile[best[-1]] else best[-1]
        else:
            best.append(row)
    return best


def frames(grey: Grey, dpi: float, ink: float, lean: float = 0.0) -> Iterator[Place]:
    """Rectangles of four lines darker than `ink`, from top to bottom; of nested ones the innermost.

    Upright lines lean to the right by `lean` pixels a row.
    """
    dark = grey < ink
    lines = _level_lines(dark, round(NARROWEST * dpi / INCH))
    if not lines or len(lines) > MOST_LINES:
        return
    sums = np.pad(np.cumsum(dark, axis=0, dtype=np.int32), ((1, 0), (0, 0)))
    for number, upper in enumerate(lines):
        below = [line for line in lines[number + 1 :] if _overlap(upper, line) > 0]
        closed: list[tuple[int, int]] = []
        for lower in below[:NEXT_LINES]:
            if lower[2] - upper[2] < LOWEST * dpi / INCH:
                continue
            for x0, x1 in _cells(dark, sums, upper, lower, dpi, lean):
                if not any(a < x1 and x0 < b for a, b in closed):
                    closed.append((x0, x1))
                    yield x0, upper[2], x1, lower[2] + 1


#: The steps of a turned line are at most so many rows from it.
STEPS = 3

#: A level line: first column, column after the last, row.
Line = tuple[int, int, int]


def _level_lines(dark: Mask, least: int) -> list[Line]:
    """Runs of dark pixels at least `least` long, those of neighbouring rows put together, from top to bottom.

    A line may drift by a row, so a pixel counts with those above and below it.
    """
    thick = dark.copy()
    thick[1:] |= dark[:-1]
    thick[:-1] |= dark[1:]
    long_rows = np.flatnonzero(_long(thick, least).any(axis=1))
    open_lines: list[list[int]] = []
    done: list[list[int]] = []
    for row in long_rows.tolist():
        runs = _runs(thick[row], least)
        still = [line for line in open_lines if line[3] >= row - 1]
        done += [line for line in open_lines if line[3] < row - 1]
        for x0, x1 in runs:
            same = next((line for line in still if max(abs(line[0] - x0), abs(line[1] - x1)) <= least // 2), None)
            if same is None:
                still.append([x0, x1, row, row])
            else:
                same[0], same[1], same[3] = min(same[0], x0), max(same[1], x1), row
        open_lines = still
        if len(done) > MOST_LINES:
            break
    done += open_lines
    return _whole([(x0, x1, (y0 + y1) // 2) for x0, x1, y0, y1 in done], least)


def _whole(lines: list[Line], least: int) -> list[Line]:
    """The lines from top to bottom without the pieces of longer ones: a line that was turned has steps."""
    kept: list[Line] = []
    for line in sorted(lines, key=lambda line: line[0] - line[1]):
        slack = least // 2
        if not any(
            abs(other[2] - line[2]) <= STEPS and other[0] - slack <= line[0] and line[1] <= other[1] + slack
            for other in kept
        ):
            kept.append(line)
    return sorted(kept, key=lambda line: (line[2], line[0]))


def _runs(row: Mask, least: int) -> list[tuple[int, int]]:
    edges = np.diff(np.pad(row, 1).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [(a, b) for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if b - a >= least]


def _overlap(a: Line, b: Line) -> int:
    return min(a[1], b[1]) - max(a[0], b[0])


def _cells(dark: Mask, sums: Counts, upper: Line, lower: Line, dpi: float, lean: float) -> Iterator[tuple[int, int]]:
    """The columns between neighbouring upright lines that reach from `upper` to `lower`. `sums` add up the columns."""
    slack = round(1.5 * dpi / INCH)
    left = max(max(upper[0], lower[0]) - slack, 0)
    columns = slice(left, min(upper[1], lower[1]) + slack)
    drawn = _drawn(sums[:, columns], upper[2], lower[2], lean)
    drawn[1:-1] = np.maximum(np.maximum(drawn[:-2], drawn[1:-1]), drawn[2:])
    edges = np.flatnonzero(drawn >= DRAWN * (lower[2] - upper[2]))
    groups = np.split(edges, np.flatnonzero(np.diff(edges) > 1) + 1) if len(edges) else []
    for before, after in pairwise(groups):
        a, b = int(before[-1]), int(after[0])
        if b - a < NARROWEST * dpi / INCH:
            continue
        inside = dark[upper[2] + slack : lower[2] - slack, left + a + 1 : left + b]
        if inside.size and inside.mean() <= 0.5:
            yield left + int(before[0]) + 1, left + int(after[-1])


def _drawn(sums: Counts, top: int, bottom: int, lean: float) -> Counts:
    """How many pixels are dark in each column between two rows, along lines that lean by `lean` pixels a row."""
    parts = round(abs(lean) * (bottom - top)) + 1
    cuts = [top + (bottom - top) * part // parts for part in range(parts + 1)]
    total = np.zeros(sums.shape[1], np.int32)
    for upper, lower in pairwise(cuts):
        total += np.roll(sums[lower] - sums[upper], -round(((upper + lower) / 2 - top) * lean))
    return total
