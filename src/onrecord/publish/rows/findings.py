"""Findings, by kind: a function each that makes a row of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from onrecord.model import FINDINGS, Finding, IdentityQuestion, Person
from onrecord.publish.rows.articles import article_row
from onrecord.publish.rows.attachments import attachment_row
from onrecord.publish.rows.claims import claim_row, family_row
from onrecord.publish.rows.common import Row, Scope, span_file
from onrecord.publish.rows.contacts import contact_row
from onrecord.publish.rows.gaps import gap_row
from onrecord.publish.rows.interactions import event_row, interaction_row
from onrecord.publish.rows.people import mention_row, person_row, question_row, tenure_row
from onrecord.publish.rows.releases import account_row, letter_row, sheet_row, vaughn_row
from onrecord.publish.rows.stamps import reading_row, series_row
from onrecord.publish.rows.threads import copy_set_row, differing_row, thread_row
from onrecord.store.view import View

#: For each kind in `onrecord.model.FINDINGS`, what makes a row of one finding. A new kind is entered here.
ROWS: dict[str, Callable[[View, Any], Row]] = {
    "articles": article_row,
    "accounts": account_row,
    "claims": claim_row,
    "attachments": attachment_row,
    "contacts": contact_row,
    "copy_sets": copy_set_row,
    "differences": differing_row,
    "families": family_row,
    "events": event_row,
    "gaps": gap_row,
    "interactions": interaction_row,
    "letters": letter_row,
    "mentions": mention_row,
    "people": person_row,
    "tenures": tenure_row,
    "questions": question_row,
    "sheets": sheet_row,
    "vaughn": vaughn_row,
    "threads": thread_row,
    "stamp_readings": reading_row,
    "stamp_series": series_row,
}


def finding_row(view: View, finding: Finding) -> Row:
    """The row of one finding of any kind."""
    return ROWS[finding.KIND](view, finding)


def _found(view: View, kind: str) -> Iterable[Finding]:
    """The findings of a kind; people and what is open about them as persons have decided."""
    if kind == Person.KIND:
        return view.people
    return view.questions if kind == IdentityQuestion.KIND else view.store.findings(FINDINGS[kind])


def findings(view: View, scope: Scope, *, kind: str) -> Iterator[Row]:
    """The rows of the findings of `kind` whose citation begins in `scope`."""
    for finding in _found(view, kind):
        file = span_file(view, finding.citation.spans[0])
        if view.within(file, scope.release) and (not scope.file or view.named(file, scope.file)):
            yield finding_row(view, finding)
