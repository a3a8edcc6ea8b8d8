"""Fuzz the readers: damage files in drawn ways, and have them opened, read and split as a build does.

    python -m tests.faults.fuzz --minutes 10 --seed 1 --keep DIR

Every file goes through the same limited worker process as in a build. It has done something wrong when an exception
that nobody foresaw becomes a failure, when a page is neither a record nor a failure, when a span does not hold its
quote, or when a worker is lost. Such files are kept in DIR; each becomes a test. Minutes are of CPU time, that of the
workers included.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord import intake
from onrecord.model import Failure, Message, Page, SourceFile, quote_at
from onrecord.pipeline.executors import Executor, ProcessesExecutor
from onrecord.pipeline.tasks import (
    Context,
    Inspected,
    InspectTask,
    Outcome,
    PageRun,
    Part,
    ReadPart,
    ReadTask,
    SplitRun,
    SplitTask,
    Task,
)
from onrecord.pipeline.work import NEXT_STEP
from onrecord.settings import Settings
from tests.conftest import TWO_MAILS
from tests.faults import inputs, nasty
from tests.pipeline.test_build import write_release

#: Files that are damaged at a time.
ROUND = 150

#: What readers look for: put into files, it takes them down paths that damage alone does not.
WORDS = (
    *(
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\r\n\r\n",
        b"<",
        b">",
        b"\x1b",
        b"]]>",
        b"&#0;",
        b"\xed\xa0\x80",
        b"PK\x03\x04",
    ),
    *(b"From: ", b"Sent: ", b"To: ", b"Subject: ", b"-----Original Message-----", b"Content-Type: multipart/mixed;"),
    *(b"obj", b"endobj", b"stream", b"/Kids", b"/Length -1", b"/Filter [/FlateDecode /FlateDecode]", b"65535", b"-1"),
    *(b'{"page": 1e999', b'"text"', b"BEGIN:VEVENT", b"<table>" * 50, b"(b)(6)", b"\xe2\x80\xae", b"9" * 40),
)

SETTINGS = Settings(page_seconds=2.0, task_memory_mb=1024, max_file_mb=64, unpack_mb=64, second_look=False)


def seeds(folder: Path) -> list[Path]:
    """Whole and nasty files of every kind, made here."""
    write_release(folder / "release", files=4, pages=6)
    (folder / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    found = [inputs.drawn(folder / "whole.pdf", pages=2), inputs.page_broken(folder), inputs.leading_out(folder)]
    light = [make for make in nasty.NASTY if make not in (nasty.looping_pdf, nasty.wide_zip, nasty.many_parts)]
    found += [make(folder) for make in light]
    found += [path for path in (folder / "release").iterdir() if path.stat().st_size]
    return sorted([*found, folder / "mails.txt"])


def damaged(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """`data` after a few drawn changes."""
    found = bytearray(data[: rng.choice((len(data), 200_000, 20_000))])
    for _ in range(rng.choice((1, 1, 2, 4, 16, 64))):
        at = rng.randrange(len(found) + 1)
        end = min(len(found), at + rng.choice((1, 2, 8, 100, 5000)))
        match rng.randrange(8):
            case 0:
                del found[at:end]
            case 1:
                found[at:at] = rng.choice(WORDS) * rng.choice((1, 1, 1, 3, 300))
            case 2:
                found[at:end] = rng.randbytes(end - at)
            case 3:
                found[at:at] = found[at:end] * rng.choice((1, 2, 50))
            case 4:
                other = rng.choice(others)
                start = rng.randrange(len(other) + 1)
                found[at:at] = other[start : start + rng.choice((10, 500, 20_000))]
            case 5 if at < len(found):
                found[at] ^= 1 << rng.randrange(8)
            case 6:
                del found[at:]
            case _:
                number = rng.choice((b"0", b"-1", b"2147483648", b"99999999999999999999"))
                found[at : at + len(number)] = number
    return bytes(found[: 4 << 20])


class Fuzzing:
    """One run. `wrong` says what went wrong, by the file that did it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._vault = intake.Vault(folder / "vault")
        self._vault.root.mkdir()
        self._rng = random.Random(seed)
        (folder / "seeds").mkdir()
        self._seeds = [(path.name, path.read_bytes()) for path in seeds(folder / "seeds")]
        self.wrong: dict[str, str] = {}
        self.seen: Counter[str] = Counter()

    def round(self) -> None:
        """Damage some files and have them done."""
        files = [self._draw(n) for n in range(ROUND)]
        executor = ProcessesExecutor(Context(vault=str(self._vault.root), settings=SETTINGS), workers=1)
        try:
            names = {file.id: name for file, name in files}
            opened = _done(executor, [InspectTask(file, names[file.id]) for file, _ in files])
            read = _done(executor, list(self._reading(opened)))
            for outcome in _done(executor, list(self._splitting(read))):
                self._check_messages(outcome)
        finally:
            executor.close()

    def keep(self, folder: Path) -> None:
        """Copy the files that did something wrong."""
        folder.mkdir(parents=True, exist_ok=True)
        for id in self.wrong:
            path = self._vault.root / id[:2] / id
            (folder / id[:16]).write_bytes(path.read_bytes())

    def forget(self) -> None:
        """Remove what did nothing wrong."""
        for path in self._vault.root.glob("??/*"):
            if path.name not in self.wrong:
                path.unlink()

    def _draw(self, number: int) -> tuple[SourceFile, str]:
        name, data = self._rng.choice(self._seeds)
        path = self._vault.root.parent / f"{number}-{name}"
        path.write_bytes(damaged(data, [other for _, other in self._seeds], self._rng))
        id, size = self._vault.put(path)
        file = SourceFile(id=id, size=size, media=intake.detect(path, name))
        path.unlink()
        self.seen[file.media] += 1
        return file, name

    def _reading(self, outcomes: Sequence[Outcome]) -> Iterator[ReadTask]:
        for outcome in outcomes:
            assert isinstance(outcome.task, InspectTask)
            file = outcome.task.file
            if outcome.answers is None:
                self.wrong[file.id] = f"inspect: {outcome.lost}"
                continue
            (found,) = outcome.answers
            assert isinstance(found, Inspected)
            self._check_failures("inspect", file.id, found.failures)
            if not (found.extent or found.children or found.failures or file.media in ("loadfile", "dat", "opt")):
                self.wrong[file.id] = f"inspect: nothing at all of a file of the kind {file.media}"
            if found.extent:
                yield ReadTask((Part(file, 1, min(found.extent.pages, 20)),))

    def _splitting(self, outcomes: Sequence[Outcome]) -> Iterator[SplitTask]:
        for outcome in outcomes:
            assert isinstance(outcome.task, ReadTask)
            (part,) = outcome.task.parts
            if outcome.answers is None:
                self.wrong[part.file.id] = f"read: {outcome.lost}"
                continue
            (found,) = outcome.answers
            assert isinstance(found, ReadPart)
            self._check_failures("read", part.file.id, found.failures)
            seen = {page.number for page in found.pages} | {failure.page for failure in found.failures}
            if 0 not in seen and set(range(part.first, part.last + 1)) - seen:
                self.wrong[part.file.id] = "read: a page is neither read nor failed"
            self.seen["pages"] += len(found.pages)
            if found.pages:
                yield SplitTask((PageRun("", found.pages),))

    def _check_messages(self, outcome: Outcome) -> None:
        assert isinstance(outcome.task, SplitTask)
        (run,) = outcome.task.runs
        file = run.pages[0].file
        if outcome.answers is None:
            self.wrong[file] = f"split: {outcome.lost}"
            return
        (found,) = outcome.answers
        assert isinstance(found, SplitRun)
        self._check_failures("split", file, found.failures)
        self.seen["messages"] += len(found.messages)
        if any(not _holds(message, run.pages) for message in found.messages):
            self.wrong[file] = "split: a quote is not what its spans hold"

    def _check_failures(self, stage: str, file: str, failures: Sequence[Failure]) -> None:
        for failure in failures:
            if failure.next_step == NEXT_STEP:
                self.wrong[file] = f"{stage}: {failure.what}"


def _done(executor: Executor, tasks: Sequence[Task]) -> list[Outcome]:
    """The outcomes of `tasks`. What lost its worker is tried once more, as in a build: it may have been the machine."""
    found = list(executor.run(tasks))
    again = [outcome.task for outcome in found if outcome.answers is None]
    return [outcome for outcome in found if outcome.answers is not None] + list(executor.run(again))


def _holds(message: Message, pages: Sequence[Page]) -> bool:
    texts = {page.key: page.text for page in pages}
    return message.citation.quote == quote_at(message.citation.spans, texts)


def cpu_minutes() -> float:
    """CPU minutes of this process and of all workers that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (time.process_time() + usage.ru_utime + usage.ru_stime) / 60


def main() -> int:
    """Fuzz for some CPU minutes; 1 when something went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fuzzing = Fuzzing(Path(folder), options.seed)
        rounds = 0
        while cpu_minutes() < options.minutes:
            fuzzing.round()
            fuzzing.forget()
            rounds += 1
            said = f"{rounds * ROUND} files, {cpu_minutes():.1f} CPU minutes, {len(fuzzing.wrong)} did something wrong"
            print(said, file=sys.stderr, flush=True)  # noqa: T201
        fuzzing.keep(options.keep)
    print(f"{rounds * ROUND} files: {dict(sorted(fuzzing.seen.items()))}")  # noqa: T201
    for file, what in sorted(fuzzing.wrong.items(), key=lambda item: item[1]):
        print(f"{file[:16]} {what}")  # noqa: T201
    return 1 if fuzzing.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
