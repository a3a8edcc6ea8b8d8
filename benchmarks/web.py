"""How long the reading room's pages take:  ``python -m benchmarks.web [--messages N] [--case FOLDER] [--keep]``

Generates a case of so many messages, a page to each (see `benchmarks.search`), with all that a build finds in them (see
`benchmarks.findings`), and asks the application itself for every kind of page, without a network between: what is
measured is the time of the server, routing and template included. Each kind of page is asked for

* `RUNS` times for different records, after the server has worked out what it works out in the background, and after a
  few to warm up: the median and the 95th percentile;
* right after a decision on a finding, `DECIDED` times: the slowest;
* with ``--first`` also right after a decision on who is who, and by an application that has just been opened, with
  nothing worked out yet, once each.

All in CPU time, which alone can be trusted on a busy machine; the first also in wall time. Page images are not
measured: a worker process draws them, and the browser asks for them apart.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from fastapi.testclient import TestClient
from msgspec.structs import replace

from benchmarks import figures
from benchmarks.findings import relate
from benchmarks.search import SEED, Corpus, generate
from onrecord import Case
from onrecord.model import Article, Claim, CopySet, Finding, Gap, Interaction, Link, Page, Redaction
from onrecord.review import findings, people
from onrecord.review.decisions import now
from onrecord.store import Query
from onrecord.web.app import create_app

RUNS, WARM, DECIDED = 60, 5, 3

#: What the project promises of every kind of page: milliseconds of the 95th percentile at 100,000 pages.
PROMISED = 100.0

#: One page in so many has a line blacked out.
HIDDEN = 10

#: An address of a page of one kind, drawn at random.
Address = Callable[[random.Random], str]


def printed(page: Page) -> Page:
    """A page of the size of a letter, with an exemption on one in so many."""
    box = Redaction(box=(72.0, 300.0, 400.0, 312.0), codes=(f"(b)({5 + page.number % 3})",))
    return replace(page, width=612.0, height=792.0, redactions=(box,) if page.number % HIDDEN == 0 else ())


def addresses(case: Case) -> dict[str, Address]:
    """For every kind of page: an address of it, drawn at random."""
    corpus = Corpus()
    listed = [case.store.search(Query(limit=200, offset=offset)).hits for offset in (0, 2000, 5000)]
    hits = [hit for part in listed for hit in part]
    view = case.view()
    threads = [view.thread(case.message(hit.id)) for hit in hits]
    sets = list(islice(case.store.findings(CopySet), 200))
    middling = corpus.words[150:3000]
    busy = [one.id for one in sorted(view.people, key=lambda one: -len(one.seen))[:200]]
    names = [one.name for one in view.people]

    def some(kind: type[Finding]) -> list[str]:
        return [one.id for one in islice(case.store.findings(kind), 400)]

    def day(rng: random.Random) -> str:
        return f"{rng.randint(2019, 2021)}-{rng.randint(1, 12):02}"

    def message(rng: random.Random) -> str:
        return f"/m/{rng.choice(hits).id}"

    def page(rng: random.Random) -> str:
        hit = rng.choice(hits)
        return f"/p/{hit.file}/{hit.page}?q={rng.choice(corpus.words[:40])}"

    def compare(rng: random.Random) -> str:
        a, b = rng.choice(sets).members
        return f"/compare?a={a}&b={b}"

    def tie(rng: random.Random) -> str:
        a, b = rng.sample(busy[:40], 2)
        return f"/network/tie?a={a}&b={b}"

    def of(path: str, kind: type[Finding]) -> Address:
        ids = some(kind)
        return lambda rng: path + rng.choice(ids)

    def fixed(path: str) -> Address:
        return lambda rng: path

    return {
        "overview": fixed("/"),
        "search, a word": lambda rng: f"/search?q={rng.choice(middling)}",
        "search, two words": lambda rng: f"/search?q={rng.choice(middling)}+{rng.choice(corpus.words[:40])}",
        "search, a common word": lambda rng: f"/search?q={rng.choice(corpus.words[:10])}",
        "search, a person": lambda rng: f"/search?person={rng.choice(corpus.people).name.split(',')[0]}",
        "search, pages": lambda rng: f"/search?kind=page&q={rng.choice(middling)}",
        "page": page,
        "page, notes": lambda rng: page(rng).partition("?")[0] + "/notes",
        "citation": lambda rng: page(rng).partition("?")[0] + "/cite",
        "message": message,
        "message, as JSON": lambda rng: message(rng) + ".json",
        "thread": lambda rng: f"/t/{rng.choice(threads)}",
        "compare": compare,
        "queue": lambda rng: f"/review?page={rng.randint(1, 50)}",
        "queue, a kind": lambda rng: f"/review?kind={rng.choice(('questions', 'claims', 'links', 'gaps'))}",
        "finding": of("/review/", Interaction),
        "decisions": fixed("/decisions"),
        "people": lambda rng: f"/people?page={rng.randint(1, 20)}",
        "people, a post": lambda rng: f"/people?office={rng.choice(('director', 'counsel'))}",
        "person": lambda rng: f"/people/{rng.choice(busy)}",
        "network": fixed("/network"),
        "network, a month": lambda rng: f"/network?since={(month := day(rng))}&until={month}",
        "network, a person": lambda rng: f"/network?person={rng.choice(busy)}",
        "network, a tie": tie,
        "traffic": fixed("/traffic"),
        "traffic, a person": lambda rng: f"/traffic/{rng.choice(busy)}",
        "chronology": lambda rng: f"/chronology?page={rng.randint(1, 100)}",
        "chronology, a month": lambda rng: f"/chronology?since={(month := day(rng))}&until={month}",
        "chronology, a person": lambda rng: f"/chronology?person={rng.choice(names)}".replace(" ", "+"),
        "timeline": fixed("/timeline"),
        "articles": fixed("/articles"),
        "article": of("/a/", Article),
        "claims": lambda rng: f"/claims?page={rng.randint(1, 20)}",
        "claim": of("/claims/", Claim),
        "links": lambda rng: f"/links?page={rng.randint(1, 20)}",
        "link": of("/links/", Link),
        "gaps": lambda rng: f"/gaps?page={rng.randint(1, 20)}",
        "gap": of("/gaps/", Gap),
        "exemptions": fixed("/exemptions"),
        "exemptions, by person": fixed("/exemptions?by=person"),
    }


class Room:
    """The application over a case, asked as a browser would ask, and the time it takes."""

    def __init__(self, client: TestClient) -> None:
        self._client = client

    def get(self, path: str) -> tuple[float, float]:
        """Milliseconds of wall time and of CPU time that an answer takes."""
        began, worked = time.perf_counter(), time.process_time()
        answer = self._client.get(path)
        took = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        return took


@contextmanager
def opened(case: Case, *, ahead: bool = False) -> Iterator[Room]:
    """The application, just opened; `ahead`: after it has worked out what a server works out in the background."""
    app = create_app(case.path, ahead=ahead)
    began = time.process_time()
    with TestClient(app, base_url="http://localhost") as client:
        if ahead:
            app.state.ahead.done.wait()
            print(f"worked out ahead in {time.process_time() - began:.0f} s of CPU time", flush=True)
        yield Room(client)


def memory() -> dict[str, int]:
    """Megabytes of this process: what it holds itself, and what is mapped of files."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return {name: int(lines[key].split()[0]) // 1024 for name, key in (("own", "RssAnon"), ("mapped", "RssFile"))}


def warm(room: Room, address: Address) -> dict[str, float]:
    """Median and 95th percentile of many requests, the first of which do not count."""
    rng = random.Random(SEED)
    times = [room.get(address(rng)) for _ in range(WARM + RUNS)][WARM:]
    found = {}
    for name, column in (("", [wall for wall, _ in times]), ("_cpu", [cpu for _, cpu in times])):
        found[f"p50{name}"] = round(statistics.median(column), 1)
        found[f"p95{name}"] = round(statistics.quantiles(column, n=20, method="inclusive")[-1], 1)
    return found


class Reviewer:
    """Somebody who decides about one thing after another."""

    def __init__(self, case: Case) -> None:
        self._case = case
        listed = list(islice(case.store.findings(Interaction), 2000))
        self._findings = iter(listed[::7])
        self._people = iter([one for one in case.people() if 2 < len(one.seen) < 200])

    def accept(self) -> None:
        """Accept what an interaction states."""
        one = next(self._findings)
        self._case.decide([findings.accept(one, "ana", now(), "checked")])

    def merge(self) -> None:
        """Say that two people are one."""
        one, other = next(self._people), next(self._people)
        self._case.decide([people.merge(one, other, "ana", now(), "the same signature")])


def after(room: Room, address: Address, decide: Callable[[], None], times_decided: int = DECIDED) -> float:
    """The slowest of some requests, each the first one after a decision, in milliseconds of CPU time."""
    rng, times = random.Random(SEED), []
    room.get(address(rng))
    for _ in range(times_decided):
        decide()
        times.append(room.get(address(rng))[1])
    return round(max(times), 1)


COLUMNS = ("p50", "p95", "p50_cpu", "p95_cpu", "decided")
#: What is measured with ``--first`` alone.
FIRST = ("merged", "cold")


def report(case: Case, only: str, *, first: bool) -> tuple[dict[str, dict[str, float]], bool]:
    """Print a line for each kind of page; their milliseconds, and whether every promise is kept (in CPU time)."""
    kept, kinds, reviewer = True, {}, Reviewer(case)
    columns = COLUMNS + FIRST * first
    print(f"{'page':24}" + "".join(f"{name:>9}" for name in columns), flush=True)
    with opened(case, ahead=True) as room:
        for kind, address in addresses(case).items():
            if only not in kind:
                continue
            row = warm(room, address)
            row["decided"] = after(room, address, reviewer.accept)
            if first:
                row["merged"] = after(room, address, reviewer.merge, 1)
                with opened(case) as fresh:
                    row["cold"] = round(fresh.get(address(random.Random(SEED)))[1], 1)
            print(f"{kind:24}" + "".join(f"{row[name]:9.1f}" for name in columns), flush=True)
            kept &= row["p95_cpu"] <= PROMISED
            kinds[kind] = row
        held = memory()
        print(f"memory: {held['own']} MB, and {held['mapped']} MB of files", flush=True)
    return kinds, kept


def main() -> int:
    """Run the benchmark; 1 when a promise is not kept at 100,000 pages or more."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--case", type=Path, help="keep the case in this folder, or use the one that is there")
    parser.add_argument("--only", default="", help="the kinds of pages whose name holds this")
    parser.add_argument("--first", action="store_true", help="measure what is asked for first, too: it takes long")
    parser.add_argument("--keep", action="store_true", help="make these the figures that the documentation shows")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-web-") as temporary:
        folder = (given.case or Path(temporary)) / f"web-{given.messages}"
        made = not folder.exists()
        with Case.create(folder) if made else Case.open(folder) as case:
            if made:
                generate(case.store, given.messages, printed)
                relate(case)
            kinds, kept = report(case, given.only, first=given.first)
    if given.keep and not given.only:
        figures.keep("web", {"messages": given.messages, "pages": kinds})
    return 0 if kept or given.messages < 100_000 else 1


if __name__ == "__main__":
    raise SystemExit(main())
