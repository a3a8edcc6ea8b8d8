"""What a route works with: the case, one view of it for all requests while nothing changes, and who reads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from onrecord.case import STORE_FILE, Case
from onrecord.store.protocol import Store
from onrecord.store.view import View
from onrecord.web.access import Access, Reader, Role

#: Seconds after which a view of a store that is no file is made anew.
FRESH = 10.0


class Shelf:
    """The open case and its view. A view remembers what it worked out, so one is shared until the store changes."""

    def __init__(self, path: Path) -> None:
        self.case = Case.open(path)
        self._lock = threading.Lock()
        self._state: Hashable = None
        self._view = self.case.view()

    def view(self) -> View:
        """The view of the case as it is now. It may be used from several threads."""
        state = self._now()
        with self._lock:
            if state != self._state:
                self._state, self._view = state, self.case.view()
            return self._view

    def _now(self) -> Hashable:
        """What changes whenever something is written: the store's file and its log, or else the clock."""
        store = self.case.path / STORE_FILE
        files = [path for path in (store, store.with_name(store.name + "-wal")) if path.exists()]
        if not files:
            return int(time.monotonic() / FRESH)
        return tuple((found.st_mtime_ns, found.st_size) for found in (path.stat() for path in files))

    def close(self) -> None:
        """Let go of the case."""
        self.case.close()


class Desk:
    """One request's place in the reading room."""

    def __init__(self, shelf: Shelf, reader: Reader, access: Access) -> None:
        self.case = shelf.case
        self.view = shelf.view()
        self.reader = reader
        self._access = access

    @property
    def store(self) -> Store:
        """The records."""
        return self.case.store

    def saw(self, about: str) -> None:
        """Remember that the reader was shown the page or message `about`."""
        self._access.note(self.reader, "read", about)


def current_reader(request: Request) -> Reader:
    """Who makes this request; every route depends on it. Raises what `Access.reader` raises."""
    access: Access = request.app.state.access
    return access.reader(request)


def desk(request: Request, reader: Annotated[Reader, Depends(current_reader)]) -> Desk:
    """The desk of a request."""
    found = Desk(request.app.state.shelf, reader, request.app.state.access)
    request.state.desk = found
    return found


#: What a route declares to be given its desk.
Here = Annotated[Desk, Depends(desk)]


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
