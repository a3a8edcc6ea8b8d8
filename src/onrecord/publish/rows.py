"""Records as plain rows, one function for each kind of the export contract.

A row is a dict whose first fields are fixed (other programs read them); more may follow. Pages count from 1 within
their file, offsets are code points, times are ISO 8601 with an offset only where the page prints one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

import msgspec

from onrecord.errors import UsageError
from onrecord.model import Citation, Failure, HeaderKind, Mark, Message, MessageKind, Page, Party, Span
from onrecord.store.protocol import Query
from onrecord.store.view import View

Row = dict[str, object]


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What to export of a kind: everything, or one release, or one file by the name it was added under."""

    release: str = ""
    file: str = ""


def rows(view: View, kind: str, scope: Scope | None = None) -> Iterator[Row]:
    """The rows of `kind` in the stable order of the view. Raises UsageError for a kind that is not exported."""
    if kind not in KINDS:
        raise UsageError(f"there is nothing called {kind!r} to export", f"choose one of: {', '.join(sorted(KINDS))}")
    return KINDS[kind](view, scope or Scope())


def message_row(view: View, message: Message) -> Row:
    """One message. Blanked names are counted under `redacted`, never written as names."""
    place = view.location(message.file)
    return {
        "id": message.id,
        "release": place.release,
        "file": place.path,
        "sha256": message.file,
        "page_start": message.page_start,
        "page_end": message.page_end,
        "stamp_start": message.stamp_start or None,
        "thread": message.chain,
        "chain": message.chain,
        "depth": message.depth,
        "header_kind": message.header_kind,
        "kind": message.kind,
        "from": party_text(message.sender) if message.sender else None,
        "to": _names(message.to),
        "cc": _names(message.cc),
        "bcc": _names(message.bcc),
        "sent": message.sent.iso or None if message.sent else None,
        "subject": message.subject.printed if message.subject else None,
        "body": message.body,
        "attachments": [attachment.printed for attachment in message.attachments],
        "sent_printed": message.sent.printed if message.sent else None,
        "redacted": {
            "from": bool(message.sender and message.sender.redacted),
            "to": _blanked(message.to),
            "cc": _blanked(message.cc),
            "bcc": _blanked(message.bcc),
        },
        "importance": message.importance or None,
        "layout": message.layout,
        "certainty": message.certainty,
        "doubts": list(message.doubts),
        "message_id": message.message_id or None,
        "in_reply_to": message.in_reply_to or None,
        "zones": [{"kind": zone.kind, "start": zone.start, "end": zone.end} for zone in message.zones],
        "citation": citation_row(view, message.citation),
    }


def page_row(view: View, page: Page) -> Row:
    """One page."""
    place = view.location(page.file)
    return {
        "file": place.path,
        "page": page.number,
        "release": place.release,
        "stamps": list(page.stamps),
        "engine": page.engine,
        "engine_version": page.engine_version,
        "confidence": page.confidence if page.confidence >= 0 else None,
        "state": page.state,
        "text": page.text,
        "marks": [_mark_row(mark) for mark in page.marks],
        "sha256": page.file,
        "key": page.key,
    }


def citation_row(view: View, citation: Citation) -> Row:
    """A citation: the quote and, for each span, the file, its hash, the page and the offsets."""
    return {"quote": citation.quote, "spans": [_span_row(view, span) for span in citation.spans]}


def party_text(party: Party) -> str | None:
    """How a party is written in exports: ``Name <address>``, with "on behalf of"; None when it is blanked."""
    if party.redacted:
        return None
    text = party.name
    if party.address:
        text = f"{text} <{party.address}>" if text and text != party.address else party.address
    return f"{text} on behalf of {party.behalf_of}" if party.behalf_of else text


def _messages(view: View, scope: Scope) -> Iterator[Row]:
    return (message_row(view, message) for message in _in_scope(view, scope))


def _in_scope(view: View, scope: Scope) -> Iterator[Message]:
    found = view.store.messages(Query(release=scope.release))
    return (message for message in found if not scope.file or view.named(message.file, scope.file))


def pages_in_scope(view: View, scope: Scope) -> Iterator[Page]:
    """The pages in `scope`, file by file in the order of their locations."""
    files = [file for file in view.files_in_order() if view.within(file, scope.release)]
    wanted = [file for file in files if not scope.file or view.named(file, scope.file)]
    return chain.from_iterable(view.store.pages(file) for file in wanted)


def _pages(view: View, scope: Scope) -> Iterator[Row]:
    return (page_row(view, page) for page in pages_in_scope(view, scope))


def _redactions(view: View, scope: Scope) -> Iterator[Row]:
    for page in pages_in_scope(view, scope):
        place = view.location(page.file)
        for redaction in page.redactions:
            yield {
                "release": place.release,
                "file": place.path,
                "page": page.number,
                "box": [round(edge, 2) for edge in redaction.box],
                "codes": list(redaction.codes),
                "bad": redaction.bad,
                "sure": redaction.sure,
                "sha256": page.file,
            }


def _invites(view: View, scope: Scope) -> Iterator[Row]:
    for message in _in_scope(view, scope):
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
                "required": _names(message.to),
                "optional": _names(message.cc),
                "id": message.id,
                "file": place.path,
                "sha256": message.file,
                "citation": citation_row(view, message.citation),
            }


def _documents(view: View, scope: Scope) -> Iterator[Row]:
    """Top messages with what the producing agency printed on their first page."""
    for message in _in_scope(view, scope):
        if message.depth == 0 and message.header_kind is not HeaderKind.ATTRIBUTION:
            page = view.store.page(message.citation.spans[0].page)
            yield document_row(view, message, page.marks if page else ())


def document_row(view: View, message: Message, marks: tuple[Mark, ...]) -> Row:
    """A top message with the document number, release mark and exemption codes among `marks` of its first page."""
    place = view.location(message.file)
    return {
        "doc": next((mark.value for mark in marks if mark.kind == "stamp"), message.stamp_start) or None,
        "from": party_text(message.sender) if message.sender else None,
        "to": _names(message.to),
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


def _releases(view: View, scope: Scope) -> Iterator[Row]:
    for release in view.store.releases():
        if not scope.release or release.name == scope.release:
            yield {
                "release": release.name,
                "date": release.received or None,
                "agency": release.agency or None,
                "request": release.request or None,
                "files": sum(place.release == release.name for place in view.store.locations()),
            }


def _files(view: View, scope: Scope) -> Iterator[Row]:
    files, extents = {file.id: file for file in view.store.files()}, view.store.extents()
    for place in view.store.locations():
        if scope.release in ("", place.release) and (not scope.file or view.named(place.file, scope.file)):
            file = files[place.file]
            yield {
                "release": place.release,
                "file": place.path,
                "sha256": file.id,
                "size": file.size,
                "media": file.media,
                "pages": extents.get(file.id, 0),
                "parent": file.parent or None,
            }


def _failures(view: View, scope: Scope) -> Iterator[Row]:
    for failure in view.store.failures():
        if failure.file and not (
            view.within(failure.file, scope.release) and (not scope.file or view.named(failure.file, scope.file))
        ):
            continue
        yield {
            "stage": failure.stage,
            "file": _failed_name(view, failure),
            "page": failure.page or None,
            "what": failure.what,
            "next_step": failure.next_step,
            "sha256": failure.file or None,
        }


def _failed_name(view: View, failure: Failure) -> str:
    """The name of what failed: a member of an archive goes on from the archive's own name."""
    parts = (view.location(failure.file).path if failure.file else "", failure.path)
    return "/".join(part for part in parts if part)


def _notes(view: View, scope: Scope) -> Iterator[Row]:
    for note in view.store.notes():
        if not note.file or view.within(note.file, scope.release):
            yield {
                "kind": note.kind,
                "file": view.location(note.file).path if note.file else None,
                "page": note.page or None,
                "what": note.what,
                "sha256": note.file or None,
            }


def _names(parties: tuple[Party, ...]) -> list[str]:
    return [text for party in parties if (text := party_text(party))]


def _blanked(parties: tuple[Party, ...]) -> int:
    return sum(party.redacted for party in parties)


def _span_row(view: View, span: Span) -> Row:
    prefix, _, number = span.page.partition("/")
    file = view.file_with_prefix(prefix)
    return {
        "file": view.location(file).path,
        "sha256": file,
        "page": int(number),
        "start": span.start,
        "end": span.end,
    }


def _mark_row(mark: Mark) -> Row:
    return {"kind": mark.kind, "value": mark.value, "start": mark.start, "end": mark.end}


#: Every kind that is exported, and the function that yields its rows.
KINDS: dict[str, Callable[[View, Scope], Iterator[Row]]] = {
    "documents": _documents,
    "failures": _failures,
    "files": _files,
    "invites": _invites,
    "messages": _messages,
    "notes": _notes,
    "pages": _pages,
    "redactions": _redactions,
    "releases": _releases,
}
