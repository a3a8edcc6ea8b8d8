"""What a store on a server costs against one in a file: ``python -m benchmarks.stores [--messages N] [--server URL]``

Writes the same invented messages (see `benchmarks.search`) to both, asks both the same committed queries, and stops
when they find different things. Prints, for each store, the seconds of writing (on the clock, and of this process: a
server works beside it), the size, and the milliseconds of each class of query, warm. Without ``--server`` a PostgreSQL
server is started for the occasion, as the tests do.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import search
from onrecord.store import Store, open_store
from onrecord.store.reader import Reader


@contextmanager
def places(server: str) -> Iterator[dict[str, Path | str]]:
    """Where the two stores go."""
    with tempfile.TemporaryDirectory(prefix="onrecord-stores-") as folder:
        file = Path(folder) / "store.sqlite"
        if server:
            yield {"file": file, "server": server}
            return
        from tests.servers import running

        with running() as started:
            yield {"file": file, "server": started.url()}


def write(store: Store, messages: int) -> tuple[float, float]:
    """Fill a store; seconds on the clock, and of this process."""
    clock, own = time.perf_counter(), time.process_time()
    search.generate(store, messages)
    return time.perf_counter() - clock, time.process_time() - own


def size(place: Path | str, store: Store) -> int:
    """Bytes that a store takes on the disk."""
    if isinstance(place, Path):
        return place.stat().st_size
    assert isinstance(store, Reader)
    sql = "SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0) FROM pg_class c WHERE c.relkind = 'r'"
    with store.reading() as read:
        return read.number(f"{sql} AND c.relnamespace = CAST(current_schema() AS regnamespace)")


def compare(stores: dict[str, Store]) -> None:
    """Print the times of every class of query. Raises SystemExit when the stores find different things."""
    print(f"{'class':14}" + "".join(f"{name + ' p50':>13}{'p95 ms':>9}" for name in stores))
    for kind, asked in search.queries().items():
        line, found = f"{kind:14}", []
        for store in stores.values():
            found.append([store.search(query) for query in asked])
            times, _ = search.measure(store, asked)
            line += f"{statistics.median(times):13.1f}{statistics.quantiles(times, n=20, method='inclusive')[-1]:9.1f}"
        if found[0] != found[1]:
            raise SystemExit(f"the stores find different things: {kind}")
        print(line, flush=True)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--server", default="", help="the address of a store that is not there yet")
    given = parser.parse_args()
    with places(given.server) as where:
        stores: dict[str, Store] = {}
        for name, place in where.items():
            stores[name] = open_store(place, create=True)
            clock, own = write(stores[name], given.messages)
            bytes_ = size(place, stores[name])
            print(
                f"{name:8}{given.messages:,} messages and pages written in {clock:.1f} s ({own:.1f} s of this process),"
                f" {bytes_ / 1e6:,.0f} MB",
                flush=True,
            )
        compare(stores)
        for store in stores.values():
            store.close()


if __name__ == "__main__":
    main()
