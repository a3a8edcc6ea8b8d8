"""A build against plain text extraction, on the same generated pages in the same run.

``python -m benchmarks.build [--pages N] [--repeat N] [--tools NAME...] [--keep]`` prints wall time, peak memory of the
whole process tree, and the ratio to one peer. No peer does more than text; our figure includes hashing and copying the
files, splitting the messages, the check for hidden text, and the search index. `onrecord, complete` is a build with
all stages: copies, threads, people, gaps too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks import figures

ROOT = Path(__file__).parent.parent
PEERS_PYTHON = ROOT / "build" / "peers" / "bin" / "python"
PEERS = (
    "pypdfium2",
    "kreuzberg",
    "kreuzberg (its batch call)",
    "extractous",
    "markitdown",
    "pdftotext",
)
#: Our rows: a build up to searchable messages, and one with all stages.
OURS = ("onrecord", "onrecord, complete")
#: The peer that the target is set against.
AGAINST = "kreuzberg"
SEED = 20
#: Seconds after which a tool is not run once more.
LONG = 60


def main() -> None:
    """Generate the pages, run every tool, print the table."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _generate(work / "pages", options.pages)
        measured = _measured(options.tools, work, options.repeat)
        searchable = _counts(work / "case") if set(OURS) & set(options.tools) else ""
    _print(measured, options.pages, searchable)
    if options.keep:
        figures.keep("build", {"pages": options.pages, "cores": os.cpu_count(), "tools": measured})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="make these the figures that the documentation shows")
    every = (*OURS, *PEERS)
    parser.add_argument("--tools", nargs="+", choices=every, default=every, help="measure these only; kept are all")
    options = parser.parse_args()
    if options.keep and tuple(options.tools) != every:
        parser.error("figures to keep are of all tools in one run")
    return options


def _generate(out: Path, pages: int) -> None:
    command = [sys.executable, "-m", "examples.generate", str(out), "--pages", str(pages), "--seed", str(SEED)]
    subprocess.run([*command, "--scan-level", "none"], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    shutil.rmtree(out / "truth")  # one text of many megabytes, which the peers do not read


def _measured(tools: Sequence[str], work: Path, repeat: int) -> dict[str, dict[str, float]]:
    """The fastest of `repeat` runs of each tool (a slow one gets fewer) after one for memory; none of absent tools.

    The tools take turns, so that minutes in which the machine is slow are so for all of them.
    """
    here = [tool for tool in tools if not _told_absent(tool)]
    found = {tool: _once(tool, work, watch=True) for tool in here}
    spent = {tool: row["seconds"] for tool, row in found.items()}
    for _ in range(repeat):
        for tool in here:
            if spent[tool] < LONG:
                seconds = _once(tool, work, watch=False)["seconds"]
                spent[tool] += seconds
                found[tool]["seconds"] = min(found[tool]["seconds"], seconds)
    return found


def _told_absent(tool: str) -> bool:
    reason = _absent(tool)
    if reason:
        print(f"{tool}: skipped, {reason}", file=sys.stderr)
    return bool(reason)


def _once(tool: str, work: Path, *, watch: bool) -> dict[str, float]:
    """One run. Watching the memory takes time from what is watched, so the others go unwatched."""
    return _onrecord(work, tool, watch=watch) if tool in OURS else _peer(tool, work, watch=watch)


def _absent(tool: str) -> str:
    if tool in OURS:
        return ""
    if not PEERS_PYTHON.exists():
        return "the peers are not installed (make bench installs them)"
    module = tool.partition(" ")[0]
    if module == "pdftotext":
        return "" if shutil.which("pdftotext") else "not installed"
    known = subprocess.run([PEERS_PYTHON, "-c", f"import {module}"], capture_output=True, check=False)
    return "" if known.returncode == 0 else "not installed"


def _onrecord(work: Path, tool: str, *, watch: bool) -> dict[str, float]:
    case = work / "case"
    shutil.rmtree(case, ignore_errors=True)
    program = [sys.executable, "-m", "onrecord.cli.main"]
    _run([*program, "new", str(case)], watch=False)
    added = _run([*program, "--case", str(case), "add", str(work / "pages"), "--release", "bench"], watch=watch)
    until = ["--until", "split"] if tool == "onrecord" else []
    built = _run([*program, "--case", str(case), "build", *until], watch=watch)
    return {"seconds": added["seconds"] + built["seconds"], "megabytes": max(added["megabytes"], built["megabytes"])}


def _peer(tool: str, work: Path, *, watch: bool) -> dict[str, float]:
    return _run([str(PEERS_PYTHON), str(ROOT / "benchmarks" / "peers.py"), tool, str(work / "pages")], watch=watch)


def _run(command: Sequence[str], *, watch: bool) -> dict[str, float]:
    """Wall seconds, and where it is watched the peak megabytes of the process and all its children together."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
    peak = Peak(process.pid) if watch else None
    _, errors = process.communicate()
    seconds = time.perf_counter() - began
    megabytes = peak.stop() if peak else 0.0
    if process.returncode not in (0, 5):
        raise SystemExit(f"{' '.join(command)} failed: {errors.decode(errors='replace')[-2000:]}")
    return {"seconds": round(seconds, 3), "megabytes": round(megabytes, 1)}


class Peak:
    """Samples the memory of a process tree every so many seconds (pages shared by several count once).

    `own` is the highest sum seen of what is no page of a file, in megabytes: files that are mapped, as SQLite does with
    a store, are read again from disk when memory is short.
    """

    def __init__(self, pid: int, seconds: float = 0.05) -> None:
        self._pid, self._seconds, self._peak, self._over = pid, seconds, 0.0, threading.Event()
        self.own = 0.0
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> float:
        """The highest sum seen, in megabytes."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while True:
            held = [_proportional_kb(pid) for pid in _tree(self._pid)]
            self._peak = max(self._peak, sum(each["Pss"] for each in held) / 1024)
            self.own = max(self.own, sum(each["Pss_Anon"] for each in held) / 1024)
            if self._over.wait(self._seconds):
                return


def _tree(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in task.read_text().split()]
            except OSError:
                continue
    return found


def _proportional_kb(pid: int) -> dict[str, int]:
    found = {"Pss": 0, "Pss_Anon": 0}
    with suppress(OSError):  # the process has ended
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in found:
                found[name] = int(value.split()[0])
    return found


def _counts(case: Path) -> str:
    command = [sys.executable, "-m", "onrecord.cli.main", "--case", str(case), "status", "--format", "jsonl"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False).stdout.strip()


def _print(measured: dict[str, dict[str, float]], pages: int, searchable: str) -> None:
    base = (measured.get(AGAINST) or next(iter(measured.values())))["seconds"]
    print(f"{pages} generated pages, {os.cpu_count()} cores, fastest of the runs; ratio to {AGAINST}")
    print(f"{'tool':28} {'seconds':>8} {'pages/s':>8} {'ratio':>6} {'MB':>7}")
    for name, row in sorted(measured.items(), key=lambda item: item[1]["seconds"]):
        rate, ratio = pages / row["seconds"], row["seconds"] / base
        print(f"{name:28} {row['seconds']:8.2f} {rate:8.0f} {ratio:6.2f} {row['megabytes']:7.0f}")
    print(searchable, file=sys.stderr)


if __name__ == "__main__":
    main()
