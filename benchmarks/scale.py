"""How cost grows with the size of a case:  ``python -m benchmarks.scale [--pages 1000 10000] [--keep]``

For each size it generates so many pages of printed mail (PDF with a text layer), builds a case of them with all stages,
adds a release of one page in a hundred and builds again, and searches. Everything runs in one process (executor
``serial``) and is counted in seconds of CPU, so that other programs on the machine disturb it little. It prints pages a
second, peak memory of the first build, sizes, the cost of adding, the time of a search, and how each stage grows
between the last two sizes: the exponent, and the ratio to n log n (1.0: as n log n; below: slower); what it takes of
adding, in seconds and in hundredths of the whole build; its peak memory, less what SQLite maps of the store.

``python -m benchmarks.scale --dask 48`` reads so many scanned pages on a Dask cluster with one worker, two and
four, and prints how much faster they are. That is wall time: run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import figures
from onrecord import Case

ROOT = Path(__file__).parent.parent
SEED = 20
#: How many words are searched for, and how often each.
WORDS, RUNS = 40, 5
#: Stages that take less of the CPU than this are not shown, in seconds.
SMALL = 0.5

Row = dict[str, Any]


def main() -> None:
    """Measure what was asked for, and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument(
        "--dask", type=int, default=0, metavar="SCANS", help="measure Dask on so many scanned pages instead"
    )
    parser.add_argument("--keep", action="store_true", help="keep the figures for the documentation")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_measured(options.one)))
    elif options.dask:
        _dask(options.dask, options.keep)
    else:
        rows = {pages: _in_a_process(pages) for pages in options.pages}
        _print(rows)
        if options.keep:
            figures.keep("scale", {str(pages): row for pages, row in rows.items()})


def _in_a_process(pages: int) -> Row:
    """The figures of one size, from a process of its own: peak memory is that of a whole process."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        generate(work / "first", pages, SEED, "none")
        generate(work / "more", max(20, pages // 100), SEED + 1, "none")
        command = [sys.executable, "-m", "benchmarks.scale", "--one", folder]
        done = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True)
        found: Row = json.loads(done.stdout)
        return found


def generate(out: Path, pages: int, seed: int, scans: str) -> None:
    """Pages in `out`; `scans` is ``none``, or how bad the scans are that all of them are then."""
    command = [sys.executable, "-m", "examples.generate", str(out), "--pages", str(pages), "--seed", str(seed)]
    kind = ["--scan-level", scans, *(["--scan-share", "1"] if scans != "none" else [])]
    subprocess.run([*command, *kind], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    shutil.rmtree(out / "truth")


class _Clock:
    """A `Progress` that counts CPU seconds by stage, and the peak of its memory in megabytes, where Linux tells it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.megabytes: dict[str, int] = {}
        self._stage, self._began = "", 0.0

    def start(self, stage: str, total: int) -> None:
        self._stage, self._began = stage, time.process_time()
        _forget_peak()

    def advance(self, done: int) -> None:
        pass

    def finish(self) -> None:
        self.seconds[self._stage] += time.process_time() - self._began
        held = _memory()
        self.megabytes[self._stage] = max(self.megabytes.get(self._stage, 0), held["VmHWM"] - held["RssFile"])


def _forget_peak() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _memory() -> dict[str, int]:
    """What the kernel says of this process, in megabytes: the peak, and what of the present is files."""
    found = dict.fromkeys(("VmHWM", "RssFile"), 0)
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in found:
                found[name] = round(int(value.split()[0]) / 1024)
    return found


def _measured(work: Path) -> Row:
    clock, again = _Clock(), _Clock()
    with Case.create(work / "case") as case:
        began = time.process_time()
        case.add([work / "first"], release="first")
        case.build(executor="serial", progress=clock)
        built = time.process_time() - began
        peak = max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, *clock.megabytes.values())
        pages = case.store.counts()["pages"]
        began = time.process_time()
        case.add([work / "more"], release="more")
        added = case.build(executor="serial", progress=again)
        adding = time.process_time() - began
        found = searches(case)
        counts = case.store.counts()
    return {
        "pages": pages,
        "messages": counts["messages"],
        "seconds": round(built, 2),
        "stages": {stage: round(seconds, 2) for stage, seconds in clock.seconds.items()},
        "megabytes": peak,
        "stage_megabytes": clock.megabytes,
        "store_megabytes": round(sum(path.stat().st_size for path in (work / "case").glob("store.sqlite*")) / 2**20, 1),
        "added_pages": added.pages,
        "added_seconds": round(adding, 2),
        "added_stages": {stage: round(seconds, 2) for stage, seconds in again.seconds.items()},
        "search_p50": round(statistics.median(found), 2),
        "search_p95": round(statistics.quantiles(found, n=20)[-1], 2),
    }


def searches(case: Case) -> list[float]:
    """Milliseconds of CPU for each search: words of messages all over the case, warm."""
    step = max(1, case.store.counts()["messages"] // WORDS)
    bodies = [message.body.split() for message in islice(case.messages(), 0, None, step)]
    words = [max(body, key=len) for body in bodies if body]
    found = []
    for word in words:
        text = "".join(filter(str.isalnum, word)) or "pier"
        case.search(text)
        for _ in range(RUNS):
            began = time.process_time()
            case.search(text)
            found.append((time.process_time() - began) * 1000)
    return found


def _print(rows: dict[int, Row]) -> None:
    heads = ("messages", "CPU s", "pages/s", "MB", "store MB", "+1 % s", "p50 ms", "p95 ms")
    print(f"{'pages':>9}" + "".join(f"{head:>10}" for head in heads))
    for row in rows.values():
        rate = row["pages"] / row["seconds"]
        print(
            f"{row['pages']:9,}{row['messages']:10,}{row['seconds']:10.1f}{rate:10.1f}{row['megabytes']:10,}"
            f"{row['store_megabytes']:10,.1f}{row['added_seconds']:10.1f}{row['search_p50']:10.2f}{row['search_p95']:10.2f}"
        )
    if len(rows) > 1:
        _print_growth(*list(rows.values())[-2:])


def _print_growth(small: Row, large: Row) -> None:
    heads = ("CPU s", "CPU s", "exponent", "to n log n", "+1 % s", "+1 % %", "MB", "MB")
    print(f"\n{'stage':14}" + "".join(f"{head:>11}" for head in heads))
    stages = {"all": (small["seconds"], large["seconds"])}
    stages |= {name: (small["stages"].get(name, 0.0), seconds) for name, seconds in large["stages"].items()}
    adding = large["added_stages"] | {"all": large["added_seconds"]}
    for name, (before, after) in sorted(stages.items(), key=lambda item: -item[1][1]):
        if after >= SMALL or adding.get(name, 0.0) >= SMALL / 10:
            exponent, ratio = growth(small["pages"], before, large["pages"], after)
            held = [
                row["megabytes"] if name == "all" else row["stage_megabytes"].get(name, 0) for row in (small, large)
            ]
            share = 100 * adding.get(name, 0.0) / large["seconds"]
            print(
                f"{name:14}{before:11.2f}{after:11.2f}{exponent:11.2f}{ratio:11.2f}{adding.get(name, 0.0):11.2f}"
                f"{share:11.2f}{held[0]:11,}{held[1]:11,}"
            )


def growth(small: int, before: float, large: int, after: float) -> tuple[float, float]:
    """How cost grows from `small` to `large`: the exponent of a power law, and the ratio to n log n."""
    times = after / max(before, 0.01)
    steeper = (large * math.log(large)) / (small * math.log(small))
    return math.log(times) / math.log(large / small), times / steeper


def _dask(scans: int, keep: bool) -> None:
    """Read scanned pages with one Dask worker, with two, and with four. The cluster is started before the clock."""
    from onrecord.pipeline.executors.cluster import ClusterExecutor
    from onrecord.pipeline.plan import parts_of, reading_tasks
    from onrecord.pipeline.tasks import Context

    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        generate(work / "scans", scans, SEED, "clean")
        with Case.create(work / "case") as case:
            case.add([work / "scans"], release="scans")
            case.build(executor="serial", until="inspect")
            extents = case.store.extents()
            files = [file for file in case.store.files() if file.id in extents]
            tasks = list(reading_tasks([part for file in files for part in parts_of(file, extents[file.id], {})]))
            context = Context(vault=str(case.vault), settings=case.settings(second_look=False))
        seconds: dict[int, float] = {}
        for workers in (1, 2, 4, 1, 2):
            executor = ClusterExecutor(context, workers=workers)
            try:
                list(executor.run(tasks[:1] * workers))  # engines are loaded before the clock
                began = time.perf_counter()
                read = sum(1 for outcome in executor.run(tasks) if outcome.answers)
                took = time.perf_counter() - began
            finally:
                executor.close()
            seconds[workers] = min(took, seconds.get(workers, took))
            print(f"{workers} workers: {took:.1f} s for {read} tasks", file=sys.stderr)
    both = f"{seconds[1]:.1f} s with 1 worker, {seconds[2]:.1f} s with 2, {seconds[4]:.1f} s with 4"
    print(
        f"{scans} scanned pages, {os.cpu_count()} cores: {both}: 2 are {seconds[1] / seconds[2]:.2f} times as fast as 1"
    )
    if keep:
        figures.keep("dask", {"scans": scans, "seconds": {str(n): round(s, 1) for n, s in seconds.items()}})


if __name__ == "__main__":
    main()
