"""The page reader: the text of a page, what is printed and hidden on it, and the messages that stand there."""

from __future__ import annotations

from onrecord.errors import NotFound
from onrecord.model import Page
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.cite import Line, line
from onrecord.web.desk import Here

room = Room(tag="pages")


class Sheet(Answer):
    """A page. `confidence` is the engine's, 0 to 100, or -1 without one."""

    key: str
    sha256: str
    file: str
    release: str
    number: int
    of: int
    stamps: tuple[str, ...]
    state: str
    engine: str
    confidence: float
    text: str
    messages: tuple[Line, ...]
    before: str
    after: str


@room.answers("/p/{file}/{number:int}", "page.html")
def page(here: Here, file: str, number: int) -> Sheet:
    """A page of a file by the file's SHA-256, or the beginning of it, and the page's number."""
    return sheet(here, _page(here, file, number))


@room.answers("/s/{stamp}", "page.html")
def stamped(here: Here, stamp: str) -> Sheet:
    """The page that bears a stamp."""
    return sheet(here, here.case.page(stamp))


def _page(here: Here, file: str, number: int) -> Page:
    found = here.store.page(f"{file[:16]}/{number}")
    if found is None or not found.file.startswith(file):
        raise NotFound(f"there is no page {number} of a file {file[:16]} in this case", "search for its words")
    return found


def sheet(here: Here, page: Page) -> Sheet:
    """Everything that is shown of a page."""
    here.saw(page.key)
    place, of = here.view.location(page.file), here.store.extents().get(page.file, page.number)
    return Sheet(
        key=page.key,
        sha256=page.file,
        file=place.path,
        release=place.release,
        number=page.number,
        of=of,
        stamps=here.view.stamps_of(page),
        state=page.state,
        engine=f"{page.engine} {page.engine_version}",
        confidence=page.confidence,
        text=page.text,
        messages=tuple(line(here.view, one) for one in here.store.messages_on(page.key)),
        before=links.page(page.file, page.number - 1) if page.number > 1 else "",
        after=links.page(page.file, page.number + 1) if page.number < of else "",
    )
