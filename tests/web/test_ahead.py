"""What a server works out before anybody asks: all rooms, without holding up whoever asks meanwhile."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord.publish.chronology import drafting
from onrecord.web.ahead import Ahead
from onrecord.web.app import create_app

WAIT = 20


def test_a_server_opens_every_room_before_anybody_asks(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    listed: Callable[..., object] = drafting._listing

    def counted(*given: object) -> object:
        made.append("listing")
        return listed(*given)

    monkeypatch.setattr(drafting, "_listing", counted)
    app = create_app(folder, ahead=True)
    with TestClient(app, base_url="http://localhost") as client:
        assert app.state.ahead.done.wait(WAIT)
        assert made == ["listing"]
        assert client.get("/chronology").status_code == 200
        assert made == ["listing"]
    assert gc.isenabled()


def test_nothing_is_worked_out_ahead_unless_wanted(folder: Path) -> None:
    app = create_app(folder)
    with TestClient(app, base_url="http://localhost") as client:
        assert client.get("/").status_code == 200
        assert not app.state.ahead.done.is_set()


def test_every_room_of_the_navigation_has_a_front(folder: Path) -> None:
    assert all(room.front is not None for room in create_app(folder).state.rooms)


def test_a_room_that_cannot_be_opened_keeps_no_other_shut(caplog: pytest.LogCaptureFixture) -> None:
    taken: list[int] = []
    ahead = Ahead([lambda: taken.append(1), lambda: taken[7], lambda: taken.append(3)])
    ahead.start()
    assert ahead.done.wait(WAIT)
    assert taken == [1, 3] and "could not be prepared" in caplog.text


def test_a_server_that_ends_takes_no_further_step() -> None:
    began, go, taken = threading.Event(), threading.Event(), []

    def first() -> None:
        began.set()
        go.wait(WAIT)

    ahead = Ahead([first, lambda: taken.append(2)])
    ahead.start()
    assert began.wait(WAIT)
    stopping = threading.Thread(target=ahead.stop)
    stopping.start()
    go.set()
    stopping.join(WAIT)
    assert taken == [] and not stopping.is_alive()
