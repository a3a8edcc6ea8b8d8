"""The pages that only a site has: its front page, and the page of its search."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from onrecord.model import Claim, Finding, Gap, Link, LinkState, Person, Span
from onrecord.publish.chronology import Wanted, chronology
from onrecord.publish.edition import Published
from onrecord.publish.roles import post
from onrecord.store.view import View
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.cite import Cited, Place, cited, place
from onrecord.web.desk import Here

#: Where the reading room serves these pages while a site is made.
FRONT, SEARCH = "/edition", "/edition/search"


class Sources(Struct, frozen=True, kw_only=True):
    """What the front page says of the records behind it: rows of the table of sources, and what was masked."""

    lines: tuple[tuple[str, str, str, int], ...]
    masked: tuple[tuple[str, int], ...]

    @classmethod
    def of(cls, records: Published) -> Sources:
        """The sources of an edition: release, name, SHA-256, pages shown."""
        shown = Counter(page.file for page in records.pages)
        lines = [(place.release, place.path, place.file, shown[place.file]) for place in records.locations]
        kinds = Counter(mask.kind for masks in records.masks.values() for mask in masks)
        return cls(lines=tuple(sorted(lines)), masked=tuple(sorted(kinds.items())))


class Told(Answer):
    """An entry of the chronology and where it stands. `quotes` are words that its text does not hold already."""

    id: str
    day: str
    date: str
    inferred: tuple[str, ...]
    text: str
    quotes: tuple[str, ...]
    kind: str
    message: str
    places: tuple[Place, ...]


class Stated(Answer):
    """A claim or a gap: what it states, on whose word or against what, and its citation."""

    id: str
    href: str
    kind: str
    text: str
    beside: str
    citation: Cited


class Joined(Answer):
    """A link: the words at both ends, what they have in common, and where that ends. `sure`: it can be stated as is."""

    id: str
    kind: str
    a: Cited
    b: Cited
    sure: bool
    reasons: tuple[str, ...]
    limits: tuple[str, ...]


class Somebody(Answer):
    """A person, with posts in words."""

    name: str
    posts: tuple[str, ...]
    href: str


class SourceLine(Answer):
    """A source file, and how many of its pages are shown."""

    release: str
    file: str
    sha256: str
    pages: int


class Masked(Answer):
    """How many values of a kind were masked."""

    kind: str
    count: int


class Front(Answer):
    """All that a site tells."""

    entries: tuple[Told, ...]
    claims: tuple[Stated, ...]
    links: tuple[Joined, ...]
    gaps: tuple[Stated, ...]
    people: tuple[Somebody, ...]
    sources: tuple[SourceLine, ...]
    masked: tuple[Masked, ...]


class SearchPage(Answer):
    """The page of the search; a script fills it."""


def room(sources: Sources) -> Room:
    """The routes of these pages, for an edition made of `sources`."""
    made = Room(tag="edition")

    @made.answers(FRONT, "edition.html")
    def front(here: Here) -> Front:
        """Everything that was accepted."""
        view = here.view
        return Front(
            entries=_entries(view),
            claims=tuple(_claim(view, one) for one, _ in view.findings(Claim)),
            links=tuple(_joined(view, one) for one, _ in view.findings(Link)),
            gaps=tuple(_gap(view, one) for one, _ in view.findings(Gap)),
            people=tuple(_somebody(view, one) for one in view.people),
            sources=tuple(SourceLine(release=r, file=f, sha256=h, pages=n) for r, f, h, n in sources.lines),
            masked=tuple(Masked(kind=kind, count=count) for kind, count in sources.masked),
        )

    @made.answers(SEARCH, "edition-search.html")
    def search() -> SearchPage:
        """The search of a site."""
        return SearchPage()

    return made


def _entries(view: View) -> tuple[Told, ...]:
    found = chronology(view, Wanted(accepted=True, routine=True))
    told = []
    for entry in found.entries:
        findings = [one for id in entry.records if (one := view.store.finding(id))]
        told.append(
            Told(
                id=entry.id,
                day=entry.day,
                date=entry.date,
                inferred=entry.inferred,
                text=entry.text,
                quotes=tuple(quote for quote in entry.quotes if _line(quote) not in _line(entry.text)),
                kind=entry.kind,
                message=_message(view, findings),
                places=_places(view, findings),
            )
        )
    return tuple(told)


def _line(text: str) -> str:
    return " ".join(text.split())


def _message(view: View, findings: list[Finding]) -> str:
    """The address of the message that tells it, where that is published."""
    ids = (id for one in findings for id in one.about)
    return next((links.message(id) for id in ids if view.store.message(id)), "")


def _places(view: View, findings: list[Finding]) -> tuple[Place, ...]:
    """Where findings stand, each page once."""
    spans: dict[str, Span] = {}
    for one in findings:
        for span in one.citation.spans:
            spans.setdefault(span.page, span)
    return tuple(place(view, span) for span in spans.values())


def _claim(view: View, claim: Claim) -> Stated:
    named = [source.text for source in claim.sources] + [relay.outlet for relay in claim.relay]
    said = " in ".join(named) or "in its own words"
    return Stated(
        id=claim.id,
        href=links.claim(claim.id),
        kind=str(claim.stance),
        text=_line(claim.content.printed),
        beside=said,
        citation=cited(view, claim.citation),
    )


def _gap(view: View, gap: Gap) -> Stated:
    return Stated(
        id=gap.id,
        href=links.gap(gap.id),
        kind=gap.kind,
        text=gap.question,
        beside=" · ".join(filter(None, (gap.detail, gap.denominator))),
        citation=cited(view, gap.citation),
    )


def _joined(view: View, link: Link) -> Joined:
    return Joined(
        id=link.id,
        kind=str(link.kind),
        a=cited(view, link.a.citation),
        b=cited(view, link.b.citation),
        sure=link.state is LinkState.ASSERTED,
        reasons=link.reasons,
        limits=link.limits,
    )


def _somebody(view: View, person: Person) -> Somebody:
    held = [one for one in view.tenures.get(person.id, ()) if view.judgement(one).accepted]
    return Somebody(name=person.name, posts=tuple(map(post, held)), href=links.person(person.id))
