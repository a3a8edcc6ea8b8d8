"""A large case as its user builds it: all stages, worker processes on all cores, then one page in a hundred more.

``python -m benchmarks.large [--pages N] [--keep]`` prints wall seconds and the peak memory of all processes together,
by stage and of the whole, pages a second, the size of the store, search times, and what a million pages would take if
the cost of the whole grew with n log n. A line on standard error tells each stage that ends. It is wall time: run it
on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks import figures
from benchmarks.build import Peak
from benchmarks.scale import ROOT, SEED, generate, searches
from onrecord import Case

Row = dict[str, Any]

#: Seconds between two looks at the memory: a look at many processes takes time from them.
LOOK = 2.0
MILLION = 1_000_000


def main() -> None:
    """Generate the pages, build, add, search; print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--keep", action="store_true", help="keep the figures for the documentation")
    parser.add_argument("--folder", type=Path, help="where to work: this needs room for sources, twice, and the store")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(_measured(options.one)))
        return
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        work = Path(folder)
        generate(work / "first", options.pages, SEED, "none")
        generate(work / "more", max(20, options.pages // 100), SEED + 1, "none")
        command = [sys.executable, "-m", "benchmarks.large", "--one", folder]
        row: Row = json.loads(subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True).stdout)
    _print(row)
    if options.keep:
        figures.keep("large", row)


class _Stages:
    """A `Progress` that tells of each stage how long it took, and the most that all processes held in it."""

    def __init__(self) -> None:
        self.megabytes: dict[str, int] = {}
        self.own: dict[str, int] = {}

    def start(self, stage: str, total: int) -> None:
        self._stage, self._began = stage, time.perf_counter()
        self._peak = Peak(os.getpid(), LOOK)

    def advance(self, done: int) -> None:
        pass

    def finish(self) -> None:
        stage, peak = self._stage, round(self._peak.stop())
        self.megabytes[stage] = max(peak, self.megabytes.get(stage, 0))
        self.own[stage] = max(round(self._peak.own), self.own.get(stage, 0))
        took = time.perf_counter() - self._began
        print(f"{stage}: {took:.1f} s, {peak:,} MB, {self._peak.own:,.0f} of it no file", file=sys.stderr, flush=True)


def _measured(work: Path) -> Row:
    stages = _Stages()
    with Case.create(work / "case") as case:
        began = time.perf_counter()
        case.add([work / "first"], release="first")
        print(f"added: {time.perf_counter() - began:.1f} s", file=sys.stderr, flush=True)
        built = case.build(progress=stages)
        took = time.perf_counter() - began
    store = (work / "case" / "store.sqlite").stat().st_size  # closed: nothing of it is in the log beside it
    with Case.open(work / "case") as case:
        messages = case.store.counts()["messages"]
        began = time.perf_counter()
        case.add([work / "more"], release="more")
        more = case.build(progress=_Stages())
        adding = time.perf_counter() - began
        found = searches(case)
    return {
        "pages": built.pages,
        "messages": messages,
        "cores": os.cpu_count(),
        "seconds": round(took, 1),
        "stages": {stage: round(seconds, 1) for stage, seconds in built.seconds.items()},
        "megabytes": max(stages.megabytes.values()),
        "own_megabytes": max(stages.own.values()),
        "stage_megabytes": {stage: held for stage, held in stages.own.items() if held},
        "store_bytes": store,
        "added_pages": more.pages,
        "added_seconds": round(adding, 1),
        "search_p50": round(statistics.median(found), 1),
        "search_p95": round(statistics.quantiles(found, n=20)[-1], 1),
    }


def _print(row: Row) -> None:
    pages, seconds = row["pages"], row["seconds"]
    print(f"{pages:,} pages, {row['messages']:,} messages, {row['cores']} cores")
    print(
        f"built in {seconds:,.0f} s, {pages / seconds:.1f} pages/s; all processes {row['megabytes']:,} MB at the peak, "
        f"{row['own_megabytes']:,} at the peak without mapped files"
    )
    print(f"store {row['store_bytes'] / pages:,.0f} bytes a page")
    share = 100 * row["added_seconds"] / seconds
    print(f"{row['added_pages']:,} pages more: {row['added_seconds']:.1f} s, {share:.1f} % of the build")
    print(f"search, 40 words: {row['search_p50']:.1f} ms median, {row['search_p95']:.1f} at the 95th percentile (CPU)")
    hours = seconds * MILLION / pages / 3600
    steeper = hours * math.log(MILLION) / math.log(pages)
    print(f"a million pages, in proportion: {hours:.2f} hours; if cost grows with n log n: {steeper:.2f}")
    for stage, took in sorted(row["stages"].items(), key=lambda item: -item[1]):
        if took >= seconds / 500:
            held = row["stage_megabytes"].get(stage, 0)
            print(f"  {stage:14}{took:9.1f} s {100 * took / seconds:5.1f} %{held:9,} MB without mapped files")


if __name__ == "__main__":
    main()
