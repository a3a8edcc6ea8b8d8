"""Messages, and what is exported of them under other names: documents and invites."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import HeaderKind, Mark, Message, MessageKind, Party
from onrecord.publish.rows.common import Row, Scope, citation_row, messages_in_scope, names, party_text, uncertain_rows
from onrecord.store.view import View
from onrecord.text import hyphens


def message_row(view: View, message: Message) -> Row:
    """One message; `text` is its body with words that line ends part put together.

    Blanked names are counted under `redacted`, never written as names.
    """
    place = view.location(message.file)
    return {
        "id": message.id,
        "release": place.release,
        "file": place.path,
        "sha256": message.file,
        "page_start": message.page_start,
        "page_end": message.page_end,
        "stamp_start": view.stamp_start(message) or None,
        "thread": view.thread(message),
        "chain": message.chain,
        "depth": message.depth,
        "header_kind": message.header_kind,
        "kind": message.kind,
        "from": party_text(message.sender) if message.sender else None,
        "to": names(message.to),
        "cc": names(message.cc),
        "bcc": names(message.bcc),
        "sent": message.sent.iso or None if message.sent else None,
        "subject": message.subject.printed if message.subject else None,
        "body": message.body,
        "text": hyphens.repair(message.body).text,
        "attachments": [attachment.printed for attachment in message.attachments],
        "sent_printed": message.sent.printed if message.sent else None,
        "redacted": {
            "from": bool(message.sender and message.sender.redacted),
            "to": _blanked(message.to),
            "cc": _blanked(message.cc),
            "bcc": _blanked(message.bcc),
        },
        "implied": [
            {"field": one.field, "name": party_text(one.party), "message": one.message, "reason": one.reason}
            for one in message.implied
        ],
        "importance": message.importance or None,
        "layout": message.layout,
        "certainty": message.certainty,
        "doubts": list(message.doubts),
        "message_id": message.message_id or None,
        "in_reply_to": message.in_reply_to or None,
        "zones": [{"kind": zone.kind, "start": zone.start, "end": zone.end} for zone in message.zones],
        "uncertain": uncertain_rows(view, message.citation.spans + message.body_spans),
        "citation": citation_row(view, message.citation),
    }


def document_row(view: View, message: Message, marks: tuple[Mark, ...]) -> Row:
    """A top message with the document number, release mark and exemption codes among `marks` of its first page."""
    place = view.location(message.file)
    return {
        "doc": next((mark.value for mark in marks if mark.kind == "stamp"), message.stamp_start) or None,
        "from": party_text(message.sender) if message.sender else None,
        "to": names(message.to),
        "sent": message.sent.iso or None if message.sent else None,
        "subject": message.subject.printed if message.subject else None,
        "release_mark": next((mark.value for mark in marks if mark.kind == "release_mark"), None),
        "exemptions": sorted({mark.value for mark in marks if mark.kind == "exemption"}),
        "id": message.id,
        "release": place.release,
        "file": place.path,
        "sha256": message.file,
        "citation": citation_row(view, message.citation),
    }


def messages(view: View, scope: Scope) -> Iterator[Row]:
    """The rows of messages in `scope`."""
    return (message_row(view, message) for message in messages_in_scope(view, scope))


def invites(view: View, scope: Scope) -> Iterator[Row]:
    """The rows of invites in `scope`."""
    for message in messages_in_scope(view, scope):
        if message.kind is MessageKind.INVITE:
            place = view.location(message.file)
            yield {
                "release": place.release,
                "page_start": message.page_start,
                "subject": message.subject.printed if message.subject else None,
                "location": message.location.printed if message.location else None,
                "start": message.starts or None,
                "end": message.ends or None,
                "organizer": party_text(message.sender) if message.sender else None,
                "required": names(message.to),
                "optional": names(message.cc),
                "id": message.id,
                "file": place.path,
                "sha256": message.file,
                "citation": citation_row(view, message.citation),
            }


def documents(view: View, scope: Scope) -> Iterator[Row]:
    """Top messages with what the producing agency printed on their first page."""
    for message in messages_in_scope(view, scope):
        if message.depth == 0 and message.header_kind is not HeaderKind.ATTRIBUTION:
            page = view.store.page(message.citation.spans[0].page)
            yield document_row(view, message, page.marks if page else ())


def _blanked(parties: tuple[Party, ...]) -> int:
    return sum(party.redacted for party in parties)
