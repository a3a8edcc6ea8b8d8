"""Links: what belongs together, each with the reasons for it and the limits of what follows."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from onrecord.errors import NotFound
from onrecord.model import End, Link, LinkKind, LinkState, Person
from onrecord.store.remember import remembered
from onrecord.store.view import View
from onrecord.web import links as addresses
from onrecord.web.answer import Answer, Room
from onrecord.web.asked import LEFT_EMPTY, PageNumber, part
from onrecord.web.cite import Cited, Place, cited, place
from onrecord.web.desk import Here

room = Room("Links", "/links")

PER_PAGE = 50
#: Characters of an end that a list shows.
SHOWN = 280

#: What a link says, between its first end and its second; in the order in which kinds are shown.
PHRASES = {
    LinkKind.SUPPORTS: "supports",
    LinkKind.CONTRADICTS: "contradicts",
    LinkKind.DENIES: "denies",
    LinkKind.FOLLOW_UP: "was followed up by",
    LinkKind.FOLLOWED_BY_EVENT: "was followed by",
    LinkKind.USED_IN_EVENT: "was used in",
    LinkKind.DRAFTED_FOR: "was drafted for",
    LinkKind.DATING_EVIDENCE: "dates",
    LinkKind.SAME_DAY: "fell on the day of",
    LinkKind.RELATED_EVENT: "has to do with",
    LinkKind.PATTERN: "goes like",
    LinkKind.SAME_TOPIC: "is about the same as",
    LinkKind.SAME_OCCASION: "tells of the same occasion as",
    LinkKind.SAME_EVENT: "tells of the same as",
    LinkKind.SAME_REPORT: "repeats the report of",
    LinkKind.SOURCE_CHAIN: "has it from the source of",
    LinkKind.SAME_PERSON: "is the same person as",
    LinkKind.OFFICE_SUCCESSION: "was succeeded in office by",
}


class EndLine(Answer):
    """One end of a link: what kind of record it is, its words (`whole`: all of them), and where they stand."""

    id: str
    kind: str
    text: str
    whole: bool
    href: str
    place: Place


class LinkLine(Answer):
    """A link. `phrase` reads between `a` and `b`; `state` is whether it can be stated as it is (``asserted``) or only
    put before a reader with its limits (``suggested``). `decided` is what a person decided about it.
    """

    id: str
    href: str
    kind: str
    phrase: str
    state: str
    score: float
    decided: str
    a: EndLine
    b: EndLine
    reasons: tuple[str, ...]
    limits: tuple[str, ...]


class LinksAsked(Answer):
    """What was asked."""

    kind: str
    state: str
    page: int


class Links(Answer):
    """One page of the links, those of one kind together. `kinds` counts them all; rejected ones are left out."""

    asked: LinksAsked
    total: int
    suggested: int
    pages: int
    kinds: dict[str, int]
    links: tuple[LinkLine, ...]


class OneLink(Answer):
    """A link with the words of both ends."""

    link: LinkLine
    citation: Cited


@room.answers("/links", "links.html")
def links(
    here: Here,
    kind: Annotated[LinkKind | None, LEFT_EMPTY] = None,
    state: Annotated[LinkState | None, LEFT_EMPTY] = None,
    page: PageNumber = 1,
) -> Links:
    """What belongs together, with reasons and limits."""
    everything = _all(here.view)
    found = [one for one in everything if kind in (None, one.kind) and state in (None, one.state)]
    shown, pages = part(found, page, PER_PAGE)
    return Links(
        asked=LinksAsked(kind=kind or "", state=state or "", page=page),
        total=len(found),
        suggested=sum(one.state is LinkState.SUGGESTED for one in found),
        pages=pages,
        kinds={str(name): count for name, count in Counter(one.kind for one in everything).most_common()},
        links=tuple(line(here.view, one) for one in shown),
    )


@room.answers("/links/{id}", "link.html")
def link(here: Here, id: str) -> OneLink:
    """A link by its id, or by the beginning of it."""
    found = here.view.finding(id)
    if not isinstance(found, Link):
        raise NotFound(f"no link {id} in this case", "the page of links lists them all")
    here.saw(found.id)
    return OneLink(link=line(here.view, found), citation=cited(here.view, found.citation))


def _all(view: View) -> tuple[Link, ...]:
    """The links that no person rejected: by kind, the surest first."""

    def ordered() -> tuple[Link, ...]:
        kept = [one for one, judged in view.findings(Link) if judged.state != "rejected"]
        kinds = list(PHRASES)
        return tuple(sorted(kept, key=lambda one: (kinds.index(one.kind), -one.score, one.id)))

    return remembered(view, "links", ordered)


def line(view: View, link: Link) -> LinkLine:
    """A link with both its ends."""
    return LinkLine(
        id=link.id,
        href=addresses.link(link.id),
        kind=link.kind,
        phrase=PHRASES[link.kind],
        state=link.state,
        score=link.score,
        decided=view.judgement(link).state,
        a=_end(view, link.a),
        b=_end(view, link.b),
        reasons=link.reasons,
        limits=link.limits,
    )


def _end(view: View, end: End) -> EndLine:
    person = view.person(end.id) if end.kind == Person.KIND else None
    text = person.name if person else " ".join(end.citation.quote.split())
    where = place(view, end.citation.spans[0])
    return EndLine(
        id=person.id if person else end.id,
        kind=end.kind,
        text=text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …",
        whole=len(text) <= SHOWN,
        href=addresses.record(end.kind, person.id if person else end.id) or where.href,
        place=where,
    )
