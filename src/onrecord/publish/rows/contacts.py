"""Rows of contacts."""

from __future__ import annotations

from onrecord.model import Contact, Participant
from onrecord.publish.rows.common import Row, citation_row, span_file
from onrecord.store.view import View


def contact_row(view: View, contact: Contact) -> Row:
    """One call, visit, text message, chat message or appointment. Blanked names are counted, never written."""
    span = contact.citation.spans[0]
    file = span_file(view, span)
    place = view.location(file)
    return {
        "id": contact.id,
        "release": place.release,
        "file": place.path,
        "sha256": file,
        "page": int(span.page.rpartition("/")[2]),
        "channel": contact.channel,
        "start": contact.starts or None,
        "end": contact.ends or None,
        "duration": contact.duration if contact.duration >= 0 else None,
        "direction": contact.direction or None,
        "parties": [_party(party) for party in contact.parties],
        "subject": contact.subject or None,
        "text": contact.text or None,
        "place": contact.place or None,
        "when_printed": contact.when or None,
        "layout": contact.layout,
        "why": contact.why,
        "certainty": contact.certainty,
        "doubts": list(contact.doubts),
        "citation": citation_row(view, contact.citation),
    }


def _party(party: Participant) -> Row:
    return {
        "role": party.role,
        "name": (party.name or None) if not party.redacted else None,
        "number": party.number or None,
        "address": party.address or None,
        "affiliation": party.affiliation or None,
        "redacted": party.redacted,
    }
