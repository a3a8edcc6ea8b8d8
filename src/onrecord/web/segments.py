"""A page's text parted at the messages that stand on it, so that their boundaries can be shown in the margin."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Message, Page
from onrecord.web import runs
from onrecord.web.answer import Answer
from onrecord.web.cite import Line, line
from onrecord.web.desk import Desk
from onrecord.web.runs import Layer, Run


class Segment(Answer):
    """Characters `start` to `end` of a page's text, and the message whose words they are, if any.

    `begins` is false for a message that goes on from the page before.
    """

    message: Line | None
    begins: bool
    start: int
    end: int
    runs: tuple[Run, ...]


def segments(here: Desk, page: Page, q: str, at: str, more: Sequence[Layer] = ()) -> tuple[Segment, ...]:
    """The text of a page in parts, in order, nothing left out. `more` are layers beside what the page itself says."""
    layers = [*runs.on_page(page), *runs.hits(page.text, q), *runs.pointed(at)]
    starts = {start: message for message in here.store.messages_on(page.key) if (start := _start(message, page)) >= 0}
    cuts = sorted({0, *starts} if page.text else {*starts})
    return tuple(
        Segment(
            message=line(here.view, message) if (message := starts.get(first)) else None,
            begins=bool(message and message.citation.spans[0].page == page.key),
            start=first,
            end=last,
            runs=runs.runs(page.text, [*layers, *_own(more, first, last, page)], first, last),
        )
        for first, last in zip(cuts, [*cuts[1:], len(page.text)], strict=True)
    )


def _own(layers: Sequence[Layer], first: int, last: int, page: Page) -> list[Layer]:
    """Layers without those of no length at the end of a part: they begin the next one."""
    return [one for one in layers if one.start < one.end or first <= one.start < last or one.start == len(page.text)]


def _start(message: Message, page: Page) -> int:
    """Where a message's first words on a page stand; -1 when it has none there."""
    spans = (*message.citation.spans, *message.body_spans)
    return min((span.start for span in spans if span.page == page.key), default=-1)
