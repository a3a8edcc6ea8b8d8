"""Whatever is killed, and whenever: the build that follows ends with the exports of one that nobody killed.

What is killed and when is drawn by the number of the run. There are ten runs, or as many as ``ONRECORD_KILLS`` says;
`make faults` makes it a hundred.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.errors import Exit
from tests.faults.clusters import Cluster, children, kill, runs
from tests.pipeline.test_build import exports, write_release
from tests.timing import PATIENCE

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find what to kill")

RUNS = int(os.environ.get("ONRECORD_KILLS", "10"))

#: The command line, with a transaction for every few results instead of one for half a second of them.
COMMAND = (
    "from onrecord.pipeline import run; run.BATCH_SECONDS = 0.01;"
    "import sys; sys.argv[0] = 'onrecord'; from onrecord.cli.main import main; main()"
)

Build = subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kills") / "release"
    write_release(folder, files=12, pages=160)
    return folder


@pytest.fixture(scope="module")
def expected(release: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    with Case.create(tmp_path_factory.mktemp("whole") / "case") as case:
        case.add([release], release="first")
        case.build(executor="serial")
        return exports(case)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    pytest.importorskip("distributed")
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def took(release: Path, cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """The seconds that a build takes here and on the cluster, when nobody kills anything."""
    seconds = {}
    for name, executor in (("here", "processes"), ("there", cluster.executor)):
        folder = added(release, tmp_path_factory.mktemp(name) / "case")
        began = time.monotonic()
        assert start(folder, executor).wait(timeout=PATIENCE) == Exit.FAILURES_LISTED
        seconds[name] = time.monotonic() - began
    return seconds


def added(release: Path, folder: Path) -> Path:
    with Case.create(folder) as case:
        case.add([release], release="first")
    return folder


def start(folder: Path, executor: str) -> Build:
    command = [sys.executable, "-c", COMMAND, "--case", str(folder), "build", "--workers", "2", "--executor", executor]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_parent(build: Build, cluster: Cluster, rng: random.Random) -> None:
    kill(build.pid)


def kill_worker(build: Build, cluster: Cluster, rng: random.Random) -> None:
    if workers := [pid for pid in children(build.pid) if runs(pid, "executors.worker")]:
        kill(rng.choice(workers))


def kill_dask_worker(build: Build, cluster: Cluster, rng: random.Random) -> None:
    if pid := cluster.worker():
        kill(pid)


def kill_reader(build: Build, cluster: Cluster, rng: random.Random) -> None:
    if readers := [pid for pid in children(cluster.worker()) if runs(pid, "executors.worker")]:
        kill(rng.choice(readers))


def kill_scheduler(build: Build, cluster: Cluster, rng: random.Random) -> None:
    cluster.kill_scheduler()
    if build.poll() is None:
        assert build.wait(timeout=PATIENCE) in (Exit.CLUSTER, Exit.FAILURES_LISTED, Exit.INTERNAL)
    cluster.stop()
    cluster.start()


#: Where a build runs, what is killed, and how.
KILLS: tuple[tuple[str, Callable[[Build, Cluster, random.Random], None]], ...] = (
    ("here", kill_parent),
    ("there", kill_parent),
    ("here", kill_worker),
    ("there", kill_dask_worker),
    ("there", kill_scheduler),
    ("here", kill_parent),
    ("here", kill_worker),
    ("there", kill_reader),
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(RUNS))
def test_a_build_after_a_kill_ends_as_one_without(
    release: Path, expected: dict[str, str], took: dict[str, float], cluster: Cluster, tmp_path: Path, seed: int
) -> None:
    rng = random.Random(seed)
    where, strike = KILLS[seed % len(KILLS)]
    folder = added(release, tmp_path / "case")
    for _ in range(rng.choice((1, 1, 2))):
        build = start(folder, "processes" if where == "here" else cluster.executor)
        time.sleep(rng.uniform(0.25, 1.0) * took[where])
        strike(build, cluster, rng)
        build.wait(timeout=PATIENCE)
    last = start(folder, rng.choice(("processes", "serial", "processes", cluster.executor)))
    assert last.wait(timeout=PATIENCE) == Exit.FAILURES_LISTED
    with Case.open(folder) as case:
        assert exports(case) == expected, (where, strike.__name__)
        assert case.store.problems() == []
