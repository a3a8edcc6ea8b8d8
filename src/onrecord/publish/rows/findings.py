"""Findings, by kind: a function each that makes a row of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from onrecord.model import FINDINGS, Finding
from onrecord.publish.rows.articles import article_row
from onrecord.publish.rows.attachments import attachment_row
from onrecord.publish.rows.claims import claim_row, family_row
from onrecord.publish.rows.common import Row, Scope, span_file
from onrecord.publish.rows.contacts import contact_row
from onrecord.publish.rows.gaps import gap_row
from onrecord.publish.rows.interactions import event_row, interaction_row
from onrecord.publish.rows.links import link_row
from onrecord.publish.rows.people import mention_row, person_row, question_row, tenure_row
from onrecord.publish.rows.releases import account_row, letter_row, sheet_row, vaughn_row
from onrecord.publish.rows.stamps import reading_row, series_row
from onrecord.publish.rows.threads import copy_set_row, differing_row, thread_row
from onrecord.store.judgements import Judgement
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
    "links": link_row,
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


#: Kinds whose rows have a ``state`` that says something else.
OWN_STATE = frozenset({"stamp_readings", "links"})


def finding_row(view: View, finding: Finding) -> Row:
    """The row of one finding of any kind, as corrected, with what was decided about it."""
    row = ROWS[finding.KIND](view, view.judgements.corrected(finding))
    return row | judged_row(finding.KIND, view.judgement(finding))


def judged_row(kind: str, judgement: Judgement) -> Row:
    """What was decided about a finding. Kinds with a ``state`` of their own have the judgement's as ``decision``."""
    return {
        "decision" if kind in OWN_STATE else "state": judgement.state,
        "decided_by": judgement.by or None,
        "decided_at": judgement.at or None,
        "reason": judgement.reason or None,
        "edits": [
            {
                "field": edit.field,
                "before": edit.before,
                "value": edit.value,
                "by": edit.by,
                "at": edit.at,
                "reason": edit.reason or None,
            }
            for edit in judgement.edits
        ],
    }


def findings(view: View, scope: Scope, *, kind: str) -> Iterator[Row]:
    """The rows of the findings of `kind` whose citation begins in `scope`, as corrected by persons."""
    for finding, judgement in view.findings(FINDINGS[kind]):
        file = span_file(view, finding.citation.spans[0])
        if view.within(file, scope.release) and (not scope.file or view.named(file, scope.file)):
            yield ROWS[kind](view, finding) | judged_row(kind, judgement)
