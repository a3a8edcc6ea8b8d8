"""Everything in a case for, against and near one claim, event, contact, message or person, grouped by source family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from onrecord.errors import NotFound
from onrecord.model import (
    Article,
    Citation,
    Claim,
    End,
    Finding,
    Link,
    LinkKind,
    LinkState,
    Message,
    Person,
    SourceFamily,
)
from onrecord.publish.rows.common import Row, citation_row
from onrecord.store.view import View

#: What a link of a kind is to its second end; to its first end it is the second word.
_ROLES = {
    LinkKind.SUPPORTS: ("for", "for"),
    LinkKind.CONTRADICTS: ("against", "against"),
    LinkKind.DENIES: ("against", "denied by it"),
    LinkKind.SOURCE_CHAIN: ("the same word", "the same word"),
    LinkKind.SAME_REPORT: ("the same word", "the same word"),
    LinkKind.SAME_EVENT: ("the same", "the same"),
    LinkKind.SAME_PERSON: ("the same", "the same"),
}
#: In the order in which they are shown; everything else is near.
ROLES = ("for", "against", "denied by it", "the same", "the same word", "near")


class Piece(Struct, frozen=True, kw_only=True):
    """One link as seen from the subject: what the other end is to it, on whose word, and how far that goes.

    `end` is the other end; `family` names the source family it rests on, `family_id` tells families apart. `own` is
    true where that is the subject's own family, which adds nothing to it.
    """

    role: str
    end: End
    family: str
    family_id: str
    own: bool
    kind: LinkKind
    state: LinkState
    score: float
    reasons: tuple[str, ...]
    limits: tuple[str, ...]
    link: str


class Evidence(Struct, frozen=True, kw_only=True):
    """What a case holds on a subject. `corroboration` counts the independent families for it, its own apart."""

    id: str
    kind: str
    citation: Citation
    family: str
    pieces: tuple[Piece, ...]
    corroboration: int


def evidence(view: View, subject: str) -> Evidence:
    """The evidence on a finding or message with this id (or the beginning of one), or on a person of this name.

    Raises NotFound when there is nothing of that name, or when it is of a kind that links do not join.
    """
    return _Gathering(view).of(subject)


class _Gathering:
    """The links of a case, and the families of what they join."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.store = view.store

    def of(self, subject: str) -> Evidence:
        found: Finding | Message | Person | None = self.store.message(subject) or self.store.finding(subject)
        if found is None or isinstance(found, Person):
            return self._person(found.id if isinstance(found, Person) else subject)
        links = [one for one in self.store.about(found.id) if isinstance(one, Link)]
        kind = found.KIND if isinstance(found, Finding) else "messages"
        citation = found.citation
        family, family_id = self.family(End(id=found.id, kind=kind, citation=citation))
        pieces = [self._piece(link, found.id, family_id) for link in links]
        return _told(found.id, kind, citation, family, pieces)

    def _person(self, name: str) -> Evidence:
        """What links somebody, and what links the findings that name them."""
        people = [one for one in self.view.people if name in (one.id, *one.formerly) or _called(one, name)]
        if len(people) != 1:
            what = f"{len(people)} people are called {name!r}" if people else f"nothing called {name!r} in this case"
            raise NotFound(what, "`onrecord links`, `claims` and `people` print ids and names")
        (person,) = people
        places: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for seen in person.seen:
            places[seen.span.page].append((seen.span.start, seen.span.end))
        ids = {person.id, *person.formerly}
        records = {seen.record for seen in person.seen}
        pieces = []
        for link in self.store.findings(Link):
            if ids & set(link.about):
                pieces.append(self._piece(link, link.a.id if link.a.id in ids else link.b.id, ""))
            elif link.b.id in records or _names(link.b, places):
                pieces.append(self._piece(link, link.b.id, "", role="near"))
            elif link.a.id in records or _names(link.a, places):
                pieces.append(self._piece(link, link.a.id, "", role="near"))
        return _told(person.id, Person.KIND, person.citation, person.name, pieces)

    def _piece(self, link: Link, subject: str, own: str, role: str = "") -> Piece:
        first = link.a.id == subject
        other = link.b if first else link.a
        family, family_id = self.family(other)
        return Piece(
            role=role or _ROLES.get(link.kind, ("near", "near"))[first],
            end=other,
            family=family,
            family_id=family_id,
            own=family_id == own,
            kind=link.kind,
            state=link.state,
            score=link.score,
            reasons=link.reasons,
            limits=link.limits,
            link=link.id,
        )

    def family(self, end: End) -> tuple[str, str]:
        """On whose word an end rests, to print and to tell apart."""
        if end.kind == Claim.KIND and end.id in self._families:
            known = self._families[end.id]
            return known.name, known.id
        if end.kind == "messages":
            return self._sender(end.id)
        if end.id in self._retold:
            return self._sender(self._retold[end.id])
        return self._document(end)

    def _sender(self, message: str) -> tuple[str, str]:
        person = self.view.who.get((message, "behalf", 0)) or self.view.who.get((message, "from", 0))
        return (f"mail of {person.name}", person.id) if person is not None else ("mail of somebody blanked", message)

    def _document(self, end: End) -> tuple[str, str]:
        """The article or file that says it itself."""
        key = end.citation.spans[0].page.partition("/")[0]
        name = self._articles.get(key) or self.view.location(self.view.file_with_prefix(key)).path
        return f"{name}, in its own words", key

    @cached_property
    def _families(self) -> dict[str, SourceFamily]:
        return {claim: family for family in self.store.findings(SourceFamily) for claim in family.claims}

    @cached_property
    def _retold(self) -> dict[str, str]:
        """Entries of release pages that retell a message, and the message: they rest on its word."""
        same = (one for one in self.store.findings(Link) if one.kind is LinkKind.SAME_EVENT)
        return {link.a.id: link.b.id for link in same if link.b.kind == "messages"}

    @cached_property
    def _articles(self) -> dict[str, str]:
        """Outlets, or titles, by the beginning of the file's id."""
        found = self.store.findings(Article)
        return {one.file[:16]: one.outlet or (one.title.printed if one.title is not None else "") for one in found}


def _told(id: str, kind: str, citation: Citation, family: str, pieces: Iterable[Piece]) -> Evidence:
    ordered = sorted(pieces, key=lambda one: (ROLES.index(one.role), one.family, -one.score, one.link))
    families = {piece.family_id for piece in ordered if piece.role == "for" and not piece.own}
    return Evidence(
        id=id, kind=kind, citation=citation, family=family, pieces=tuple(ordered), corroboration=len(families)
    )


def _called(person: Person, name: str) -> bool:
    return name.lower() in (one.lower() for one in (person.name, person.filed, *person.aliases, *person.addresses))


def _names(end: End, places: dict[str, list[tuple[int, int]]]) -> bool:
    """Whether somebody is named in the words of an end."""
    return any(
        span.start <= start and stop <= span.end
        for span in end.citation.spans
        for start, stop in places.get(span.page, ())
    )


def rows(view: View, found: Evidence) -> Iterator[Row]:
    """A row for each piece, in the order in which they are shown."""
    for piece in found.pieces:
        yield {
            "subject": found.id,
            "role": piece.role,
            "family": piece.family,
            "own_family": piece.own,
            "kind": piece.kind,
            "state": piece.state,
            "score": piece.score,
            "reasons": list(piece.reasons),
            "limits": list(piece.limits),
            "id": piece.end.id,
            "of": piece.end.kind,
            "link": piece.link,
            "corroboration": found.corroboration,
            "citation": citation_row(view, piece.end.citation),
        }
