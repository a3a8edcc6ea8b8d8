"""Text that PDFium reads in columns where people read rows, put together again by where it stands on the page.

Two kinds: mail headers whose labels were drawn before their values, and the lists of deleted pages that scanners read
as a column of "Page", one of numbers and one of reasons.
"""

from __future__ import annotations

import re
from functools import reduce

import numpy as np
from msgspec import Struct

from onrecord.pages.engines import characters
from onrecord.pages.engines.pdfium import PdfPage

#: A line that holds a label and nothing else, such as ``From:`` or ``Reply-To:``.
LABEL = r"[A-Z][A-Za-z-]{1,14}:[ \t]*"
LABEL_LINE = re.compile(LABEL)
TWO_LABELS = re.compile(rf"^{LABEL}\n{LABEL}$", re.MULTILINE)


#: A list of deleted pages torn into columns: the word of its first column, three times in a row.
TORN_LIST = re.compile(r"^Page[ \t]*\nPage[ \t]*\nPage[ \t]*$", re.MULTILINE)

#: Two lines stand in one row when their middles are this near (part of the height of the lower one).
SAME_ROW = 0.5


class _Line(Struct, frozen=True):
    """A line of the text: its characters, PDFium's numbers of them, and the ink around them, None without any."""

    text: str
    numbers: list[int]
    box: tuple[float, float, float, float] | None

    @property
    def is_label(self) -> bool:
        return self.box is not None and LABEL_LINE.fullmatch(self.text) is not None


def suspect(text: str) -> bool:
    """Whether lines in a row hold labels without values, or the same word. Cheap: it is asked of every page."""
    if (":\n" in text or ": \n" in text) and TWO_LABELS.search(text) is not None:
        return True
    return "Page" in text and TORN_LIST.search(text) is not None


def straighten(page: PdfPage, text: str, numbers: list[int]) -> tuple[str, list[int]]:
    """`text` row by row, each value behind its label, and PDFium's character number for each of its characters.

    `numbers` are those of `text`. A blank or line feed that was put in has the number of the character before it.
    """
    lines = _lines(page, text, numbers)
    out: list[_Line] = []
    if TORN_LIST.search(text):
        out, lines = _whole_rows(lines), []
    while lines:
        count = next((row for row, line in enumerate(lines) if not line.is_label), len(lines))
        values = _values(lines[:count], lines[count:]) if count > 1 else []
        out += _rows(lines[:count], values) if values else lines[: max(count, 1)]
        lines = lines[max(count, 1) + len(values) :]
    return "\n".join(line.text for line in out), _joined(out)


def _lines(page: PdfPage, text: str, numbers: list[int]) -> list[_Line]:
    boxes = characters.boxes(page, page.view, numbers)
    lines = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inked = [row for row in range(start, end) if not text[row].isspace()]
        box = None
        if inked:
            edges = boxes[inked]
            x0, y0 = np.min(edges[:, :2], axis=0).tolist()
            x1, y1 = np.max(edges[:, 2:], axis=0).tolist()
            box = (x0, y0, x1, y1)
        lines.append(_Line(line, numbers[start:end], box))
        start = end + 1
    return lines


def _values(labels: list[_Line], after: list[_Line]) -> list[_Line]:
    """The lines that follow the labels and stand beside them on the page."""
    boxes = [label.box for label in labels if label.box]
    right, top, bottom = max(box[2] for box in boxes), boxes[0][1], boxes[-1][3]
    found = []
    for line in after:
        if line.box is None or line.box[0] < right or not top <= _middle(line) <= bottom:
            break
        found.append(line)
    return found


def _rows(labels: list[_Line], values: list[_Line]) -> list[_Line]:
    """Each label with the first value of its row; further values of the row are lines of their own."""
    tops = [label.box[1] for label in labels if label.box]
    rows: list[list[_Line]] = [[] for _ in labels]
    for value in values:
        row = max((row for row, top in enumerate(tops) if top <= _middle(value)), default=0)
        rows[row].append(value)
    out: list[_Line] = []
    for label, beside in zip(labels, rows, strict=True):
        out.append(_behind(label, beside[0]) if beside else label)
        out += beside[1:]
    return out


def _whole_rows(lines: list[_Line]) -> list[_Line]:
    """All lines of the page by rows from the top, those of a row from the left; lines without ink are left out."""
    rows: list[list[_Line]] = []
    for line in sorted((line for line in lines if line.box), key=_middle):
        if rows and _middle(line) - _middle(rows[-1][-1]) <= SAME_ROW * _height(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [reduce(_behind, sorted(row, key=_left)) for row in rows]


def _behind(label: _Line, value: _Line) -> _Line:
    text = label.text.rstrip()
    numbers = label.numbers[: len(text)]
    return _Line(f"{text} {value.text}", [*numbers, numbers[-1], *value.numbers], value.box)


def _middle(line: _Line) -> float:
    return (line.box[1] + line.box[3]) / 2 if line.box else 0.0


def _height(line: _Line) -> float:
    return line.box[3] - line.box[1] if line.box else 0.0


def _left(line: _Line) -> float:
    return line.box[0] if line.box else 0.0


def _joined(lines: list[_Line]) -> list[int]:
    """The numbers of the lines, with that of the character before it for each line feed."""
    out: list[int] = []
    for row, line in enumerate(lines):
        out += [out[-1] if out else 0] * (row > 0) + line.numbers
    return out
