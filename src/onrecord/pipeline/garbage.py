"""How often Python looks for cycles of garbage while a case is built."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: How many more things there must be than at the last search for garbage, and how often the next search goes deeper.
#: Pages and messages are trees that go when nobody holds them; with Python's own numbers the search takes a twelfth
#: of the CPU of a build (2,000 pages), and of comparing a quarter.
SELDOM = (20_000, 10, 20)


def look_seldom() -> None:
    """Look for cycles of garbage seldom, from now on: for a process that does nothing but build."""
    gc.set_threshold(*SELDOM)


@contextmanager
def looking_seldom() -> Iterator[None]:
    """Look for cycles of garbage seldom within the block, and as often as before after it."""
    before = gc.get_threshold()
    look_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
