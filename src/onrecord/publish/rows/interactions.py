"""Interactions and events as rows."""

from __future__ import annotations

from onrecord.model import Event, Interaction, Message
from onrecord.model.interactions import Dated
from onrecord.publish.rows.common import Row, citation_row, span_file
from onrecord.store.view import View


def interaction_row(view: View, interaction: Interaction) -> Row:
    """One interaction. `start` and `end` are characters of its page, or of the file for plain text."""
    row = _common(view, interaction)
    row["to"] = list(interaction.to)
    row |= {
        "channel": interaction.channel,
        "act": interaction.act,
        "others": list(interaction.others),
        "status": interaction.status,
        "embedded_in": interaction.embedded_in or None,
    }
    return row | _rest(view, interaction)


def event_row(view: View, event: Event) -> Row:
    """One public event."""
    return (
        _common(view, event) | {"what": event.what, "text": event.text, "url": event.url or None} | _rest(view, event)
    )


def _common(view: View, told: Dated) -> Row:
    first, last = told.citation.spans[0], told.citation.spans[-1]
    file = span_file(view, first)
    page = view.store.page(first.page)
    base = page.origin if page is not None and page.origin > 0 else 0
    return {
        "file": view.location(file).path,
        "start": first.start + base,
        "end": (last.end if last.page == first.page else first.end) + base,
        "date": told.date or None,
        "date_end": told.date_end or None,
        "precision": told.precision or None,
        "inferred": list(told.inferred),
        "actors": list(told.actors),
        "topic": told.topic or None,
        "quotes": [said.text for said in told.quotes],
    }


def _rest(view: View, told: Dated) -> Row:
    record = view.store.message(told.record) if told.source == "message" else None
    return {
        "speakers": [said.speaker or None for said in told.quotes],
        "approx": told.approx,
        "hedges": list(told.hedges),
        "record": told.record,
        "source": told.source,
        "message": record.id if isinstance(record, Message) else None,
        "sha256": span_file(view, told.citation.spans[0]),
        "id": told.id,
        "citation": citation_row(view, told.citation),
    }
