"""Records as bytes. What has a column of its own is left out of them and put back on reading.

The bytes are MessagePack maps from field names to values, without the fields that have their default value: fields may
be added to a record without touching the stores there are, and a record takes half the room. Those of pages are packed
together (see `onrecord.store.packs`), those of messages and findings with the text `before`: that of their first page.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from operator import sub

import msgspec
from msgspec.structs import force_setattr, replace

from onrecord.model import FINDINGS, Decision, Document, Finding, Message, Page, Sketch, Span
from onrecord.store import names
from onrecord.store.packing import pack, unpack


class _LeanPage(Page, frozen=True, kw_only=True, omit_defaults=True):
    """A page as it is encoded."""


class _LeanMessage(Message, frozen=True, kw_only=True, omit_defaults=True):
    """A message as it is encoded."""


_encoder = msgspec.msgpack.Encoder()
_pages = msgspec.msgpack.Decoder(Page)
_messages = msgspec.msgpack.Decoder(Message)
_documents = msgspec.msgpack.Decoder(Document)
_sketches = msgspec.msgpack.Decoder(Sketch)
_people = msgspec.msgpack.Decoder(tuple[int, ...])
_decisions = msgspec.msgpack.Decoder(Decision)
_spans = msgspec.msgpack.Decoder(tuple[Span, ...])


def page_bytes(page: Page) -> bytes:
    """A page without its text."""
    fields = {name: getattr(page, name) for name in Page.__struct_fields__}
    return _encoder.encode(_LeanPage(**fields | {"text": ""}))


def page_from(record: bytes, text: str) -> Page:
    """The page that `page_bytes` took apart."""
    page = _pages.decode(record)
    force_setattr(page, "text", text)
    return page


def message_bytes(message: Message, before: bytes) -> bytes:
    """A message without its id, chain and file."""
    fields = {name: getattr(message, name) for name in Message.__struct_fields__}
    return pack(_encoder.encode(_LeanMessage(**fields | {"id": "", "chain": "", "file": ""})), before)


def message_from(record: bytes, before: bytes, id: str, chain: str, file: str) -> Message:
    """The message that `message_bytes` took apart."""
    message = _messages.decode(unpack(record, before))
    force_setattr(message, "id", id)
    force_setattr(message, "chain", chain)
    force_setattr(message, "file", file)
    return message


def people_bytes(people: Sequence[int]) -> bytes:
    """The numbers of the people who are named in a message."""
    return _encoder.encode(people)


def people_from(record: bytes) -> tuple[int, ...]:
    """The numbers that `people_bytes` encoded."""
    return _people.decode(record)


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
    """A sketch, but for the number of its id, not packed.

    Hashes cannot be packed, but a sample of hashes, being sorted, has short steps: their highest bytes, which stand
    together, are mostly zero.
    """
    steps = _steps(sketch.sample)
    planes = b"".join(steps[place::4] for place in range(4))
    return _encoder.encode(replace(sketch, id=names.short(sketch.id), sample=planes))


def sketch_from(name: int, record: bytes) -> Sketch:
    """The sketch that `sketch_bytes` encoded."""
    sketch = _sketches.decode(record)
    size = len(sketch.sample) // 4
    steps = bytearray(4 * size)
    for place in range(4):
        steps[place::4] = sketch.sample[place * size : (place + 1) * size]
    force_setattr(sketch, "id", names.whole(sketch.id, name))
    force_setattr(sketch, "sample", _climbed(bytes(steps)))
    return sketch


def _steps(words: bytes) -> bytes:
    """32-bit words, sorted, as the steps from each to the next."""
    form = f"<{len(words) // 4}I"
    found = struct.unpack(form, words)
    return struct.pack(form, *map(sub, found, (0, *found)))


def _climbed(steps: bytes) -> bytes:
    """The words of which these are the steps."""
    form = f"<{len(steps) // 4}I"
    return struct.pack(form, *accumulate(struct.unpack(form, steps)))


def decision_bytes(decision: Decision) -> bytes:
    """A decision."""
    return _encoder.encode(decision)


def decision_from(record: bytes) -> Decision:
    """The decision that `decision_bytes` encoded."""
    return _decisions.decode(record)


def plain_bytes(finding: Finding) -> bytes:
    """A finding of any kind, but for the number of its id: two of a kind and number are equal when these are."""
    return _encoder.encode(replace(finding, id=names.short(finding.id)))


def finding_from(kind: str, name: int, record: bytes) -> Finding:
    """The finding that `plain_bytes` encoded. Raises KeyError for a kind that this program lacks."""
    finding = _findings(FINDINGS[kind]).decode(record)
    force_setattr(finding, "id", names.whole(finding.id, name))
    return finding


@cache
def _findings(kind: type[Finding]) -> msgspec.msgpack.Decoder[Finding]:
    return msgspec.msgpack.Decoder(kind)
