"""How a build tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears of stages as they start, advance and end."""

    def start(self, stage: str, total: int) -> None:
        """A stage begins. `total` is its work in its own unit (files, pages, messages), as far as known."""
        ...

    def advance(self, done: int) -> None:
        """`done` more units of the current stage are finished."""
        ...

    def finish(self) -> None:
        """The current stage is over."""
        ...


class Silent:
    """No progress: for libraries, tests and output that is not a terminal."""

    def start(self, stage: str, total: int) -> None:
        """See `Progress.start`."""

    def advance(self, done: int) -> None:
        """See `Progress.advance`."""

    def finish(self) -> None:
        """See `Progress.finish`."""
