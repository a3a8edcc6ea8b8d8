"""Small things that tests of several rooms need."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable

from onrecord.publish.rows import KINDS

NEEDS = {"ftm": "followthemoney", "ftm_citations": ""}
"""Kinds of rows that need a package outside the core, and the package."""


def kinds_here() -> list[str]:
    """The kinds of rows that can be exported with the packages that are installed here."""
    return [kind for kind in sorted(KINDS) if not NEEDS.get(kind) or importlib.util.find_spec(NEEDS[kind])]


def calls(work: Callable[[], object]) -> int:
    """How many calls, of Python and of C functions, `work` makes: a measure that a busy machine does not change."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
