"""Every store that there is, opened the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord.store import Store, open_store
from tests.store.records import store_file

#: How to open each kind of store in a folder, making it where there is none.
OPENERS: dict[str, Callable[[Path], Store]] = {"sqlite": lambda folder: open_store(store_file(folder), create=True)}

Opener = Callable[[], Store]


@pytest.fixture(params=sorted(OPENERS))
def opener(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    """Opens one and the same store, as often as it is called."""
    opened: list[Store] = []

    def open_it() -> Store:
        opened.append(OPENERS[request.param](tmp_path))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(opener: Opener) -> Store:
    """An empty store."""
    return opener()
