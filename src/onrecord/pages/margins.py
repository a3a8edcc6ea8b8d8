"""Codes printed in the margin, beside the lines that a redaction takes out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from onrecord.data import codes
from onrecord.model import Box, Redaction
from onrecord.pages.engines import characters
from onrecord.pages.engines.drawing import Run
from onrecord.pages.engines.pdfium import PdfPage, View

#: The part of the page's width at each side in which a code is in the margin.
MARGIN = 0.18

#: A label is at most so high (points): codes are set in small type.
HIGHEST = 16.0

#: Where a label stands, and its codes.
Label = tuple[Box, tuple[str, ...]]


def labels(printed: Iterable[tuple[Box, str]], width: float) -> list[Label]:
    """The labels among words or text objects in the margins of a page of this width."""
    outside = ((box, text) for box, text in printed if _in_margin(box, width) and codes.is_label(text))
    return [(box, found) for box, text in outside if (found := codes.find(text))]


def of_runs(page: PdfPage, view: View, runs: Sequence[Run], near: Sequence[Box]) -> list[Label]:
    """The labels among the text objects that stand beside one of the boxes `near`."""
    rows = [run for run in runs if _in_margin(run.box, view.width) and any(is_beside(run.box, box) for box in near)]
    if not rows:
        return []
    found = characters.of_objects(page, view, [run.handle for run in rows])
    return labels(((run.box, found.pick(found.owned_by([run.handle])).text()) for run in rows), view.width)


def beside(redactions: Sequence[Redaction], known: Sequence[Label]) -> tuple[Redaction, ...]:
    """The redactions, those without a code given the codes of the labels that stand beside them."""
    return tuple(each if each.codes else _with(each, known) for each in redactions)


def _with(redaction: Redaction, known: Sequence[Label]) -> Redaction:
    found = dict.fromkeys(code for box, label in known if is_beside(box, redaction.box) for code in label)
    return msgspec.structs.replace(redaction, codes=tuple(found)) if found else redaction


def is_beside(label: Box, box: Box) -> bool:
    """Whether the middle of the label is at the height of the box, and the label is beside it."""
    middle = (label[1] + label[3]) / 2
    return box[1] <= middle <= box[3] and (label[0] >= box[2] or label[2] <= box[0])


def _in_margin(box: Box, width: float) -> bool:
    is_outside = box[2] <= MARGIN * width or box[0] >= (1 - MARGIN) * width
    return is_outside and box[3] - box[1] <= HIGHEST
