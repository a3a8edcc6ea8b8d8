"""A build under way: what the stages share, and how outcomes of tasks come back to them."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from onrecord.model import Location
from onrecord.pipeline import keys
from onrecord.pipeline.executors.protocol import Executor
from onrecord.pipeline.progress import Progress
from onrecord.pipeline.tasks import Outcome, Task, halves
from onrecord.settings import Settings
from onrecord.store.protocol import Store, Writer

#: Seconds of results that are written in one transaction: what a kill can cost, against the price of a commit.
BATCH_SECONDS = 0.5

#: The unit of work that stands for all of a scope.
WHOLE = "*"


class Run(Struct, kw_only=True):
    """One build under way. `done` counts what each stage did."""

    store: Store
    writer: Writer
    executor: Executor
    settings: Settings
    progress: Progress
    done: Counter[str] = msgspec.field(default_factory=Counter)

    def is_settled(self, finished: str | None, key: str) -> bool:
        """Whether work `finished` under that key (None: never) need not be done again for `key`."""
        return keys.is_settled(finished, key, self.settings)

    def lost_key(self, finished: str | None, key: str) -> str:
        """The key of work whose worker was lost; see `onrecord.pipeline.keys.lost_key`."""
        return keys.lost_key(finished, key, self.settings)

    def batches(self, tasks: Iterable[Task]) -> Iterator[list[Outcome]]:
        """The outcomes of `tasks` in lists of about half a second of work.

        A task that lost its worker is tried once more, cut in single inputs; what loses its worker then comes back as
        lost.
        """
        lost: list[Task] = []
        for batch in _by_time(self.executor.run(tasks)):
            lost += [outcome.task for outcome in batch if outcome.answers is None]
            yield [outcome for outcome in batch if outcome.answers is not None]
        if lost:
            yield from _by_time(self.executor.run([single for task in lost for single in halves(task) or [task]]))


def _by_time(outcomes: Iterator[Outcome]) -> Iterator[list[Outcome]]:
    batch: list[Outcome] = []
    began = time.monotonic()
    for outcome in outcomes:
        batch.append(outcome)
        if time.monotonic() - began > BATCH_SECONDS:
            yield batch
            batch, began = [], time.monotonic()
    if batch:
        yield batch


def places_by_file(store: Store) -> dict[str, list[Location]]:
    """Every location of every file, in the store's order."""
    places: defaultdict[str, list[Location]] = defaultdict(list)
    for place in store.locations():
        places[place.file].append(place)
    return places


def nesting(places: Iterable[Location]) -> dict[tuple[str, str], int]:
    """How many containers lie around each place, by release and path: those whose own path its path goes on from."""
    found = {(place.release, place.path): 0 for place in places}
    for release, path in found:
        ends = (end for end, letter in enumerate(path) if letter == "/")
        found[release, path] = sum((release, path[:end]) in found for end in ends)
    return found
