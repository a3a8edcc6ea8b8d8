"""The front page: what is in the case, in what state, by release, and what needs a person."""

from __future__ import annotations

from onrecord.model import Failure, Note
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.desk import Here

room = Room("Overview", "/")

#: Failures and notes that are listed; the rest are counted.
MOST_LISTED = 50


class ReleaseLine(Answer):
    """A release and how much came with it."""

    name: str
    agency: str
    received: str
    request: str
    files: int
    pages: int
    messages: int
    failures: int
    href: str


class Figure(Answer):
    """How many there are of something. `depth` 1: a part of the figure before it."""

    what: str
    count: int
    depth: int = 0


class Trouble(Answer):
    """Something that could not be read (`kind` ``failure``), or that one should know (the kind of a note)."""

    kind: str
    file: str
    page: int
    what: str
    next_step: str = ""
    href: str = ""


class Asked(Answer):
    """Something that waits for a person. `weight`: how many places an answer settles."""

    question: str
    weight: int
    href: str


class Overview(Answer):
    """The case at a glance."""

    releases: tuple[ReleaseLine, ...]
    figures: tuple[Figure, ...]
    unbuilt: int
    failures: tuple[Trouble, ...]
    failures_total: int
    notes: tuple[Trouble, ...]
    notes_total: int
    questions: tuple[Asked, ...]


@room.answers("/", "overview.html")
def overview(here: Here) -> Overview:
    """What is in the case."""
    status = here.state.status
    failures, notes = here.store.failures(), here.store.notes()
    return Overview(
        releases=tuple(_release(row) for row in status.releases),
        figures=tuple(_figure(row) for row in status.figures),
        unbuilt=status.unbuilt,
        failures=tuple(_failure(here, one) for one in failures[:MOST_LISTED]),
        failures_total=len(failures),
        notes=tuple(_note(here, one) for one in notes[:MOST_LISTED]),
        notes_total=len(notes),
        questions=tuple(
            Asked(question=one.question, weight=one.uses, href=links.person(one.among[0]) if one.among else "")
            for one in here.view.questions[:MOST_LISTED]
        ),
    )


def _release(row: dict[str, object]) -> ReleaseLine:
    name = str(row["release"])
    return ReleaseLine.model_validate(row | {"name": name, "href": links.search(release=name)})


def _figure(row: dict[str, object]) -> Figure:
    kind, part, name = str(row["what"]).partition(": ")
    return Figure(what=name if part else kind, count=int(str(row["count"])), depth=1 if part else 0)


def _failure(here: Here, one: Failure) -> Trouble:
    where = one.path or here.view.location(one.file).path
    return Trouble(kind="failure", file=where, page=one.page, what=one.what, next_step=one.next_step)


def _note(here: Here, one: Note) -> Trouble:
    href = links.page(one.file, one.page) if one.page else ""
    return Trouble(kind=one.kind, file=here.view.location(one.file).path, page=one.page, what=one.what, href=href)
