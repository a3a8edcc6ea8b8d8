"""People, the places that name them, and what is open about them, as rows."""

from __future__ import annotations

from onrecord.model import IdentityQuestion, Mention, Person, Seen, Span
from onrecord.publish.rows.common import Row, citation_row, span_file
from onrecord.store.view import View


def person_row(view: View, person: Person) -> Row:
    """One person. Offsets in `mentions` count from the beginning of a plain text, else of the page."""
    return {
        "id": person.id,
        "name": person.name,
        "filed": person.filed,
        "kind": person.kind,
        "aliases": list(person.aliases),
        "addresses": list(person.addresses),
        "mentions": [_mention(view, seen) for seen in person.seen],
        "merges": [{"a": m.a, "b": m.b, "score": m.score, "reason": m.reason} for m in person.merges],
        "principal": person.principal or None,
        "citation": citation_row(view, person.citation),
    }


def _mention(view: View, seen: Seen) -> Row:
    place = _place(view, seen.span)
    return {**place, "text": seen.name, "place": seen.place, "record": seen.record, "score": seen.score}


def _place(view: View, span: Span) -> Row:
    file = span_file(view, span)
    origin = view.origin(span.page)
    return {
        "file": view.location(file).path,
        "sha256": file,
        "page": int(span.page.rpartition("/")[2]),
        "start": span.start + origin,
        "end": span.end + origin,
    }


def mention_row(view: View, mention: Mention) -> Row:
    """One name in running text."""
    return {
        "id": mention.id,
        "name": mention.name,
        "place": mention.place,
        "title": mention.title or None,
        "office": mention.office or None,
        "status": mention.status or None,
        "unnamed": mention.unnamed,
        "principal": mention.principal or None,
        "message": mention.message or None,
        **_place(view, mention.citation.spans[0]),
        "citation": citation_row(view, mention.citation),
    }


def question_row(view: View, question: IdentityQuestion) -> Row:
    """One open question about who somebody is."""
    return {
        "id": question.id,
        "question": question.question,
        "name": question.name,
        "among": list(question.among),
        "uses": question.uses,
        "citation": citation_row(view, question.citation),
    }
