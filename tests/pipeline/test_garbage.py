"""A build looks for cycles of garbage seldom, and leaves the program that called it as it was."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.pipeline.garbage import SELDOM, looking_seldom


def test_a_block_looks_seldom_and_then_as_before() -> None:
    before = gc.get_threshold()
    with looking_seldom():
        assert gc.get_threshold() == SELDOM != before
    assert gc.get_threshold() == before


def test_as_before_after_a_failure_too() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="mine"), looking_seldom():
        raise ValueError("mine")
    assert gc.get_threshold() == before


class Looking:
    """A `Progress` that notes how often garbage is looked for meanwhile."""

    def __init__(self) -> None:
        self.found: set[tuple[int, ...]] = set()

    def start(self, stage: str, total: int) -> None:
        self.found.add(gc.get_threshold())

    def advance(self, done: int) -> None:
        pass

    def finish(self) -> None:
        pass


def test_a_build_looks_seldom(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("The gate of pier 9 was open.", encoding="utf-8")
    before, looking = gc.get_threshold(), Looking()
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "note.txt"], release="first")
        case.build(executor="serial", progress=looking)
    assert looking.found == {SELDOM}
    assert gc.get_threshold() == before
