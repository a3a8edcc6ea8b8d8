"""What a route works with: the case, one view of it for all requests while nothing changes, and who reads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from onrecord.case import Case
from onrecord.model import Person, Release, SourceFile
from onrecord.pipeline.derive import Desks
from onrecord.review.people import person
from onrecord.store.protocol import Store
from onrecord.store.remember import remembered
from onrecord.store.view import Status, View
from onrecord.web.access import Access, Reader, Role
from onrecord.web.pictures import Pictures


class State:
    """The case as it was at one moment: its view, and what many pages ask of the records."""

    def __init__(self, view: View) -> None:
        self.view = view

    @property
    def status(self) -> Status:
        """What is in the case; counting it reads every table."""
        return remembered(self.view.facts, "status", self.view.status)

    @property
    def files(self) -> dict[str, SourceFile]:
        """All source files by id."""
        return remembered(self.view.facts, "files", lambda: {file.id: file for file in self.view.store.files()})

    @property
    def extents(self) -> dict[str, int]:
        """The number of pages of every file."""
        return remembered(self.view.facts, "extents", self.view.store.extents)

    @property
    def releases(self) -> tuple[Release, ...]:
        """All releases, in order."""
        return remembered(self.view.facts, "releases", lambda: tuple(self.view.store.releases()))


class Shelf:
    """The open case and its state, shared by all requests until something is written.

    A view remembers what it worked out, and the next one takes over what still holds: see `onrecord.store.remember`.
    """

    def __init__(self, path: Path) -> None:
        self.case = Case.open(path)
        self.pictures = Pictures(Desks(self.case.vault, self.case.settings()))
        self._lock = threading.Lock()
        self._state = State(self.case.view(keep=True))

    def state(self) -> State:
        """The case as it is now. It may be used from several threads."""
        with self._lock:
            if self.case.store.moment() != self._state.view.moment:
                self._state = State(self.case.view(self._state.view, keep=True))
            return self._state

    def close(self) -> None:
        """Let go of the case, and end the processes that draw."""
        self.pictures.close()
        self.case.close()


class Desk:
    """One request's place in the reading room."""

    def __init__(self, shelf: Shelf, reader: Reader, access: Access, named: str = "") -> None:
        self.case = shelf.case
        self.pictures = shelf.pictures
        self.state = shelf.state()
        self.view = self.state.view
        self.reader = reader
        self.named = named
        self._access = access

    @property
    def store(self) -> Store:
        """The records."""
        return self.case.store

    @property
    def may_decide(self) -> bool:
        """Whether the reader's role allows decisions."""
        return self.reader.may(Role.REVIEWER)

    def person(self, name: str) -> Person:
        """The person with this id, or the only one of this name or address. Raises NotFound."""
        return self.view.person(name) or person(self.view.people, name)

    def saw(self, about: str) -> None:
        """Remember that the reader was shown the page or message `about`."""
        self._access.note(self.reader, "read", about)


def current_reader(request: Request) -> Reader:
    """Who makes this request; every route depends on it. Raises what `Access.reader` raises."""
    access: Access = request.app.state.access
    return access.reader(request)


def desk(request: Request, reader: Annotated[Reader, Depends(current_reader)]) -> Desk:
    """The desk of a request."""
    found = Desk(request.app.state.shelf, reader, request.app.state.access, _named(request))
    request.state.desk = found
    return found


#: What a route declares to be given its desk.
Here = Annotated[Desk, Depends(desk)]


def _named(request: Request) -> str:
    """The name that somebody gave for decisions on a server without users (see `onrecord.web.rooms.judging`)."""
    try:
        return bytes.fromhex(request.cookies.get("decides", "")).decode()[:64]
    except ValueError:
        return ""


def _needing(role: Role) -> Callable[[Request, Desk], Desk]:
    """A dependency that gives the desk to those who may do what `role` may, and refuses the others."""

    def given(request: Request, here: Here) -> Desk:
        if not here.reader.may(role):
            access: Access = request.app.state.access
            access.note(here.reader, "refused", request.url.path)
            raise PermissionError(f"this needs the role {role}; ask whoever runs this server")
        return here

    return given


#: The desk of somebody who may decide, and of somebody who may see what others did.
Reviewing = Annotated[Desk, Depends(_needing(Role.REVIEWER))]
Governing = Annotated[Desk, Depends(_needing(Role.ADMIN))]
