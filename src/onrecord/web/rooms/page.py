"""The page reader: the image of a page beside its text, what is printed and hidden on it, the messages on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Query as Asked
from fastapi import Response

from onrecord.data import codes
from onrecord.errors import ItemFailed, NotFound
from onrecord.model import Box, Decision, Page, Redaction
from onrecord.web import links, runs
from onrecord.web.answer import Answer, Room
from onrecord.web.cite import Line, line
from onrecord.web.citing import Citing, citing
from onrecord.web.desk import Here
from onrecord.web.holes import holes, noted
from onrecord.web.marks import drawn
from onrecord.web.pictures import WITH_IMAGE
from onrecord.web.segments import Segment, segments

room = Room(tag="pages")

#: Seconds for which a browser may keep an image: a build can find that a box must be painted over.
KEEP = "private, max-age=300"

Text = Annotated[str, Asked(max_length=2000, description="words to mark, in the language of searches")]
At = Annotated[str, Asked(max_length=24, pattern=r"^(\d+-\d+)?$", description="characters to mark: 120-180")]


class Hidden(Answer):
    """A redaction: its box in points from the top left, its codes, and what these stand for.

    `failed`: text lies beneath it; it is nowhere in the case, and painted over in the image. `sure` is false when it
    only might be a redaction.
    """

    box: Box
    codes: tuple[str, ...]
    meaning: str
    failed: bool
    sure: bool


class Noted(Answer):
    """A note that a person wrote on a part of the page: a box in points from the top left; `href` leads to it."""

    text: str
    by: str
    at: str
    box: Box
    href: str


class Sheet(Answer):
    """A page. `confidence` is the engine's, 0 to 100, or -1 without one; `unsure` counts the words badly read.

    `text` in parts is `segments`. `picture` is the address of its image, empty for media without one.
    """

    key: str
    sha256: str
    file: str
    release: str
    number: int
    of: int
    stamps: tuple[str, ...]
    stamp_notes: tuple[str, ...]
    state: str
    engine: str
    confidence: float
    unsure: int
    language: str
    width: float
    height: float
    redactions: tuple[Hidden, ...]
    segments: tuple[Segment, ...]
    messages: tuple[Line, ...]
    notes: tuple[Noted, ...]
    also: tuple[str, ...]
    hits: int
    q: str
    at: str
    href: str
    picture: str
    before: str
    after: str


class WordPlace(Answer):
    """A word: characters `start` to `end` of the page text, and its box in points from the top left."""

    start: int
    end: int
    box: Box
    confidence: float


class Words(Answer):
    """The words of a page with their places on its image."""

    width: float
    height: float
    words: tuple[WordPlace, ...]


@room.answers("/p/{file}/{number:int}", "page.html")
def page(here: Here, file: str, number: int, q: Text = "", at: At = "") -> Sheet:
    """A page of a file by the file's SHA-256, or the beginning of it, and the page's number."""
    return sheet(here, one_page(here, file, number), q, at)


@room.answers("/s/{stamp}", "page.html")
def stamped(here: Here, stamp: str, q: Text = "", at: At = "") -> Sheet:
    """The page that bears a stamp."""
    return sheet(here, here.case.page(stamp), q, at)


@room.answers("/p/{file}/{number:int}/cite", "cite.html")
def cite_page(here: Here, file: str, number: int, at: At = "") -> Citing:
    """A page, or characters of it, to be cited as plain text, Markdown, BibTeX and JSON."""
    found = one_page(here, file, number)
    here.saw(found.key)
    return citing(here, found, at)


@room.router.get("/p/{file}/{number:int}/words.json")
def words(here: Here, file: str, number: int) -> Words:
    """The words of a page and where they stand on its image."""
    found = one_page(here, file, number)
    here.saw(found.key)
    placed = here.pictures.words(here.state.files[found.file], found)
    return Words(
        width=found.width,
        height=found.height,
        words=tuple(WordPlace(start=w.start, end=w.end, box=w.box, confidence=w.confidence) for w in placed),
    )


@room.router.get("/p/{file}/{number:int}/image.png", response_class=Response)
def image(here: Here, file: str, number: int, dpi: Literal["110", "220"] = "110") -> Response:
    """The image of a page, what lies under redactions painted over."""
    found = one_page(here, file, number)
    here.saw(found.key)
    png = here.pictures.image(here.state.files[found.file], found, int(dpi))
    return Response(png, media_type="image/png", headers={"Cache-Control": KEEP})


@room.router.get("/p/{file}/{number:int}/marks.svg", response_class=Response)
def marks(here: Here, file: str, number: int, q: Text = "", at: At = "") -> Response:
    """What is to be drawn over the image of a page: redactions and codes, stamps, hits, messages, doubtful words."""
    found = one_page(here, file, number)
    try:
        placed = here.pictures.words(here.state.files[found.file], found)
    except ItemFailed:  # the page has no boxes: redactions are drawn all the same
        placed = ()
    return Response(drawn(here, found, placed, q, at), media_type="image/svg+xml", headers={"Cache-Control": KEEP})


def one_page(here: Here, file: str, number: int) -> Page:
    """The page of a file by the beginning of its SHA-256, at least 16 characters. Raises NotFound."""
    found = here.store.page(f"{file[:16]}/{number}")
    if found is None or not found.file.startswith(file):
        raise NotFound(f"there is no page {number} of a file {file[:16]} in this case", "search for its words")
    return found


def sheet(here: Here, page: Page, q: str = "", at: str = "") -> Sheet:
    """Everything that is shown of a page."""
    here.saw(page.key)
    view = here.view
    places, of = view.locations(page.file), here.state.extents.get(page.file, page.number)
    file = here.state.files.get(page.file)
    notes = [one for one in view.judgements.notes_on(page.key) if one.region is not None]
    return Sheet(
        key=page.key,
        sha256=page.file,
        file=places[0].path if places else "",
        release=places[0].release if places else "",
        number=page.number,
        of=of,
        stamps=view.stamps_of(page),
        stamp_notes=tuple(f"{one.value} {one.state}: {one.reason}" for one in view.stamp_readings(page)),
        state=page.state,
        engine=f"{page.engine} {page.engine_version}".strip(),
        confidence=page.confidence,
        unsure=len(page.uncertain),
        language=page.language,
        width=page.width,
        height=page.height,
        redactions=tuple(map(_hidden, page.redactions)),
        segments=segments(here, page, q, at, _on_image(here, page, notes)),
        messages=tuple(line(view, one) for one in here.store.messages_on(page.key)),
        notes=tuple(
            Noted(
                text=one.note, by=one.by, at=one.at, box=one.region.box, href=links.note(page.file, page.number, one.id)
            )
            for one in notes
            if one.region
        ),
        also=tuple(f"{place.path} ({place.release})" for place in places[1:]),
        hits=len(runs.hits(page.text, q)),
        q=q,
        at=at,
        href=links.page(page.file, page.number),
        picture=links.picture(page.file, page.number) if file and file.media in WITH_IMAGE else "",
        before=links.page(page.file, page.number - 1) if page.number > 1 else "",
        after=links.page(page.file, page.number + 1) if page.number < of else "",
    )


def _on_image(here: Here, page: Page, notes: Sequence[Decision]) -> list[runs.Layer]:
    """What stands on the image and belongs to the text: where words are hidden, and on which words there are notes."""
    file = here.state.files.get(page.file)
    if file is None or not (page.redactions or notes):
        return []
    try:
        placed = here.pictures.words(file, page)
    except ItemFailed:  # the image shows them all the same
        return []
    regions = [(one.region.box, f"{one.by}: {one.note}") for one in notes if one.region]
    return [*holes(page, placed), *(layer for box, note in regions for layer in noted(placed, box, note))]


def _hidden(one: Redaction) -> Hidden:
    meanings = filter(None, (codes.explain(code).meaning for code in one.codes))
    return Hidden(box=one.box, codes=one.codes, meaning="; ".join(meanings), failed=one.bad, sure=one.sure)
