"""Messages off telephones as extraction reports print them: a block of labelled lines for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.contacts import people, times
from onrecord.contacts.chats import CHAT, LABEL, ROLES, TEXTS, _merged
from onrecord.contacts.entries import _direction
from onrecord.contacts.lines import Line
from onrecord.contacts.tables import Cell
from onrecord.model import Page, cite, stable_id
from onrecord.model.contacts import Channel, Contact

#: A block of labelled lines that is a message has at least these, and none of the labels of mail.
NEEDED = frozenset({"from", "when", "text"})

#: Labels of mail, which extraction reports of telephones do not print: the block is the header of a message.
MAIL = re.compile(r"(?:Subject|SUBJECT|Cc|CC|Bcc|Attachments?) ?:")

#: Lines that the text of one message goes on over.
LONGEST = 200


def read(pages: Sequence[Page], lines: Sequence[Line], texts: Mapping[str, str]) -> Iterator[Contact]:
    """The labelled messages in the stream, in order. `texts` are the texts of `pages` by their keys."""
    opening = " ".join(line.text for line in lines[:12])
    block: list[tuple[str, Line, int]] = []
    for line in lines:
        if MAIL.match(line.text):
            block = []
            continue
        match = LABEL.fullmatch(line.text) if ":" in line.text[:14] else None
        kind = ROLES.get(" ".join(match["label"].lower().split()), "") if match else ""
        if match is None or not kind:
            text_open = any(one[0] == "text" for one in block) and len(block) < LONGEST
            if text_open and line.text.strip("-=_* #"):
                block.append(("more", line, 0))
            continue
        if kind in {one[0] for one in block} - {"when", "other"} or (kind == "from" and block):
            yield from _contact(pages, block, opening, texts)
            block = []
        block.append((kind, line, match.start("value")))
    yield from _contact(pages, block, opening, texts)


def _contact(
    pages: Sequence[Page], block: Sequence[tuple[str, Line, int]], opening: str, texts: Mapping[str, str]
) -> Iterator[Contact]:
    kinds = {kind for kind, _, _ in block}
    if not kinds >= NEEDED:
        return
    placed: dict[str, list[Cell]] = {}
    for kind, line, at in block:
        if kind != "more" and line.text[at:].strip():
            placed.setdefault(kind, []).append(Cell(line.text[at:], line.start + at, line.end))
    page = pages[block[0][1].page]
    printed = " ".join(cell.text for cell in placed.get("when", ()))
    when = times.whole(printed)
    sender = people.one(page, "from", placed.get("from", ()))
    if when is None or sender is None or "T" not in when.local:
        return
    own = [line for _, line, _ in block]
    said = [line.text[at:] for kind, line, at in block if kind in {"text", "more"}]
    yield Contact(
        id=stable_id("k", page.file, page.number, own[0].start),
        citation=cite(_merged(pages, own), texts),
        channel=Channel.CHAT if CHAT.search(opening) and not TEXTS.search(opening) else Channel.TEXT,
        parties=(sender, *people.listed(page, "to", placed.get("to", ()))),
        starts=when.iso,
        when=printed,
        direction=_direction(placed),
        text="\n".join(said).strip(),
        layout="labelled lines for each message",
        why="From, a time and a text",
    )
