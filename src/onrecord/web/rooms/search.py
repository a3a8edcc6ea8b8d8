"""Search: the language of ``onrecord search``, narrowed by facets, each hit leading to its place."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query as Asked

from onrecord.store.protocol import Hit, Query, Results
from onrecord.store.query import MOST_TERMS
from onrecord.store.remember import remembered
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.asked import Text
from onrecord.web.cite import Line, line
from onrecord.web.desk import Here

room = Room("Search", "/search")

#: Hits on one page.
PER_PAGE = 25

#: The marks around matched words in a snippet (see `onrecord.store.protocol.Hit`).
MATCH_START, MATCH_END = "\ue000", "\ue001"


class Piece(Answer):
    """A run of a snippet. `hit`: these words were searched for."""

    text: str
    hit: bool


class Find(Answer):
    """A hit: the message or page it leads to and the page it stands on, what stands around the words, the message.

    `badly_read` are the words of the snippet that OCR was not sure of.
    """

    id: str
    kind: str
    href: str
    page_href: str
    snippet: tuple[Piece, ...]
    file: str
    release: str
    page: int
    stamp: str
    badly_read: tuple[str, ...] = ()
    message: Line | None = None


class Facet(Answer):
    """A value of a facet and how it is written, how many hits have it, and the search narrowed to it.

    Where it is `on`, `href` is the search without it.
    """

    value: str
    label: str
    count: int
    on: bool
    href: str


class Facets(Answer):
    """How the hits are spread. `exact` is false when more match than are counted."""

    exact: bool
    release: tuple[Facet, ...]
    year: tuple[Facet, ...]
    person: tuple[Facet, ...]
    exemption: tuple[Facet, ...]
    certainty: tuple[Facet, ...]


class Sought(Answer):
    """What was asked."""

    q: str
    person: str
    since: str
    until: str
    release: str
    exemption: str
    certainty: str
    kind: str
    fuzzy: bool
    page: int


class Found(Answer):
    """One page of hits. `exact` is false when only the newest part of what matches was ranked."""

    asked: Sought
    total: int
    exact: bool
    terms: tuple[str, ...]
    hits: tuple[Find, ...]
    facets: Facets
    releases: tuple[str, ...]
    pages: int


@room.answers("/search", "search.html")
def search(
    here: Here,
    q: Text = "",
    person: Text = "",
    since: Text = "",
    until: Text = "",
    release: Text = "",
    exemption: Text = "",
    certainty: Literal["", "sure", "doubtful"] = "",
    kind: Literal["message", "page"] = "message",
    fuzzy: bool = False,
    page: Annotated[int, Asked(ge=1, le=400)] = 1,
) -> Found:
    """Find messages or pages. Without words, what passes the filters is listed by time."""
    filters: dict[str, str | bool] = {"person": person, "since": since, "until": until, "release": release}
    filters |= {"exemption": exemption, "certainty": certainty, "kind": kind, "fuzzy": fuzzy}
    results = here.case.search(q, limit=PER_PAGE, offset=(page - 1) * PER_PAGE, **filters)
    terms = _any(results.terms) if fuzzy else q
    return Found(
        asked=Sought.model_validate({"q": q, "page": page, **filters}),
        total=results.total,
        exact=results.exact,
        terms=results.terms,
        hits=tuple(find(here, hit, terms) for hit in results.hits),
        facets=_facets(here, {"text": q, **filters}),
        releases=tuple(one.name for one in here.state.releases),
        pages=_pages(results),
    )


def _facets(here: Here, asked: dict[str, str | bool]) -> Facets:
    """The facets of a search, each value with the search that narrows to it."""
    query = Query(**asked)  # type: ignore[arg-type]
    found = remembered(here.view.facts, ("facets", query), lambda: here.store.facets(query))
    own = {"q": asked["text"], **{name: value for name, value in asked.items() if name != "text"}}

    def facet(name: str, pairs: tuple[tuple[str, int], ...]) -> tuple[Facet, ...]:
        return tuple(
            Facet(
                value=value,
                label=_label(name, value),
                count=number,
                on=(on := own[name] == value),
                href=_narrowed(own, {name: "" if on else value}),
            )
            for value, number in pairs
        )

    years = tuple(
        Facet(
            value=year,
            label=year,
            count=number,
            on=(on := own["since"] == own["until"] == year),
            href=_year(own, "" if on else year),
        )
        for year, number in found.years
    )
    return Facets(
        exact=found.exact,
        release=facet("release", found.releases),
        year=years,
        person=facet("person", found.people),
        exemption=facet("exemption", found.codes),
        certainty=facet("certainty", found.certainty),
    )


def _label(facet: str, value: str) -> str:
    """A value as it is read: names are kept in small letters, addresses are left so."""
    if facet != "person":
        return value
    return " ".join(word if "@" in word else word.upper() if "(" in word else word.title() for word in value.split())


def _year(own: dict[str, str | bool], year: str) -> str:
    return _narrowed(own, {"since": year, "until": year})


def _narrowed(own: dict[str, str | bool], to: dict[str, str]) -> str:
    """The address of a search with some filters changed."""
    return links.search(**{**own, **to})


def find(here: Here, hit: Hit, terms: str = "") -> Find:
    """A hit with its place; `terms` are the words to mark there."""
    words = links.query(q=terms)
    place = here.view.location(hit.file)
    message = here.store.message(hit.id) if hit.kind == "message" else None
    shown = line(here.view, message) if message else None
    return Find(
        id=hit.id,
        kind=hit.kind,
        href=f"{links.message(hit.id) if message else links.page(hit.file, hit.page)}{words}#hit-1",
        page_href=f"{links.page(hit.file, hit.page)}{words}#hit-1",
        snippet=tuple(pieces(hit.snippet)),
        file=place.path,
        release=place.release,
        page=hit.page,
        stamp=shown.stamp if shown else _stamp(here, hit),
        badly_read=tuple(here.view.badly_read_in(hit)),
        message=shown,
    )


def _stamp(here: Here, hit: Hit) -> str:
    page = here.store.page(hit.id)
    return next(iter(here.view.stamps_of(page)), "") if page else ""


def pieces(snippet: str) -> list[Piece]:
    """A snippet in runs, those that were searched for told apart."""
    found = []
    for part in snippet.split(MATCH_START):
        hit, end, rest = part.partition(MATCH_END)
        found += [Piece(text=hit, hit=True), Piece(text=rest, hit=False)] if end else [Piece(text=part, hit=False)]
    return [piece for piece in found if piece.text]


def _any(terms: tuple[str, ...]) -> str:
    """A search for any of `terms`, as ``fuzzy`` has widened them."""
    return " OR ".join(f'"{term.removesuffix("*")}"{"*" * term.endswith("*")}' for term in terms[:MOST_TERMS])


def _pages(results: Results) -> int:
    return min(-(-results.total // PER_PAGE), 400)
