"""Gmail's print of a conversation: the subject and a count of messages once, then name, time and To of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages import conversations, lotus
from onrecord.messages.blocks import Reader
from onrecord.messages.heads import Head
from onrecord.messages.labels import at_start
from onrecord.messages.layouts.protocol import Printed, Sign, first_words
from onrecord.messages.lines import Line, Piece, Point
from onrecord.model import HeaderKind, Page


def read(pages: Sequence[Page], lines: Sequence[Line], index: int, floor: int) -> Head | None:
    """The header that begins in line `index` with the subject, or with the sender and time of a later message."""
    rows = first_words(lines, index, 6)
    if len(rows) < 3:
        return None
    count = next((n for n in (1, 2) if n < len(rows) and conversations.COUNT.fullmatch(lines[rows[n]].text)), 0)
    if not count:
        return _message(pages, lines, rows, max(floor, index - 1))
    head = _message(pages, lines, rows[count + 1 :], rows[count])
    if head is not None:
        subject = lines[rows[count - 1]]
        head.fields["subject"] = [Piece(subject.page, subject.at, subject.end)]
        head.first = head.block = Point(index, lines[index].at)
        head.top = "the first message of a printed conversation"
    return head


def _message(pages: Sequence[Page], lines: Sequence[Line], rows: Sequence[int], floor: int) -> Head | None:
    """A message whose sender is the first of `rows`, with its time in the same line or in the next, then To."""
    for to in rows[1:3]:
        label = at_start(lines[to].text)
        if label is None or label.field != "to":
            continue
        head = Reader(pages, lines, to, label.start).read()
        if conversations.complete(pages, lines, head, floor) or lotus.complete(pages, lines, head, floor):
            head.header_kind = HeaderKind.TOP
            return head
    return None


LAYOUT = Printed(
    name="gmail_print",
    signs=(
        Sign("message", 0.5, "a count of messages", re.compile(r"^[ \t]*\d{1,3} messages?[ \t]*$", re.MULTILINE)),
        Sign("Gmail", 0.4, "the name of the service", re.compile(r"^[ \t]*(?:\S{1,2} )?Gmail\b", re.MULTILINE)),
        Sign("mail.google.com/mail", 0.4, "the address of the service"),
        Sign("[Quoted text hidden]", 0.3, "a hidden quotation"),
    ),
    special=read,
)
