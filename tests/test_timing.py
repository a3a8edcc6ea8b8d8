"""The measuring of work: what is quadratic or worse fails, and a machine that stumbles makes nothing fail."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests import timing


def each(size: int) -> int:
    return sum(1 for _ in range(10 * size))


def each_with_each(size: int) -> int:
    return sum(1 for _ in range(size) for _ in range(size))


def stumbling(work: Callable[[int], object], at: set[int]) -> Callable[[int], object]:
    """`work` whose calls of these numbers take fifty times as long."""
    calls = 0

    def call(size: int) -> None:
        nonlocal calls
        calls += 1
        for _ in range(50 if calls in at else 1):
            work(size)

    return call


# the first call warms up; the calls of an attempt are three small ones and a large one
@pytest.mark.parametrize("at", [set(), {5}, {5, 9, 13}, {2, 3, 5}])
def test_linear_work_passes_on_a_machine_that_stumbles(at: set[int]) -> None:
    timing.assert_linear(stumbling(each, at), int, 4_000)


@pytest.mark.parametrize("at", [set(), {2, 3, 8}])
def test_quadratic_work_fails_whatever_stumbles(at: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "ATTEMPTS", 3)
    with pytest.raises(AssertionError, match="times as long, where 64 times is allowed"):
        timing.assert_linear(stumbling(each_with_each, at), int, 2_000)


def test_a_pattern_that_would_never_end_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "PATIENCE", 0.5)
    with pytest.raises(AssertionError, match="not done"):
        timing.assert_linear(re.compile("(a|a)+b").match, lambda size: "a" * size, 160)


def test_work_is_held_against_other_work() -> None:
    timing.assert_costs(lambda: each(4_000), lambda: each(1_000), 10)
    with pytest.raises(AssertionError, match="where 10 times"):
        timing.assert_costs(lambda: each(100_000), lambda: each(1_000), 10)


def test_what_comes_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([False, False, True])
    timing.wait_until(lambda: next(looks))
    monkeypatch.setattr(timing, "PATIENCE", 0.05)
    with pytest.raises(AssertionError, match="in vain"):
        timing.wait_until(lambda: False)
