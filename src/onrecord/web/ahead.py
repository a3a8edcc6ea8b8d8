"""What is worked out before anybody asks: the rooms are opened once, in the background, when a server starts.

What a room is made of is remembered (see `onrecord.store.remember`), so whoever comes first finds it made, or waits for
the rest of it. Meanwhile the search for cycles of garbage is off, and afterwards it passes over what is there and comes
seldom: it would go through millions of records that stay, again and again, and hold up requests.
"""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Sequence

#: How many more things there must be than at the last search for garbage, and how often the next search goes deeper.
SELDOM = (50_000, 20, 50)

_LOG = logging.getLogger(__name__)


class Ahead:
    """Takes `steps` one after the other in a thread of its own. `done` is set when there are no more."""

    def __init__(self, steps: Sequence[Callable[[], object]]) -> None:
        self.done = threading.Event()
        self._steps = steps
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ahead", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Take no further step, and wait for the one that is under way."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        gc.disable()
        try:
            for step in self._steps:
                if not self._stopped.is_set():
                    self._take(step)
        finally:
            gc.freeze()
            gc.set_threshold(*SELDOM)
            gc.enable()
            self.done.set()

    def _take(self, step: Callable[[], object]) -> None:
        try:
            step()
        except Exception:
            # whoever asks for the room is told what is wrong with it
            _LOG.exception("a room could not be prepared")
