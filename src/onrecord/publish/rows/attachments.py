"""Rows of attachments."""

from __future__ import annotations

from onrecord.model import Attachment, page_number
from onrecord.publish.rows.common import Row, citation_row, span_file
from onrecord.store.view import View


def attachment_row(view: View, attachment: Attachment) -> Row:
    """One attachment that a message names: produced on these pages of this file, or not produced."""
    span = attachment.citation.spans[0]
    file = span_file(view, span)
    place = view.location(file)
    keys = attachment.pages
    where = view.location(view.file_with_prefix(keys[0].rpartition("/")[0])).path if keys else None
    return {
        "id": attachment.id,
        "release": place.release,
        "file": place.path,
        "sha256": file,
        "page": page_number(span.page),
        "message": attachment.message,
        "name": attachment.name or None,
        "named": attachment.named,
        "produced": attachment.produced,
        "produced_in": where,
        "pages": [page_number(key) for key in keys],
        "how": attachment.how or None,
        "certainty": attachment.certainty,
        "doubts": list(attachment.doubts),
        "citation": citation_row(view, attachment.citation),
    }
