"""A build gives the same records whatever the executor, the order of files, interruptions and repetitions."""

from __future__ import annotations

import io
import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from onrecord import Case
from onrecord.errors import CaseBusy, DiskFailed, Exit
from onrecord.model import quote_at
from onrecord.pipeline import plan, run, work
from onrecord.pipeline.executors import SerialExecutor
from onrecord.pipeline.tasks import CompareTask, InteractTask, NameTask, Outcome, Task
from onrecord.publish.exporters import exporter
from onrecord.store.protocol import Writer
from tests.faults.clusters import children, kill
from tests.pages.documents import drawn
from tests.support import kinds_here
from tests.timing import PATIENCE, wait_until

PEOPLE = ("Okafor, Ngozi (HPA)", "Lindqvist, Per (HPA)", "Marsh, Dana", "Iyer, Priya", "Castellanos, Ruben (OIG)")
MATTERS = ("Pier 7", "dredging permit", "diver's report", "budget call", "press inquiry")


def mail(number: int, quoted: bool) -> str:
    rng = random.Random(number)
    sender, reader = rng.sample(PEOPLE, 2)
    subject = f"{rng.choice(MATTERS)} {number}"
    body = f"Note {number}: {rng.choice(MATTERS)} must wait until {rng.choice(MATTERS)} is settled."
    answer = header(sender, f"Tuesday, November 2, 2021 {number % 12 + 1}:15 PM", reader, f"RE: {subject}")
    question = header(reader, "Monday, November 1, 2021 9:05 AM", sender, subject)
    return f"{answer}{body}\n" + (f"\n{question}Where does {number} stand?\n" if quoted else "")


def header(sender: str, sent: str, reader: str, subject: str) -> str:
    return f"From: {sender}\nSent: {sent}\nTo: {reader}\nSubject: {subject}\n\n"


def write_release(folder: Path, files: int = 30, pages: int = 400) -> None:
    folder.mkdir()
    for number in range(files):
        (folder / f"mail-{number:03}.txt").write_text(mail(number, number % 2 == 0), encoding="utf-8")
    rows = ({"page": n + 1, "stamp": f"HPA-{n:06}", "text": mail(1000 + n, n % 3 == 0)} for n in range(pages))
    (folder / "pages.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")


def exports(case: Case) -> dict[str, str]:
    found = {}
    for kind in kinds_here():
        out = io.StringIO()
        exporter("jsonl").write(case.export(kind), out)
        found[kind] = out.getvalue()
    return found


def built(folder: Path, release: Path, **flags: Any) -> dict[str, str]:
    with Case.create(folder) as case:
        case.add([release], release="first")
        case.build(**flags)
        return exports(case)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("input") / "release"
    write_release(folder)
    return folder


@pytest.fixture(scope="module")
def expected(release: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return built(tmp_path_factory.mktemp("serial") / "case", release, executor="serial")


def test_the_input_is_recovered(expected: dict[str, str]) -> None:
    assert len(expected["messages"].splitlines()) == 430 + 15 + 134
    assert len(expected["pages"].splitlines()) == 430
    assert "broken.pdf" in expected["failures"]


def test_processes_give_what_serial_gives(release: Path, expected: dict[str, str], tmp_path: Path) -> None:
    assert built(tmp_path / "case", release, executor="processes", workers=2) == expected


def test_the_order_of_adding_does_not_matter(release: Path, expected: dict[str, str], tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        for path in sorted(release.iterdir(), reverse=True):
            # one file at a time has a shorter name, so the folder is added at the end to give all their full names
            case.add([path], release="zz")
            if path.name.endswith("7.txt"):
                case.build(executor="serial")
        case.add([release], release="first")
        case.build(executor="serial")
        found = exports(case)
    for kind in ("messages", "pages"):
        assert found[kind] == expected[kind]


def test_a_second_build_does_nothing(release: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        case.add([release], release="first")
        case.build(executor="serial")
        again = case.build(executor="serial")
    assert (again.files, again.pages, again.messages) == (0, 0, 0)


def test_a_build_may_stop_after_a_stage_and_goes_on_from_there(
    release: Path, expected: dict[str, str], tmp_path: Path
) -> None:
    with Case.create(tmp_path / "case") as case:
        case.add([release], release="first")
        early = case.build(until="split", executor="serial")
        assert list(early.seconds)[-1] == "split"
        assert early.messages == case.store.counts()["messages"] > 0
        assert case.search("settled").hits
        late = case.build(executor="serial")
        assert late.messages == 0
        assert exports(case) == expected


def test_a_new_release_costs_only_its_own_pages(release: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "late.txt").write_text(mail(5000, False), encoding="utf-8")
    with Case.create(tmp_path / "case") as case:
        case.add([release], release="first")
        case.build(executor="serial")
        case.add([more], release="second")
        again = case.build(executor="serial")
    assert (again.files, again.pages, again.messages) == (1, 1, 1)


def test_texts_and_copies_that_were_looked_at_are_not_looked_at_again(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "late.txt").write_text(mail(5000, False), encoding="utf-8")
    with Case.create(tmp_path / "case") as case:
        case.add([release], release="first")
        case.build(executor="serial")
        case.add([more], release="second")
        asked: list[Task] = []
        perform = work.perform
        monkeypatch.setattr(work, "perform", lambda task, context: asked.append(task) or perform(task, context))  # type: ignore[func-returns-value]
        case.build(executor="serial")
        apart = exports(case)
    parts = [part for task in asked if isinstance(task, NameTask | InteractTask) for part in task.parts]
    assert sorted(len(part.messages) for part in parts) == [1, 1]
    assert not any(isinstance(task, CompareTask) for task in asked)
    with Case.create(tmp_path / "at once") as case:
        case.add([release], release="first")
        case.add([more], release="second")
        case.build(executor="serial")
        assert exports(case) == apart


def test_a_lost_part_is_a_failure_and_is_tried_again(
    release: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = SerialExecutor.run
    lost = 0

    def losing(self: SerialExecutor, tasks: Iterable[Task]) -> Iterator[Outcome]:
        nonlocal lost
        for outcome in whole(self, tasks):
            poisonous = isinstance(outcome.task, InteractTask) and any(
                "Note 7:" in message.body for part in outcome.task.parts for message in part.messages
            )
            lost += poisonous
            yield Outcome(outcome.task, None, "its worker process died") if poisonous else outcome

    with Case.create(tmp_path / "case") as case:
        case.add([release], release="first")
        monkeypatch.setattr(SerialExecutor, "run", losing)
        case.build(executor="serial")
        assert lost == 2  # once among others, once alone
        assert "what the messages do could not be found out" in exports(case)["failures"]
        monkeypatch.setattr(SerialExecutor, "run", whole)
        case.build(executor="serial")
        assert exports(case) == expected


def test_copies_whose_files_cost_a_worker_are_compared_by_their_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"one": "The price is $40,000 and the date is May 4.", "two": "The price is (b)(4) and the date is May 4."}
    for name, text in texts.items():
        head = header(PEOPLE[0], "Monday, November 1, 2021 9:05 AM", PEOPLE[1], "Pier 7")
        lines = f"{head}{text}\nAll else in the offer of the yard stays as it was agreed in the meeting.".split("\n")
        drawn(tmp_path / f"{name}.pdf", partial(_print, lines))
    whole = SerialExecutor.run
    opened: list[bool] = []

    def losing(self: SerialExecutor, tasks: Iterable[Task]) -> Iterator[Outcome]:
        for outcome in whole(self, tasks):
            if isinstance(outcome.task, CompareTask):
                opened.append(any(one.files for one in outcome.task.sets))
            is_lost = isinstance(outcome.task, CompareTask) and opened[-1]
            yield Outcome(outcome.task, None, "its worker process died") if is_lost else outcome

    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / f"{name}.pdf" for name in texts], release="first")
        monkeypatch.setattr(SerialExecutor, "run", losing)
        case.build(executor="serial")
        assert opened == [True, True, False]
        assert "$40,000" in exports(case)["copies"]


def _print(lines: list[str], canvas: Canvas) -> None:
    for number, line in enumerate(lines):
        canvas.drawString(30, 270 - 14 * number, line)


def test_another_version_of_a_room_redoes_its_own_work(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Case.create(tmp_path / "case") as case:
        case.add([release], release="first")
        case.build(executor="serial")
        monkeypatch.setattr("onrecord.messages.VERSION", "another")
        again = case.build(executor="serial")
    assert (again.files, again.pages, again.messages) == (0, 0, 579)


def test_every_quote_equals_the_page_text_at_its_spans(release: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        case.add([release], release="first")
        case.build(executor="serial")
        texts = {page.key: page.text for page in case.pages()}
        for message in case.messages():
            assert message.citation.quote == quote_at(message.citation.spans, texts)
            assert message.body == quote_at(message.body_spans, texts)


def start_build(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "onrecord.cli.main", "--case", str(folder), "build", "--workers", "2"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_parent(process: subprocess.Popen[bytes]) -> None:
    process.kill()


def kill_a_worker(process: subprocess.Popen[bytes]) -> None:
    if workers := children(process.pid):
        kill(workers[0])


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the processes to kill")
@pytest.mark.parametrize(
    ("strike", "seed"), [(kill_parent, 1), (kill_parent, 2), (kill_a_worker, 3), (kill_a_worker, 4)]
)
def test_a_killed_build_converges(
    release: Path,
    expected: dict[str, str],
    tmp_path: Path,
    strike: Callable[[subprocess.Popen[bytes]], None],
    seed: int,
) -> None:
    folder, rng = tmp_path / "case", random.Random(seed)
    with Case.create(folder) as case:
        case.add([release], release="first")
    for _ in range(3):
        process = start_build(folder)
        time.sleep(rng.uniform(0.3, 1.2))
        if process.poll() is None:
            strike(process)
        process.wait(timeout=PATIENCE)
    assert start_build(folder).wait(timeout=PATIENCE) == Exit.FAILURES_LISTED
    with Case.open(folder) as case:
        assert exports(case) == expected


def test_an_interrupt_keeps_what_was_done_and_leaves_with_its_code(release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "case"
    with Case.create(folder) as case:
        case.add([release], release="first")
    process = start_build(folder)
    # before it has workers, the interpreter itself answers the signal
    wait_until(lambda: bool(children(process.pid)) or process.poll() is not None)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=PATIENCE) in (Exit.INTERRUPTED, Exit.FAILURES_LISTED)


def test_two_builds_at_once(release: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case, Case.open(tmp_path / "case") as other:
        case.add([release], release="first")
        with case.store.writing(), pytest.raises(CaseBusy):
            other.build(executor="serial")


def test_a_full_disk_stops_the_build_and_loses_nothing(
    release: Path, expected: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Case.create(tmp_path / "case") as case:
        case.add([release], release="first")
        replaced = []

        def full(self: Writer, *arguments: object) -> None:
            replaced.append(arguments)
            if len(replaced) > 40:
                raise DiskFailed("the disk is full", "free some space, then run the same command again")
            real(self, *arguments)  # type: ignore[arg-type]

        with case.store.writing() as writer:
            kind = type(writer)
        real = kind.replace
        with monkeypatch.context() as patch:
            patch.setattr(kind, "replace", full)
            patch.setattr(run, "BATCH_SECONDS", 0.01)
            with pytest.raises(DiskFailed):
                case.build(executor="serial")
        case.build(executor="serial")
        assert exports(case) == expected


def test_runs_are_cut_only_where_a_chain_opens_or_at_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.model import SourceFile
    from onrecord.pipeline.tasks import Part
    from tests.pipeline.poisoned_worker import page

    part = Part(SourceFile(id="a" * 64, size=1, media="pdf"), 1, 1)
    pages = [page(part, "opens" if n % 10 == 0 else "goes on", n) for n in range(100)]
    cut = list(plan.runs(pages, "", lambda page: page.text == "opens"))
    assert [len(piece.pages) for piece in cut] == [40, 40, 20]
    monkeypatch.setattr(plan, "LONGEST_RUN", 50)
    assert [len(piece.pages) for piece in plan.runs(pages, "", lambda page: False)] == [50, 50]
