"""Headers of conversation prints: a name and a time in one line above To, and forwards that print nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.heads import Head
from onrecord.messages.lines import Line, Piece, Point
from onrecord.model import HeaderKind, Page
from onrecord.text import dates

COUNT = re.compile(r"\d{1,3} (?:messages?|Nachrichten?|mensajes?)")
SENDER = re.compile(r"[^\n]{2,100}?(?:<[^<>\n]{0,80}>|[\w\"')])[ \t]*")
#: What a header is known by that is only such a line.
FORWARDING = "a forwarding line"
FORWARD = re.compile(r"[^\w\n]{2,60}Forwarded by (?P<name>[^\n]{2,100}?) on (?P<time>\d[^\n]{5,30}?)[^\w\n]{0,60}")


def complete(pages: Sequence[Page], lines: Sequence[Line], head: Head, floor: int) -> bool:
    """Find "Ana Ruiz <ana@example.org>    Tue, Mar 3, 2020 at 9:53 AM" above a header that begins with To."""
    index = head.block.line - 1
    if index <= floor or index < 0:
        return False
    line = lines[index]
    moment = dates.find(line.text)
    if moment is None or not moment.clock or moment.end < len(line.text) - 2:
        return False
    start = _weekday(line.text, moment.start)
    name = line.text[:start].rstrip()
    if not name:
        return False
    if SENDER.fullmatch(name) is None or len(name) > 100:
        return False
    head.moment = moment
    head.first = head.block = Point(index, line.at)
    sender = [Piece(line.page, line.at, line.at + len(name))]
    sent = [Piece(line.page, line.at + start, line.at + moment.end)]
    head.fields = {"from": sender, "sent": sent, **head.fields}
    head.order = ["from", "sent", *head.order]
    head.why = "a name and a time in the line above To"
    return True


def _weekday(text: str, start: int) -> int:
    match = re.search(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? $", text[:start])
    return match.start() if match is not None else start


def forward_only(lines: Sequence[Line], index: int) -> Head | None:
    """A "---- Forwarded by Ana Ruiz on 11/30/2000 06:42 PM ----" below which no header stands."""
    text = lines[index].text
    wrapped = index + 1 < len(lines) and not text.endswith("--")
    joined = f"{text} {lines[index + 1].text}" if wrapped else text
    match = FORWARD.fullmatch(joined)
    if match is None:
        return None
    last = index + 1 if wrapped else index
    line = lines[index]
    stop = min(match.end("name"), len(text))
    start = Point(index, line.at)
    return Head(
        first=start,
        block=start,
        after=Point(last, lines[last].stop + 1),
        fields={"from": [Piece(line.page, line.at + match.start("name"), line.at + stop)]},
        order=["from"],
        header_kind=HeaderKind.ATTRIBUTION,
        moment=dates.find(match["time"]),
        why=FORWARDING,
    )
