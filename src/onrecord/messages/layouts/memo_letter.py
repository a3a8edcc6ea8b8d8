"""Memoranda and letters, which are no mail but messages all the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.heads import Head, add
from onrecord.messages.layouts.protocol import Printed, Sign
from onrecord.messages.lines import Line, Point
from onrecord.model import HeaderKind, MessageKind, Page
from onrecord.text import dates

DEAR = re.compile(r"Dear [^\n]{2,60}[:,]")
CLOSE = re.compile(
    r"(?:Sincerely|Respectfully|Very truly yours|Yours (?:truly"
    r"|sincerely|faithfully)|Best regards|Kind regards)(?: yours)?,?"
)
REGARDING = re.compile(r"(?:RE|Re|SUBJECT|Subject) ?: ?")
NAME = re.compile(r"(?:(?:Mr|Ms|Mrs|Dr|Hon)\.? )?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,4}(?:,? [A-Z][\w.]{1,6})?")

#: A letter's date stands among the first lines of its page, its salutation within so many lines of the date, its close
#: within so many lines of the salutation.
DATE_DEPTH, SALUTATION, LENGTH = 14, 30, 220


def read(pages: Sequence[Page], lines: Sequence[Line], index: int, floor: int) -> Head | None:
    """The letter whose date is line `index`, or None."""
    line = lines[index]
    moment = dates.find(line.text) if 8 <= len(line.text) <= 40 and line.text[-1].isdigit() else None
    if moment is None or moment.clock or moment.start > 12 or not _near_top(lines, index, floor):
        return None
    dear = next(
        (i for i in range(index + 1, min(len(lines), index + SALUTATION)) if DEAR.fullmatch(lines[i].text)), None
    )
    if dear is None or lines[dear].page != line.page:
        return None
    start = Point(index, line.at)
    head = Head(
        first=start,
        block=start,
        after=Point(dear, lines[dear].start),
        kind=MessageKind.LETTER,
        header_kind=HeaderKind.TOP,
        moment=moment,
        why="a date and a salutation",
    )
    add(head, "sent", line, 0, len(line.text))
    for row in range(index + 1, dear):
        found = REGARDING.match(lines[row].text)
        if found is not None:
            add(head, "subject", lines[row], found.end(), len(lines[row].text))
        elif lines[row].text and "to" not in head.fields and NAME.fullmatch(lines[row].text):
            add(head, "to", lines[row], 0, len(lines[row].text))
    signer = _signer(lines, dear)
    if signer is not None:
        add(head, "from", signer, 0, len(signer.text))
    return head


def _near_top(lines: Sequence[Line], index: int, floor: int) -> bool:
    seen, page = 0, lines[index].page
    while index > 0 and lines[index - 1].page == page and seen <= DATE_DEPTH:
        index -= 1
        if index <= floor:
            return False
        seen += bool(lines[index].text)
    return seen <= DATE_DEPTH


def _signer(lines: Sequence[Line], dear: int) -> Line | None:
    """The name below the close."""
    last = min(len(lines), dear + LENGTH)
    close = next((i for i in range(dear + 1, last) if CLOSE.fullmatch(lines[i].text)), None)
    if close is None:
        return None
    return next((line for line in lines[close + 1 : close + 9] if NAME.fullmatch(line.text)), None)


LAYOUT = Printed(
    name="memo_letter",
    signs=(
        Sign("MEMORANDUM", 0.45, "the word memorandum"),
        Sign("Dear ", 0.25, "a salutation", re.compile(r"^[ \t]*Dear [^\n]{2,60}[:,][ \t]*$", re.MULTILINE)),
        Sign("Sincerely", 0.15, "a close", re.compile(r"^[ \t]*Sincerely[ \t]*,?[ \t]*$", re.MULTILINE)),
        Sign(
            "TO:",
            0.3,
            "a block of To and From",
            re.compile(r"^[ \t]*TO:[^\n]*\n(?:[^\n]*\n){0,3}[ \t]*(?:FROM|THRU|THROUGH|CC):", re.MULTILINE),
        ),
    ),
    special=read,
)
