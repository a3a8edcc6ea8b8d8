"""Copies and threads as rows."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import CopySet, Difference, Differing, Likeness, Location, Thread
from onrecord.publish.rows.common import Row, Scope, citation_row, span_file, span_row
from onrecord.store.view import View


def copies(view: View, scope: Scope) -> Iterator[Row]:
    """The rows of all pairs of copies whose first message is in `scope`."""
    for found in view.store.findings(CopySet):
        file = span_file(view, found.citation.spans[0])
        if view.within(file, scope.release) and (not scope.file or view.named(file, scope.file)):
            yield from (copy_row(view, found, pair) for pair in found.pairs)


def copy_row(view: View, found: CopySet, pair: Likeness) -> Row:
    """Two copies of a message, and why they are taken for that."""
    return {
        "a": pair.a,
        "b": pair.b,
        "score": pair.score,
        "reasons": list(pair.reasons),
        "against": list(pair.against),
        "differences": [difference_row(view, one) for one in view.differences(found.id, pair.a, pair.b)],
        "set": found.id,
        "citation": citation_row(view, found.citation),
    }


def difference_row(view: View, one: Difference) -> Row:
    """A difference of two copies. Codes that changed are a list for each copy."""
    return {
        "text": one.text,
        "hidden_in": one.hidden_in or None,
        "codes": [list(one.codes), list(one.other_codes)] if one.other_codes else list(one.codes),
        "kind": one.kind,
        "place": one.place,
        "other": one.other or None,
        "spans": [span_row(view, span) for span in one.spans],
    }


def differing_row(view: View, found: Differing) -> Row:
    """What differs between the copies of a message."""
    return {
        "id": found.id,
        "set": found.copy_set,
        "pairs": [
            {"a": pair.a, "b": pair.b, "differences": [difference_row(view, one) for one in pair.differences]}
            for pair in found.comparisons
        ],
        "citation": citation_row(view, found.citation),
    }


def copy_set_row(view: View, found: CopySet) -> Row:
    """One message with all its copies."""
    return {
        "id": found.id,
        "members": list(found.members),
        "releases": sorted({place.release for place in _places(view, found.members)}),
        "pairs": len(found.pairs),
        "score": min((pair.score for pair in found.pairs), default=None),
        "citation": citation_row(view, found.citation),
    }


def _places(view: View, ids: tuple[str, ...]) -> Iterator[Location]:
    for id in ids:
        message = view.store.message(id)
        if message is not None:
            yield from view.locations(message.file)


def thread_row(view: View, thread: Thread) -> Row:
    """One thread: its messages in the order of time, why each belongs to it, and what to read."""
    return {
        "id": thread.id,
        "messages": list(thread.messages),
        "inclusive": list(thread.inclusive),
        "edges": [
            {
                "child": edge.child,
                "parent": edge.parent,
                "kind": edge.kind,
                "certainty": edge.certainty,
                "reason": edge.reason,
            }
            for edge in thread.edges
        ],
        "citation": citation_row(view, thread.citation),
    }
