"""Redactions of a PDF page: boxes that block something out, and whether text still lies beneath.

A box that is drawn says little: tables, highlights and backgrounds are boxes as well. So a drawn shape is only a
candidate, and pixels decide. The page is drawn around the shape with the text beneath it and without: where that
changes nothing the text cannot be seen, so it is hidden, whatever hides it: a black or white box, hatching, a picture,
a comment box, black text on black. When in doubt the text counts as hidden. The text layer of a scan makes no marks
at all; it counts as hidden where the shape above it is of one colour.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from onrecord.data import codes
from onrecord.model import Box, Redaction
from onrecord.pages import margins
from onrecord.pages.covered import DARK, SOLID, Look
from onrecord.pages.engines import characters, objects
from onrecord.pages.engines.characters import Characters
from onrecord.pages.engines.drawing import Drawing, Kind, Run, Shape, text_layer
from onrecord.pages.engines.pdfium import PdfPage, View
from onrecord.pages.margins import Label

#: A character is under a shape when at least this part of its ink box is.
COVERED = 0.5

#: A dark box without a label is a redaction only when it is grey: its channels differ by no more than this.
COLOURED = 40

#: Text of a colour this near to the fill of the box beneath it (in each channel) may be invisible on it.
SAME_COLOUR = 48

#: A light box with nothing on it is of one colour over this part: its own line is counted in.
BLANK = 0.6

#: A redaction is at least this wide and high (points): the height of small type.
NARROWEST = 8.0
LOWEST = 6.0

#: A light shape over this part of the page is its background.
BACKGROUND = 0.6

#: A light shape over this part of the page that hides text is a panel, not a redaction. Its text is left out too.
PANEL = 0.3

#: A page with more dark boxes than this that bear neither label nor text is a drawing, for example a map.
MOST_BOXES = 150

#: Two boxes that share this part of their joint area are one redaction drawn twice.
SAME_BOX = 0.8

#: Boxes thinner than this (points) count as this thin: the ink of a bar or a dash has hardly an area.
TINY = 0.01

Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.float64]


class Found(Struct, frozen=True):
    """What `find` gives: the redactions from top to bottom, and PDFium's numbers of the characters beneath."""

    redactions: tuple[Redaction, ...] = ()
    hidden: frozenset[int] = frozenset()

    def joined(self, other: Found) -> Found:
        """Both finds together; what was found by both counts once."""
        if not other.hidden - self.hidden:
            return self
        new = tuple(each for each in other.redactions if not any(_within(each.box, one.box) for one in self.redactions))
        return Found(_once([*self.redactions, *new]), self.hidden | other.hidden)


def find(page: PdfPage, view: View, drawing: Drawing, text: str) -> Found:
    """The redactions among the shapes of `drawing`. `text` is the page's text, only to tell whether it has codes."""
    shapes = [shape for shape in drawing.shapes if not _is_background(shape, drawing, view)]
    if not codes.CODE.search(text):
        shapes = [shape for shape in shapes if shape.kind is not Kind.FRAME]
    return _Search(page, view, drawing).find(shapes) if shapes else Found()


class _Candidate(Struct, frozen=True):
    """A shape, and text objects there: those it may hide, those that may be printed on it, and its own label.

    A label of the shape's own, put on the page together with it, may be invisible too, but was never beneath.
    """

    shape: Shape
    below: frozenset[int]
    above: frozenset[int]
    own: frozenset[int]


class _Judged(Struct, frozen=True):
    """A redaction and the numbers of the characters found beneath it."""

    redaction: Redaction
    beneath: frozenset[int] = frozenset()


class _Search:
    """Looks at the shapes of one page."""

    def __init__(self, page: PdfPage, view: View, drawing: Drawing) -> None:
        self.page = page
        self.view = view
        self.runs = drawing.runs
        self.scans = drawing.scans
        self.places = np.array([run.box for run in drawing.runs]).reshape(-1, 4)
        self.layer = text_layer(drawing)
        self.labels: list[Label] = []
        self.hidden: set[int] = set()

    def find(self, shapes: list[Shape]) -> Found:
        """The redactions among `shapes`."""
        candidates = [self._candidate(shape) for shape in shapes]
        handles = frozenset().union(*(each.below | each.above for each in candidates))
        rows = characters.of_objects(self.page, self.view, handles)
        self.labels = margins.of_runs(self.page, self.view, self.runs, [shape.box for shape in shapes])
        judged = [found for each in candidates if (found := self._judge(each, rows))]
        kept = _without_cells(_once(_without_drawings(_without_repeats(judged))))
        return Found(margins.beside(kept, self.labels), frozenset(self.hidden))

    def _candidate(self, shape: Shape) -> _Candidate:
        near = [self.runs[row] for row in np.flatnonzero(_share(self.places, shape.box) > 0).tolist()]
        below = frozenset(run.handle for run in near if self._is_below(run, shape))
        above = frozenset(run.handle for run in near) - below - self.layer
        own = frozenset(run.handle for run in near if shape.form and run.form == shape.form) & above
        return _Candidate(shape, below, above, own)

    def _is_below(self, run: Run, shape: Shape) -> bool:
        if shape.kind is Kind.FRAME:
            return False
        if run.handle in self.layer:
            return all(scan.order < shape.order for scan in self.scans)
        if run.order < shape.order:
            return True
        return not (shape.form and run.form == shape.form) and _same_colour(run, shape)

    def _judge(self, candidate: _Candidate, rows: Characters) -> _Judged | None:
        """What the candidate is, if a redaction; the characters that cannot be seen go to `hidden`."""
        shape = candidate.shape
        inside = rows.pick(_share(rows.boxes, shape.box) >= COVERED)
        under = inside.owned_by(candidate.below)
        if not under.any() and not _is_large_enough(shape):
            return None
        look = Look(self.page, self.view, shape.box)
        unseen = self._unseen(look, candidate, inside)
        self.hidden.update(inside.numbers[unseen].tolist())
        beneath = inside.pick(unseen & under)
        label = _label(candidate, rows, inside)
        if any(character.isalnum() for character in beneath.text()):
            return self._bad(shape, look, codes.find(label), beneath)
        if (under & ~unseen).any():
            label = inside.pick(~unseen & ~inside.owned_by(candidate.own)).text()
        return _empty_box(shape, look, label) or self._blank_box(shape, look, label)

    def _blank_box(self, shape: Shape, look: Look, printed: str) -> _Judged | None:
        """A light box that shows, with nothing on it and a code in the margin; not the cell of a table."""
        if shape.kind is not Kind.FILL or printed or not _is_large_enough(shape) or look.evenness < BLANK:
            return None
        is_coded = any(margins.is_beside(box, shape.box) for box, _ in self.labels)
        return _Judged(Redaction(box=shape.box)) if is_coded and look.has_edge else None

    def _bad(self, shape: Shape, look: Look, found: tuple[str, ...], beneath: Characters) -> _Judged | None:
        """A redaction with text beneath; not a panel of a web page that covers a menu."""
        if _area(shape.box) > PANEL * self.view.width * self.view.height and not look.is_dark:
            return None
        sure = shape.kind is not Kind.REDACT and look.evenness >= SOLID
        redaction = Redaction(box=shape.box, codes=found, bad=True, sure=sure)
        return _Judged(redaction, frozenset(beneath.numbers.tolist()))

    def _unseen(self, look: Look, candidate: _Candidate, inside: Characters) -> Flags:
        """Which of the characters inside the shape cannot be seen."""
        if candidate.shape.kind is Kind.REDACT:
            return inside.owned_by(candidate.below)
        layer = candidate.below & self.layer
        earlier = {run.handle for run in self.runs if run.order < candidate.shape.order} & candidate.below - layer
        unseen = np.zeros(len(inside.numbers), np.bool_)
        for handles in (earlier, candidate.below - layer - earlier, candidate.own):
            rows = inside.owned_by(handles)
            if rows.any():
                unseen[rows] = look.unseen(inside.boxes[rows], handles)
        rows = inside.owned_by(layer)
        if rows.any():
            unseen[rows] = look.even(inside.boxes[rows], candidate.above)
        return unseen


def _is_background(shape: Shape, drawing: Drawing, view: View) -> bool:
    return (
        shape.kind in (Kind.FILL, Kind.FRAME)
        and _area(shape.box) > BACKGROUND * view.width * view.height
        and (shape.colour is None or max(shape.colour[:3]) > DARK)
        and (not drawing.runs or shape.order < drawing.runs[0].order)
    )


def _same_colour(run: Run, shape: Shape) -> bool:
    if shape.colour is None:
        return False
    text = objects.fill_colour(run.handle)
    return all(abs(a - b) <= SAME_COLOUR for a, b in zip(text[:3], shape.colour[:3], strict=True))


def _is_large_enough(shape: Shape) -> bool:
    x0, y0, x1, y1 = shape.box
    return x1 - x0 >= NARROWEST and y1 - y0 >= LOWEST


def _label(candidate: _Candidate, rows: Characters, inside: Characters) -> str:
    """What is printed on a shape: the text objects above it that are there for the most part."""
    wanted = np.zeros(len(rows.numbers), np.bool_)
    for handle in candidate.above & set(inside.owners.tolist()):
        whole, here = rows.owned_by([handle]), inside.owned_by([handle])
        is_there = np.count_nonzero(here) >= COVERED * np.count_nonzero(whole)
        wanted |= whole if is_there else np.isin(rows.numbers, inside.numbers[here])
    return rows.pick(wanted).text()


def _empty_box(shape: Shape, look: Look, printed: str) -> _Judged | None:
    """A redaction with nothing beneath: a dark box, or a light one with a code; not a table cell or a highlight."""
    if not _is_large_enough(shape) or (printed and not codes.is_label(printed)):
        return None
    found = codes.find(printed)
    if not (look.is_dark or look.has_edge if found else _is_plain_dark(shape, look)):
        return None
    return _Judged(Redaction(box=shape.box, codes=found))


def _is_plain_dark(shape: Shape, look: Look) -> bool:
    if shape.kind is Kind.FRAME or (shape.colour and max(shape.colour[:3]) > DARK):
        return False
    return look.is_dark and max(look.colour) - min(look.colour) <= COLOURED and look.evenness >= SOLID


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _share(boxes: Rows, box: Box) -> npt.NDArray[np.float64]:
    """The part of each of `boxes` that lies in `box`, 0 to 1."""
    x0, y0, x1, y1 = boxes.T
    width = np.minimum(x1, box[2]) - np.maximum(x0, box[0])
    height = np.minimum(y1, box[3]) - np.maximum(y0, box[1])
    inside = np.where((width >= 0) & (height >= 0), np.maximum(width, TINY) * np.maximum(height, TINY), 0.0)
    return np.asarray(inside / (np.maximum(x1 - x0, TINY) * np.maximum(y1 - y0, TINY)), np.float64)


def _without_repeats(judged: list[_Judged]) -> list[_Judged]:
    """Leaves out a shape beneath which lies nothing but what lies beneath a larger one too."""
    ranked = sorted(judged, key=lambda each: len(each.beneath), reverse=True)
    kept: list[_Judged] = []
    for each in ranked:
        if not each.beneath or not any(each.beneath <= other.beneath for other in kept):
            kept.append(each)
    return kept


def _without_drawings(judged: list[_Judged]) -> list[Redaction]:
    """Leaves out plain dark boxes where there are so many that they are a drawing."""
    found = [each.redaction for each in judged]
    if sum(not each.bad and not each.codes for each in found) <= MOST_BOXES:
        return found
    return [each for each in found if each.bad or each.codes]


def _once(redactions: list[Redaction]) -> tuple[Redaction, ...]:
    """The redactions from top to bottom, those that are the same box drawn twice made one."""
    kept: list[Redaction] = []
    for each in sorted(redactions, key=lambda each: (each.box[1], each.box[0], each.box)):
        same = [row for row, other in enumerate(kept) if _is_same(each.box, other.box)]
        if same:
            kept[same[0]] = _joined(kept[same[0]], each)
        else:
            kept.append(each)
    return tuple(kept)


def _joined(a: Redaction, b: Redaction) -> Redaction:
    union = tuple(dict.fromkeys(a.codes + b.codes))
    return Redaction(box=a.box, codes=union, bad=a.bad or b.bad, sure=a.sure or b.sure)


def _without_cells(redactions: tuple[Redaction, ...]) -> tuple[Redaction, ...]:
    """Leaves out the cell of a table around redactions: it has the codes of the boxes inside it."""
    return tuple(each for each in redactions if each.bad or not _is_cell(each, redactions))


def _is_cell(outer: Redaction, redactions: tuple[Redaction, ...]) -> bool:
    inside = [each for each in redactions if each is not outer and _within(each.box, outer.box)]
    return bool(inside) and {code for each in inside for code in each.codes} == set(outer.codes)


def _within(inner: Box, outer: Box) -> bool:
    return bool(_share(np.array([inner]), outer)[0] > SAME_BOX)


def _is_same(a: Box, b: Box) -> bool:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return False
    return width * height > SAME_BOX * (_area(a) + _area(b) - width * height)
