"""A server that is killed in the midst of a build, and started again, leaves no trace in what is exported."""

from __future__ import annotations

import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.errors import Exit
from tests.pipeline.test_build import exports, start_build, write_release
from tests.servers import Server, running


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


def finished(url: str) -> int:
    """How many units of work are in the store."""
    import psycopg

    address, _, schema = url.rpartition("&schema=")
    with psycopg.connect(address) as connection:
        found = connection.execute(f"SELECT count(*) FROM {schema}.units").fetchone()
        return int(found[0]) if found else 0


def killed_midway(server: Server, url: str, build: subprocess.Popen[bytes], after: int) -> bool:
    """Kill the server once so many units are in the store. Whether the build was still at work."""
    while build.poll() is None and finished(url) < after:
        time.sleep(0.02)
    server.kill()
    code = build.wait(timeout=120)
    assert code in (Exit.SERVER_GONE, Exit.FAILURES_LISTED)
    return code == Exit.SERVER_GONE


@pytest.mark.parametrize("seed", [1, 2])
def test_a_build_goes_on_where_a_killed_server_broke_it_off(
    fragile: Server, release: Path, expected: dict[str, str], tmp_path: Path, seed: int
) -> None:
    folder, url, rng = tmp_path / "case", fragile.url(), random.Random(seed)
    with Case.create(folder, url) as case:
        case.add([release], release="first")
    broken = 0
    for part in (rng.randint(1, 12), rng.randint(13, 40)):
        broken += killed_midway(fragile, url, start_build(folder), part)
        fragile.start()
    assert broken
    assert start_build(folder).wait(timeout=120) == Exit.FAILURES_LISTED
    with Case.open(folder) as case:
        assert exports(case) == expected
        assert case.store.problems() == []
