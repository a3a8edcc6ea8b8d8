"""Codes printed in the margin, beside the lines that a redaction takes out."""

from __future__ import annotations

from collections.abc import Sequence

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


def with_codes(
    page: PdfPage, view: View, runs: Sequence[Run], redactions: tuple[Redaction, ...]
) -> tuple[Redaction, ...]:
    """The redactions, those without a code given the codes that stand in the margin at their height."""
    bare = [each.box for each in redactions if not each.codes]
    near = [run for run in runs if _in_margin(run.box, view) and any(_beside(run.box, box) for box in bare)]
    if not near:
        return redactions
    rows = characters.of_objects(page, view, [run.handle for run in near])
    printed = [(run.box, rows.pick(rows.owned_by([run.handle])).text()) for run in near]
    labels = [(box, codes.find(text)) for box, text in printed if codes.is_label(text)]
    return tuple(each if each.codes else _with(each, labels) for each in redactions)


def _with(redaction: Redaction, labels: list[tuple[Box, tuple[str, ...]]]) -> Redaction:
    found = dict.fromkeys(code for box, label in labels if _beside(box, redaction.box) for code in label)
    return msgspec.structs.replace(redaction, codes=tuple(found)) if found else redaction


def _in_margin(box: Box, view: View) -> bool:
    is_outside = box[2] <= MARGIN * view.width or box[0] >= (1 - MARGIN) * view.width
    return is_outside and box[3] - box[1] <= HIGHEST


def _beside(label: Box, box: Box) -> bool:
    """Whether the middle of the label is at the height of the box, and the label is beside it."""
    middle = (label[1] + label[3]) / 2
    return box[1] <= middle <= box[3] and (label[0] >= box[2] or label[2] <= box[0])
