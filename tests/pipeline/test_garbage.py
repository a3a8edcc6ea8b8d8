"""A build looks for cycles of garbage seldom, and leaves the program that called it as it was."""

from __future__ import annotations

import gc

import pytest

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
