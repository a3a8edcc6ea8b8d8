"""Numbers printed on pages, taken apart: what stands before the number, the number, and how many digits it has."""

from __future__ import annotations

import re
from typing import NamedTuple

_PARTS = re.compile(r"(?P<prefix>.*?)(?P<digits>\d{1,15})", re.DOTALL)


class Stamp(NamedTuple):
    """A stamp in parts: ``HPA-000123`` is ``HPA-``, 123, 6 digits. A number without leading zeros has a width of 1."""

    prefix: str
    number: int
    width: int

    @property
    def series(self) -> str:
        """What stamps of one series share: the prefix, letters and digits alone."""
        return re.sub(r"[\W_]", "", self.prefix).upper()

    def label(self, number: int) -> str:
        """The stamp with another number in the same series."""
        return f"{self.prefix}{number:0{self.width}d}"


def parse(printed: str) -> Stamp | None:
    """The parts of a stamp; None for one that does not end in digits."""
    match = _PARTS.fullmatch(printed)
    if match is None:
        return None
    digits = match["digits"]
    return Stamp(match["prefix"], int(digits), len(digits) if digits[0] == "0" else 1)
