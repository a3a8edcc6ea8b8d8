"""Pages, and the redactions on them."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Attempt, Mark, Page
from onrecord.publish.rows.common import Row, Scope, pages_in_scope
from onrecord.store.view import View


def page_row(view: View, page: Page) -> Row:
    """One page."""
    place = view.location(page.file)
    return {
        "file": place.path,
        "page": page.number,
        "release": place.release,
        "stamps": list(view.stamps_of(page)),
        "engine": page.engine,
        "engine_version": page.engine_version,
        "confidence": page.confidence if page.confidence >= 0 else None,
        "state": page.state,
        "text": page.text,
        "language": page.language or None,
        "stamps_read": [
            {"printed": each.printed or None, "value": each.value, "state": each.state}
            for each in view.stamp_readings(page)
        ],
        "uncertain": [{"start": w.start, "end": w.end, "confidence": w.confidence} for w in page.uncertain],
        "tried": [_attempt_row(attempt) for attempt in page.tried],
        "marks": [_mark_row(mark) for mark in page.marks],
        "hidden_part": page.hidden_part,
        "sha256": page.file,
        "key": page.key,
    }


def pages(view: View, scope: Scope) -> Iterator[Row]:
    """The rows of pages in `scope`."""
    return (page_row(view, page) for page in pages_in_scope(view, scope))


def redactions(view: View, scope: Scope) -> Iterator[Row]:
    """The rows of redactions in `scope`."""
    for page in pages_in_scope(view, scope):
        place = view.location(page.file)
        for redaction in page.redactions:
            yield {
                "release": place.release,
                "file": place.path,
                "page": page.number,
                "box": [round(edge, 2) for edge in redaction.box],
                "codes": list(redaction.codes),
                "bad": redaction.bad,
                "sure": redaction.sure,
                "sha256": page.file,
            }


def _attempt_row(attempt: Attempt) -> Row:
    return {
        "engine": attempt.engine,
        "how": attempt.how or None,
        "angle": attempt.angle,
        "quarter_turns": attempt.turns,
        "confidence": attempt.confidence if attempt.confidence >= 0 else None,
        "words": attempt.words,
        "kept": attempt.kept,
    }


def _mark_row(mark: Mark) -> Row:
    return {"kind": mark.kind, "value": mark.value, "start": mark.start, "end": mark.end}
