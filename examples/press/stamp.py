"""Production stamps: the running number at the foot of each page, and a serial per document."""

from __future__ import annotations

from dataclasses import dataclass

from examples.press.flow import Ink, Sheet
from examples.press.ink import measure

FONT, SIZE, BASELINE = "Helvetica-Bold", 9.0, 773.0


@dataclass(slots=True)
class Series:
    """A series of page stamps: `prefix`, then `width` digits, counting from `next`."""

    prefix: str
    next: int = 1
    width: int = 6
    corner: str = "right"

    def label(self, number: int) -> str:
        """The stamp with this number."""
        return f"{self.prefix}{number:0{self.width}d}"

    def take(self) -> str:
        """The next stamp."""
        self.next += 1
        return self.label(self.next - 1)

    def skip(self, count: int) -> tuple[int, int]:
        """Pass over `count` numbers; returns the first and last."""
        first = self.next
        self.next += count
        return first, self.next - 1


def put(sheet: Sheet, text: str, corner: str = "right") -> None:
    """Print a stamp at the foot of a sheet."""
    width = measure(text, FONT, SIZE)
    x = {"right": 572 - width, "center": (612 - width) / 2, "left": 40.0}[corner]
    sheet.put(Ink(x, BASELINE, text, FONT, SIZE), "stamp")
    sheet.stamps.append(text)
