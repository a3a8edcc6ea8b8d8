"""What was sent: one e-mail, letter, memo or invite, read from pages."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from onrecord.model.spans import Citation, Span


class HeaderKind(StrEnum):
    """How the message announces itself."""

    TOP = "top"
    BLOCK = "block"
    ATTRIBUTION = "attribution"
    NATIVE = "native"


class MessageKind(StrEnum):
    """What sort of message it is."""

    EMAIL = "email"
    INVITE = "invite"
    MEMO = "memo"
    LETTER = "letter"


class Text(Struct, frozen=True):
    """A header value as printed, wrapped lines joined by a space, and where it stands."""

    printed: str
    spans: tuple[Span, ...]


class Party(Struct, frozen=True, kw_only=True):
    """Somebody named in a header.

    `printed` is the entry as printed. `name` is the display name without quotes and OCR debris, in the printed order
    ("Hunt, Jody (OAG)" stays so); `address` is the e-mail address when a whole one is printed. `redacted` is true
    when the place of the name is blanked or holds only an exemption code: then `name` and `address` are empty.
    `behalf_of` is the name after "on behalf of".
    """

    printed: str
    name: str
    address: str = ""
    redacted: bool = False
    behalf_of: str = ""
    spans: tuple[Span, ...] = ()


class Implied(Struct, frozen=True):
    """Who a blanked party of a message must be, inferred from its neighbour in the printed chain; no page prints it.

    `field` is ``from`` or ``to``, `party` the person as `message` (an id) prints it, `reason` tells why in words.
    """

    field: str
    party: Party
    message: str
    reason: str


class Sent(Struct, frozen=True, kw_only=True):
    """When it was sent.

    `printed` is the line as printed. `local` is ISO 8601 without an offset, to the precision printed (a date, a minute
    or a second), empty when it cannot be read. `offset` is ``+HH:MM`` when the page prints one (a zone name such as EST
    counts), else empty: then the instant is unknown.
    """

    printed: str
    local: str
    offset: str = ""
    spans: tuple[Span, ...] = ()

    @property
    def iso(self) -> str:
        """The time as exports write it: local time, then the offset if one is printed."""
        return self.local + (self.offset if "T" in self.local else "")


class ZoneKind(StrEnum):
    """The parts of a body. ``quoted``: lines marked as quotation whose message no header of their own announces."""

    GREETING = "greeting"
    TEXT = "text"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"


class Zone(Struct, frozen=True, array_like=True):
    """One part of a body: characters `start` to `end` (half-open) of `Message.body`."""

    kind: ZoneKind
    start: int
    end: int


class Message(Struct, frozen=True, kw_only=True):
    """One message as sent.

    `file` is the SHA-256 of the source file, `page_start` and `page_end` count its pages from 1, `document` is the
    id of the load-file document when the pages were put together by one. `chain` is the id of the printed chain and
    `depth` the place in it (0: the printed top message). `layout` and `layout_version` name the reader that won the
    bid; `why` says in a few words on what. `body` is the text as printed up to the next message, furniture left
    out, hyphenation at line ends kept as printed; `body_spans` are its places in order: `body` equals their texts
    joined by a line feed. `zones` part the body. `certainty` is 0 to 1; `doubts` say in words what is uncertain.
    `implied` is what other messages of the chain tell of blanked parties, apart from what is printed.
    """

    id: str
    file: str
    page_start: int
    page_end: int
    chain: str
    depth: int
    header_kind: HeaderKind
    citation: Citation
    kind: MessageKind = MessageKind.EMAIL
    document: str = ""
    layout: str = ""
    layout_version: int = 1
    why: str = ""
    sender: Party | None = None
    to: tuple[Party, ...] = ()
    cc: tuple[Party, ...] = ()
    bcc: tuple[Party, ...] = ()
    sent: Sent | None = None
    subject: Text | None = None
    attachments: tuple[Text, ...] = ()
    importance: str = ""
    location: Text | None = None
    starts: str = ""
    ends: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    body: str = ""
    body_spans: tuple[Span, ...] = ()
    zones: tuple[Zone, ...] = ()
    stamp_start: str = ""
    certainty: float = 1.0
    doubts: tuple[str, ...] = ()
    implied: tuple[Implied, ...] = ()

    @property
    def stands_on(self) -> tuple[str, ...]:
        """The keys of the pages on which its header or its body stands, each once, in order."""
        return tuple(dict.fromkeys(span.page for span in (*self.citation.spans, *self.body_spans)))
