"""Records as plain rows, one function for each kind of the export contract.

A row is a dict whose first fields are fixed (other programs read them); more may follow. Pages count from 1 within
their file, offsets are code points, times are ISO 8601 with an offset only where the page prints one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from onrecord.errors import UsageError
from onrecord.publish.rows import ftm, messages, pages, releases, sources, statements, threads
from onrecord.publish.rows.common import Row, Scope, citation_row, pages_in_scope, party_text
from onrecord.publish.rows.findings import ROWS, finding_row, findings
from onrecord.publish.rows.messages import document_row, message_row
from onrecord.publish.rows.pages import page_row
from onrecord.publish.rows.releases import release_row
from onrecord.publish.rows.threads import copy_row
from onrecord.store.view import View

__all__ = [
    "KINDS",
    "Row",
    "Scope",
    "citation_row",
    "copy_row",
    "document_row",
    "finding_row",
    "message_row",
    "page_row",
    "pages_in_scope",
    "party_text",
    "release_row",
    "rows",
]

#: Every kind that is exported, and the function that yields its rows.
KINDS: dict[str, Callable[[View, Scope], Iterator[Row]]] = {
    "copies": threads.copies,
    "documents": messages.documents,
    "failures": sources.failures,
    "files": sources.files,
    "ftm": ftm.entities,
    "ftm_citations": ftm.citations,
    "invites": messages.invites,
    "messages": messages.messages,
    "notes": sources.notes,
    "pages": pages.pages,
    "redactions": pages.redactions,
    "releases": releases.releases,
    "schema_org": statements.schema_org,
    **{kind: partial(findings, kind=kind) for kind in ROWS},
}


def rows(view: View, kind: str, scope: Scope | None = None) -> Iterator[Row]:
    """The rows of `kind` in the stable order of the view. Raises UsageError for a kind that is not exported."""
    if kind not in KINDS:
        raise UsageError(f"there is nothing called {kind!r} to export", f"choose one of: {', '.join(sorted(KINDS))}")
    return KINDS[kind](view, scope or Scope())
