"""Headers whose labels and values OCR read as separate columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.heads import Head
from onrecord.messages.lines import Line, Piece, Point, text_of
from onrecord.model import Page
from onrecord.text import dates

#: How many lines below the labels the values are looked for.
REACH = 8
ANSWER = re.compile(r"(?:^|(?<=\s))(?:RE|Re|FW|FWD|Fwd|Fw) ?: ")
WEEKDAY = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? ?$")


def repair(pages: Sequence[Page], lines: Sequence[Line], head: Head) -> None:
    """Give the fields of a header their values when the values stand apart from their labels."""
    fields = head.fields
    if not fields.get("sent", True) and fields.get("from"):
        _date_beside_from(pages, head)
    if {"from", "sent", "to", "subject"} <= fields.keys() and not any(fields[name] for name in ("from", "sent", "to")):
        _values_below(lines, head)


def _date_beside_from(pages: Sequence[Page], head: Head) -> None:
    """The time stands where the sender should: the sender is blank."""
    piece = head.fields["from"][-1]
    text = text_of(pages[piece.page], piece)
    moment = dates.find(text)
    if moment is None or not moment.clock:
        return
    start = _weekday(text, moment.start)
    head.fields["sent"] = [Piece(piece.page, piece.start + start, piece.start + moment.end)]
    left = text[:start].rstrip()
    head.fields["from"] = [
        *head.fields["from"][:-1],
        *([Piece(piece.page, piece.start, piece.start + len(left))] if left else []),
    ]


def _weekday(text: str, start: int) -> int:
    match = WEEKDAY.search(text, 0, start)
    return match.start() if match is not None else start


def _values_below(lines: Sequence[Line], head: Head) -> None:
    """All labels, then all values: sender above the time or before it, recipient and subject after it."""
    index = head.after.line + (head.after.offset > lines[head.after.line].stop)
    sender: list[Piece] = list(head.fields["subject"])
    for row in range(index, min(len(lines), index + REACH)):
        line = lines[row]
        moment = dates.find(line.text) if line.text else None
        if moment is None or not moment.clock:
            if line.text and row == index and not sender:
                sender = [Piece(line.page, line.at, line.end)]
            continue
        start = _weekday(line.text, moment.start)
        before, rest = line.text[:start].rstrip(), line.text[moment.end :]
        if before:
            sender = [Piece(line.page, line.at, line.at + len(before))]
        head.fields["from"] = sender if row - index <= 1 or before else []
        head.fields["sent"] = [Piece(line.page, line.at + start, line.at + moment.end)]
        _recipient_and_subject(lines, head, row, moment.end, rest)
        return


def _recipient_and_subject(lines: Sequence[Line], head: Head, row: int, offset: int, rest: str) -> None:
    line = lines[row]
    answer = ANSWER.search(rest)
    names = rest[: answer.start()] if answer is not None else rest
    head.fields["to"] = _piece(line, offset, names)
    head.fields["subject"] = []
    if answer is not None:
        head.fields["subject"] = _piece(line, offset + answer.start(), rest[answer.start() :])
    else:
        if not names.strip() and row + 2 < len(lines) and ANSWER.match(lines[row + 2].text):
            row += 1
            head.fields["to"] = [Piece(lines[row].page, lines[row].at, lines[row].end)]
        if row + 1 < len(lines) and ANSWER.match(lines[row + 1].text):
            row += 1
            line = lines[row]
            head.fields["subject"] = [Piece(line.page, line.at, line.end)]
    head.after = Point(row, line.stop + 1)


def _piece(line: Line, offset: int, words: str) -> list[Piece]:
    bare = words.strip()
    if not bare:
        return []
    at = line.at + offset + words.index(bare[0])
    return [Piece(line.page, at, at + len(bare))]
