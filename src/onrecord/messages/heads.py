"""What a header is once it is found: its place, and the pieces of the page that make up its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.messages.lines import Line, Piece, Point, text_of
from onrecord.model import HeaderKind, MessageKind, Page
from onrecord.text.dates import Moment


@dataclass(slots=True)
class Head:
    """A header found in the stream.

    `first` is where it begins, separators above it included; `block` where its own first line begins; `after` where
    the body begins. `fields` maps field names of `labels.WORDS` to the pieces of their values, `order` lists the
    fields as printed. `merged`: several fields stand on one line. `columns`: labels and values stand in two columns.
    `top` says why it is a printed top message, empty when it need not be. `why` tells what the header was known by.
    `last` is where the body ends, when it ends before the next header.
    """

    first: Point
    block: Point
    after: Point
    fields: dict[str, list[Piece]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    kind: MessageKind = MessageKind.EMAIL
    header_kind: HeaderKind = HeaderKind.BLOCK
    moment: Moment | None = None
    merged: bool = False
    columns: bool = False
    top: str = ""
    why: str = ""
    last: Point | None = None


def value(pages: Sequence[Page], head: Head, name: str) -> str:
    """The words of a field, wrapped lines joined by a space; empty when the field is not printed."""
    return " ".join(text_of(pages[piece.page], piece) for piece in head.fields.get(name, ())).strip()


def add(head: Head, name: str, line: Line, start: int, end: int) -> None:
    """Append characters `start` to `end` of `line`'s text to a field; blank values only mark that it is printed."""
    if name not in head.fields:
        head.fields[name] = []
        head.order.append(name)
    words = line.text[start:end]
    bare = words.strip()
    if bare:
        begin = line.at + start + len(words) - len(words.lstrip())
        head.fields[name].append(Piece(line.page, begin, begin + len(bare)))
