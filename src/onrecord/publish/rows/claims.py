"""Claims of articles, and the families of their sources."""

from __future__ import annotations

from onrecord.model import Claim, SourceFamily, Span
from onrecord.publish.rows.common import Row, citation_row, span_file
from onrecord.store.view import View


def claim_row(view: View, claim: Claim) -> Row:
    """One claim. Offsets are of the page text on which its content begins: for a plain text, of the file."""
    spans = claim.content.spans
    place = view.location(span_file(view, spans[0]))
    return {
        "id": claim.id,
        "release": place.release,
        "file": place.path,
        "start": spans[0].start,
        "end": spans[-1].end,
        "text": claim.content.printed,
        "sources": [
            {
                "text": source.text,
                "named": source.named,
                "count": source.count,
                "kind": source.kind,
                "stands_for": source.stands_for or None,
                "inferred": source.inferred or None,
            }
            for source in claim.sources
        ],
        "relay": [relay.outlet for relay in claim.relay],
        "relay_inferred": [relay.inferred or None for relay in claim.relay],
        "hedges": [hedge.printed for hedge in claim.hedges],
        "stance": claim.stance,
        "quote": claim.quote,
        "denies": list(claim.denies),
        "date": claim.date or None,
        "date_end": claim.date_end or None,
        "precision": claim.precision or None,
        "inferred": list(claim.inferred),
        "cue": claim.cue.printed if claim.cue is not None else None,
        "article": claim.article,
        "spans": {
            "source": _ranges(tuple(span for source in claim.sources for span in source.spans)),
            "cue": _ranges(claim.cue.spans if claim.cue is not None else ()),
            "content": _ranges(spans),
        },
        "sha256": span_file(view, spans[0]),
        "citation": citation_row(view, claim.citation),
    }


def family_row(view: View, family: SourceFamily) -> Row:
    """One source family: within it nothing corroborates anything."""
    return {
        "id": family.id,
        "name": family.name,
        "claims": list(family.claims),
        "why": family.why,
        "citation": citation_row(view, family.citation),
    }


def _ranges(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]
