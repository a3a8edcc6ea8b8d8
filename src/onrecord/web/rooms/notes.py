"""Notes on parts of a page, each with an address of its own: ``/p/<hash>/<page>/notes#<note>``."""

from __future__ import annotations

from typing import Annotated

from fastapi import Form

from onrecord.errors import NotFound
from onrecord.model import Box, Page
from onrecord.review import findings
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.deciding import Decided, Made, Words, acts, decide, decided, signed, who
from onrecord.web.desk import Desk, Here, Reviewing

room = Room(tag="notes")

Points = Annotated[float, Form(ge=0, le=20_000, description="points from the top left corner of the page")]


class RegionNote(Answer):
    """A note and its place: a box in points from the top left, the fourth corner last."""

    decision: Decided
    box: Box
    href: str


class PageNotes(Answer):
    """A page with its notes. `width` and `height` are in points, 0 for a page without a size of its own."""

    key: str
    sha256: str
    number: int
    file: str
    stamp: str
    width: float
    height: float
    notes: tuple[RegionNote, ...]
    picture: str
    href: str
    decider: str
    may_decide: bool


@room.answers("/p/{file}/{number:int}/notes", "notes.html")
def page_notes(here: Here, file: str, number: int) -> PageNotes:
    """The notes on a page."""
    page = _page(here, file, number)
    here.saw(page.key)
    stamps = here.view.stamps_of(page)
    notes = [one for one in here.view.judgements.notes_on(page.key) if one.region is not None]
    return PageNotes(
        key=page.key,
        sha256=page.file,
        number=page.number,
        file=here.view.location(page.file).path,
        stamp=stamps[0] if stamps else "",
        width=page.width,
        height=page.height,
        notes=tuple(
            RegionNote(
                decision=decided(one),
                box=one.region.box,
                href=links.note(page.file, page.number, one.id),
            )
            for one in notes
            if one.region
        ),
        picture=links.picture(page.file, page.number) if page.width else "",
        href=links.page(page.file, page.number),
        decider=who(here),
        may_decide=here.may_decide,
    )


@acts(room, "/p/{file}/{number:int}/notes")
def note_page(
    here: Reviewing, file: str, number: int, text: Words, left: Points, top: Points, right: Points, bottom: Points
) -> Made:
    """Write a note on a part of a page."""
    page = _page(here, file, number)
    made = findings.note_at(page, (left, top, right, bottom), text, *signed(here))
    return decide(here, [made], f"Noted on page {number}: {text}", f"{links.notes(page.file, number)}#{made.id}")


def _page(here: Desk, file: str, number: int) -> Page:
    found = here.store.page(f"{file[:16]}/{number}")
    if found is None or not found.file.startswith(file):
        raise NotFound(f"there is no page {number} of a file {file[:16]} in this case", "search for its words")
    return found
