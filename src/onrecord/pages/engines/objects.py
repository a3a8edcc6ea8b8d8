"""The objects of a PDF page as PDFium sees them: places, colours, matrices, outlines.

Handles are plain integers. Boxes are left, bottom, right, top in the space that the object is drawn in: the page, or
the form XObject around it.
"""

from __future__ import annotations

import ctypes
from itertools import repeat

from pypdfium2 import raw

from onrecord.model import Box
from onrecord.pages.engines.pdfium import PdfPage, bind

_INT, _HANDLE = ctypes.c_int, ctypes.c_void_p
_count = bind(raw.FPDFPage_CountObjects, _INT, _HANDLE)
_object = bind(raw.FPDFPage_GetObject, _HANDLE, _HANDLE, _INT)
type_of = bind(raw.FPDFPageObj_GetType, _INT, _HANDLE)
_bounds = bind(raw.FPDFPageObj_GetBounds, _INT, _HANDLE, *[_HANDLE] * 4)
_matrix = bind(raw.FPDFPageObj_GetMatrix, _INT, _HANDLE, _HANDLE)
_fill_colour = bind(raw.FPDFPageObj_GetFillColor, _INT, _HANDLE, *[_HANDLE] * 4)
_stroke_width = bind(raw.FPDFPageObj_GetStrokeWidth, _INT, _HANDLE, _HANDLE)
_form_count = bind(raw.FPDFFormObj_CountObjects, _INT, _HANDLE)
_form_object = bind(raw.FPDFFormObj_GetObject, _HANDLE, _HANDLE, ctypes.c_ulong)
_draw_mode = bind(raw.FPDFPath_GetDrawMode, _INT, _HANDLE, _HANDLE, _HANDLE)
_segments = bind(raw.FPDFPath_CountSegments, _INT, _HANDLE)
_segment = bind(raw.FPDFPath_GetPathSegment, _HANDLE, _HANDLE, _INT)
_segment_type = bind(raw.FPDFPathSegment_GetType, _INT, _HANDLE)
_segment_point = bind(raw.FPDFPathSegment_GetPoint, _INT, _HANDLE, _HANDLE, _HANDLE)
_render_mode = bind(raw.FPDFTextObj_GetTextRenderMode, _INT, _HANDLE)
set_active = bind(raw.FPDFPageObj_SetIsActive, _INT, _HANDLE, _INT)
_image_size = bind(raw.FPDFImageObj_GetImagePixelSize, _INT, _HANDLE, _HANDLE, _HANDLE)
annotation_count = bind(raw.FPDFPage_GetAnnotCount, _INT, _HANDLE)
_annotation = bind(raw.FPDFPage_GetAnnot, _HANDLE, _HANDLE, _INT)
_close_annotation = bind(raw.FPDFPage_CloseAnnot, None, _HANDLE)
_subtype = bind(raw.FPDFAnnot_GetSubtype, _INT, _HANDLE)
_flags = bind(raw.FPDFAnnot_GetFlags, _INT, _HANDLE)
_rectangle = bind(raw.FPDFAnnot_GetRect, _INT, _HANDLE, _HANDLE)

#: Affine matrix a, b, c, d, e, f as PDF writes it: x' = ax + cy + e, y' = bx + dy + f.
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

#: Red, green, blue and opacity, 0 to 255.
Colour = tuple[int, int, int, int]

#: A path of more segments than this is not taken apart.
MOST_SEGMENTS = 400

# Places that PDFium writes its answers to, and their addresses. One page is read at a time.
_floats = (ctypes.c_float * 6)()
_numbers = (ctypes.c_uint * 4)()
_FLOATS = [ctypes.addressof(_floats) + 4 * i for i in range(6)]
_NUMBERS = [ctypes.addressof(_numbers) + 4 * i for i in range(4)]


def on_page(page: PdfPage, most: int) -> list[int]:
    """The first `most` objects of a page, from the bottom up."""
    return list(map(_object, repeat(page.handle), range(min(_count(page.handle), most))))


def in_form(handle: int, most: int) -> list[int]:
    """The first `most` objects of a form XObject, from the bottom up."""
    return list(map(_form_object, repeat(handle), range(min(_form_count(handle), most))))


def box(handle: int) -> Box | None:
    """Where an object is."""
    return (_floats[0], _floats[1], _floats[2], _floats[3]) if _bounds(handle, *_FLOATS[:4]) else None


def matrix(handle: int) -> Matrix:
    """The matrix of an object."""
    return (*_floats,) if _matrix(handle, _FLOATS[0]) else IDENTITY


def fill_colour(handle: int) -> Colour:
    """The fill colour of an object; opaque black when it has none of its own."""
    return (*_numbers,) if _fill_colour(handle, *_NUMBERS) else (0, 0, 0, 255)


def path_mode(handle: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    if not _draw_mode(handle, *_NUMBERS[:2]):
        return False, False
    return bool(_numbers[0]), bool(_numbers[1])


def stroke_width(handle: int) -> float:
    """The width of the stroke of a path, in the path's own units."""
    return float(_floats[0]) if _stroke_width(handle, _FLOATS[0]) else 0.0


def image_pixels(handle: int) -> int:
    """How many pixels an image has."""
    return int(_numbers[0] * _numbers[1]) if _image_size(handle, *_NUMBERS[:2]) else 0


def is_drawn(handle: int) -> bool:
    """Whether a text object makes marks on the page; the text layer of a scan does not."""
    return _render_mode(handle) not in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


def subpaths(handle: int) -> list[Box]:
    """The box around each part of a path, in the space of its matrix; empty for a single part or a long path."""
    count = _segments(handle)
    if not 5 < count <= MOST_SEGMENTS:
        return []
    parts: list[list[tuple[float, float]]] = []
    for segment in map(_segment, repeat(handle), range(count)):
        if _segment_type(segment) == raw.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        if _segment_point(segment, *_FLOATS[:2]):
            parts[-1].append((_floats[0], _floats[1]))
    return [_around(part) for part in parts if part] if len(parts) > 1 else []


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that applies `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def moved(place: Box, by: Matrix) -> Box:
    """The upright box around `place` after the matrix has moved it."""
    a, b, c, d, e, f = by
    x0, y0, x1, y1 = place
    return _around([(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)])


def annotation_boxes(page: PdfPage) -> list[tuple[int, int, Box]]:
    """Subtype, flags and box of the annotations that have a box."""
    found = []
    for number in range(annotation_count(page.handle)):
        if not (handle := _annotation(page.handle, number)):
            continue
        if _rectangle(handle, _FLOATS[0]):  # FS_RECTF: left, top, right, bottom
            left, top, right, bottom = _floats[:4]
            edges = min(left, right), min(top, bottom), max(left, right), max(top, bottom)
            found.append((_subtype(handle), _flags(handle), edges))
        _close_annotation(handle)
    return found
