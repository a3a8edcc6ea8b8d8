"""Texts as sets of short runs of letters: they survive OCR noise, re-wrapping and redaction, and are quick to compare.

Hashes are our own (multiplication and shifts on 64 bits), so that they are the same on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint32]

#: Letters of a run. Five keep strangers apart, and one wrong letter in twenty still leaves three runs in four.
LENGTH = 5
#: Hashes kept of a text: with 128 of them a share is known to within 4 percent.
KEPT = 128
#: Runs of the beginning of a text. A quotation that was cut off still has them.
HEAD = 64
#: Near-duplicate texts: bands of so many rows each. Two texts that share 60 % of their runs meet in at least one of
#: the bands 85 times in 100, two that share 20 % once in 100.
BANDS, ROWS = 16, 4
#: Bytes of the key of a band. Of a million texts two hundred pairs a band share one by chance, which comparing tells.
BAND_BYTES = 4
#: A text with fewer runs is no evidence on its own.
LEAST = 24

#: Exemption codes.
CODE = re.compile(
    r"\(\s?b\s?\)\s?\(\s?\d\s?\)(?:\s?\(\s?[a-f]\s?\)(?!\s?\(\s?\d))?|(?<!\w)b[1-9](?:\([a-f]\)|[a-f])?(?!\w)"
    r"|\(\s?[kjd]\s?\)\s?\(\s?\d\s?\)|1\.4\s?\([a-h]\)",
    re.IGNORECASE,
)
_REDACTED = re.compile(r"\[?\bredacted\b\]?")
#: What every code holds, in lower case: most texts have none of it.
MAY_CODE = re.compile(r"b[1-9]|\(\s?[bkjd]\s?\)|1\.4")
#: Letters that OCR takes for one another, and what is neither letter nor digit: in ASCII, and beyond it.
_ALIKE = bytes.maketrans(b"1i058", b"llosb")
_OTHER = bytes(code for code in range(128) if not chr(code).isalnum())
_BEYOND = re.compile(r"[^\w\x00-\x7f]+")

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SEED = np.random.Generator(np.random.PCG64(2016)).integers(1, 2**63, size=(2, BANDS * ROWS), dtype=np.uint64)
_TIMES, _PLUS = _SEED[0] | np.uint64(1), _SEED[1]


def squeeze(text: str) -> str:
    """Letters and digits in lower case, codes left out, letters that OCR confuses made one."""
    lower = text.lower()
    if MAY_CODE.search(lower) is not None:
        lower = CODE.sub(" ", lower)
    if "redacted" in lower:
        lower = _REDACTED.sub(" ", lower)
    kept = lower.encode("utf-8", "surrogatepass").translate(_ALIKE, _OTHER).decode("utf-8", "surrogatepass")
    return kept if kept.isascii() else _BEYOND.sub("", kept)


def codes(text: str) -> Iterator[re.Match[str]]:
    """The codes in a text. Most have none, which is quick to tell."""
    return CODE.finditer(text) if has_code(text) else iter(())


def has_code(text: str) -> bool:
    """Whether a code stands in a text."""
    return MAY_CODE.search(text.lower()) is not None and CODE.search(text) is not None


def bare(code: str) -> str:
    """A code without its form: (b)(7)(C), b7C and B7C are one."""
    return re.sub(r"[^0-9a-z]", "", code.lower())


def hashes(squeezed: str) -> Hashes:
    """The hashes of all runs of `squeezed`, in order, repeated ones repeated; of a shorter text, one for the whole."""
    points = np.frombuffer(squeezed.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    if not len(points):
        return np.empty(0, dtype=np.uint32)
    return _of_runs(points, min(LENGTH, len(points)))


def _of_runs(points: NDArray[np.uint64], length: int) -> Hashes:
    """The hashes of all runs of so many code points along the last axis."""
    runs = points.shape[-1] - length + 1
    total = np.zeros((*points.shape[:-1], runs), dtype=np.uint64)
    for at in range(length):
        total = total * _FACTOR + points[..., at : runs + at]
    total = (total ^ (total >> np.uint64(31))) * _MIX
    found: Hashes = (total >> np.uint64(32)).astype(np.uint32)
    return found


def different(found: Hashes) -> Hashes:
    """The different hashes of `found`, sorted. Of so few, sorting is several times as quick as `numpy.unique`."""
    ordered = np.sort(found)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def sample(found: Hashes) -> tuple[Hashes, int]:
    """The hashes (different ones, sorted) under ``2 ** (32 - scale)``, at most `KEPT`, and the scale."""
    scale = 0
    while len(found) > KEPT:
        scale += 1
        found = found[: int(np.searchsorted(found, np.uint32(2 ** (32 - scale) - 1), side="right"))]
    return found, scale


def bands(found: Hashes) -> bytes:
    """MinHash bands of a text's different hashes, sorted, `BAND_BYTES` each.

    A text that is too short to know by its words has none.

    They are taken of the smallest hashes: those of two near-duplicates are nearly the same, however long they are.
    """
    if len(found) < LEAST:
        return b""
    mixed = found[:KEPT].astype(np.uint64)[:, None] * _TIMES + _PLUS
    least = (mixed >> np.uint64(33)).min(axis=0).reshape(BANDS, ROWS)
    total = np.arange(BANDS, dtype=np.uint64)
    for row in range(ROWS):
        total = (total * _FACTOR + least[:, row]) * _MIX
    return (total >> np.uint64(32)).astype("<u4").tobytes()


def words(found: Hashes) -> bytes:
    """Hashes as bytes, to be kept."""
    return found.astype("<u4").tobytes()


def from_words(kept: bytes) -> Hashes:
    """The hashes that `words` made bytes of."""
    return np.frombuffer(kept, dtype="<u4")


def head(squeezed: str) -> str:
    """The beginning of a squeezed text: as many letters as `HEAD` runs have."""
    return squeezed[: HEAD + LENGTH - 1]


@lru_cache(maxsize=2048)
def of_head(beginning: str) -> Hashes:
    """The different hashes of a text that `head` gave, sorted. A message is held against several, one after another."""
    return different(hashes(beginning))


def of_heads(beginnings: Sequence[str]) -> Hashes:
    """The hashes of the runs of many texts that `head` gave, `HEAD` of each; those past its end say nothing."""
    width = 4 * (HEAD + LENGTH - 1)
    kept = b"".join(text.encode("utf-32-le", "surrogatepass").ljust(width, b"\0") for text in beginnings)
    return _of_runs(np.frombuffer(kept, "<u4").reshape(len(beginnings), -1).astype(np.uint64), LENGTH)


def shared(a: Hashes, b: Hashes) -> float:
    """The part of the smaller set that is in the other, 0 to 1. Both are sorted and without repetition."""
    if not len(a) or not len(b):
        return 0.0
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    places = np.minimum(np.searchsorted(large, small), len(large) - 1)
    return float(np.count_nonzero(large[places] == small)) / len(small)
