"""People, the places that name them, and what is open about them, as rows."""

from __future__ import annotations

from onrecord.model import IdentityQuestion, Mention, Person, Seen, Span, Tenure
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
        "roles": [tenure_row(view, tenure) for tenure in view.tenures.get(person.id, ())],
        "principal": person.principal or None,
        "formerly": list(person.formerly),
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


def tenure_row(view: View, tenure: Tenure) -> Row:
    """A post. `from` and `to` are the days of the first and the last statement, not of taking and leaving office."""
    return {
        "id": tenure.id,
        "person": tenure.person,
        "title": tenure.title or None,
        "office": tenure.office or None,
        "from": tenure.since or None,
        "to": tenure.until or None,
        "ended_by": tenure.ended_by or None,
        "former": tenure.former,
        "acting": tenure.acting,
        "statements": tenure.statements,
        "dates": list(tenure.dates),
        "citation": citation_row(view, tenure.citation),
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
