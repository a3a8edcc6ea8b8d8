"""Whether work grows with its input and no faster, on whatever machine: work is measured against work, in one run.

A shared machine may be five times slower than a moment ago, in processor time too: its clock is throttled, its caches
are cold, the garbage of all tests before is collected. So nothing is held against a number of seconds, but against the
same work on a smaller input, or against other work, right before. An attempt that is good enough ends the measuring:
what is really too slow is so at every attempt.
"""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

#: Seconds after which what a test waits for or measures is taken to hang.
PATIENCE = 300.0

ATTEMPTS = 8

#: How many times as large as the small input the large one is.
FACTOR = 16

#: Work on n may take as long as n to this power: sorting may, comparing each with each may not.
GROWTH = 1.5

#: Seconds below which a call is not told from nothing.
FLOOR = 0.0002


def assert_linear(work: Callable[[T], object], make: Callable[[int], T], size: int) -> None:
    """Fail if `work` on ``make(size)`` takes out of proportion longer than on a sixteenth of it.

    Choose a `size` at which work that is quadratic takes much longer than what every call takes.
    """
    small, large = make(size // FACTOR), make(size)
    work(small)  # what is prepared at a first call is no growth
    _assert_costs(lambda: work(large), lambda: work(small), FACTOR**GROWTH)


def assert_costs(work: Callable[[], object], peer: Callable[[], object], times: float) -> None:
    """Fail if `work` takes more than `times` as long as `peer`, which is work of the same kind."""
    peer()
    _assert_costs(work, peer, times)


def _assert_costs(work: Callable[[], object], peer: Callable[[], object], times: float) -> None:
    ratios = []
    for _ in range(ATTEMPTS):
        least = max(min(spent(peer) for _ in range(3)), FLOOR)
        ratios.append(spent(work) / least)
        if ratios[-1] < times:
            return
    raise AssertionError(f"took {min(ratios):.0f} times as long, where {times:.0f} times is allowed")


def repeated(part: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """What makes texts of so many characters: `part` over and over, between `before` and `after`."""
    return lambda length: before + part * (length // len(part)) + after


def spent(work: Callable[[], object]) -> float:
    """Processor seconds that a call takes, without the collecting of garbage."""
    collects = gc.isenabled()
    gc.disable()
    try:
        with _ended():
            began = time.process_time()
            work()
            return time.process_time() - began
    finally:
        if collects:
            gc.enable()


@contextmanager
def _ended() -> Iterator[None]:
    """Break off what hangs. A pattern that is being matched can be broken off as well."""

    def stop(*_: object) -> None:
        raise AssertionError(f"not done after {PATIENCE:.0f} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)  # one of processor time would make that clock tick coarsely
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def wait_until(what: Callable[[], bool]) -> None:
    """Look again and again until `what` is so. Fails when that will never be."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.02)
