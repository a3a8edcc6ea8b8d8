"""RapidOCR, for pages that Tesseract reads badly: several times slower, better on faxes; an extra.

Its models come inside its package, so nothing is fetched. It finds lines anywhere on the page and gives a certainty for
each; here they are put in reading order and cut in words, whose places are estimated from their letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

import numpy as np
from msgspec import Struct

from onrecord.model import Box, Word
from onrecord.pages.engines.prepare import INCH, Grey

ENGINE = "rapidocr"

#: What has to be installed.
PACKAGES = ("rapidocr", "onnxruntime")

#: Two pieces stand on one line when they share this part of the lower one's height.
SHARED = 0.5

#: One thread, no messages, no classifier of upside-down lines (the page stands upright), and no page made smaller.
OPTIONS = {
    "Global.log_level": "critical",
    "Global.use_cls": False,
    "Global.max_side_len": 6000,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}

WORD = re.compile(r"\S+")


class Piece(Struct, frozen=True):
    """Words in a row that were found together: their box in points, and a confidence of 0 to 100."""

    text: str
    box: Box
    confidence: float


def is_installed() -> bool:
    """Whether the extra is there."""
    return all(find_spec(package) for package in PACKAGES)


def edition() -> str:
    """The versions that a result depends on; empty without the extra."""
    try:
        return ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    except PackageNotFoundError:
        return ""


def read(grey: Grey, dpi: float) -> tuple[str, tuple[Word, ...]]:
    """The text of a page image that stands upright, and its words. Needs the extra."""
    result = _engine()(np.dstack([grey] * 3), use_cls=False)
    if result.txts is None:
        return "", ()
    found = zip(result.txts, result.boxes, result.scores, strict=True)
    return in_order([_piece(text, corners, score, INCH / dpi) for text, corners, score in found if text.strip()])


@cache
def _engine() -> Any:
    return import_module("rapidocr").RapidOCR(params=OPTIONS)


def _piece(text: str, corners: Any, score: float, scale: float) -> Piece:
    points = np.asarray(corners, np.float64) * scale
    x0, y0 = points.min(axis=0).tolist()
    x1, y1 = points.max(axis=0).tolist()
    return Piece(text.strip(), (x0, y0, x1, y1), 100 * float(score))


def in_order(pieces: Sequence[Piece]) -> tuple[str, tuple[Word, ...]]:
    """The pieces line by line from the top, those of a line from the left, as a text and its words."""
    parts: list[str] = []
    words: list[Word] = []
    offset = 0
    for line in _lines(pieces):
        for place, piece in enumerate(line):
            gap = " " if place else "\n" if parts else ""
            words += _words(piece, offset + len(gap))
            offset += len(gap) + len(piece.text)
            parts += gap, piece.text
    return "".join(parts), tuple(words)


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.box[1] + piece.box[3], piece.box[0])):
        if lines and _beside(lines[-1][-1].box, piece.box):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda piece: piece.box) for line in lines]


def _beside(a: Box, b: Box) -> bool:
    shared = min(a[3], b[3]) - max(a[1], b[1])
    return shared >= SHARED * min(a[3] - a[1], b[3] - b[1])


def _words(piece: Piece, offset: int) -> list[Word]:
    """The words of a piece; each letter is taken to be as wide as the others."""
    x0, y0, x1, y1 = piece.box
    width = (x1 - x0) / len(piece.text)
    return [
        Word(
            offset + match.start(),
            offset + match.end(),
            (round(x0 + match.start() * width, 2), round(y0, 2), round(x0 + match.end() * width, 2), round(y1, 2)),
            round(piece.confidence, 2),
        )
        for match in WORD.finditer(piece.text)
    ]
