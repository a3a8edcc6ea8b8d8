"""What a route works with: the case, one view of it for all requests while nothing changes, and who reads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from functools import cached_property
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from onrecord.case import Case
from onrecord.model import Release, SourceFile
from onrecord.pipeline.derive import Desks
from onrecord.store.folder import STORE_FILE
from onrecord.store.protocol import Store
from onrecord.store.view import Status, View
from onrecord.web.access import Access, Reader, Role
from onrecord.web.pictures import Pictures

#: Seconds after which a view of a store that is no file is made anew.
FRESH = 10.0


class State:
    """The case as it was at one moment: its view, and what many pages ask of it and never changes meanwhile."""

    def __init__(self, case: Case) -> None:
        self.view: View = case.view()
        self._store = case.store

    @cached_property
    def status(self) -> Status:
        """What is in the case; counting it reads every table."""
        return self.view.status()

    @cached_property
    def files(self) -> dict[str, SourceFile]:
        """All source files by id."""
        return {file.id: file for file in self._store.files()}

    @cached_property
    def extents(self) -> dict[str, int]:
        """The number of pages of every file."""
        return self._store.extents()

    @cached_property
    def releases(self) -> tuple[Release, ...]:
        """All releases, in order."""
        return tuple(self._store.releases())


class Shelf:
    """The open case and its state. A view remembers what it worked out, so one is shared until the store changes."""

    def __init__(self, path: Path) -> None:
        self.case = Case.open(path)
        self.pictures = Pictures(Desks(self.case.vault, self.case.settings()))
        self._lock = threading.Lock()
        self._stamp: Hashable = None
        self._state = State(self.case)

    def state(self) -> State:
        """The case as it is now. It may be used from several threads."""
        stamp = self._now()
        with self._lock:
            if stamp != self._stamp:
                self._stamp, self._state = stamp, State(self.case)
            return self._state

    def _now(self) -> Hashable:
        """What changes whenever something is written: the store's file and its log, or else the clock."""
        store = self.case.path / STORE_FILE
        files = [path for path in (store, store.with_name(store.name + "-wal")) if path.exists()]
        if not files:
            return int(time.monotonic() / FRESH)
        return tuple((found.st_mtime_ns, found.st_size) for found in (path.stat() for path in files))

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
