"""The order of the work. Only this process writes to the store.

Each stage asks the store which work is finished, gives the rest to the executor, and stores what comes back together
with its key in one transaction. A build that was killed therefore goes on where it stopped, and ends with the same
records as one that was not.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import Struct

from onrecord.intake.vault import Vault
from onrecord.pipeline.executors import SerialExecutor, make_executor
from onrecord.pipeline.garbage import looking_seldom
from onrecord.pipeline.progress import Progress
from onrecord.pipeline.run import Run
from onrecord.pipeline.tasks import Context
from onrecord.settings import Settings
from onrecord.store.protocol import Store

#: The stages in their order: modules of `onrecord.pipeline.stages`, each with a `perform`. A module is imported
#: while workers are at the stage before it: loading all of them first would take longer than building a small case.
STAGES = (
    "inspect",
    "bind",
    "read",
    "split",
    "attach",
    "stamps",
    "articles",
    "claims",
    "relate",
    "name",
    "compare",
    "people",
    "interactions",
    "link",
    "letters",
    "releases",
    "missing",
    "versions",
)


#: Seconds that a stage has for giving its workers something to do before the next one is imported beside it.
HEAD_START = 0.3


class Built(Struct, frozen=True, kw_only=True):
    """What a build did: how much was done now, seconds by stage, and the failures that the case has in all."""

    files: int
    pages: int
    messages: int
    failures: int
    seconds: dict[str, float]


def build(store: Store, vault: Path, settings: Settings, progress: Progress, until: str = "") -> Built:
    """Bring the case up to date with its files, with all stages or those up to and including `until`.

    Raises CaseBusy when another process is writing, DiskFailed when writing fails; what was done until then is kept.
    """
    seconds: dict[str, float] = {}
    with looking_seldom(), store.writing() as writer:
        Vault(vault).sweep()  # what a killed build left half written; nobody else writes now
        executor = make_executor(settings.executor, Context(vault=str(vault), settings=settings))
        try:
            run = Run(store=store, writer=writer, executor=executor, settings=settings, progress=progress)
            for title, stage in _stages(until, ahead=not isinstance(executor, SerialExecutor)):
                began = time.perf_counter()
                stage.perform(run)
                seconds[title] = time.perf_counter() - began
        finally:
            executor.close()
    return Built(
        files=run.done["inspect"],
        pages=run.done["read"],
        messages=run.done["split"],
        failures=len(store.failures()),
        seconds=seconds,
    )


def _stages(until: str, *, ahead: bool) -> Iterator[tuple[str, Any]]:
    """The stages up to and including `until`, each with its module; `ahead`: the next one's is imported meanwhile."""
    titles = STAGES[: STAGES.index(until) + 1] if until else STAGES
    for title, following in zip(titles, (*titles[1:], ""), strict=True):
        stage = _load(title)
        loading = threading.Timer(HEAD_START, _load_quietly, (following,)) if ahead and following else None
        if loading:
            loading.start()
        yield title, stage
        if loading:
            loading.cancel()  # in a stage that had little to do it has not begun
            loading.join()


def _load(title: str) -> Any:
    return import_module(f"onrecord.pipeline.stages.{title}")


def _load_quietly(title: str) -> None:
    with suppress(Exception):  # what is wrong with it shows when its turn comes
        _load(title)
