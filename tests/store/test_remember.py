"""What is remembered of a case: made once for a view, by one thread, and forgotten with it."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.store import remember
from onrecord.store.remember import remembered


def test_made_once_for_each_view(tmp_path: Path) -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    with Case.create(tmp_path / "case") as case:
        first, second = case.view(), case.view()
        assert [remembered(first, "a", make), remembered(first, "a", make)] == [1, 1]
        assert remembered(first, "b", make) == 2
        assert remembered(second, "a", make) == 3


def test_what_makes_one_thing_may_ask_for_another(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        view = case.view()
        assert remembered(view, "outer", lambda: remembered(view, "inner", lambda: 1) + 1) == 2


# None is an answer too: it was worked out again at every request
def test_nothing_is_remembered_as_well(tmp_path: Path) -> None:
    made: list[int] = []
    with Case.create(tmp_path / "case") as case:
        view = case.view()
        for _ in range(2):
            remembered(view, "none", lambda: made.append(1))
    assert made == [1]


def test_threads_that_ask_together_wait_for_one(tmp_path: Path) -> None:
    made: list[int] = []
    go = threading.Event()

    def make() -> int:
        go.wait(5)
        made.append(1)
        return 7

    answers: list[int] = []
    with Case.create(tmp_path / "case") as case:
        view = case.view()
        asking = [threading.Thread(target=lambda: answers.append(remembered(view, "a", make))) for _ in range(4)]
        for one in asking:
            one.start()
        go.set()
        for one in asking:
            one.join()
    assert (made, answers) == ([1], [7] * 4)


def test_no_more_than_a_number_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remember, "MOST", 2)
    made: list[str] = []
    with Case.create(tmp_path / "case") as case:
        view = case.view()
        for key in ("a", "b", "a", "c", "a", "b"):
            remembered(view, key, lambda key=key: made.append(key))  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]


def test_forgotten_with_the_view(tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        view = case.view()
        remembered(view, "a", lambda: 1)
        gc.collect()  # what other tests left
        before = len(remember._KEPT)
        del view
        gc.collect()
        assert len(remember._KEPT) == before - 1
