"""Progress of a build on standard error, only where a person is watching."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

#: What a stage is called while it runs, and its unit.
STAGES = {
    "inspect": "opening files",
    "bind": "reading load files",
    "read": "reading pages",
    "split": "recovering messages",
    "letters": "reading release letters",
    "releases": "adding up releases",
}


class TerminalProgress:
    """Implements `onrecord.pipeline.progress.Progress` with one bar a stage. Use as a context manager."""

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description:<20}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            disable=not sys.stderr.isatty(),
        )
        self._task: TaskID | None = None

    def __enter__(self) -> TerminalProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def start(self, stage: str, total: int) -> None:
        """See `Progress.start`."""
        self._task = self._bar.add_task(STAGES.get(stage, stage), total=total)

    def advance(self, done: int) -> None:
        """See `Progress.advance`."""
        if self._task is not None:
            self._bar.advance(self._task, done)

    def finish(self) -> None:
        """See `Progress.finish`."""
        self._task = None
