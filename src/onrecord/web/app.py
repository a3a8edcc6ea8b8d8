"""The application: rooms, templates, static files, errors and headers put together around one case."""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import Depends, FastAPI
from starlette.staticfiles import StaticFiles

from onrecord import __version__
from onrecord.web import faults
from onrecord.web.access import Access, Loopback, Reader, Role
from onrecord.web.access.forms import Bounded, of_ours
from onrecord.web.ahead import Ahead
from onrecord.web.answer import Room
from onrecord.web.desk import Desk, Shelf, current_reader
from onrecord.web.headers import SecurityHeaders
from onrecord.web.hosts import Hosts
from onrecord.web.rooms import ROOMS

STATIC = Path(__file__).with_name("static")

#: Names under which this machine calls itself. A page elsewhere that makes a browser look us up under its own name
#: (DNS rebinding) is refused.
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


def create_app(
    case: str | Path, *, access: Access | None = None, hosts: Sequence[str] = LOOPBACK_NAMES, ahead: bool = False
) -> FastAPI:
    """The reading room of the case in the folder `case`. Raises what `Case.open` raises.

    `access` lets people in; without it whoever reaches the server may do everything, so it belongs on loopback.
    `hosts` are the names under which the server may be addressed. `ahead`: what the rooms are made of is worked out in
    the background when the server starts, and not only when it is asked for.
    """
    shelf, entrance = Shelf(Path(case)), access or Loopback()
    rooms = [room for name in ROOMS if (room := _room(name)).label]
    # nobody reads them: what a room notes of its readers, it notes of single records, not of its front page
    desk = partial(Desk, shelf, Reader("", Role.READER), entrance)
    prepared = Ahead([partial(_open, room, desk) for room in rooms])

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if ahead:
            prepared.start()
        yield
        prepared.stop()
        shelf.close()

    app = FastAPI(
        title="onrecord",
        version=__version__,
        docs_url=None,  # these pages of FastAPI's load scripts from elsewhere
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(current_reader), Depends(of_ours)],
    )
    app.state.shelf = shelf
    app.state.access = entrance
    app.state.rooms = rooms
    app.state.ahead = prepared
    for name in ROOMS:
        app.include_router(_room(name).router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    faults.install(app)
    app.add_middleware(Hosts, names=hosts)
    app.add_middleware(Bounded)
    app.add_middleware(SecurityHeaders)
    return app


def _open(room: Room, desk: Callable[[], Desk]) -> None:
    if room.front is not None:
        room.front(desk())


def _room(name: str) -> Room:
    room: Room = importlib.import_module(f"onrecord.web.rooms.{name}").room
    return room
