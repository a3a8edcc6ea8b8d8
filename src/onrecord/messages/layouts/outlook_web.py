"""Outlook on the web: subject, sender and time stand above To without labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages import blocks, labels, lotus
from onrecord.messages.heads import Head
from onrecord.messages.layouts.protocol import Printed, Sign, first_words
from onrecord.messages.lines import Line, Piece, Point
from onrecord.model import Page

TIME = re.compile(r"^[ \t]*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d", re.MULTILINE)
#: The same at the very top of a page, where what is quoted below cannot print it.
TOP = re.compile(
    r"\A(?:[^\n]{1,300}\n){2,3}[ \t]*(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d ?[AP]M\s*\nTo:"
)
COUNT = re.compile(r"\d{1,3} attachments? \([^()\n]{1,20}\)")
PREFIX = re.compile(r"(?:RE|FWD?):", re.IGNORECASE)
SMALL = re.compile(r" (?:about|and|at|for|from|in|of|on|the|to|with) ")
FILES = re.compile(r"[^\n;]{1,120}\.[A-Za-z]{2,4}\d?;?(?: ?[^\n;]{1,120}\.[A-Za-z]{2,4}\d?;?){0,20}")


def read(pages: Sequence[Page], lines: Sequence[Line], index: int, floor: int) -> Head | None:
    """The header whose first line, its subject, is line `index`."""
    rows = first_words(lines, index, 4)
    unsigned = len(rows) > 2 and lotus.ALONE.fullmatch(lines[rows[1]].text) is not None and _tells(lines[index].text)
    if unsigned:
        rows.insert(1, index)
    if len(rows) < 4 or lotus.ALONE.fullmatch(lines[rows[2]].text) is None:
        return None
    label = labels.at_start(lines[rows[3]].text)
    if label is None or label.field != "to":
        return None
    head = blocks.Reader(pages, lines, rows[3], label.start).read()
    if not lotus.complete(pages, lines, head, max(floor, index - unsigned)):
        return None
    if unsigned:
        del head.fields["from"]
        head.order.remove("from")
    subject = lines[index]
    head.fields["subject"] = [Piece(subject.page, subject.at, subject.end)]
    head.first = head.block = Point(index, subject.at)
    head.top, head.why = "printed from web mail", "subject, sender and time above To"
    _attachments(lines, head)
    return head


def _tells(text: str) -> bool:
    """Whether a line right above the time is a subject: the line of the sender between them is blank paper.

    A name has no number and no small words, and "RE:" stands before no name.
    """
    if "@" in text or "(" in text:
        return False
    words = re.findall(r"[^\W_]+", text)
    return PREFIX.match(text) is not None or any(word.isdigit() for word in words) or SMALL.search(text) is not None


def _attachments(lines: Sequence[Line], head: Head) -> None:
    """ "1 attachments (956 KB)" and the names below it."""
    row = head.after.line + (head.after.offset > lines[head.after.line].stop)
    rows = first_words(lines, row, 2) if row < len(lines) else []
    if len(rows) < 2 or COUNT.fullmatch(lines[rows[0]].text) is None or FILES.fullmatch(lines[rows[1]].text) is None:
        return
    names = lines[rows[1]]
    head.fields["attachments"] = [Piece(names.page, names.at, names.end)]
    head.after = Point(rows[1], names.stop + 1)


LAYOUT = Printed(
    name="outlook_web",
    signs=(
        Sign("To:", 0.6, "a weekday and a time above To", TIME),
        Sign("To:", 0.4, "and that at the top", TOP),
        Sign("attachment", 0.2, "a count of attachments", re.compile(r"^[ \t]*\d{1,3} attachments? \(", re.MULTILINE)),
        Sign("outlook.office", 0.3, "the address of the service"),
    ),
    special=read,
)
