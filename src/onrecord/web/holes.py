"""Where in the text of a page something is hidden, and which of its words a part of the image shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.model import Box, Page, Redaction, Word
from onrecord.web.runs import WITHHELD, Layer

#: Points by which a word may reach into a box and still stand before it.
TOUCHING = 2.0

#: Height of the first line of a box that covers several, in points.
LINE = 14.0


def holes(page: Page, words: Sequence[Word]) -> list[Layer]:
    """For every redaction of a page the place in its text where words are missing: a layer of no length.

    Words are read in lines, so a box stands after the last word to its left, else before the first to its right, else
    after all that stands above it. One whose code is printed in the text needs no other mark.
    """
    return [
        Layer("hole", place, place, _said(one))
        for one in page.redactions
        if not _printed(page, words, one.box)
        for place in [_place(words, one.box)]
    ]


def _said(one: Redaction) -> str:
    return " ".join(one.codes) or ("hidden" if one.sure else "perhaps hidden")


def _place(words: Sequence[Word], box: Box) -> int:
    left, top, _, bottom = box
    middle = (top + min(bottom, top + LINE)) / 2
    line = [word for word in words if word.box[1] <= middle <= word.box[3]]
    before = [word.end for word in line if word.box[2] <= left + TOUCHING]
    after = [word.start for word in line if word.box[0] >= left]
    above = [word.end for word in words if word.box[3] <= middle]
    return max(before) if before else min(after) if after else max(above, default=0)


def _printed(page: Page, words: Iterable[Word], box: Box) -> bool:
    """Whether a code, or a word for what was taken out, is printed inside of a box."""
    inside = within(words, box)
    marks = [mark for mark in page.marks if mark.kind in WITHHELD]
    return any(mark.start < word.end and word.start < mark.end for word in inside for mark in marks)


def within(words: Iterable[Word], box: Box) -> list[Word]:
    """The words whose middle lies in a box."""
    left, top, right, bottom = box
    return [
        word
        for word in words
        if left <= (word.box[0] + word.box[2]) / 2 <= right and top <= (word.box[1] + word.box[3]) / 2 <= bottom
    ]


def noted(words: Sequence[Word], box: Box, note: str) -> list[Layer]:
    """The words that a note on a part of the image is about, those that follow one another together."""
    inside = {word.start for word in within(words, box)}
    found: list[Layer] = []
    open_ = False
    for word in sorted(words, key=lambda one: one.start):
        if word.start in inside and open_:
            found[-1] = found[-1]._replace(end=word.end)
        elif word.start in inside:
            found.append(Layer("noted", word.start, word.end, note))
        open_ = word.start in inside
    return found
