"""The order of the work. Only this process writes to the store.

Each stage asks the store which work is finished, gives the rest to the executor, and stores what comes back together
with its key in one transaction. A build that was killed therefore goes on where it stopped, and ends with the same
records as one that was not.
"""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path

from msgspec import Struct

from onrecord.intake.vault import Vault
from onrecord.pipeline.executors import make_executor
from onrecord.pipeline.progress import Progress
from onrecord.pipeline.run import Run
from onrecord.pipeline.tasks import Context
from onrecord.settings import Settings
from onrecord.store.protocol import Store

#: The stages in their order: modules of `onrecord.pipeline.stages`, each with a `perform`. A module is imported when
#: its turn comes, so that workers are at work while the later ones are still being loaded.
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
    with store.writing() as writer:
        Vault(vault).sweep()  # what a killed build left half written; nobody else writes now
        executor = make_executor(settings.executor, Context(vault=str(vault), settings=settings))
        try:
            run = Run(store=store, writer=writer, executor=executor, settings=settings, progress=progress)
            for title in STAGES:
                began = time.perf_counter()
                import_module(f"onrecord.pipeline.stages.{title}").perform(run)
                seconds[title] = time.perf_counter() - began
                if title == until:
                    break
        finally:
            executor.close()
    return Built(
        files=run.done["inspect"],
        pages=run.done["read"],
        messages=run.done["split"],
        failures=len(store.failures()),
        seconds=seconds,
    )
