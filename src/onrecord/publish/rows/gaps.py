"""Gaps as rows."""

from __future__ import annotations

from onrecord.model import Gap
from onrecord.publish.rows.common import Row, citation_row, span_file
from onrecord.store.view import View

#: Fields that a row has only where they apply.
SOMETIMES = ("withheld", "on_sheets", "bates_first", "bates_last", "files")


def gap_row(view: View, gap: Gap) -> Row:
    """One gap; counts, numbers and files only where they apply."""
    row: Row = {
        "kind": gap.kind,
        "release": gap.release or None,
        "stamp_start": gap.stamp_start or None,
        "stamp_end": gap.stamp_end or None,
        "detail": gap.detail,
        "denominator": gap.denominator,
        "question": gap.question,
        "withheld": gap.withheld,
        "on_sheets": gap.on_sheets,
        "bates_first": gap.bates_first,
        "bates_last": gap.bates_last,
        "files": list(gap.files),
        "file": view.location(span_file(view, gap.citation.spans[0])).path,
        "records": list(gap.records),
        "id": gap.id,
        "citation": citation_row(view, gap.citation),
    }
    return {name: value for name, value in row.items() if name not in SOMETIMES or value not in (None, [])}
