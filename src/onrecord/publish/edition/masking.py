"""Masks over what is private: addresses and telephone numbers, each letter by a block, so that offsets still hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from onrecord.text import phones

#: What stands in the place of every character.
BLOCK = "█"

_EMAIL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
#: A social security number: never published by anybody.
_SECURITY = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_STREET = re.compile(
    r"\b\d{1,5} (?:[A-Z][\w'’.]{1,20} ){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd"
    r"|Place|Pl|Terrace|Square|Sq|Quay|Row|Way|Circle)\b\.?(?:,? (?:Apt|Apartment|Suite|Unit|#)\.? ?\w{1,6})?"
)
_P_O_BOX = re.compile(r"\bP\. ?O\. ?Box \d{1,6}\b", re.IGNORECASE)

#: By kind, what is masked. Where two overlap the first named wins.
PATTERNS = (
    ("e-mail address", _EMAIL),
    ("identity number", _SECURITY),
    ("telephone number", phones.NUMBER),
    ("street address", _STREET),
    ("street address", _P_O_BOX),
)

#: Strings that are names of records or moments, in which digits are no numbers of anybody.
_PLAIN = re.compile(r"[a-z]{0,2}[0-9a-f]{16,64}(?:/\d+)?|\d{4}(?:-\d\d){0,2}(?:T[\d:.]+)?(?:Z|[+-]\d\d:\d\d)?")


class Mask(Struct, frozen=True, order=True):
    """One masked run of a text: characters `start` to `end`, half-open, and what it is."""

    start: int
    end: int
    kind: str


class Masker:
    """Finds what is private. `keep` are values that may be shown, or domains whose addresses may (``example.gov``)."""

    def __init__(self, keep: Iterable[str] = ()) -> None:
        self._keep = {value.strip().lower() for value in keep if value.strip()}
        self._digits = {phones.digits(value) for value in self._keep} - {""}

    def masks(self, text: str) -> list[Mask]:
        """The runs of a text that must not be shown, in order, none over another."""
        found: list[Mask] = []
        for mask in self._candidates(text):
            if not any(mask.start < other.end and other.start < mask.end for other in found):
                found.append(mask)
        return sorted(found)

    def _candidates(self, text: str) -> Iterator[Mask]:
        for kind, pattern in PATTERNS:
            for match in pattern.finditer(text):
                if not self._kept(kind, match.group()):
                    yield Mask(match.start(), match.end(), kind)

    def _kept(self, kind: str, value: str) -> bool:
        low = value.lower()
        if kind == "e-mail address":
            return low in self._keep or any(low.endswith(("@" + one, "." + one)) for one in self._keep)
        return low in self._keep or (kind == "telephone number" and phones.digits(value) in self._digits)

    def text(self, text: str) -> str:
        """A text with its masks on. Names of records, hashes and dates are left as they are."""
        return text if _PLAIN.fullmatch(text) else cover(text, self.masks(text))


def cover(text: str, masks: Iterable[Mask]) -> str:
    """A text with blocks over the masked runs; it keeps its length."""
    parts, at = [], 0
    for mask in masks:
        parts += [text[at : mask.start], BLOCK * (mask.end - mask.start)]
        at = mask.end
    return "".join([*parts, text[at:]])
