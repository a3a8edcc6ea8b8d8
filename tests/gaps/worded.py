"""Gaps as a store gives them: the words that they share put in."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from onrecord.model import Gap, Phrase


def worded(found: Iterable[Gap | Phrase]) -> list[Gap]:
    listed = list(found)
    gaps = [one for one in listed if isinstance(one, Gap)]
    for phrase in (one for one in listed if isinstance(one, Phrase)):
        gaps = [replace(gap, denominator=gap.denominator.replace(phrase.mark, phrase.text)) for gap in gaps]
    return gaps
