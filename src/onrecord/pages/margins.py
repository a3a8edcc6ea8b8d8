"""Codes printed in the margin, beside the lines that a redaction takes out.

Where a line has several boxes, a tool that prints one label a box at the end of the line prints them over one another.
They are then in the order of the boxes; on top of one another nobody can read them, but the drawing tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from onrecord.data import codes
from onrecord.model import Box, Redaction
from onrecord.pages.engines import characters
from onrecord.pages.engines.characters import Characters
from onrecord.pages.engines.drawing import Run
from onrecord.pages.engines.pdfium import PdfPage, View

#: The part of the page's width at each side in which a code is in the margin.
MARGIN = 0.18

#: A label is at most so high (points): codes are set in small type.
HIGHEST = 16.0

#: A label is printed over another when they have this part of the smaller one in common.
OVERPRINTED = 0.5

#: Letters of a label with a gap of this part of its height between them are parted by a blank.
BLANK = 0.2

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
    return labels(((run.box, _said(run, rows[:place], found)) for place, run in enumerate(rows)), view.width)


def _said(run: Run, earlier: Sequence[Run], found: Characters) -> str:
    """What a text object says.

    PDFium leaves out a letter that is printed right over the same letter, so where a label is printed over others, the
    letters of theirs that it leaves uncovered are its own too.
    """
    own = found.pick(found.owned_by([run.handle]))
    below = [each.handle for each in earlier if _is_over(run.box, each.box)]
    if not below:
        return own.text()
    said = [(*box, value) for box, value in zip(own.boxes.tolist(), own.values.tolist(), strict=True)]
    for handle in reversed(below):
        other = found.pick(found.owned_by([handle]))
        for box, value in zip(other.boxes.tolist(), other.values.tolist(), strict=True):
            middle = (box[0] + box[2]) / 2
            if run.box[0] <= middle <= run.box[2] and not any(a < box[2] and box[0] < b for a, _, b, _, _ in said):
                said.append((*box, value))
    return _spaced(sorted(said))


def _spaced(letters: Sequence[tuple[float, float, float, float, int]]) -> str:
    """Letters from left to right as a text, with a blank where there is a gap."""
    height = max((y1 - y0 for _, y0, _, y1, _ in letters), default=0.0)
    ends = [x1 for _, _, x1, _, _ in letters]
    return "".join(
        " " * (place > 0 and x0 - ends[place - 1] > BLANK * height) + chr(value)
        for place, (x0, _, _, _, value) in enumerate(letters)
    )


def _is_over(a: Box, b: Box) -> bool:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return False
    smaller = min((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in (a, b))
    return width * height >= OVERPRINTED * smaller


def beside(redactions: Sequence[Redaction], known: Sequence[Label]) -> tuple[Redaction, ...]:
    """The redactions, those without a code given the codes of the labels that stand beside them.

    `known` are in the order in which they were printed. As many labels printed over one another as there are boxes at
    their height are one for each box, from left to right; all other labels are for every box at their height.
    """
    bare = [each for each in redactions if not each.codes]
    single: dict[int, Label] = {}
    for pile in _piles(known):
        row = sorted((each for each in bare if is_beside(pile[0][0], each.box)), key=lambda each: each.box)
        if len(row) == len(pile) > 1:
            single |= {id(each): label for each, label in zip(row, pile, strict=True)}
    return tuple(
        each if each.codes else _with(each, [single[id(each)]] if id(each) in single else known) for each in redactions
    )


def _piles(known: Sequence[Label]) -> list[list[Label]]:
    """The labels, those put together that are printed over one another."""
    piles: list[list[Label]] = []
    for label in known:
        pile = next((pile for pile in piles if _is_over(pile[0][0], label[0])), None)
        if pile is None:
            piles.append([label])
        else:
            pile.append(label)
    return piles


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
