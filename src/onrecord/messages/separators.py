"""Lines that mail programs put between an answer and the message below it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.lines import Line, Point

#: "-----Original Message-----" and its kin, with what OCR leaves of the dashes. Group 1 is the whole line's words.
SEPARATOR = re.compile(
    r"[^\w\n]{0,40}(?:\w{1,3} )?[-–—_ ]{0,40}"
    r"(?:(?:Original|Origlnal|0riginal) (?:Message|Messag[ec]"
    r"|Appointment|Mail)|Forwarded [Mm]essage|Ursprüngliche Nachricht"
    r"|Message d'origine|Mensaje original|Messaggio originale|Oorspronkelijk bericht"
    r"|Reply (?:[Mm]essage|Separator)|Inline attachment follows[^\n]{0,60}"
    r"|Forwarded by [^\n]{2,120} on \d[^\n]{4,30}|Message from [^\n]{2,80} on [^\n]{6,40})"
    r"(?:[^\w\n]{0,60}(?:\w{1,3})?|_{0,60})"
)
FORWARDED = re.compile(
    r"[^\w\n]{0,40}(?:Begin forwarded message|Anfang der weitergeleiteten (?:E-Mail|Nachricht)"
    r"|Début du message (?:réexpédié|transféré)|Inizio messaggio inoltrato|Inicio del mensaje reenviado) ?[:;.]?\W{0,5}"
)
RULE = re.compile(r"[-_=*~–—#>| ]{6,}")
WRAPPED_START = re.compile(r"[^\w\n]{2,60}Forwarded by\b")

#: How many lines above a header are looked at for its separator.
REACH = 5


def is_one(text: str) -> bool:
    """Whether the line is a separator of its own."""
    if (
        "-" not in text[:60]
        and "_Reply Sep" not in text
        and "essage" not in text
        and "rwarded" not in text
        and "acht" not in text
        and "riginal" not in text
    ):
        return False
    return SEPARATOR.fullmatch(text) is not None or FORWARDED.fullmatch(text) is not None


def starts(text: str) -> bool:
    """Whether a line begins with a separator, whatever stands after it."""
    return ("riginal" in text[:60] or "rward" in text[:60]) and (
        SEPARATOR.match(text) or FORWARDED.match(text)
    ) is not None


def is_rule(text: str) -> bool:
    """Whether the line is a drawn rule."""
    return len(text) >= 6 and RULE.fullmatch(text) is not None


def before_label(text: str, offset: int) -> bool:
    """Whether the words of a line before `offset` are a separator: "-----Original Message----- From: ..."."""
    return offset < 200 and is_one(text[:offset].rstrip())


def above(lines: Sequence[Line], start: Point, floor: Point) -> tuple[Point, bool]:
    """Where the separator above a header at `start` begins, or `start` itself; and whether there is one.

    Nothing at or before `floor` is taken.
    """
    line = lines[start.line]
    inner = start.offset - line.at
    if inner > 0 and before_label(line.text, inner):
        return Point(start.line, max(line.at, floor.offset if floor.line == start.line else 0)), True
    index, best = start.line - 1, start
    limit = max(floor.line, start.line - 1 - REACH)
    while index > limit or (index == limit and index >= 0 and lines[index].start >= floor.offset):
        text = lines[index].text
        if not text:
            index -= 1
            continue
        if FORWARDED.fullmatch(text):
            # The forwarder's program wrote this into the forwarder's message: it stays there.
            return best, True
        if is_one(text):
            return Point(index, lines[index].at), True
        if (first := _wrapped(lines, index, limit)) is not None:
            return first, True
        if not is_rule(text) or best is not start:
            break
        best = Point(index, lines[index].at)
        index -= 1
    return best, False


def _wrapped(lines: Sequence[Line], index: int, limit: int) -> Point | None:
    """A "---- Forwarded by ... ----" that was wrapped and ends in line `index`."""
    if not lines[index].text.rstrip().endswith(("---", "--", "-")):
        return None
    for back in (1, 2):
        if index - back >= max(limit, 0) and WRAPPED_START.match(lines[index - back].text):
            return Point(index - back, lines[index - back].at)
    return None
