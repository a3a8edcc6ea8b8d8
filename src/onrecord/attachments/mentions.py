"""What a message says was sent along with it: names in its header, and words in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from onrecord.model import Message, Span, ZoneKind

#: "see attached", "attached please find", "I have attached", "is attached": an attachment of this very message.
ATTACHED = re.compile(
    r"\b(?:see|find|review|open)\b[^.!?\n]{0,30}\battach(?:ed|ment)\b"
    r"|\battached[, ]{1,2}(?:please|find|is|are|for your|hereto|herewith|you will)\b"
    r"|(?:^|[.!?:] )Attached[: ]"
    r"|\bI(?:'ve|’ve| have|'m| am)? ?(?:just )?attach(?:ed|ing)?\b"
    r"|\b(?:is|are) (?:also |now )?attached\b"
    r"|\bas an attachment\b",
    re.IGNORECASE | re.MULTILINE,
)
#: "not attached", "was attached to your mail": of no attachment, or of another message's.
OTHERWISE = re.compile(
    r"\b(?:not|nothing|wasn't|weren't|isn't|forgot to|no)\b[^.!?\n]{0,20}\battach"
    r"|\battached to (?:your|his|her|their|the)\b",
    re.IGNORECASE,
)
FILE = re.compile(
    r"(?<![\w./@-])[\w][\w&'()+,-]{0,80}\.(?:docx?|xlsx?|pptx?|pdf|txt|rtf|csv|jpe?g|png|tiff?|zip|msg|wpd)\b",
    re.IGNORECASE,
)

#: Characters of a body that are looked through: what is attached is said early.
LOOKED = 20_000


class Mention(Struct, frozen=True):
    """One attachment as named: the name, ``header`` or ``text``, and where it stands."""

    name: str
    named: str
    spans: tuple[Span, ...]


def of(message: Message) -> Iterator[Mention]:
    """The attachments of a message. The text is asked only where the header names none."""
    yield from (Mention(text.printed, "header", text.spans) for text in message.attachments if text.spans)
    if not message.attachments:
        yield from _in_text(message)


def _in_text(message: Message) -> Iterator[Mention]:
    """File names in a sentence that says something is attached; without one, the sentence itself once."""
    found: list[Mention] = []
    unnamed: Mention | None = None
    for start, end in _sentences(message):
        words = message.body[start:end]
        match = ATTACHED.search(words)
        if match is None or OTHERWISE.search(words) is not None:
            continue
        found += [
            Mention(file[0], "text", place(message, start + file.start(), start + file.end()))
            for file in FILE.finditer(words)
        ]
        if unnamed is None:
            unnamed = Mention("", "text", place(message, start + len(words) - len(words.lstrip()), end))
    if found:
        yield from {mention.name: mention for mention in found if mention.spans}.values()
    elif unnamed is not None and unnamed.spans:
        yield unnamed


def _sentences(message: Message) -> Iterator[tuple[int, int]]:
    """The sentences of the text of a message, without greeting, signature, disclaimer and quoted lines."""
    for zone in message.zones:
        if zone.kind is not ZoneKind.TEXT:
            continue
        text = message.body[zone.start : min(zone.end, zone.start + LOOKED)]
        if "ttach" not in text:
            continue
        position = 0
        for stop in re.finditer(r"[.!?](?=\s)|\n\s*\n|\Z", text):
            sentence = text[position : stop.start()]
            if "ttach" in sentence and not sentence.lstrip().startswith(">"):
                yield zone.start + position, zone.start + stop.start()
            position = stop.end()


def place(message: Message, start: int, end: int) -> tuple[Span, ...]:
    """Where characters `start` to `end` of the body stand on pages."""
    found = []
    position = 0
    for span in message.body_spans:
        last = position + span.end - span.start
        low, high = max(start, position), min(end, last)
        if low < high:
            found.append(Span(span.page, span.start + low - position, span.start + high - position))
        position = last + 1
    return tuple(found)
