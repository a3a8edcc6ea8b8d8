"""Native mail: the header's values are known by their places; quoted parts of the body are read as in print."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.messages.heads import Head
from onrecord.messages.lines import Line, Piece, Point
from onrecord.messages.scan import Special
from onrecord.model import HeaderKind, NativeHead, Page
from onrecord.text import dates

#: Field names of `labels.WORDS` by the names of mail headers.
FIELDS = {
    "from": "from",
    "to": "to",
    "cc": "cc",
    "bcc": "bcc",
    "subject": "subject",
    "date": "sent",
    "sent": "sent",
    "attachments": "attachments",
    "location": "where",
    "start": "start",
    "end": "end",
    "organizer": "organizer",
    "required attendees": "required",
    "optional attendees": "optional",
}


@dataclass(frozen=True, slots=True)
class Native:
    """Bids for pages that were written from a native mail, and only for them."""

    name: str = "native"
    version: int = 1
    boxed: bool = False
    special: Special | None = None

    def score(self, page: Page) -> float:
        """1 for a native mail, else 0."""
        return 1.0 if page.native is not None else 0.0

    def why(self, page: Page) -> str:
        """The sign: the file is a mail itself."""
        return "a native mail" if page.native is not None else ""


def head(page: Page, native: NativeHead, lines: list[Line]) -> Head:
    """The header of a native mail, on the first page of its run."""
    body = _line_at(lines, native.body_start)
    start = Point(0, 0)
    found = Head(first=start, block=start, after=Point(body, native.body_start), header_kind=HeaderKind.NATIVE)
    for name, begin, end in native.fields:
        field = FIELDS.get(name.lower())
        if field is None:
            continue
        pieces = found.fields.setdefault(field, [])
        position = begin
        for row in page.text[begin:end].split("\n"):
            if bare := row.strip():
                at = position + row.index(bare[0])
                pieces.append(Piece(0, at, at + len(bare)))
            position += len(row) + 1
    found.order = list(found.fields)
    found.moment = dates.find(" ".join(page.text[p.start : p.end] for p in found.fields.get("sent", ())))
    found.why = "the header of the mail"
    found.top = "a native mail"
    return found


def _line_at(lines: list[Line], offset: int) -> int:
    """The index of the first line that does not end before `offset`."""
    for index, line in enumerate(lines):
        if line.page or line.stop >= offset:
            return index
    return max(len(lines) - 1, 0)


LAYOUT = Native()
