"""Cells and columns brought together where a row has not the cells that the headings promise."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.contacts import times
from onrecord.contacts.tables import GAPS, Cell, Row, Table
from onrecord.model import Page
from onrecord.text import dates, phones

Placed = dict[str, list[Cell]]

#: Columns that are brought together one by one; more are taken in order.
MOST = 24

_TIMED = frozenset({"when", "date", "time", "start", "end", "start_date", "end_date"})


def place(page: Page, table: Table, row: Row) -> Placed:
    """The cells of a row by role. Rows with as many cells as there are headings are taken in order."""
    cells = row.cells
    if len(cells) != len(table.roles) and len(table.roles) <= MOST:
        if table.separator == GAPS:
            cells = _by_column(page, table, cells)
        elif table.separator == "\t":
            cells = _healed(cells, len(table.roles))
            cells = _by_kind(table.roles, cells) if len(cells) < len(table.roles) else cells
    placed: Placed = {}
    for kind, cell in zip(table.roles, cells, strict=False):
        if kind and cell.text:
            placed.setdefault(kind, []).append(cell)
    return placed


def _healed(cells: Sequence[Cell], wanted: int) -> tuple[Cell, ...]:
    """Cells put together again that a gap within a name has parted: more than `wanted`, and one ends in a comma."""
    found = list(cells)
    index = 0
    while len(found) > wanted and index < len(found) - 1:
        left, right = found[index], found[index + 1]
        if left.text.endswith(","):
            found[index : index + 2] = [Cell(f"{left.text} {right.text}", left.start, right.end)]
        index += 1
    return tuple(found)


def _by_column(page: Page, table: Table, cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells below the headings that they stand under, by their distance from the beginning of the line."""
    heads = [_column(page, cell.start) for cell in table.headings.cells]
    found: list[Cell | None] = [None] * len(heads)
    for cell in cells:
        middle = _column(page, cell.start)
        nearest = min(range(len(heads)), key=lambda index: abs(heads[index] - middle))
        if found[nearest] is None:
            found[nearest] = cell
    return tuple(cell or Cell("", 0, 0) for cell in found)


def _column(page: Page, offset: int) -> int:
    return offset - (page.text.rfind("\n", 0, offset) + 1)


def _by_kind(kinds: Sequence[str], cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Cells in the order of the columns, some of which are empty: those under which each cell fits best."""
    rows, width = len(cells), len(kinds)
    best = [[0.0] * (width + 1) for _ in range(rows + 1)]
    for row in range(1, rows + 1):
        best[row][0] = -9.0 * row
        for column in range(1, width + 1):
            taken = best[row - 1][column - 1] + fit(cells[row - 1].text, kinds[column - 1])
            best[row][column] = max(taken, best[row][column - 1])
    found = [Cell("", 0, 0)] * width
    row, column = rows, width
    while row and column:
        if best[row][column] == best[row][column - 1]:
            column -= 1
            continue
        row, column = row - 1, column - 1
        found[column] = cells[row]
    return tuple(found)


def fit(text: str, kind: str) -> float:
    """How well a cell fits a column: 2 for a time under a time, -3 for a name there, 1 for words under words."""
    timed = times.day(text, 2000) is not None or times.at("2000-01-01", text) is not None
    if kind in _TIMED:
        if not timed:
            return -3.0
        dated = dates.find(text) is not None or times.day(text, 2000) is not None
        return 2.0 if dated == (kind in {"date", "start_date", "end_date", "when"}) else 0.5
    if kind == "duration":
        return 2.0 if phones.seconds(text) >= 0 else -2.0
    if kind == "number":
        return 2.0 if phones.NUMBER.search(text) else -1.0
    if kind == "other":
        return 0.8 if re.fullmatch(r"[\w#./-]{1,12}", text) else 0.0
    return -2.0 if timed else 1.0
