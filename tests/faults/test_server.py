"""A server that is killed in the midst of a build, and started again, leaves no trace in what is exported."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.errors import Exit
from tests.pipeline.test_build import exports, start_build, write_release
from tests.servers import Server, running
from tests.timing import PATIENCE, wait_until


@pytest.fixture(scope="module")
def fragile() -> Iterator[Server]:
    """A server of these tests alone, since they kill it."""
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("input") / "release"
    write_release(folder, files=8, pages=60)
    return folder


@pytest.fixture(scope="module")
def expected(release: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is exported of a case in a file that was built without a break."""
    with Case.create(tmp_path_factory.mktemp("whole") / "case") as case:
        case.add([release], release="first")
        case.build(executor="serial")
        return exports(case)


#: The command line. It stops itself while it writes the result of a given number, those before being written each.
STOPPING = """
import itertools, os, signal, sys
from onrecord.cli.main import main
from onrecord.pipeline import run
from onrecord.store.writer import StoreWriter

replace, numbers, last = StoreWriter.replace, itertools.count(1), int(sys.argv.pop(1))

def stopping(*given):
    if next(numbers) == last:
        os.kill(os.getpid(), signal.SIGSTOP)
    return replace(*given)

run.BATCH_SECONDS, StoreWriter.replace, sys.argv[0] = 0, stopping, "onrecord"
main()
"""


def killed_midway(server: Server, folder: Path, at: int) -> int:
    """The exit code of a build during which the server is killed, while the build writes the result of this number."""
    command = [sys.executable, "-c", STOPPING, str(at), "--case", str(folder), "build", "--workers", "2"]
    build = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    look = os.WSTOPPED | os.WEXITED | os.WNOHANG | os.WNOWAIT
    wait_until(lambda: os.waitid(os.P_PID, build.pid, look) is not None)
    server.kill()
    build.send_signal(signal.SIGCONT)
    return build.wait(timeout=PATIENCE)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_build_goes_on_where_a_killed_server_broke_it_off(
    fragile: Server, release: Path, expected: dict[str, str], tmp_path: Path, seed: int
) -> None:
    folder, rng = tmp_path / "case", random.Random(seed)
    with Case.create(folder, fragile.url()) as case:
        case.add([release], release="first")
    for at in (rng.randint(1, 12), rng.randint(13, 28)):
        assert killed_midway(fragile, folder, at) == Exit.SERVER_GONE
        fragile.start()
    assert start_build(folder).wait(timeout=PATIENCE) == Exit.FAILURES_LISTED
    with Case.open(folder) as case:
        assert exports(case) == expected
        assert case.store.problems() == []
