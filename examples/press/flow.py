"""Setting paragraphs on pages. Lengths are PDF points, y counts from the top of the page.

What is set is also written down: which line of which message stands on which page, and where each box lies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from examples.press.ink import BLACK, GREY, WHITE, Color, Piece, Run, Veil, measure, wrap

PAGE = (612.0, 792.0)
LABEL_FONT = "Helvetica"
FILLS: dict[str, Color] = {"black": BLACK, "white": WHITE, "grey": (0.72, 0.72, 0.72), "blank": WHITE}


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the page that text may fill."""

    left: float = 72.0
    right: float = 540.0
    top: float = 66.0
    bottom: float = 722.0


@dataclass(slots=True)
class Para:
    """A paragraph. `owner` is the place of its message in the chain; `zone` is header, body or furniture.

    `left` indents all lines, `hang` the further lines. `label` stands before the text in a column of width `column`.
    `bars` are the x places, from the frame's left, of vertical quote rules. `cell` draws table borders.
    `prefix` is printed before every line ("> ").
    """

    runs: list[Run]
    owner: int
    zone: str
    size: float
    left: float = 0.0
    hang: float = 0.0
    before: float = 0.0
    label: Run | None = None
    column: float = 0.0
    label_right: bool = False
    bars: tuple[float, ...] = ()
    cell: bool = False
    prefix: str = ""
    lead: float = 1.2
    center: bool = False


@dataclass(slots=True)
class Rule:
    """A horizontal line across the frame, or `width` of it."""

    before: float = 6.0
    after: float = 4.0
    thickness: float = 0.75
    color: Color = BLACK
    width: float = 1.0


Block = Para | Rule


@dataclass(frozen=True, slots=True)
class Ink:
    """Text drawn at a baseline."""

    x: float
    y: float
    text: str
    font: str
    size: float
    color: Color = BLACK


@dataclass(frozen=True, slots=True)
class Shape:
    """A rectangle, filled or outlined."""

    x0: float
    y0: float
    x1: float
    y1: float
    fill: Color | None = None
    stroke: Color | None = None
    thickness: float = 0.75


@dataclass(frozen=True, slots=True)
class Box:
    """A redaction. `hidden` is what it covers. One that is not `visible` left blank paper: nothing is drawn."""

    x0: float
    y0: float
    x1: float
    y1: float
    codes: tuple[str, ...]
    bad: bool
    owner: int
    hidden: str
    visible: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line of text, hidden words left out, codes printed in place kept."""

    text: str
    owner: int
    zone: str


@dataclass(slots=True)
class Sheet:
    """One page: what is drawn, in drawing order, and what was written down about it.

    `state` is read, ocr or withheld, as the truth states it.
    """

    items: list[Ink | Shape] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    margin: list[Ink] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    state: str = "read"
    scanned: bool = False

    def put(self, ink: Ink, zone: str = "furniture", owner: int = -1) -> None:
        """Draw a line of text and note it."""
        self.items.append(ink)
        self.lines.append(Line(ink.text, owner, zone))

    def text(self) -> str:
        """The page as text: its lines in drawing order."""
        return "\n".join(line.text for line in self.lines if line.text)


@dataclass(frozen=True, slots=True)
class BoxStyle:
    """How redactions look: black, white (outlined) or grey boxes, or blank; the code inside, in the margin, or none."""

    fill: str = "black"
    label: str = "inside"


class Typesetter:
    """Sets blocks on sheets, one below the other."""

    def __init__(self, frame: Frame, boxes: BoxStyle) -> None:
        self.frame, self.boxes = frame, boxes
        self.sheets = [Sheet()]
        self.y = frame.top

    def set(self, blocks: Iterable[Block]) -> list[Sheet]:
        """Set `blocks` below what is set already and return the sheets so far."""
        for block in blocks:
            if isinstance(block, Para):
                self._para(block)
            else:
                self._rule(block)
        return self.sheets

    def add(self, blocks: Iterable[Block], by: int) -> None:
        """Set a further document mid-page; the owners of its lines count from `by`."""
        self.y += 22.0
        if self.y + 110 > self.frame.bottom:
            self._turn()
        sheet = len(self.sheets) - 1
        line = len(self.sheets[-1].lines)
        self.set(blocks)
        for place in range(sheet, len(self.sheets)):
            lines = self.sheets[place].lines
            for index in range(line if place == sheet else 0, len(lines)):
                lines[index] = replace(lines[index], owner=lines[index].owner + by)

    def finish(self) -> list[Sheet]:
        """The sheets, with the codes in their margins put on."""
        for sheet in self.sheets:
            self._margin(sheet)
        return self.sheets

    @staticmethod
    def _margin(sheet: Sheet) -> None:
        """Codes in the margin are put on after the page was printed, so they come last."""
        for ink in sheet.margin:
            sheet.put(ink, "margin")
        sheet.margin.clear()

    def _turn(self) -> None:
        self.sheets.append(Sheet())
        self.y = self.frame.top

    def _rule(self, rule: Rule) -> None:
        self.y += rule.before
        if self.y > self.frame.bottom:
            self._turn()
        x1 = self.frame.left + (self.frame.right - self.frame.left) * rule.width
        shape = Shape(self.frame.left, self.y, x1, self.y, None, rule.color, rule.thickness)
        self.sheets[-1].items.append(shape)
        self.y += rule.after

    def _para(self, para: Para) -> None:
        if self.y > self.frame.top:
            self.y += para.before
        first = self.frame.left + para.left
        x = first + para.column + (measure(para.prefix, para.runs[0].font, para.size) if para.prefix else 0)
        lines = wrap(para.runs, para.size, self.frame.right - x - para.hang - (4 if para.cell else 0))
        step = para.size * para.lead
        veil = para.runs[0].veil
        if len(para.runs) == 1 and veil and veil.whole:
            self._whole(para, lines, x, step, veil)
            return
        for index, pieces in enumerate(lines):
            if self.y + step > self.frame.bottom:
                self._turn()
            top = self.y
            self.y += step + (4 if para.cell else 0)
            self._decorate(para, top, self.y, first)
            baseline = top + step * 0.82 + (2 if para.cell else 0)
            text = self._label(para, first, baseline) if index == 0 and para.label else ""
            start = x + (para.hang if index else 0.0) + (2 if para.cell else 0)
            self._line(para, pieces, start, baseline, text)

    def _decorate(self, para: Para, top: float, bottom: float, first: float) -> None:
        sheet = self.sheets[-1]
        for bar in para.bars:
            x = self.frame.left + bar
            sheet.items.append(Shape(x, top - para.before, x, bottom, None, GREY, 0.9))
        if para.cell:
            middle = first + para.column
            sheet.items.append(Shape(first, top, middle, bottom, None, BLACK, 0.5))
            sheet.items.append(Shape(middle, top, self.frame.right, bottom, None, BLACK, 0.5))

    def _label(self, para: Para, x: float, baseline: float) -> str:
        """Draw the label and return it: it belongs to the line's text."""
        label = para.label
        assert label is not None
        if para.label_right:
            x += para.column - measure(label.text.rstrip(), label.font, para.size) - 2
        self.sheets[-1].items.append(Ink(x, baseline, label.text, label.font, para.size, label.color))
        return label.text

    def _line(self, para: Para, pieces: list[Piece], x: float, baseline: float, before: str) -> None:
        sheet, said = self.sheets[-1], [before]
        if para.prefix:
            width = measure(para.prefix, pieces[0].font, para.size)
            sheet.items.append(Ink(x - width, baseline, para.prefix, pieces[0].font, para.size))
        if para.center:
            x += (self.frame.right - x - sum(piece.width for piece in pieces)) / 2
        for piece in pieces:
            if piece.veil:
                x, label = self._veiled(para, piece, piece.veil, x, baseline)
                said.append(label)
                continue
            if piece.text:
                sheet.items.append(Ink(x, baseline, piece.text, piece.font, para.size, piece.color))
                said.append(piece.text)
            x += piece.width
        sheet.lines.append(Line("".join(said).rstrip(), para.owner, para.zone))

    def _veiled(self, para: Para, piece: Piece, veil: Veil, x: float, baseline: float) -> tuple[float, str]:
        """Draw the box over a piece. Returns where the line goes on, and the code printed inside."""
        label = " ".join(veil.codes)
        inside = self.boxes.label == "inside" and not veil.bad and bool(label)
        size = para.size * (0.62 if self.boxes.fill == "white" else 0.74)
        need = measure(label, LABEL_FONT, size) + 4 if inside else 0.0
        x1 = x + max(piece.width, need, 6.0)
        y0, y1 = baseline - 0.82 * para.size - 0.5, baseline + 0.24 * para.size
        self._box((x, y0, x1, y1), para, veil, piece.text, baseline)
        if inside:
            color = WHITE if self.boxes.fill == "black" else BLACK
            middle = x + (x1 - x - need) / 2 + 2 if self.boxes.fill != "white" else x + 2
            self.sheets[-1].items.append(Ink(middle, baseline - 0.1 * para.size, label, LABEL_FONT, size, color))
        return x1, label if inside else ""

    def _box(self, at: tuple[float, float, float, float], para: Para, veil: Veil, hidden: str, baseline: float) -> None:
        sheet = self.sheets[-1]
        if veil.bad:
            sheet.items.append(Ink(at[0], baseline, hidden, para.runs[0].font, para.size))
        self._shape(at, para, veil, hidden)
        if veil.codes and (self.boxes.label == "margin" or veil.bad):
            label = " ".join(veil.codes)
            sheet.margin.append(Ink(self.frame.right + 8, baseline, label, LABEL_FONT, 7.5))

    def _fill(self, veil: Veil) -> Color:
        """The color of a box; a failed one is always black."""
        return BLACK if veil.bad else FILLS[self.boxes.fill]

    def _shape(self, at: tuple[float, float, float, float], para: Para, veil: Veil, hidden: str) -> None:
        """Draw the box, or leave the paper blank, and note it."""
        sheet, visible = self.sheets[-1], veil.bad or self.boxes.fill != "blank"
        if visible:
            sheet.items.append(Shape(*at, self._fill(veil), BLACK, 0.75))
        sheet.boxes.append(Box(*at, veil.codes, veil.bad, para.owner, hidden, visible))

    def _whole(self, para: Para, lines: list[list[Piece]], x: float, step: float, veil: Veil) -> None:
        """One box over a whole paragraph, cut where the page ends."""
        left = len(lines)
        while left:
            if self.y + step > self.frame.bottom:
                self._turn()
            count = min(left, int((self.frame.bottom - self.y) / step))
            taken = lines[len(lines) - left :][:count]
            left -= count
            self._block(para, taken, (x, self.y, self.frame.right, self.y + step * count), veil)
            self.y += step * count

    def _block(self, para: Para, lines: list[list[Piece]], at: tuple[float, float, float, float], veil: Veil) -> None:
        sheet, hidden = self.sheets[-1], "\n".join(piece.text for line in lines for piece in line)
        step = (at[3] - at[1]) / len(lines)
        self._decorate(para, at[1], at[3], self.frame.left + para.left)
        if veil.bad:
            for index, line in enumerate(lines):
                y = at[1] + step * (index + 0.82)
                sheet.items.append(Ink(at[0], y, line[0].text, line[0].font, para.size))
        baseline = at[1] + step * 0.82
        fill = self._fill(veil)
        self._shape(at, para, veil, hidden)
        label = " ".join(veil.codes)
        if label and (self.boxes.label == "margin" or veil.bad):
            sheet.margin.append(Ink(self.frame.right + 8, baseline, label, LABEL_FONT, 7.5))
        elif label and self.boxes.label == "inside":
            color = WHITE if fill == BLACK else BLACK
            x = (at[0] + at[2] - measure(label, LABEL_FONT, para.size)) / 2 if fill == BLACK else at[0] + 2
            sheet.items.append(Ink(x, baseline, label, LABEL_FONT, para.size * 0.8, color))
            sheet.lines.append(Line(label, para.owner, para.zone))
