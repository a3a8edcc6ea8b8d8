"""Executors by name."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.errors import UsageError
from onrecord.pipeline.executors.processes import ProcessesExecutor
from onrecord.pipeline.executors.protocol import Executor
from onrecord.pipeline.executors.serial import SerialExecutor
from onrecord.pipeline.tasks import Context

__all__ = ["EXECUTORS", "Executor", "ProcessesExecutor", "SerialExecutor", "make_executor"]

EXECUTORS: dict[str, Callable[[Context], Executor]] = {"processes": ProcessesExecutor, "serial": SerialExecutor}


def make_executor(name: str, context: Context) -> Executor:
    """The executor called `name`. Raises UsageError for a name that none bears."""
    if name not in EXECUTORS:
        raise UsageError(f"there is no executor {name!r}", f"choose one of: {', '.join(sorted(EXECUTORS))}")
    return EXECUTORS[name](context)
