"""Every store that there is, opened the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.store import Store, open_store
from tests.servers import Server
from tests.store.records import store_file

Place = Path | str

Opener = Callable[[], Store]


@pytest.fixture(params=["postgres", "sqlite"])
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Place]:
    """Names a place for a store of one kind, another one at each call."""
    if request.param == "postgres":
        server: Server = request.getfixturevalue("server")
        return server.url
    return lambda: store_file(tmp_path_factory.mktemp("store"))


@pytest.fixture
def place(new_place: Callable[[], Place]) -> Place:
    """Where one store is, or will be."""
    return new_place()


@pytest.fixture
def opener(place: Place) -> Iterator[Opener]:
    """Opens one and the same store, as often as it is called."""
    opened: list[Store] = []

    def open_it() -> Store:
        opened.append(open_store(place, create=True))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Opener) -> Store:
    """An empty store."""
    return opener()
