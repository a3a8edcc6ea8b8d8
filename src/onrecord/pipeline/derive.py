"""Derive: page images and the places of words, from the stored source when they are wanted.

Both open hostile files, so they are done in a limited worker process like everything else that does.
"""

from __future__ import annotations

from pathlib import Path

from onrecord.errors import ItemFailed
from onrecord.model import Page, SourceFile, Word
from onrecord.pipeline.executors import ProcessesExecutor
from onrecord.pipeline.tasks import Answer, Context, Drawn, DrawTask, Placed, PlaceTask
from onrecord.settings import Settings


def image(vault: Path, file: SourceFile, number: int, dpi: float, settings: Settings) -> bytes:
    """Page `number` (from 1) of `file` as a grey PNG. Raises ItemFailed when it cannot be drawn."""
    drawn = _perform(DrawTask(file, number, dpi), vault, settings)
    assert isinstance(drawn, Drawn)
    if drawn.failure:
        raise ItemFailed(drawn.failure.what, drawn.failure.next_step)
    return drawn.png


def words(vault: Path, file: SourceFile, page: Page, settings: Settings) -> tuple[Word, ...]:
    """The words of `page` with their boxes in points. Raises ItemFailed when they cannot be found."""
    placed = _perform(PlaceTask(file, page), vault, settings)
    assert isinstance(placed, Placed)
    if placed.failure:
        raise ItemFailed(placed.failure.what, placed.failure.next_step)
    return placed.words


def _perform(task: DrawTask | PlaceTask, vault: Path, settings: Settings) -> Answer:
    executor = ProcessesExecutor(Context(vault=str(vault), settings=settings), workers=1)
    try:
        (outcome,) = executor.run([task])
    finally:
        executor.close()
    if outcome.answers is None:
        raise ItemFailed(f"the page could not be opened: {outcome.lost}", "look at it in a viewer")
    return outcome.answers[0]
