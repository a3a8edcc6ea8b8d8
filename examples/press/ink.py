"""Type: faces, widths, and breaking text into lines. Lengths are PDF points."""

from __future__ import annotations

from typing import NamedTuple

from reportlab.pdfbase.pdfmetrics import stringWidth

#: Faces are built into every PDF reader, so no font file is embedded: (plain, bold, italic).
FACES = {
    "sans": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique"),
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic"),
    "mono": ("Courier", "Courier-Bold", "Courier-Oblique"),
}
BLACK = (0.0, 0.0, 0.0)
WHITE = (1.0, 1.0, 1.0)
GREY = (0.45, 0.45, 0.45)
BLUE = (0.1, 0.2, 0.6)
Color = tuple[float, float, float]

#: Words measured so far, by font, at size 1. Emptied at this many words, so memory stays bounded.
MOST_WORDS = 100_000
_measured: dict[str, dict[str, float]] = {}


class Veil(NamedTuple):
    """A redaction: the codes that justify it, whether text stays beneath, and its number within the printing."""

    codes: tuple[str, ...]
    bad: bool
    number: int
    whole: bool = False


class Run(NamedTuple):
    """Text in one font and color, hidden when it has a veil."""

    text: str
    font: str
    color: Color = BLACK
    veil: Veil | None = None


class Piece(NamedTuple):
    """A run's share of one line."""

    text: str
    font: str
    color: Color
    veil: Veil | None
    width: float


def measure(text: str, font: str, size: float) -> float:
    """The width of `text`."""
    words = _measured.setdefault(font, {})
    found = words.get(text)
    if found is None:
        if len(words) >= MOST_WORDS:
            words.clear()
        found = words[text] = stringWidth(text, font, 1.0)
    return found * size


def wrap(runs: list[Run], size: float, room: float) -> list[list[Piece]]:
    """Break `runs` into lines no wider than `room`. Several spaces count as one; there is always one line."""
    if len(runs) == 1 and runs[0].veil is None:
        return _wrap_plain(runs[0], size, room)
    return [_pieces(line, size) for line in _fill(_units(runs, size, room), size, room)]


def _wrap_plain(run: Run, size: float, room: float) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    words: list[str] = []
    used, space = 0.0, measure(" ", run.font, size)
    for whole in run.text.split():
        for word in _chop(whole, run.font, size, room):
            width = measure(word, run.font, size)
            if words and used + space + width > room:
                lines.append([Piece(" ".join(words), run.font, run.color, None, used)])
                words, used = [], 0.0
            used += width + (space if words else 0.0)
            words.append(word)
    lines.append([Piece(" ".join(words), run.font, run.color, None, used)])
    return lines


def _chop(word: str, font: str, size: float, room: float) -> list[str]:
    """`word`, cut where it is wider than a whole line."""
    if len(word) < 30 or measure(word, font, size) <= room:
        return [word]
    keep = max(1, int(len(word) * room / measure(word, font, size)) - 1)
    return [word[at : at + keep] for at in range(0, len(word), keep)]


Unit = list[tuple[str, Run]]


def _units(runs: list[Run], size: float, room: float) -> list[Unit]:
    """Unbreakable units: words, glued where two runs meet without a space."""
    units: list[Unit] = []
    glued = False
    for run in runs:
        parts = run.text.split(" ")
        for index, part in enumerate(parts):
            if index:
                glued = False
            if not part:
                continue
            for bit in _chop(part, run.font, size, room):
                if glued and bit is part:
                    units[-1].append((bit, run))
                else:
                    units.append([(bit, run)])
            glued = True
    return units


def _fill(units: list[Unit], size: float, room: float) -> list[list[Unit]]:
    lines: list[list[Unit]] = [[]]
    used = 0.0
    for unit in units:
        width = sum(measure(text, run.font, size) for text, run in unit)
        space = measure(" ", unit[0][1].font, size)
        if lines[-1] and used + space + width > room:
            lines.append([])
            used = 0.0
        used += width + (space if lines[-1] else 0.0)
        lines[-1].append(unit)
    return lines


def _pieces(line: list[Unit], size: float) -> list[Piece]:
    """Join the words of a line that share a run; a space between two runs
    ends the first, unless that is hidden: a box covers no space."""
    joined: list[tuple[str, Run]] = []
    for index, unit in enumerate(line):
        for inner, (text, run) in enumerate(unit):
            gap = " " if index and inner == 0 else ""
            if joined and joined[-1][1] is run:
                joined[-1] = (joined[-1][0] + gap + text, run)
            elif joined and not joined[-1][1].veil:
                joined[-1] = (joined[-1][0] + gap, joined[-1][1])
                joined.append((text, run))
            elif joined:
                joined.append((gap + text, run))
            else:
                joined.append((text, run))
    return [Piece(text, run.font, run.color, run.veil, measure(text, run.font, size)) for text, run in joined]
