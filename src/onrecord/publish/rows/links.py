"""Links as rows."""

from __future__ import annotations

from onrecord.model import End, Link
from onrecord.publish.rows.common import Row, citation_row, span_file
from onrecord.store.view import View


def link_row(view: View, link: Link) -> Row:
    """One link. Offsets of an end count from the beginning of a plain text, else of the page."""
    return {
        "id": link.id,
        "kind": link.kind,
        "a": _end(view, link.a),
        "b": _end(view, link.b),
        "score": link.score,
        "state": link.state,
        "reasons": list(link.reasons),
        "limits": list(link.limits),
        "citation": citation_row(view, link.citation),
    }


def _end(view: View, end: End) -> Row:
    """An end: its id, its kind, the words and their place; of a person, the name as decided."""
    first = end.citation.spans[0]
    last = [span for span in end.citation.spans if span.page == first.page][-1]
    file, origin = span_file(view, first), view.origin(first.page)
    row: Row = {
        "id": end.id,
        "kind": end.kind,
        "file": view.location(file).path,
        "sha256": file,
        "page": int(first.page.rpartition("/")[2]),
        "start": first.start + origin,
        "end": last.end + origin,
        "text": end.citation.quote,
    }
    if end.kind == "people":
        person = view.person(end.id)
        row |= {"person": person.name, "id": person.id} if person is not None else {}
    return row
