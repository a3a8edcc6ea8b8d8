"""Telling where a printed chain ends and the pages of its attachments begin."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.messages.heads import Head
from onrecord.messages.lines import Line, Point
from onrecord.model import Page

#: A title at the top of an attachment is shorter than this, and so is the last line of a message that has ended.
TITLE, LAST = 60, 60


def end_before(pages: Sequence[Page], lines: Sequence[Line], chain: Sequence[Head], following: Head | None) -> None:
    """End the last body of a chain at the page on which an attachment begins.

    Only where the chain's headers name attachments: then a page that begins with a title, after a page whose last line
    is short, is taken for the first page of one.
    """
    if not any(head.fields.get("attachments") for head in chain):
        return
    head = chain[-1]
    stop = following.first.line if following is not None else len(lines)
    previous: Line | None = None
    for index in range(head.after.line, stop):
        line = lines[index]
        if not line.text:
            continue
        if previous is not None and line.page != previous.page and _ended(previous) and _title(lines, index, stop):
            head.last = Point(index, line.start)
            return
        previous = line


def _ended(line: Line) -> bool:
    return len(line.text) < LAST and not line.text.endswith((",", "-"))


def _title(lines: Sequence[Line], index: int, stop: int) -> bool:
    """Whether a line is a title: short, without an end, and followed by longer lines."""
    text = lines[index].text
    below = next((line for line in lines[index + 1 : stop] if line.text), None)
    return (
        len(text) < TITLE
        and text[0].isupper()
        and not text.endswith((".", ",", "!", "?", ":", ";"))
        and below is not None
        and below.page == lines[index].page
        and len(below.text) > len(text)
    )
