"""How long the reading room's pages take:  ``python -m benchmarks.web [--messages N] [--case FOLDER] [--keep]``

Generates a case of so many messages, a page to each (see `benchmarks.search`), some of which answer one another and
some of which are printed twice, and asks the application itself for its main pages, without a network between: what is
measured is the time of the server, routing and template included. Every kind of page is asked for RUNS different
records, after a few to warm up. Prints the median and the 95th percentile, in wall time and in CPU time: on a busy
machine only the second can be trusted. Page images are not measured: a worker process draws them, and the browser asks
for them apart.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from pathlib import Path

from fastapi.testclient import TestClient

from benchmarks import figures
from benchmarks.search import SEED, Corpus, generate
from onrecord import Case
from onrecord.model import CopySet, Likeness, Message, Thread, stable_id
from onrecord.model.threads import Edge
from onrecord.store import Query
from onrecord.web.app import create_app

RUNS, WARM = 60, 5

#: What the project promises of every kind of page: milliseconds of the 95th percentile at 100,000 pages.
PROMISED = 100.0

#: Messages in a thread, and of how many messages one has a copy.
THREAD, COPIED = 8, 10


def relate(case: Case) -> None:
    """Threads of neighbours, and copy sets of every so manieth message with the one after it."""
    with case.store.writing() as writer:
        for file in case.store.files_in_order():
            messages = list(_of_file(case, file))
            findings = [*_threads(messages), *_copies(messages)]
            with writer.transaction():
                writer.replace("relate", file, "", "1", findings)


def _of_file(case: Case, file: str) -> Iterator[Message]:
    for page in case.store.pages(file):
        yield from case.store.messages_on(page.key)


def _threads(messages: list[Message]) -> Iterator[Thread]:
    for start in range(0, len(messages), THREAD):
        part = messages[start : start + THREAD]
        edges = tuple(
            Edge(child.id, parent.id, "subject", 0.8, "the same subject a day later")
            for parent, child in pairwise(part)
        )
        ids = tuple(one.id for one in part)
        yield Thread(id=stable_id("t", *ids), citation=part[0].citation, messages=ids, edges=edges, inclusive=ids[-1:])


def _copies(messages: list[Message]) -> Iterator[CopySet]:
    for first, second in zip(messages[::COPIED], messages[1::COPIED], strict=False):
        pair = (min(first.id, second.id), max(first.id, second.id))
        likeness = Likeness(pair[0], pair[1], 0.97, ("sent in the same minute", "the same text"))
        yield CopySet(id=stable_id("s", *pair), citation=first.citation, members=pair, pairs=(likeness,))


def addresses(case: Case) -> dict[str, Callable[[random.Random], str]]:
    """For every kind of page: an address of it, drawn at random."""
    corpus = Corpus()
    listed = [case.store.search(Query(limit=200, offset=offset)).hits for offset in (0, 2000, 5000)]
    hits = [hit for part in listed for hit in part]
    view = case.view()
    threads = [view.thread(case.message(hit.id)) for hit in hits]
    sets = list(islice(case.store.findings(CopySet), 200))
    middling = corpus.words[150:3000]

    def message(rng: random.Random) -> str:
        return f"/m/{rng.choice(hits).id}"

    def page(rng: random.Random) -> str:
        hit = rng.choice(hits)
        return f"/p/{hit.file}/{hit.page}?q={rng.choice(corpus.words[:40])}"

    def compare(rng: random.Random) -> str:
        a, b = rng.choice(sets).members
        return f"/compare?a={a}&b={b}"

    return {
        "overview": lambda rng: "/",
        "search, a word": lambda rng: f"/search?q={rng.choice(middling)}",
        "search, two words": lambda rng: f"/search?q={rng.choice(middling)}+{rng.choice(corpus.words[:40])}",
        "search, a common word": lambda rng: f"/search?q={rng.choice(corpus.words[:10])}",
        "search, a person": lambda rng: f"/search?person={rng.choice(corpus.people).name.split(',')[0]}",
        "page": page,
        "message": message,
        "message, as JSON": lambda rng: message(rng) + ".json",
        "thread": lambda rng: f"/t/{rng.choice(threads)}",
        "compare": compare,
    }


def measure(client: TestClient, address: Callable[[random.Random], str]) -> tuple[list[float], list[float]]:
    """Milliseconds of wall time and of CPU time of every run."""
    rng = random.Random(SEED)
    wall, cpu = [], []
    for number in range(WARM + RUNS):
        path = address(rng)
        began, worked = time.perf_counter(), time.process_time()
        answer = client.get(path)
        took = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        if number >= WARM:
            wall.append(took[0])
            cpu.append(took[1])
    return wall, cpu


def report(case: Case) -> tuple[dict[str, dict[str, float]], bool]:
    """Print a line for each kind of page; their milliseconds, and whether every promise is kept (in CPU time)."""
    kept, kinds = True, {}
    print(f"{'page':24}{'p50 ms':>9}{'p95 ms':>9}{'p50 CPU':>9}{'p95 CPU':>9}")
    with TestClient(create_app(case.path), base_url="http://localhost") as client:
        for kind, address in addresses(case).items():
            wall, cpu = measure(client, address)
            row = {"p50": _median(wall), "p95": _most(wall), "p50_cpu": _median(cpu), "p95_cpu": _most(cpu)}
            print(f"{kind:24}" + "".join(f"{value:9.1f}" for value in row.values()), flush=True)
            kept &= row["p95_cpu"] <= PROMISED
            kinds[kind] = row
    return kinds, kept


def _median(times: list[float]) -> float:
    return round(statistics.median(times), 1)


def _most(times: list[float]) -> float:
    return round(statistics.quantiles(times, n=20, method="inclusive")[-1], 1)


def main() -> int:
    """Run the benchmark; 1 when a promise is not kept at 100,000 pages or more."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--case", type=Path, help="keep the case in this folder, or use the one that is there")
    parser.add_argument("--keep", action="store_true", help="make these the figures that the documentation shows")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-web-") as temporary:
        folder = (given.case or Path(temporary)) / f"web-{given.messages}"
        made = not folder.exists()
        with Case.create(folder) if made else Case.open(folder) as case:
            if made:
                generate(case.store, given.messages)
                relate(case)
            kinds, kept = report(case)
    if given.keep:
        figures.keep("web", {"messages": given.messages, "pages": kinds})
    return 0 if kept or given.messages < 100_000 else 1


if __name__ == "__main__":
    raise SystemExit(main())
