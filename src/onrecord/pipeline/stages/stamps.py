"""Stamps: series of numbers over all pages of the case, found again when any page was read again."""

from __future__ import annotations

from onrecord import stamps
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole

STAGE = "stamps"


def perform(run: Run) -> None:
    """Run the stage."""
    whole.perform(run, STAGE, stamps.VERSION, ("read",), lambda: stamps.find(map(stamps.of_page, run.store.pages())))
