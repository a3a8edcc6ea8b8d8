"""Prefixes: which of those that were read are one and the same, and how it is written."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from msgspec import Struct

from onrecord.stamps.gather import folded

#: Zeros, and letters O that OCR reads for them.
ZEROS = re.compile(r"[O0]{2,}")

#: A width or a prefix is that of a series when this part of its stamps have it.
MOSTLY = 0.8


class Written(Struct, frozen=True):
    """How prefixes are written: `known` for each that was read; `disputed` are those that OCR read in several ways."""

    known: dict[str, str]
    disputed: frozenset[str]


def prefixes(read: Iterable[tuple[str, bool]]) -> Written:
    """How each prefix that was read (and whether by OCR) is written.

    Prefixes that differ in letters that look alike are one. What a text layer says counts before what OCR read; where
    it says two, they stay two. Of what OCR alone read, the most frequent counts, a row of zeros that OCR read as
    letters in part put right.
    """
    exact: defaultdict[str, set[str]] = defaultdict(set)
    by_ocr: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for prefix, is_ocr in read:
        if is_ocr:
            by_ocr[folded(prefix)][prefix] += 1
        else:
            exact[folded(prefix)].add(prefix)
    known = {prefix: prefix for written in exact.values() for prefix in written}
    disputed: set[str] = set()
    for key, counts in by_ocr.items():
        likeliest, is_sure = _likeliest(counts)
        if exact[key]:
            likeliest, is_sure = next(iter(exact[key])) if len(exact[key]) == 1 else "", True
        for prefix in counts:
            known.setdefault(prefix, likeliest or prefix)
        if not is_sure:
            disputed.add(likeliest)
    return Written(known, frozenset(disputed))


def _likeliest(read: Counter[str]) -> tuple[str, bool]:
    """How a prefix that OCR alone read is written, and whether most readings say so."""
    shapes: Counter[str] = Counter()
    for each, times in read.items():
        shapes[zeros(each)] += times
    best = max(sorted(shapes), key=lambda each: (shapes[each], each))
    return best, shapes[best] >= MOSTLY * shapes.total()


def zeros(prefix: str) -> str:
    """`prefix` with a row of O and 0 that holds a zero as zeros: nobody counts with both."""
    return ZEROS.sub(lambda match: "0" * len(match[0]) if "0" in match[0] else match[0], prefix)


def width(widths: Counter[int]) -> int:
    """How many digits the numbers of a series have; 0 when they are not filled up with zeros."""
    most, times = max(widths.items(), key=lambda item: (item[1], item[0]))
    return most if times >= MOSTLY * widths.total() else 0
