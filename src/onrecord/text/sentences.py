"""Sentences of prose, and the words in it that stand in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Abbreviations whose full stop ends no sentence.
ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Gov|Sen|Sens|Rep|Reps|Lt|Col|Capt|Sgt|St|Jr|Sr|No|Nos|vs|etc|Inc|Corp|Co|Ltd|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|"
    r"Nov|Dec|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun|a\.m|p\.m|e\.g|i\.e|cf|approx|Ave|Blvd|Rd)|\b[A-Z](?:\.[A-Z])*)\.$"
)
END = re.compile(r"[.!?]+[\"”’)\]]*(?=\s+[\"“‘(\[]?[A-Z0-9“\"])|\n\s*\n")
QUOTED = re.compile(r"“[^“”]{1,2000}[”]|(?<![\w])\"[^\"]{1,2000}\"(?!\w)")

#: What tells who said the words before it: "Solano asked.", "she wrote".
TELLS = re.compile(
    r"\s+(?:[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3}|he|she|they|the \w+(?: \w+)?)\s+"
    r"(?:said|says|asked|asks|wrote|writes|replied|replies|responded|answered|added|told|continued|noted|explained|urged|texted|emailed)\b"
    r"|\s+(?:said|asked|wrote|replied) "
)


def split(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence of `text` stands. One ends inside quotation marks only where the quotation ends."""
    inside = [match.span() for match in QUOTED.finditer(text)]
    start, at = 0, 0
    for end in END.finditer(text):
        while at < len(inside) and inside[at][1] <= end.start():
            at += 1
        if at < len(inside) and inside[at][0] < end.start() and end.end() < inside[at][1]:
            continue
        if (
            ABBREVIATED.search(text, max(start, end.start() - 8), end.start() + 1)
            and not text[end.start() + 1 : end.end()]
        ):
            continue
        if end.group()[-1] in '”"' and TELLS.match(text, end.end()) and _only_quoted(text, start, end.end()):
            continue
        yield from _trimmed(text, start, end.end())
        start = end.end()
    yield from _trimmed(text, start, len(text))


def _only_quoted(text: str, start: int, end: int) -> bool:
    """Whether a sentence is nothing but words in quotation marks, which need somebody to say them."""
    return QUOTED.fullmatch(text[start:end].strip()) is not None


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def quotations(text: str) -> Iterator[tuple[int, int]]:
    """Where words in quotation marks stand, without the marks."""
    for match in QUOTED.finditer(text):
        yield match.start() + 1, match.end() - 1


def masked(text: str) -> str:
    """`text` with the words in quotation marks blotted out, so that nothing in them is read as the writer's own."""
    return QUOTED.sub(lambda match: "¶" * len(match.group()), text)
