"""The pages that entries stand on."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Span, page_number
from onrecord.publish.chronology.entries import Source
from onrecord.publish.rows.common import span_file
from onrecord.store.view import View


def source_of(view: View, span: Span) -> Source:
    """The page that a span lies on, with its first stamp."""
    file = span_file(view, span)
    place, number = view.location(file), page_number(span.page)
    stamps = view.facts.stamps_as_read(file, number)
    return Source(release=place.release, file=place.path, page=number, stamp=stamps[0] if stamps else "")


def sources_of(view: View, spans: Iterable[Span]) -> tuple[Source, ...]:
    """The pages of spans, each once, in their order."""
    pages = {span.page: span for span in spans}
    found = {source_of(view, span) for span in pages.values()}
    return tuple(sorted(found, key=lambda one: (one.release, one.file, one.page)))
