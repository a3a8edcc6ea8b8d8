"""Gmail's print of a conversation: the subject and a count of messages once, then name, time and To of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages import conversations
from onrecord.messages.heads import Head
from onrecord.messages.layouts.protocol import Printed, Sign, first_words
from onrecord.messages.lines import Line, Piece, Point
from onrecord.messages.blocks import Reader
from onrecord.messages.labels import at_start
from onrecord.model import HeaderKind, Page


def read(pages: Sequence[Page], lines: Sequence[Line], index: int, floor: int) -> Head | None:
    """The header that begins in line `index` with the subject, or with the sender and time of a later message."""
    rows = first_words(lines, index, 4)
    if len(rows) >= 4 and conversations.COUNT.fullmatch(lines[rows[1]].text):
        head = _message(pages, lines, rows[2], rows[3], floor)
        if head is not None:
            subject = lines[index]
            head.fields["subject"] = [Piece(subject.page, subject.at, subject.end)]
            head.first = head.block = Point(index, subject.at)
            head.top = "the first message of a printed conversation"
        return head
    return _message(pages, lines, index, rows[1], floor) if len(rows) >= 2 else None


def _message(pages: Sequence[Page], lines: Sequence[Line], sender: int, to: int, floor: int) -> Head | None:
    label = at_start(lines[to].text)
    if label is None or label.field != "to":
        return None
    head = Reader(pages, lines, to, label.start).read()
    if not conversations.complete(pages, lines, head, max(floor, sender - 1)):
        return None
    head.header_kind = HeaderKind.TOP
    return head


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
