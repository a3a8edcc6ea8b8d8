"""The two ways in which work fails.

`ItemFailed` is a fact about one input (a file, a page): it is recorded, listed by ``onrecord status``, and the run
goes on. `RunStopped` means that going on would be wrong or useless: the command prints its message and its next
step and leaves with its exit code.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line; they are documented in ``docs/reference/cli.md``."""

    DONE = 0
    INTERNAL = 1
    USAGE = 2
    NO_CASE = 3
    NOT_FOUND = 4
    FAILURES_LISTED = 5
    CASE_BUSY = 6
    CASE_VERSION = 7
    DISK = 8
    MISSING_EXTRA = 9
    CASE_DAMAGED = 10
    CLUSTER = 11
    SERVER_GONE = 12
    INTERRUPTED = 130


def reason(error: BaseException) -> str:
    """What an exception of a library says, on one short line and without the path of a file, for records to keep."""
    words = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return " ".join(words.split())[:200]


class OnrecordError(Exception):
    """A message for the user: what is wrong, and what to do next.

    `what` and `next_step` are single lines without a trailing full stop being required.
    """

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.next_step = next_step


class ItemFailed(OnrecordError):
    """This file or page could not be read; everything else can."""


class RunStopped(OnrecordError):
    """The run must stop here. `exit_code` tells scripts why."""

    exit_code: Exit = Exit.INTERNAL


class UsageError(RunStopped):
    """The command was called with something that cannot be meant."""

    exit_code = Exit.USAGE


class NoCase(RunStopped):
    """There is no case where one was looked for."""

    exit_code = Exit.NO_CASE


class NotFound(RunStopped):
    """Nothing in the case bears the name that was asked for."""

    exit_code = Exit.NOT_FOUND


class CaseBusy(RunStopped):
    """Another process is writing to the case."""

    exit_code = Exit.CASE_BUSY


class CaseVersion(RunStopped):
    """The case was made by a newer version of the program."""

    exit_code = Exit.CASE_VERSION


class CaseDamaged(RunStopped):
    """The store of the case cannot be read."""

    exit_code = Exit.CASE_DAMAGED


class ServerGone(RunStopped):
    """The server that keeps the store of the case does not answer, or refuses the login."""

    exit_code = Exit.SERVER_GONE


class DiskFailed(RunStopped):
    """Writing failed: the disk is full, or the case folder cannot be written."""

    exit_code = Exit.DISK


class MissingExtra(RunStopped):
    """A feature needs an optional package that is not installed."""

    exit_code = Exit.MISSING_EXTRA


class ClusterLost(RunStopped):
    """The cluster that was to do the work does not answer, or has no workers."""

    exit_code = Exit.CLUSTER
