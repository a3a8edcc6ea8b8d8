"""Gaps: what should be there and is not, as questions, each with what it is counted against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated

from fastapi import Query
from fastapi.responses import PlainTextResponse

from onrecord.errors import NotFound
from onrecord.model import Gap
from onrecord.publish import request
from onrecord.store.remember import remembered
from onrecord.store.view import View
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.asked import PageNumber, Text, part
from onrecord.web.cite import Cited, Line, Place, cited, line, place
from onrecord.web.desk import Here

room = Room("Gaps", "/gaps")

PER_PAGE = 60
#: Gaps that one letter asks about.
LETTER = 200


class GapLine(Answer):
    """One gap. `places` are the pages on which it shows, `decided` is what a person decided about it."""

    id: str
    href: str
    kind: str
    release: str
    question: str
    detail: str
    denominator: str
    stamp_start: str
    stamp_end: str
    decided: str
    places: tuple[Place, ...]


class OneGap(Answer):
    """A gap with the words that show it, and the messages that it speaks of."""

    gap: GapLine
    citation: Cited
    messages: tuple[Line, ...]


class Alike(Answer):
    """Gaps that ask the same question and are counted against the same."""

    kind: str
    question: str
    denominator: str
    gaps: tuple[GapLine, ...]


class Kind(Answer):
    """A kind of gap, how many there are, and the page that lists them."""

    kind: str
    count: int
    href: str


class GapsAsked(Answer):
    """What was asked."""

    kind: str
    release: str
    page: int


class Gaps(Answer):
    """One page of the gaps; `kinds` counts those of the release that was asked for. `letter` drafts a request."""

    asked: GapsAsked
    total: int
    pages: int
    kinds: tuple[Kind, ...]
    releases: tuple[str, ...]
    questions: tuple[Alike, ...]
    letter: str
    appeal: str


@room.answers("/gaps", "gaps.html")
def gaps(here: Here, kind: Text = "", release: Text = "", page: PageNumber = 1) -> Gaps:
    """What should be there and is not."""
    view, everything = here.view, _all(here.view)
    counted = Counter(one.kind for one in everything if release in ("", one.release))
    found = _chosen(everything, kind, release)
    shown, pages = part(found, page, PER_PAGE)
    return Gaps(
        asked=GapsAsked(kind=kind, release=release, page=page),
        total=len(found),
        pages=pages,
        kinds=tuple(
            Kind(kind=name, count=count, href=links.gaps(kind=name, release=release))
            for name, count in counted.most_common()
        ),
        releases=tuple(sorted({one.release for one in everything if one.release})),
        questions=tuple(_alike(_line(view, one) for one in shown)),
        letter=links.request(kind=kind, release=release),
        appeal=links.request(kind=kind, release=release, appeal="true"),
    )


@room.router.get("/gaps/request.txt", response_class=PlainTextResponse)
def letter(
    here: Here, kind: Text = "", release: Text = "", appeal: Annotated[bool, Query()] = False
) -> PlainTextResponse:
    """A draft of a follow-up request, or an appeal, about the gaps of a kind and release."""
    found = _chosen(_all(here.view), kind, release)[:LETTER]
    return PlainTextResponse(request.letter(here.view, found, appeal=appeal))


@room.answers("/gaps/{id}", "gap.html")
def gap(here: Here, id: str) -> OneGap:
    """A gap by its id, or by the beginning of it."""
    found = here.view.finding(id)
    if not isinstance(found, Gap):
        raise NotFound(f"no gap {id} in this case", "the page of gaps lists them all")
    view = here.view
    return OneGap(
        gap=_line(view, found),
        citation=cited(view, found.citation),
        messages=tuple(
            line(view, one) for id in found.records if id.startswith("m") and (one := view.store.message(id))
        ),
    )


def _all(view: View) -> tuple[Gap, ...]:
    """The gaps that no person rejected."""

    def kept() -> tuple[Gap, ...]:
        return tuple(one for one, judged in view.findings(Gap) if judged.state != "rejected")

    return remembered(view, "gaps", kept)


def _chosen(found: Iterable[Gap], kind: str, release: str) -> list[Gap]:
    """The gaps that were asked for, those of one kind together, kinds in the order in which they first come."""
    chosen = [one for one in found if kind in ("", one.kind) and release in ("", one.release)]
    order = {name: place for place, name in enumerate(dict.fromkeys(one.kind for one in chosen))}
    return sorted(chosen, key=lambda one: order[one.kind])


def _alike(lines: Iterable[GapLine]) -> Iterator[Alike]:
    grouped: dict[tuple[str, str, str], list[GapLine]] = {}
    for one in lines:
        grouped.setdefault((one.kind, one.question, one.denominator), []).append(one)
    for (kind, question, denominator), gaps in grouped.items():
        yield Alike(kind=kind, question=question, denominator=denominator, gaps=tuple(gaps))


def _places(view: View, gap: Gap) -> tuple[Place, ...]:
    """Where it shows, each page once."""
    first = {span.page: span for span in reversed(gap.citation.spans)}
    return tuple(place(view, first[key]) for key in dict.fromkeys(span.page for span in gap.citation.spans))


def _line(view: View, gap: Gap) -> GapLine:
    return GapLine(
        id=gap.id,
        href=links.gap(gap.id),
        kind=gap.kind,
        release=gap.release,
        question=gap.question,
        detail=gap.detail,
        denominator=gap.denominator,
        stamp_start=gap.stamp_start,
        stamp_end=gap.stamp_end,
        decided=view.judgement(gap).state,
        places=_places(view, gap),
    )
