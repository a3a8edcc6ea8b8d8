"""Relate: which messages are copies of one another, and which answer which, in the whole case."""

from __future__ import annotations

from onrecord import threads
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole

STAGE = "relate"


def perform(run: Run) -> None:
    """Run the stage."""
    whole.perform(
        run,
        STAGE,
        threads.VERSION,
        ("split",),
        lambda: threads.find(list(run.store.sketches()), run.store.memo(threads.MEMO)),
    )
