"""The drawing that lies over a page image: an SVG of boxes worked out from the places of words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from onrecord.model import Box, Message, Page, Redaction, Word
from onrecord.web import runs
from onrecord.web.answer import Answer
from onrecord.web.desk import Desk
from onrecord.web.render import environment

#: Points by which a mark reaches beyond the words.
MARGIN = 1.0

#: Width of a letter of a label, as a part of its size.
LETTER = 0.58


class Label(Answer):
    """A box of the drawing, and the words on it at `size` points."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    text: str = ""
    size: float = 0.0


def drawn(here: Desk, page: Page, words: Sequence[Word], q: str, at: str) -> str:
    """The SVG over the image of `page`, whose words are `words`."""
    layers = [*runs.on_page(page), *runs.hits(page.text, q), *runs.pointed(at)]
    boxes = [
        Label(kind=one.kind, x=x0 - MARGIN, y=y0 - MARGIN, width=x1 - x0 + 2 * MARGIN, height=y1 - y0 + 2 * MARGIN)
        for one in layers
        if one.kind in ("hit", "at", "stamp", "unsure")
        for x0, y0, x1, y1 in lines_of(words, one.start, one.end)
    ]
    margin = [
        Label(kind="message", x=0, y=top, width=0, height=bottom - top, text=message.id)
        for message in here.store.messages_on(page.key)
        if (lines := _lines(words, message, page))
        for top, bottom in [(min(box[1] for box in lines), max(box[3] for box in lines))]
    ]
    template = environment().get_template("marks.svg")
    return template.render(page=page, boxes=boxes, margin=margin, hidden=[_label(one) for one in page.redactions])


def _lines(words: Sequence[Word], message: Message, page: Page) -> list[Box]:
    """The lines of a message on a page, in the order in which they are printed."""
    spans = (*message.citation.spans, *message.body_spans)
    return [box for span in spans if span.page == page.key for box in lines_of(words, span.start, span.end)]


def lines_of(words: Sequence[Word], start: int, end: int) -> list[Box]:
    """A box for each line of the words that touch the characters `start` to `end`."""
    inside = [word.box for word in words if word.start < end and start < word.end]
    numbered = list(_numbered(inside))
    return [_around([box for _, box in line]) for _, line in groupby(numbered, key=lambda pair: pair[0])]


def _numbered(boxes: Sequence[Box]) -> list[tuple[int, Box]]:
    """Boxes with the number of their line: a box that lies below the middle of the one before begins a new one."""
    found: list[tuple[int, Box]] = []
    for box in boxes:
        number, before = found[-1] if found else (0, box)
        new = box[1] > (before[1] + before[3]) / 2 or box[3] < (before[1] + before[3]) / 2
        found.append((number + new, box))
    return found


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _label(one: Redaction) -> Label:
    """A redaction and its codes, as large as the box lets them be."""
    x0, y0, x1, y1 = one.box
    text = " ".join(one.codes)
    if one.bad:
        text = f"{text} text beneath, not shown".strip()
    elif not one.sure:
        text = f"{text} perhaps redacted".strip()
    size = min(7.5, 0.8 * (y1 - y0), (x1 - x0 - 2) / (LETTER * max(len(text), 1))) if text else 0.0
    kind = "failed" if one.bad else "hidden" if one.sure else "perhaps"
    return Label(kind=kind, x=x0, y=y0, width=x1 - x0, height=y1 - y0, text=text, size=max(size, 0.0))
