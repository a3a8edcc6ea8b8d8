"""Records as bytes. A text that has a column of its own is left out of them and put back on reading.

The bytes are MessagePack maps from field names to values, without the fields that have their default value: fields may
be added to a record without touching the stores there are, and a record takes half the room. Those of pages, messages
and findings are packed (see `onrecord.store.packing`).
"""

from __future__ import annotations

from functools import cache

import msgspec
from msgspec import Struct
from msgspec.structs import force_setattr

from onrecord.model import FINDINGS, Citation, Decision, Document, Finding, Message, Page, Sketch, Span
from onrecord.store.packing import pack, unpack


class _LeanPage(Page, frozen=True, kw_only=True, omit_defaults=True):
    """A page as it is encoded."""


class _LeanMessage(Message, frozen=True, kw_only=True, omit_defaults=True):
    """A message as it is encoded."""


class _KeptMessage(Struct, array_like=True):
    """A message without its body. `at` is where the body stood in the quote, from which it was cut too; else -1."""

    at: int
    record: Message


_encoder = msgspec.msgpack.Encoder()
_pages = msgspec.msgpack.Decoder(Page)
_messages = msgspec.msgpack.Decoder(_KeptMessage)
_documents = msgspec.msgpack.Decoder(Document)
_sketches = msgspec.msgpack.Decoder(Sketch)
_decisions = msgspec.msgpack.Decoder(Decision)
_spans = msgspec.msgpack.Decoder(tuple[Span, ...])


def page_bytes(page: Page) -> bytes:
    """A page without its text."""
    fields = {name: getattr(page, name) for name in Page.__struct_fields__}
    return pack(_encoder.encode(_LeanPage(**fields | {"text": ""})))


def page_from(record: bytes, text: str) -> Page:
    """The page that `page_bytes` took apart."""
    page = _pages.decode(unpack(record))
    force_setattr(page, "text", text)
    return page


def message_bytes(message: Message) -> bytes:
    """A message without its body, which most quotes contain: there it is left out too."""
    body, quote = message.body, message.citation.quote
    at = quote.find(body) if body else -1
    if at >= 0:
        quote = quote[:at] + quote[at + len(body) :]
    fields = {name: getattr(message, name) for name in Message.__struct_fields__}
    fields |= {"body": "", "citation": Citation(message.citation.spans, quote)}
    return pack(_encoder.encode(_KeptMessage(at, _LeanMessage(**fields))))


def message_from(record: bytes, body: str) -> Message:
    """The message that `message_bytes` took apart."""
    kept = _messages.decode(unpack(record))
    message, at = kept.record, kept.at
    force_setattr(message, "body", body)
    if at >= 0:
        quote = message.citation.quote
        force_setattr(message.citation, "quote", quote[:at] + body + quote[at:])
    return message


def document_bytes(document: Document) -> bytes:
    """A load-file document."""
    return _encoder.encode(document)


def document_from(record: bytes) -> Document:
    """The document that `document_bytes` encoded."""
    return _documents.decode(record)


def spans_bytes(spans: tuple[Span, ...]) -> bytes:
    """The spans of a note."""
    return _encoder.encode(spans)


def spans_from(record: bytes) -> tuple[Span, ...]:
    """The spans that `spans_bytes` encoded."""
    return _spans.decode(record)


def sketch_bytes(sketch: Sketch) -> bytes:
    """The sketch of a message."""
    return _encoder.encode(sketch)


def sketch_from(record: bytes) -> Sketch:
    """The sketch that `sketch_bytes` encoded."""
    return _sketches.decode(record)


def decision_bytes(decision: Decision) -> bytes:
    """A decision."""
    return _encoder.encode(decision)


def decision_from(record: bytes) -> Decision:
    """The decision that `decision_bytes` encoded."""
    return _decisions.decode(record)


def plain_bytes(finding: Finding) -> bytes:
    """A finding of any kind, not packed: two findings of a kind are equal when these are."""
    return _encoder.encode(finding)


def finding_bytes(finding: Finding) -> bytes:
    """A finding of any kind."""
    return pack(plain_bytes(finding))


def finding_from(kind: str, record: bytes) -> Finding:
    """The finding of `kind` that `finding_bytes` encoded. Raises KeyError for a kind that this program lacks."""
    return _findings(FINDINGS[kind]).decode(unpack(record))


@cache
def _findings(kind: type[Finding]) -> msgspec.msgpack.Decoder[Finding]:
    return msgspec.msgpack.Decoder(kind)
