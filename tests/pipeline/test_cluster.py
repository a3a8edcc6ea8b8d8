"""What the Dask executor promises beyond the contract: losses, limits, files from a shared storage, cancelling."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.msgpack import encode

pytest.importorskip("distributed")

from onrecord import Case
from onrecord.errors import ClusterLost, Exit, RunStopped, UsageError
from onrecord.model import SourceFile
from onrecord.pipeline.executors import cluster, limited, make_executor, remote, template
from onrecord.pipeline.executors.cluster import ClusterExecutor
from onrecord.pipeline.executors.shared import Cache, Checked, Storage
from onrecord.pipeline.tasks import Context, Part, ReadPart, ReadTask
from onrecord.settings import Settings
from tests.conftest import TWO_MAILS
from tests.pipeline.test_build import exports, write_release
from tests.pipeline.test_executors import POISONED, context, reachable, task
from tests.timing import wait_until


@pytest.fixture(scope="module")
def pool() -> Iterator[ClusterExecutor]:
    """A cluster of two workers, on which a task that hangs is soon given up."""
    with pytest.MonkeyPatch.context() as patch:
        reachable(patch)
        made = ClusterExecutor(context(task_memory_mb=512), command=(*POISONED, "1"))
        made._client.run(_hurry)
        yield made
        made.close()


def _hurry() -> None:
    from tests.pipeline import poisoned_worker

    limited.seconds = poisoned_worker.seconds


@pytest.mark.parametrize(
    ("media", "why"), [("dies", "died"), ("hangs", "longer than its time limit"), ("grows", "died")]
)
def test_a_poisonous_page_loses_its_task_and_no_dask_worker(pool: ClusterExecutor, media: str, why: str) -> None:
    before = pool._client.run(os.getpid)
    outcomes = list(pool.run([task("a"), task("b"), task("bad", media), task("c"), task("d")]))
    (lost,) = [outcome for outcome in outcomes if outcome.answers is None]
    assert isinstance(lost.task, ReadTask) and lost.task.parts[0].file.media == media
    assert why in lost.lost
    assert len(outcomes) == 5
    assert pool._client.run(os.getpid) == before


def test_a_dask_worker_killed_in_the_middle_loses_nothing(pool: ClusterExecutor) -> None:
    pids = list(pool._client.run(os.getpid).values())
    found = set()
    for count, outcome in enumerate(pool.run([task(f"f{n}x") for n in range(60)])):
        assert outcome.answers is not None
        assert isinstance(outcome.task, ReadTask)
        found.add(outcome.task.parts[0].file.id)
        if count == 5:
            os.kill(pids[0], signal.SIGKILL)
    assert len(found) == 60


def test_a_task_that_keeps_killing_dask_workers_is_lost_alone(pool: ClusterExecutor) -> None:
    from distributed.scheduler import KilledWorker

    outcome = pool._failed(task("bad"), KilledWorker("task", None, 3))
    assert outcome.answers is None and "died" in outcome.lost
    with pytest.raises(RunStopped, match="OSError: no way"):
        pool._failed(task("bad"), OSError("no way"))


def test_a_worker_with_other_versions_stops_the_run(pool: ClusterExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    order = msgspec.msgpack.decode(pool._order, type=remote.Order)
    other = msgspec.structs.replace(order, versions=order.versions.replace("pypdfium2 ", "pypdfium2 9"))
    answers, _ = remote.reply_of(remote.perform(encode(task("a")), encode(other)))
    assert answers
    error = answers[0].error()  # type: ignore[union-attr]
    assert error.exit_code == Exit.USAGE
    assert "runs pypdfium2" in error.what and "pypdfium2 9" in error.next_step


def test_nobody_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(ClusterLost, match=r"no scheduler answers at tcp://127.0.0.1:9\b") as error:
        make_executor("dask://127.0.0.1:9", context())
    assert error.value.exit_code == Exit.CLUSTER


def test_a_cluster_without_workers_and_one_whose_scheduler_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    from distributed import LocalCluster

    monkeypatch.setattr(cluster, "PATIENCE", 5.0)
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", processes=False, protocol="tcp") as empty:
        lone = make_executor(empty.scheduler_address.replace("tcp", "dask"), context())
        monkeypatch.setattr(cluster, "PATIENCE", 1.0)  # enough for nobody to come
        try:
            with pytest.raises(ClusterLost, match="no workers"):
                list(lone.run([task("a")]))
            empty.scale(1)
            empty.close()
            with pytest.raises(ClusterLost):
                list(lone.run([task("a")]))
        finally:
            lone.close()


def test_closing_ends_what_is_under_way(monkeypatch: pytest.MonkeyPatch) -> None:
    reachable(monkeypatch)
    made = ClusterExecutor(context(), command=(*POISONED, str(os.getpid())))
    outcomes = made.run([task("good"), task("bad", "hangs"), task("worse", "hangs")])
    next(outcomes)
    assert len(mine(made._command)) > 0
    made.close()
    wait_until(lambda: mine(made._command) == [])


def test_a_worker_keeps_no_processes_of_builds_that_never_ended(tmp_path: Path) -> None:
    context_here = Context(vault=str(tmp_path), settings=Settings())
    command = (*template.WORKER, str(tmp_path))
    absent = SourceFile(id="0" * 64, size=1, media="text")
    for build in "abcd":
        order = remote.Order(build=build, context=context_here, versions=remote.versions(), command=command)
        remote.perform(encode(ReadTask((Part(absent, 1, 1),))), encode(order))
    assert len(mine(command)) == 4, "a template and its worker for each of the last two"
    for build in "abcd":
        remote.let_go(build)
    assert mine(command) == []


def mine(command: tuple[str, ...]) -> list[str]:
    """The processes that run `command`."""
    lines = {path.parent.name: read(path) for path in Path("/proc").glob("[0-9]*/cmdline")}
    return [
        pid for pid, line in lines.items() if line.rstrip(b"\0").split(b"\0") == [part.encode() for part in command]
    ]


def read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


@pytest.fixture
def stored(tmp_path: Path) -> tuple[Storage, SourceFile, Path]:
    """A storage in memory, and a file that is published there."""
    path = tmp_path / "original"
    path.write_bytes(b"Pier 7")
    file = SourceFile(id=sha256(b"Pier 7").hexdigest(), size=6, media="text")
    storage = Storage(f"memory://{tmp_path.name}")
    storage.publish(file, path)
    return storage, file, path


def test_files_travel_by_hash(stored: tuple[Storage, SourceFile, Path], tmp_path: Path) -> None:
    storage, file, _ = stored
    kept = Cache(storage, tmp_path / "cache")
    with kept.holding((file,)) as lacking:
        assert lacking == {}
        assert (tmp_path / "cache" / file.id[:2] / file.id).read_bytes() == b"Pier 7"


def test_a_file_that_changed_in_the_storage_is_not_used(
    stored: tuple[Storage, SourceFile, Path], tmp_path: Path
) -> None:
    storage, file, _ = stored
    storage._system.pipe_file(storage._path(file), b"Pier 8")
    absent = SourceFile(id="0" * 64, size=1, media="text")
    kept = Cache(storage, tmp_path / "cache")
    with kept.holding((file, absent)) as lacking:
        assert "other bytes" in lacking[file.id] and "not in the shared storage" in lacking[absent.id]
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_a_half_published_file_is_published_again(stored: tuple[Storage, SourceFile, Path], tmp_path: Path) -> None:
    storage, file, path = stored
    storage._system.pipe_file(storage._path(file), b"Pie")
    storage.publish(file, path)
    assert storage.fetch(file, tmp_path / "copy") == ""


def test_a_cache_lets_go_of_what_was_used_longest_ago(tmp_path: Path) -> None:
    storage = Storage(f"memory://{tmp_path.name}")
    files = []
    for text in (b"aaaa", b"bbbb", b"cccc"):
        (tmp_path / "source").write_bytes(text)
        files.append(SourceFile(id=sha256(text).hexdigest(), size=4, media="text"))
        storage.publish(files[-1], tmp_path / "source")
    kept = Cache(storage, tmp_path / "cache", most=8)
    with kept.holding((files[0],)):
        for file in files[1:]:
            with kept.holding((file,)):
                pass
        assert kept._place(files[0].id).exists(), "one in use stays"
    assert [kept._place(file.id).exists() for file in files] == [True, False, True]


def test_a_file_under_the_same_path_is_hashed_and_again_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "linked"
    path.write_bytes(b"Pier 7")
    file = SourceFile(id=sha256(b"Pier 7").hexdigest(), size=6, media="text", linked=str(path))
    checked = Checked(tmp_path)
    assert checked.lacking((file,)) == {}
    path.write_bytes(b"Pier 88")
    assert "other bytes" in checked.lacking((file,))[file.id]
    path.unlink()
    assert checked.lacking((file,)) == {}, "the reader says that it cannot be opened"


def test_a_changed_file_is_a_failure_of_its_own_and_is_tried_again(tmp_path: Path) -> None:
    whole, changed = tmp_path / "whole", tmp_path / "changed"
    files = []
    for path in (whole, changed):
        path.write_text(TWO_MAILS, encoding="utf-8")
        id = sha256(path.read_bytes()).hexdigest() if path is whole else "1" * 64
        files.append(SourceFile(id=id, size=path.stat().st_size, media="text", linked=str(path)))
    parts = tuple(Part(file, 1, 1) for file in files)
    order = remote.Order(
        build="changed",
        context=Context(vault=str(tmp_path), settings=Settings()),
        versions=remote.versions(),
        command=template.WORKER,
    )
    answers, why = remote.reply_of(remote.perform(encode(ReadTask(parts)), encode(order)))
    remote.let_go("changed")
    assert answers, why
    good, bad = answers
    assert isinstance(good, ReadPart) and len(good.pages) == 1 and not good.failures
    assert isinstance(bad, ReadPart) and bad.gone and not bad.pages
    assert "other bytes" in bad.failures[0].what and "add the original" in bad.failures[0].next_step


@pytest.mark.slow
def test_a_build_through_a_shared_storage_gives_what_serial_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_release(tmp_path / "release", files=4, pages=40)
    found: list[dict[str, str]] = []
    ways: dict[str, dict[str, Any]] = {
        "serial": {"executor": "serial"},
        "dask": {"executor": "dask", "workers": 2, "storage": f"file://{tmp_path}/shared"},
    }
    for name, flags in ways.items():
        with Case.create(tmp_path / name) as case:
            case.add([tmp_path / "release"], release="first")
            case.build(**flags)
            found.append(exports(case))
    assert found[0] == found[1]
    assert len([path for path in (tmp_path / "shared").rglob("*") if path.is_file()]) == 5


def test_another_scheme_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no executor 'spark://x'"):
        make_executor("spark://x", context())
