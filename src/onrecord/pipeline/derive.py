"""Derive: page images and the places of words, from the stored source when they are wanted.

Both open hostile files, so they are done in a limited worker process like everything else that does.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import ItemFailed
from onrecord.model import Box, Page, SourceFile, Word
from onrecord.pipeline.executors import ProcessesExecutor
from onrecord.pipeline.tasks import Answer, Context, Drawn, DrawTask, Placed, PlaceTask
from onrecord.settings import Settings

#: Seconds that a thread waits for a free desk before it gives up.
PATIENCE = 30.0


def hidden(page: Page) -> tuple[Box, ...]:
    """The boxes of a page that its image must not show: text lies beneath them, or may."""
    return tuple(redaction.box for redaction in page.redactions if redaction.bad or not redaction.sure)


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

    def image(self, file: SourceFile, number: int, dpi: float, covered: tuple[Box, ...] = ()) -> bytes:
        """Page `number` (from 1) of `file` as a grey PNG, the boxes `covered` painted over.

        Raises ItemFailed when it cannot be drawn.
        """
        drawn = self._perform(DrawTask(file, number, dpi, covered))
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


class Desks:
    """Some desks shared by the threads of a server, each used by one at a time. They are set up when first wanted."""

    def __init__(self, vault: Path, settings: Settings, number: int = 2) -> None:
        self._vault, self._settings = vault, settings
        self._idle: queue.LifoQueue[Desk | None] = queue.LifoQueue()
        self._lock = threading.Lock()
        self._made: list[Desk] = []
        for _ in range(number):
            self._idle.put(None)

    @contextmanager
    def one(self) -> Iterator[Desk]:
        """A desk of this thread's own for the time being. Raises ItemFailed when none is free for too long."""
        try:
            desk = self._idle.get(timeout=PATIENCE)
        except queue.Empty:
            raise ItemFailed("other pages are being drawn", "ask for this one again in a minute") from None
        try:
            if desk is None:
                desk = Desk(self._vault, self._settings)
                with self._lock:
                    self._made.append(desk)
            yield desk
        finally:
            self._idle.put(desk)

    def close(self) -> None:
        """End the processes, those at work included."""
        with self._lock:
            made, self._made = self._made, []
        for desk in made:
            desk.close()


def image(
    vault: Path, file: SourceFile, number: int, dpi: float, settings: Settings, covered: tuple[Box, ...] = ()
) -> bytes:
    """One page as `Desk.image` gives it."""
    with Desk(vault, settings) as desk:
        return desk.image(file, number, dpi, covered)


def words(vault: Path, file: SourceFile, page: Page, settings: Settings) -> tuple[Word, ...]:
    """The words of one page as `Desk.words` gives them."""
    with Desk(vault, settings) as desk:
        return desk.words(file, page)
