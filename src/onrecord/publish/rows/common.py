"""What the rows of all kinds share: the scope of an export, citations, and names as exports write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from onrecord.model import Citation, Message, Page, Party, Span, page_number
from onrecord.store.protocol import Query
from onrecord.store.view import View

Row = dict[str, object]


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What to export of a kind: everything, or one release, or one file by the name it was added under."""

    release: str = ""
    file: str = ""


def citation_row(view: View, citation: Citation) -> Row:
    """A citation: the quote and, for each span, the file, its hash, the page and the offsets.

    `uncertain` are the spans of words in it that OCR was not sure of, with their confidences.
    """
    return {
        "quote": citation.quote,
        "spans": [span_row(view, span) for span in citation.spans],
        "uncertain": uncertain_rows(view, citation.spans),
    }


def uncertain_rows(view: View, spans: Iterable[Span]) -> list[Row]:
    """The words within `spans` that OCR was not sure of: where each stands, and its confidence."""
    return [{**span_row(view, span), "confidence": word.confidence} for span, word in view.uncertain(spans)]


def party_text(party: Party) -> str | None:
    """How a party is written in exports: ``Name <address>``, with "on behalf of"; None when it is blanked."""
    if party.redacted:
        return None
    text = party.name
    if party.address:
        text = f"{text} <{party.address}>" if text and text != party.address else party.address
    return f"{text} on behalf of {party.behalf_of}" if party.behalf_of else text


def names(parties: tuple[Party, ...]) -> list[str]:
    """The parties that are not blanked, as exports write them."""
    return [text for party in parties if (text := party_text(party))]


def messages_in_scope(view: View, scope: Scope) -> Iterator[Message]:
    """The messages in `scope`, in the order of their places."""
    found = view.store.messages(Query(release=scope.release))
    return (message for message in found if not scope.file or view.named(message.file, scope.file))


def pages_in_scope(view: View, scope: Scope) -> Iterator[Page]:
    """The pages in `scope`, file by file in the order of their locations."""
    files = [file for file in view.files_in_order() if view.within(file, scope.release)]
    wanted = [file for file in files if not scope.file or view.named(file, scope.file)]
    return chain.from_iterable(view.store.pages(file) for file in wanted)


def span_row(view: View, span: Span) -> Row:
    """A span: the file, its hash, the page and the offsets."""
    file = span_file(view, span)
    return {
        "file": view.location(file).path,
        "sha256": file,
        "page": page_number(span.page),
        "start": span.start,
        "end": span.end,
    }


def span_file(view: View, span: Span) -> str:
    """The id of the file that a span lies in."""
    return view.file_with_prefix(span.page.rpartition("/")[0])
