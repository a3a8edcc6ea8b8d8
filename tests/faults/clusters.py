"""A Dask cluster of separate processes, to be killed in parts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.timing import wait_until


def children(pid: int) -> list[int]:
    """All descendants of a process, those started first first."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            direct = [int(child) for child in path.read_text().split()]
        except OSError:
            continue
        for child in direct:
            found += [child, *children(child)]
    return found


def runs(pid: int, word: str) -> bool:
    """Whether `word` is in the command line of a process."""
    try:
        return word in Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return False


def kill(pid: int) -> None:
    """End a process at once, if it is still there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


class Cluster:
    """A scheduler, and a nanny with one worker, which she starts again when it dies."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "scheduler.json"
        self._processes: list[subprocess.Popen[bytes]] = []

    @property
    def executor(self) -> str:
        """Its name for `--executor`."""
        return self._address().replace("tcp://", "dask://")

    def start(self) -> None:
        """Start it, and wait until the scheduler can be reached."""
        self._file.unlink(missing_ok=True)
        here = ("--scheduler-file", str(self._file), "--no-dashboard")
        self._run("dask_scheduler", "--host", "127.0.0.1", "--port", "0", *here)
        wait_until(lambda: bool(self._address()))
        self._run("dask_worker", "--nthreads", "1", "--memory-limit", "0", *here)

    def stop(self) -> None:
        """End every process of it."""
        for process in self._processes:
            for pid in (*children(process.pid), process.pid):
                kill(pid)
            process.wait()
        self._processes = []

    def worker(self) -> int:
        """The process that does tasks; 0 while there is none."""
        found = [pid for pid in children(self._processes[1].pid) if runs(pid, "spawn_main")]
        return found[0] if found else 0

    def kill_scheduler(self) -> None:
        """End the scheduler alone."""
        kill(self._processes[0].pid)

    def _address(self) -> str:
        """Where the scheduler listens; empty until its file is there and whole: it is opened first, written later."""
        try:
            address: str = json.loads(self._file.read_text())["address"]
        except (FileNotFoundError, json.JSONDecodeError):
            return ""
        return address

    def _run(self, module: str, *options: str) -> None:
        command = [sys.executable, "-m", f"distributed.cli.{module}", *options]
        nowhere = subprocess.DEVNULL
        self._processes.append(subprocess.Popen(command, stdout=nowhere, stderr=nowhere, cwd=self._file.parent))
