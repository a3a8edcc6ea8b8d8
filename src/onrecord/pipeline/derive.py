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


class Desk:
    """Draws pages and finds words with one worker process, for many pages one after another; close it afterwards."""

    def __init__(self, vault: Path, settings: Settings) -> None:
        self._executor = ProcessesExecutor(Context(vault=str(vault), settings=settings), workers=1)

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the worker process."""
        self._executor.close()

    def image(self, file: SourceFile, number: int, dpi: float) -> bytes:
        """Page `number` (from 1) of `file` as a grey PNG. Raises ItemFailed when it cannot be drawn."""
        drawn = self._perform(DrawTask(file, number, dpi))
        assert isinstance(drawn, Drawn)
        if drawn.failure:
            raise ItemFailed(drawn.failure.what, drawn.failure.next_step)
        return drawn.png

    def words(self, file: SourceFile, page: Page) -> tuple[Word, ...]:
        """The words of `page` with their boxes in points. Raises ItemFailed when they cannot be found."""
        placed = self._perform(PlaceTask(file, page))
        assert isinstance(placed, Placed)
        if placed.failure:
            raise ItemFailed(placed.failure.what, placed.failure.next_step)
        return placed.words

    def _perform(self, task: DrawTask | PlaceTask) -> Answer:
        (outcome,) = self._executor.run([task])
        if outcome.answers is None:
            raise ItemFailed(f"the page could not be opened: {outcome.lost}", "look at it in a viewer")
        return outcome.answers[0]


def image(vault: Path, file: SourceFile, number: int, dpi: float, settings: Settings) -> bytes:
    """One page as `Desk.image` gives it."""
    with Desk(vault, settings) as desk:
        return desk.image(file, number, dpi)


def words(vault: Path, file: SourceFile, page: Page, settings: Settings) -> tuple[Word, ...]:
    """The words of one page as `Desk.words` gives them."""
    with Desk(vault, settings) as desk:
        return desk.words(file, page)
