"""What is drawn on a PDF page besides text: a quick look at its objects that finds everything which could hide text.

The look is cheap (two short calls an object) because most pages hold nothing but text. Objects inside form XObjects
are looked at with the form's matrix. Places are x0, y0, x1, y1 in points from the top left of the page as shown.
"""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from pypdfium2 import raw

from onrecord.errors import ItemFailed
from onrecord.model import Box
from onrecord.pages.engines import objects
from onrecord.pages.engines.objects import IDENTITY, Colour, Matrix
from onrecord.pages.engines.pdfium import PdfPage, View

#: Forms inside forms are followed this far; a deeper one is taken for a picture, whose pixels tell what it hides.
DEEPEST_FORM = 6

#: A page of more objects or annotations fails: hidden text on it could not be found in reasonable time.
MOST_OBJECTS = 200_000
MOST_ANNOTATIONS = 10_000

#: Nothing narrower or lower (points) hides a letter: rules, borders and underlines.
THINNEST = 3.0

#: An image that covers this part of the page is the page: a scan, not something put over it.
SCAN_COVERS = 0.5

#: Annotations that can lie over text; links, pop-ups, notes and form fields do not.
COVERING = frozenset(
    {
        raw.FPDF_ANNOT_FREETEXT,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_POLYLINE,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_STAMP,
        raw.FPDF_ANNOT_INK,
        raw.FPDF_ANNOT_REDACT,
    }
)
UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW


class Kind(Enum):
    """What sort of thing may cover text. A `FRAME` is an outline: it hides nothing but can bear a code."""

    FILL = "fill"
    FRAME = "frame"
    PICTURE = "picture"
    ANNOTATION = "annotation"
    REDACT = "redact"


class Shape(Struct, frozen=True, kw_only=True):
    """Something drawn at `box`. `order` counts what is drawn on the page from the bottom up.

    `colour` is the fill where the object tells it. `form` is the handle of the small form XObject that it is part of,
    0 for none: what a redaction tool puts on a page, box and label, is one such form.
    """

    kind: Kind
    box: Box
    order: int
    colour: Colour | None = None
    form: int = 0


class Run(Struct, frozen=True, kw_only=True):
    """A text object: its handle, its place, its `order` among what is drawn from the bottom up, and its `form`."""

    handle: int
    box: Box
    order: int
    form: int = 0


class Drawing(Struct, frozen=True, kw_only=True):
    """What a page is made of.

    `shapes` may cover text; `scans` are images that are the page. `runs` is the text, given only when there are
    shapes or scans. `count` is the number of things drawn, `pixels` the number of pixels of all images, an image
    counted as often as it is drawn.
    """

    shapes: tuple[Shape, ...] = ()
    scans: tuple[Shape, ...] = ()
    runs: tuple[Run, ...] = ()
    count: int = 0
    pixels: int = 0


def look(page: PdfPage, view: View) -> Drawing:
    """Everything on the page that could hide text. Raises ItemFailed when there is too much on it."""
    handles = objects.on_page(page, MOST_OBJECTS + 1)
    kinds = list(map(objects.type_of, handles))
    if kinds.count(raw.FPDF_PAGEOBJ_TEXT) == len(kinds) and not objects.annotation_count(page.handle):
        return Drawing(count=len(handles))
    return _Look(view).look(page, handles)


def text_layer(drawing: Drawing) -> frozenset[int]:
    """The text objects that are the text layer of a scan: they make no marks, or the scan lies over them."""
    top = max((scan.order for scan in drawing.scans), default=0)
    return frozenset(run.handle for run in drawing.runs if run.order < top or not objects.is_drawn(run.handle))


def check_pixels(drawing: Drawing, most: int) -> None:
    """Raises ItemFailed when drawing the page would unpack images of more than `most` pixels together."""
    if drawing.pixels > most:
        raise ItemFailed(
            f"the images on the page have {drawing.pixels:,} pixels",
            "scan it at a lower resolution, or raise the setting image_pixels",
        )


class _Look:
    """Walks what is drawn on one page, from the bottom up."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.order = 0
        self.pixels = 0
        self.form = 0
        self.text: list[tuple[int, int, int, Matrix]] = []
        self.shapes: list[Shape] = []
        self.scans: list[Shape] = []

    def look(self, page: PdfPage, handles: list[int]) -> Drawing:
        """Walk the objects, then the annotations, which are drawn on top."""
        self._walk(handles, IDENTITY, 0)
        if objects.annotation_count(page.handle) > MOST_ANNOTATIONS:
            raise _too_much()
        for subtype, flags, box in objects.annotation_boxes(page):
            if subtype in COVERING and not flags & UNSEEN:
                kind = Kind.REDACT if subtype == raw.FPDF_ANNOT_REDACT else Kind.ANNOTATION
                self.order += 1
                self._add(kind, self.view.place(box))
        return Drawing(
            shapes=tuple(self.shapes),
            scans=tuple(self.scans),
            runs=self._runs() if self.shapes or self.scans else (),
            count=self.order,
            pixels=self.pixels,
        )

    def _walk(self, handles: list[int], matrix: Matrix, depth: int) -> None:
        for handle in handles:
            self.order += 1
            if self.order > MOST_OBJECTS:
                raise _too_much()
            kind = objects.type_of(handle)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self.text.append((handle, self.order, self.form, matrix))
            elif kind == raw.FPDF_PAGEOBJ_FORM:
                self._form(handle, matrix, depth)
            elif (box := self._place(objects.box(handle), matrix)) and _is_thick(box):
                self._shape(handle, kind, box, matrix)

    def _form(self, handle: int, matrix: Matrix, depth: int) -> None:
        outer = self.form
        box = self._place(objects.box(handle), matrix)
        if depth >= DEEPEST_FORM:
            self._add(Kind.PICTURE, box)
            return
        self.form = handle if box and not self._is_large(box) else outer
        inside = objects.times(objects.matrix(handle), matrix)
        self._walk(objects.in_form(handle, MOST_OBJECTS + 1), inside, depth + 1)
        self.form = outer

    def _shape(self, handle: int, kind: int, box: Box, matrix: Matrix) -> None:
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(handle, box, matrix)
        elif kind != raw.FPDF_PAGEOBJ_IMAGE:
            self._add(Kind.PICTURE, box)
        else:
            self.pixels += objects.image_pixels(handle)
            if self._is_large(box):
                self.scans.append(Shape(kind=Kind.PICTURE, box=box, order=self.order))
            else:
                self._add(Kind.PICTURE, box)

    def _path(self, handle: int, box: Box, matrix: Matrix) -> None:
        fill, stroke = objects.path_mode(handle)
        colour = objects.fill_colour(handle)
        if fill and colour[3]:
            for part in self._parts(handle, matrix) or [box]:
                self._add(Kind.FILL, part, colour)
        elif stroke and objects.stroke_width(handle) > THINNEST:
            self._add(Kind.FILL, box)
        elif stroke:
            self._add(Kind.FRAME, box)

    def _parts(self, handle: int, matrix: Matrix) -> list[Box]:
        """The boxes of a path that draws several at once."""
        parts = objects.subpaths(handle)
        whole = objects.times(objects.matrix(handle), matrix) if parts else IDENTITY
        boxes = [self._place(part, whole) for part in parts]
        return [box for box in boxes if box and _is_thick(box)]

    def _add(self, kind: Kind, box: Box | None, colour: Colour | None = None) -> None:
        if box:
            self.shapes.append(Shape(kind=kind, box=box, order=self.order, colour=colour, form=self.form))

    def _runs(self) -> tuple[Run, ...]:
        found = []
        for handle, order, form, matrix in self.text:
            if box := self._place(objects.box(handle), matrix):
                found.append(Run(handle=handle, box=box, order=order, form=form))
        return tuple(found)

    def _is_large(self, box: Box) -> bool:
        return (box[2] - box[0]) * (box[3] - box[1]) > SCAN_COVERS * self.view.width * self.view.height

    def _place(self, box: Box | None, matrix: Matrix) -> Box | None:
        if box is None:
            return None
        return self.view.place(box if matrix is IDENTITY else objects.moved(box, matrix))


def _too_much() -> ItemFailed:
    return ItemFailed("there are too many drawn objects on the page", "print the page to an image and add that")


def _is_thick(box: Box) -> bool:
    return box[2] - box[0] > THINNEST < box[3] - box[1]
