"""Finding where a subject ends when OCR ran it into the text below or broke it over lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.chains import PREFIX, squeeze
from onrecord.messages.heads import Head, value
from onrecord.messages.lines import Line, Piece, Point
from onrecord.model import Page

GREETING = re.compile(
    r"(?<=\s)(?:Dear|Hi|Hello|Hey|Good (?:[Mm]orning|[Aa]fternoon|[Ee]vening)|Greetings|Bonjour|Hola|Egregio|Sehr geehrte[rn]?)\b[ ,!]"
)
ADDRESSED = re.compile(
    r"(?<=\s)(?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Ambassador|Secretary|Director)\.?,? )?"
    r"([A-Z][\w'’-]+)(?:,? (?:and|&) [A-Z][\w'’-]+)?(?: [A-Z][\w'’-]+)?[,:;]"
)
WORD = re.compile(r"[A-Z][\w'’-]{2,}")
#: A subject shorter than this (letters and digits) is no evidence of where another one ends.
SHORT = 4


def repair(pages: Sequence[Page], lines: Sequence[Line], chain: Sequence[Head]) -> None:
    """Set the ends of the subjects of a chain, moving what is body back into the body.

    The evidence, in this order: another message of the chain prints the same subject; the words that follow greet a
    recipient.
    """
    merged = any(head.merged for head in chain)
    subjects = [squeeze(value(pages, head, "subject")) for head in chain]
    for index, head in enumerate(chain):
        if not head.fields.get("subject") or head.header_kind.value == "native":
            continue
        for other in (index + 1, index - 1):
            if 0 <= other < len(chain) and len(subjects[other]) >= SHORT and merged:
                _by_neighbour(pages, lines, head, subjects[index], subjects[other])
        if squeeze(value(pages, head, "subject")) == subjects[index]:
            known = any(subjects[index] and subjects[index] in subject for n, subject in enumerate(subjects) if n != index)
            if not known:
                _by_greeting(pages, lines, head, merged)
        subjects[index] = squeeze(value(pages, head, "subject"))


def _by_neighbour(pages: Sequence[Page], lines: Sequence[Line], head: Head, mine: str, other: str) -> None:
    if mine == other:
        return
    if mine.startswith(other):
        _cut_after(pages, lines, head, len(other))
    elif other.startswith(mine) and len(mine) >= SHORT:
        _extend(pages, lines, head, other[len(mine) :])


def _cut_after(pages: Sequence[Page], lines: Sequence[Line], head: Head, count: int) -> None:
    """End the subject after `count` letters and digits of its own words, if a word ends there."""
    pieces = head.fields["subject"]
    done = 0
    for row, piece in enumerate(pieces):
        text = pages[piece.page].text[piece.start : piece.end]
        begin = PREFIX.match(text).end() if row == 0 and PREFIX.match(text) else 0  # type: ignore[union-attr]
        for offset in range(begin, len(text)):
            done += text[offset].isalnum()
            if done == count:
                end = offset + 1
                while end < len(text) and text[end] in "?!.)\"'”’":
                    end += 1
                if end < len(text) and text[end].isspace():
                    _end_at(lines, head, row, end)
                return


def _end_at(lines: Sequence[Line], head: Head, row: int, end: int) -> None:
    """End the subject at offset `end` of its piece number `row`; the rest becomes body."""
    pieces = head.fields["subject"]
    piece = pieces[row]
    if any(later.start > piece.start and later.page == piece.page for name, found in head.fields.items() if name != "subject" for later in found):
        # Another field follows on the same header: the words between are lost to both.
        head.fields["subject"] = [*pieces[:row], Piece(piece.page, piece.start, piece.start + end)]
        return
    head.fields["subject"] = [*pieces[:row], Piece(piece.page, piece.start, piece.start + end)]
    head.after = _point(lines, head, piece, end)


def _point(lines: Sequence[Line], head: Head, piece: Piece, end: int) -> Point:
    """The point after `end` characters of a piece of this header."""
    row = head.block.line
    while lines[row].page != piece.page or lines[row].end < piece.end:
        row += 1
    line = lines[row]
    rest = line.text[piece.start + end - line.at :]
    return Point(row, piece.start + end + len(rest) - len(rest.lstrip()))


def _extend(pages: Sequence[Page], lines: Sequence[Line], head: Head, rest: str) -> None:
    """Take the next line into the subject when it begins with what the other message's subject goes on with."""
    index = head.after.line
    row = index + 1 if head.after.offset > lines[index].stop else index
    if row >= len(lines) or not lines[row].text:
        return
    line = lines[row]
    words = squeeze(line.text)
    if not words.startswith(rest) and not rest.startswith(words):
        return
    count = min(len(rest), len(words))
    done = 0
    for offset, char in enumerate(line.text):
        done += char.isalnum()
        if done == count:
            head.fields["subject"].append(Piece(line.page, line.at, line.at + offset + 1))
            end = offset + 1
            whole = not line.text[end:].strip(" .!?)")
            head.after = Point(row, line.stop + 1 if whole else line.at + end + 1)
            return


def _by_greeting(pages: Sequence[Page], lines: Sequence[Line], head: Head, merged: bool) -> None:
    pieces = head.fields["subject"]
    piece = pieces[-1]
    text = pages[piece.page].text[piece.start : piece.end]
    begin = PREFIX.match(text)
    start = begin.end() if begin is not None else 0
    match = GREETING.search(text, start + 2)
    if match is None:
        match = _addressed(pages, head, text, start + 2, merged)
    if match is not None and text[start : match.start()].strip():
        _end_at(lines, head, len(pieces) - 1, match.start())
        head.fields["subject"] = [
            *head.fields["subject"][:-1],
            _stripped(pages, head.fields["subject"][-1]),
        ]


def _stripped(pages: Sequence[Page], piece: Piece) -> Piece:
    text = pages[piece.page].text[piece.start : piece.end]
    return Piece(piece.page, piece.start, piece.start + len(text.rstrip()))


def _addressed(pages: Sequence[Page], head: Head, text: str, start: int, merged: bool) -> re.Match[str] | None:
    """Words that address a recipient of this message: "Maria:", "Dr. Ruiz," at the end, or anywhere in merged lines."""
    recipients = set(WORD.findall(value(pages, head, "to")))
    for match in ADDRESSED.finditer(text, start):
        if match[1] in recipients and (match.end() == len(text) or (merged and text[match.end() : match.end() + 1] == " ")):
            return match
    return None
