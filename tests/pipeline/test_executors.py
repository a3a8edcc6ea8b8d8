"""The contract of executors, run on each of them, and what only the processes executor promises."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from onrecord.errors import Exit, RunStopped, UsageError
from onrecord.model import Page, PageState, SourceFile
from onrecord.pipeline import work
from onrecord.pipeline.executors import (
    EXECUTORS,
    Executor,
    ProcessesExecutor,
    SerialExecutor,
    confine,
    limited,
    make_executor,
)
from onrecord.pipeline.executors.cluster import ClusterExecutor
from onrecord.pipeline.executors.limited import LimitedProcess
from onrecord.pipeline.executors.template import Forked, Template
from onrecord.pipeline.tasks import (
    Answer,
    Context,
    NamePart,
    NameTask,
    Outcome,
    Part,
    ReadPart,
    ReadTask,
    Rooms,
    SplitTask,
    Task,
    halves,
)
from onrecord.settings import Settings
from tests.pipeline import poisoned_worker
from tests.timing import PATIENCE, wait_until

POISONED = (sys.executable, "-m", "tests.pipeline.poisoned_worker")


def task(name: str, media: str = "text", pages: int = 1) -> ReadTask:
    return ReadTask((Part(SourceFile(id=name.ljust(64, "0"), size=1, media=media), 1, pages),))


def context(**settings: object) -> Context:
    return Context(vault="nowhere", settings=Settings(**{"workers": 2, **settings}))  # type: ignore[arg-type]


#: How the contract suite makes each executor; those that have worker processes give them the poisoned worker.
MAKERS: dict[str, Callable[[], Executor]] = {
    "dask": lambda: ClusterExecutor(context(), command=POISONED),
    "processes": lambda: ProcessesExecutor(context(), POISONED),
    "serial": lambda: SerialExecutor(context()),
}


def test_every_executor_runs_the_contract() -> None:
    assert sorted(MAKERS) == sorted(EXECUTORS)


@pytest.fixture(params=sorted(EXECUTORS))
def executor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Executor]:
    if request.param == "dask":
        pytest.importorskip("distributed")
    reachable(monkeypatch)
    monkeypatch.setattr(work, "perform", poisoned_worker.perform)
    made = MAKERS[request.param]()
    yield made
    made.close()


def reachable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let worker processes find the poisoned worker beside the program."""
    here = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, here)))


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessesExecutor]:
    reachable(monkeypatch)
    monkeypatch.setattr(limited, "seconds", poisoned_worker.seconds)
    made = ProcessesExecutor(context(task_memory_mb=512), POISONED)
    yield made
    made.close()


def texts(outcomes: Iterator[Outcome]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        assert isinstance(outcome.task, ReadTask)
        answers = outcome.answers or ()
        found[outcome.task.parts[0].file.id.rstrip("0")] = [page.text for part in answers for page in part.pages]  # type: ignore[union-attr]
    return found


def test_every_task_comes_back_with_its_answers(executor: Executor) -> None:
    found = texts(executor.run(task(f"f{n}x", pages=n % 3 + 1) for n in range(30)))
    assert found == {f"f{n}x": [f"page {k}" for k in range(1, n % 3 + 2)] for n in range(30)}


def test_no_tasks_is_no_work(executor: Executor) -> None:
    assert list(executor.run([])) == []


def test_an_executor_can_run_again(executor: Executor) -> None:
    assert texts(executor.run([task("a")])) == texts(executor.run([task("a")]))


def test_tasks_are_read_only_as_fast_as_they_are_done(executor: Executor) -> None:
    taken: list[str] = []

    def endless() -> Iterator[Task]:
        for n in range(10_000):
            taken.append(str(n))
            yield task(f"f{n}x")

    outcomes = executor.run(endless())
    next(outcomes)
    assert len(taken) < 20


def test_a_full_disk_in_a_task_stops_the_run(executor: Executor) -> None:
    with pytest.raises(RunStopped, match="the disk is full") as error:
        list(executor.run([task("a"), task("b", "full"), task("c")]))
    assert error.value.exit_code == Exit.DISK
    assert error.value.next_step == "free some space"


def test_closing_twice_is_safe(executor: Executor) -> None:
    executor.close()
    executor.close()


def test_an_unknown_executor_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no executor 'cloud'"):
        make_executor("cloud", context())
    with pytest.raises(UsageError, match="no executor 'serial://here'"):
        make_executor("serial://here", context())


@pytest.mark.parametrize(("media", "why"), [("dies", "died"), ("hangs", "longer than its time limit")])
def test_a_lost_worker_loses_one_task_and_no_more(pool: ProcessesExecutor, media: str, why: str) -> None:
    tasks = [task(f"f{n}x") for n in range(6)]
    outcomes = list(pool.run([*tasks[:3], task("bad", media), *tasks[3:]]))
    lost = [outcome for outcome in outcomes if outcome.answers is None]
    assert [outcome.task.parts[0].file.media for outcome in lost] == [media]  # type: ignore[union-attr]
    assert why in lost[0].lost
    assert len(outcomes) == 7


def test_memory_is_limited_in_a_worker(pool: ProcessesExecutor) -> None:
    (outcome,) = pool.run([task("bad", "grows")])
    assert outcome.answers is None


@pytest.mark.skipif(not all(confine.closed()), reason="this kernel cannot confine a worker further than Python does")
def test_an_input_that_takes_over_its_reader_reaches_nothing(pool: ProcessesExecutor) -> None:
    (outcome,) = pool.run([task("bad", "tries")])
    assert outcome.answers
    (part,) = outcome.answers
    assert isinstance(part, ReadPart)
    assert {page.text.partition(":")[0] for page in part.pages} == {name for name, _ in poisoned_worker.TRIES}
    assert [page.text for page in part.pages if "refused" not in page.text] == []


def test_a_file_of_the_vault_is_no_larger_than_allowed(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from onrecord.settings import Settings;"
        "from onrecord.pipeline.executors.confine import confine;"
        "confine(Settings(max_file_mb=1), Path(sys.argv[1]));"
        "Path(sys.argv[1], 'x').write_bytes(bytes(2 << 20))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert (tmp_path / "x").stat().st_size <= 1 << 20


def test_a_task_has_a_share_of_time_for_each_page() -> None:
    assert limited.seconds(task("a", pages=3), context(page_seconds=0.5)) == limited.BASE_SECONDS + 1.5


def test_closing_ends_workers_that_are_at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    reachable(monkeypatch)
    made = ProcessesExecutor(context(page_seconds=10 * PATIENCE), POISONED)
    assert next(made.run([task("bad", "hangs"), task("good")])).answers
    made.close()
    wait_until(lambda: not any(thread.is_alive() for thread in made._threads))


def test_a_worker_does_not_see_the_secrets_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET_TOKEN", "x")
    made = Template()
    forked = made.fork(Rooms(0))
    try:
        environment = Path(f"/proc/{forked.pid}/environ")
        if not environment.exists():
            pytest.skip("this system shows no process environments")
        assert b"A_SECRET_TOKEN" not in environment.read_bytes()
        assert b"OMP_THREAD_LIMIT=1" in environment.read_bytes()
    finally:
        made.end(forked)
        made.close()


def test_a_worker_ends_when_its_parent_is_gone() -> None:
    script = (
        "import os, signal; from onrecord.pipeline.executors.template import Template;"
        "from onrecord.pipeline.tasks import Rooms; made = Template();"
        "print(made._process.pid, made.fork(Rooms(0)).pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=False)
    for pid in map(int, done.stdout.split()):
        wait_until(lambda pid=pid: is_gone(pid))  # type: ignore[misc]


def is_gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has asked about since is a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def worker() -> Iterator[LimitedProcess]:
    made = Template()
    worker = LimitedProcess(context(), made)
    yield worker
    worker.retire()
    made.close()


def done(worker: LimitedProcess, task: Task) -> tuple[Answer, ...]:
    """The answers to `task`."""
    outcome = worker.perform(task)
    assert outcome.answers is not None, outcome.lost
    return outcome.answers


def test_a_template_that_was_lost_is_started_again(worker: LimitedProcess) -> None:
    before = done(worker, task("a"))
    worker.template._process.kill()
    worker.template._process.wait()
    assert worker._worker
    gone = worker._worker.pid
    wait_until(lambda: is_gone(gone))
    assert worker.perform(task("b")).answers is None, "its workers go with it"
    assert done(worker, task("a")) == before
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        worker.template.end(Forked(other.pid, BytesIO(), os.open(os.devnull, os.O_RDONLY), Rooms(0)))
        assert other.poll() is None, "what is no worker of this template is left alone"
    worker.template.close()
    assert worker.perform(task("a")).answers is None


def test_a_worker_is_forked_anew_for_tasks_whose_rooms_it_lacks(worker: LimitedProcess) -> None:
    done(worker, task("a"))
    reader = worker._worker
    done(worker, task("b"))
    assert worker._worker is reader
    assert done(worker, SplitTask(())) == ()
    splitter = worker._worker
    assert splitter is not reader
    done(worker, task("c"))
    assert worker._worker is splitter, "what was loaded stays loaded"


def test_a_worker_that_wants_the_language_model_is_replaced_by_one_born_with_it(worker: LimitedProcess) -> None:
    text = "The dredging permit was signed by Maria Delgado of the Harbor Authority on Friday, and Tom Reyes knew.\n"
    page = Page(file="f" * 16, number=1, state=PageState.READ, engine="text", engine_version="1", text=text * 3)
    named = NameTask((NamePart("f" * 16, "1", (), (), (page,)),))
    answers = done(worker, named)
    assert answers == work.perform(named, context())
    assert worker._worker and Rooms.SYNTAX in worker._worker.rooms
    assert len(answers[0].mentions) > 3  # type: ignore[union-attr]


def test_a_task_is_halved_down_to_single_pages() -> None:
    whole = ReadTask((Part(SourceFile(id="a", size=1, media="pdf"), 3, 5, ("A1", "", "A3")),))
    singles = [piece.parts[0] for piece in halves(whole) if isinstance(piece, ReadTask)]
    assert [(part.first, part.last, part.stamps) for part in singles] == [
        (3, 3, ("A1",)),
        (4, 4, ("",)),
        (5, 5, ("A3",)),
    ]
    assert all(not halves(ReadTask((part,))) for part in singles)


def test_workers_are_as_many_as_cores_unless_told() -> None:
    pool = ProcessesExecutor(Context(vault="nowhere", settings=Settings()), POISONED)
    assert pool._count == os.cpu_count()
    pool.close()
