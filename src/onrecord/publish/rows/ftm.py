"""People, offices, mail and documents as FollowTheMoney entities, for tools that read them. Needs the extra ``ftm``.

Every entity is made, cleaned and validated by that library. `proof` names the document entity of the source file; the
exact words and pages are in the side file (`citations`), one row for each entity.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.errors import MissingExtra
from onrecord.model import Message, Person, SourceFile, Span, Tenure, stable_id
from onrecord.publish.rows import statements
from onrecord.publish.rows.common import Row, Scope, citation_row, messages_in_scope, party_text, span_file
from onrecord.store.view import View

#: A schema, an id, and values by property.
_Values = tuple[str, str, dict[str, object]]

#: The kinds of source files that have pages.
_PAGED = frozenset({"pdf", "tiff", "page_text"})


def entities(view: View, scope: Scope) -> Iterator[Row]:
    """The entities of the messages in `scope`, of everybody in the case, and of all files. Raises MissingExtra."""
    make = _maker()
    for values in _stated(view, scope):
        entity = make(*values)
        yield {"id": entity.id, "schema": entity.schema.name, "properties": _sorted(entity.properties)}


def _stated(view: View, scope: Scope) -> Iterator[_Values]:
    for file in view.store.files():
        yield _document(view, file)
    for person in view.people:
        yield _person(view, person)
    offices: set[str] = set()
    for holder, held in view.tenures.items():
        for tenure in held:
            yield from _post(view, holder, tenure, offices)
    for message in messages_in_scope(view, scope):
        yield _email(view, message)
    if not scope.release and not scope.file:  # a part of a case cannot hold both ends of its links
        yield from statements.ftm(view, _proof)


def _sorted(properties: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: sorted(properties[name]) for name in sorted(properties)}


def citations(view: View, scope: Scope) -> Iterator[Row]:
    """For each entity that states something: the words and places that it rests on."""
    for person in view.people:
        yield {"entity": person.id, "schema": _schema(person), "citation": citation_row(view, person.citation)}
    for held in view.tenures.values():
        for tenure in held:
            schema = "Membership" if tenure.office else "Occupancy"
            yield {"entity": tenure.id, "schema": schema, "citation": citation_row(view, tenure.citation)}
    for message in messages_in_scope(view, scope):
        yield {"entity": message.id, "schema": "Email", "citation": citation_row(view, message.citation)}
    if not scope.release and not scope.file:
        yield from statements.side(view)


def _maker() -> Any:
    """What makes a validated entity of our values: values that are not of their type are dropped by the library."""
    try:
        from followthemoney import model
    except ImportError:
        raise MissingExtra("the package followthemoney is not installed", "run `pip install 'onrecord[ftm]'`") from None

    def make(schema: str, id: str, properties: dict[str, object]) -> Any:
        entity = model.make_entity(schema)
        entity.id = id
        for name, value in properties.items():
            for one in value if isinstance(value, list | tuple) else (value,):
                if one not in (None, ""):
                    entity.add(name, str(one), quiet=True)
        checked: Any = entity.to_dict()
        entity.schema.validate(checked)
        return entity

    return make


def _schema(person: Person) -> str:
    return "Organization" if person.kind == "group" else "Person"


def _document(view: View, file: SourceFile) -> _Values:
    places = view.locations(file.id)
    names = [place.path.rpartition("/")[2] for place in places]
    return (
        "Pages" if file.media in _PAGED else "Document",
        _file_id(file.id),
        {"fileName": names, "title": names[:1], "fileSize": file.size, "keywords": [place.release for place in places]},
    )


def _file_id(file: str) -> str:
    return f"f{file[:32]}"


def _proof(view: View, spans: tuple[Span, ...]) -> list[str]:
    return sorted({_file_id(span_file(view, span)) for span in spans})


def _person(view: View, person: Person) -> _Values:
    spans = tuple(seen.span for seen in person.seen[:50]) or person.citation.spans
    return (
        _schema(person),
        person.id,
        {
            "name": person.name,
            "alias": [alias for alias in person.aliases if alias != person.name],
            "email": person.addresses,
            "proof": _proof(view, spans),
        },
    )


def _post(view: View, holder: str, tenure: Tenure, offices: set[str]) -> Iterator[_Values]:
    """A membership in a body, or, where no body is known, a position that was held."""
    proof = _proof(view, tenure.citation.spans)
    days: dict[str, object] = {"startDate": tenure.since, "endDate": tenure.until, "proof": proof}
    if tenure.office:
        office = stable_id("o", tenure.office.lower())
        if office not in offices:
            offices.add(office)
            yield "Organization", office, {"name": tenure.office, "proof": proof}
        role = tenure.title or "member"
        yield "Membership", tenure.id, {"member": holder, "organization": office, "role": role, **days}
        return
    post = stable_id("o", "post", tenure.title.lower())
    if post not in offices:
        offices.add(post)
        yield "Position", post, {"name": tenure.title, "proof": proof}
    yield "Occupancy", tenure.id, {"holder": holder, "post": post, **days}


def _email(view: View, message: Message) -> _Values:
    parties = {field: getattr(message, field) for field in ("to", "cc", "bcc")}
    named: dict[str, object] = {field: list(filter(None, map(party_text, listed))) for field, listed in parties.items()}
    sender = view.who.get((message.id, "behalf", 0)) or view.who.get((message.id, "from", 0))
    receivers = [
        person.id
        for field, listed in parties.items()
        for index in range(len(listed))
        if (person := view.who.get((message.id, field, index)))
    ]
    return (
        "Email",
        message.id,
        {
            "subject": message.subject.printed if message.subject else "",
            "date": message.sent.iso if message.sent else "",
            "from": party_text(message.sender) if message.sender else "",
            **named,
            "emitters": sender.id if sender else "",
            "recipients": sorted(set(receivers)),
            "messageId": message.message_id,
            "bodyText": message.body,
            "parent": _file_id(message.file),
            "proof": _proof(view, message.citation.spans),
        },
    )
