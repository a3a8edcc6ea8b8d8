"""Headers whose sender and time stand above the To line without labels.

Lotus Notes prints them so inside answers, web mail at the top of a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.heads import Head
from onrecord.messages.lines import Line, Piece, Point
from onrecord.model import Page
from onrecord.text import dates

DAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?"
TIME = (
    DAY + r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?(?: [A-Z]{2,4})?(?: ?[+-]?\d{4})?"
)
WORDED = (
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}"
    r"|\d{1,2}\.? [A-Z][a-z]{2,8}),? \d{4}"
    r"(?:,? (?:at )?|, )\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?(?: [A-Z]{2,4}| [+-]\d{4})?"
)
#: A line that is a time and nothing else.
ALONE = re.compile(rf"{TIME}|{WORDED}")
NAMED = re.compile(rf"(?P<name>\S[^\n]{{1,110}}?),? on (?P<time>{TIME})")
AFTER_NAME = re.compile(rf"(?P<name>\S[^\n]{{1,80}}?)[ \t]{{2,}}(?P<time>{TIME})")
HALF = re.compile(r"[AaPp][Mm](?: [A-Z]{2,4})?")
ASIDE = re.compile(r"(?:Sent by|Please respond to|Sent From|Phone No|Tel|Office|Reply to)\b[^\n]{0,90}", re.IGNORECASE)

#: How many lines above the To line the name and the time are looked for.
REACH = 9


def complete(pages: Sequence[Page], lines: Sequence[Line], head: Head, floor: int) -> bool:
    """Find the sender and the time of a header that begins with To; False when they are not there.

    Only lines after index `floor` are looked at. The head is extended upwards.
    """
    index = head.block.line - 1
    asides = 0
    while index > floor and head.block.line - index <= REACH:
        text = lines[index].text
        if not text or (ASIDE.fullmatch(text) and asides < 3):
            asides += bool(text)
            index -= 1
            continue
        return _time_in(pages, lines, head, index, floor)
    return False


def _time_in(pages: Sequence[Page], lines: Sequence[Line], head: Head, index: int, floor: int) -> bool:
    line = lines[index]
    if ALONE.fullmatch(line.text):
        name = _name_above(lines, index, floor)
        if name is None:
            return False
        return _extend(pages, head, lines, name, (0, len(lines[name].text)), index, (0, len(line.text)))
    match = NAMED.fullmatch(line.text) or AFTER_NAME.fullmatch(line.text)
    if match is not None:
        return _extend(pages, head, lines, index, match.span("name"), index, match.span("time"))
    if index - 1 > floor and (HALF.fullmatch(line.text) or ALONE.fullmatch(line.text)):
        upper = lines[index - 1]
        match = NAMED.fullmatch(upper.text)
        if match is not None:
            return _extend(pages, head, lines, index - 1, match.span("name"), index - 1, match.span("time"), index)
    return _wrapped(pages, lines, head, index, floor)


def _wrapped(pages: Sequence[Page], lines: Sequence[Line], head: Head, index: int, floor: int) -> bool:
    """'"Ruiz, Ana" <ana@example.org> on 04/19/2001' wrapped before, after or within its time."""
    if index - 1 <= floor:
        return False
    upper, lower = lines[index - 1], lines[index]
    match = NAMED.fullmatch(f"{upper.text} {lower.text}")
    cut = len(upper.text) + 1
    if match is None or len(upper.text) < 20:
        return False
    start = match.start("time")
    name = (0, min(match.end("name"), len(upper.text)))
    if start >= cut:
        return _extend(pages, head, lines, index - 1, name, index, (start - cut, len(lower.text)))
    return _extend(pages, head, lines, index - 1, name, index - 1, (start, len(upper.text)), index)


def _name_above(lines: Sequence[Line], index: int, floor: int) -> int | None:
    """The line of the name above the time in line `index`."""
    for above in range(index - 1, max(floor, index - 6), -1):
        text = lines[above].text
        if not text or ASIDE.fullmatch(text):
            continue
        if len(text) < 100 and not text.endswith((".", ":", "?", "!", "---")) and any(map(str.isalpha, text)):
            return above
        return None
    return None


def _extend(
    pages: Sequence[Page],
    head: Head,
    lines: Sequence[Line],
    name: int,
    name_at: tuple[int, int],
    time: int,
    time_at: tuple[int, int],
    half: int | None = None,
) -> bool:
    upper, lower = lines[name], lines[time]
    moment_text = lower.text[slice(*time_at)] + (f" {lines[half].text}" if half is not None else "")
    moment = dates.find(moment_text)
    if moment is None:
        return False
    head.moment = moment
    head.first = head.block = Point(name, upper.at + name_at[0])
    sent = [Piece(lower.page, lower.at + time_at[0], lower.at + time_at[1])]
    if half is not None:
        sent.append(Piece(lines[half].page, lines[half].at, lines[half].end))
    sender = [Piece(upper.page, upper.at + name_at[0], upper.at + name_at[1])]
    head.fields = {"from": sender, "sent": sent, **head.fields}
    head.order = ["from", "sent", *head.order]
    head.why = "a name and a time above To"
    return True


def split_sender(head: Head, lines: Sequence[Line], pages: Sequence[Page]) -> None:
    """ "From: Ana Ruiz on 05/22/2000 11:19 CDT": part the sender from the time."""
    pieces = head.fields.get("from")
    if not pieces or "sent" in head.fields:
        return
    piece = pieces[-1]
    text = pages[piece.page].text[piece.start : piece.end]
    match = NAMED.fullmatch(text) or AFTER_NAME.fullmatch(text)
    if match is None or (moment := dates.find(match["time"])) is None:
        return
    head.moment = moment
    pieces[-1] = Piece(piece.page, piece.start + match.start("name"), piece.start + match.end("name"))
    head.fields["sent"] = [Piece(piece.page, piece.start + match.start("time"), piece.start + match.end("time"))]
    head.order.insert(1, "sent")
