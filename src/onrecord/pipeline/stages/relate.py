"""Relate: which messages are copies of one another, and which answer which, in the whole case."""

from __future__ import annotations

from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole
from onrecord.threads import related

STAGE = "relate"


def perform(run: Run) -> None:
    """Run the stage."""
    whole.perform(
        run,
        STAGE,
        related.VERSION,
        ("split",),
        lambda: related.find(run.store.sketches(), run.store.memo(related.MEMO), run.store.sketches_called),
    )
