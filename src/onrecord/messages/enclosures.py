"""Attachments below a body: where they are listed, and where a printed chain ends and their own pages begin."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.blocks import FILE_NAME
from onrecord.messages.heads import Head
from onrecord.messages.lines import Line, Piece, Point
from onrecord.model import HeaderKind

#: "2 attachments" alone on a line, as web mail ends a message, and the sizes printed below the names.
COUNT = re.compile(r"\d{1,3} attachments?")
SIZE = re.compile(r"\d[\d.,]{0,6} ?[KMG]B?")
#: A label below the body, as Notes prints it.
LABEL = re.compile(r"Attachments?: {0,4}(?=\S)")
#: Nothing but exemption codes: the labels of boxes, which many producers print last in a page's text.
CODES = re.compile(
    r"(?:(?:\(\s?b\s?\)\s?\(\s?\d\s?\)(?:\s?\([A-Fa-f]\))?|b[1-9](?:\([A-Fa-f]\)|[A-Fa-f])?\b)[\s,;]{0,3}){1,12}"
)
#: A name is shorter than this, and so many of them are looked at.
NAME, MOST = 160, 40

#: A title at the top of an attachment is shorter than this, and so is the last line of a message that has ended.
TITLE, LAST = 60, 60


def end_before(lines: Sequence[Line], chain: Sequence[Head], stop: int) -> None:
    """End the last body of a chain at the page on which an attachment begins; the next chain begins in line `stop`.

    Only where the chain's headers name attachments: then a page that begins with a title, after a page whose last line
    is short, is taken for the first page of one.
    """
    if not any(head.fields.get("attachments") for head in chain):
        return
    head = chain[-1]
    if head.last is not None:
        return
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


def listed(lines: Sequence[Line], chain: Sequence[Head], stop: int) -> None:
    """Take the names of attachments that are listed at the end of a body, and end the body there.

    `stop` is the line at which the next chain begins. A count ("2 attachments") ends a printed message with all that
    it quotes, a label the body above it.
    """
    top = chain[0]
    for head, following in zip(chain, [*chain[1:], None], strict=True):
        top = head if head.header_kind is HeaderKind.TOP else top
        last = following.first.line if following is not None else stop
        for index in range(head.after.line, last):
            text = lines[index].text
            if "ttachment" not in text:
                continue
            counted = COUNT.fullmatch(text) is not None
            names = _counted(lines, index, last) if counted else _labelled(lines, index, last)
            owner = top if counted else head
            if names and not owner.fields.get("attachments"):
                owner.fields["attachments"] = names
                head.last = Point(index, lines[index].start)
                break


def _counted(lines: Sequence[Line], index: int, stop: int) -> list[Piece]:
    """The names below a count, one a line; none when anything but codes of boxes stands below it on its page."""
    names = []
    for line in lines[index + 1 : min(stop, index + MOST)]:
        if line.page != lines[index].page:
            break
        if _is_name(line.text):
            names.append(Piece(line.page, line.at, line.end))
        elif line.text and SIZE.fullmatch(line.text) is None and CODES.fullmatch(line.text) is None:
            return []
    return names


def _labelled(lines: Sequence[Line], index: int, stop: int) -> list[Piece]:
    """The names behind a label and in the lines below it; none when anything else stands there on its page."""
    line = lines[index]
    match = LABEL.match(line.text)
    if match is None or FILE_NAME.search(line.text) is None:
        return []
    names = [Piece(line.page, line.at + match.end(), line.end)]
    for below in lines[index + 1 : min(stop, index + MOST)]:
        if below.page != line.page:
            break
        if not below.text or CODES.fullmatch(below.text) is not None:
            continue
        if not _is_name(below.text):
            return []
        names.append(Piece(below.page, below.at, below.end))
    return names


def _is_name(text: str) -> bool:
    return 0 < len(text) < NAME and FILE_NAME.search(text) is not None
