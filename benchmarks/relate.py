"""Copies and threads of many generated messages: CPU time, memory, and how both grow.

``python -m benchmarks.relate [--messages N ...]`` writes threads as the example generator does, lays them out as
printed chains with some printed again, makes their sketches and relates them. CPU seconds count this process alone, so
that other work on the machine does not disturb them; each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import msgspec
from examples.press.model import Mail, Person
from examples.press.pools import Pools
from examples.press.world import Writer, build

from onrecord.model import Citation, CopySet, HeaderKind, Message, Party, Sent, Sketch, Span, Text, Thread, stable_id
from onrecord.threads.related import find
from onrecord.threads.sketch import sketch

ROOT = Path(__file__).parent.parent
SIZES = (10_000, 100_000)
SEED = 20
#: Mails whose thread writer starts at a time of its own, as the parts of a generated production do.
PART = 250
#: Shares of chains that are printed again in another release, and of mails printed in the middle of a chain as well.
AGAIN, ALSO = 1 / 7, 0.16


def main() -> None:
    """Measure every size."""
    options = _options()
    if options.one:
        _measure(options.one)
        return
    print(f"{'messages':>10} {'sketches s':>11} {'relate s':>9} {'MB':>7} {'copy sets':>10} {'threads':>8}")
    for size in options.messages:
        command = [sys.executable, "-m", "benchmarks.relate", "--one", str(size)]
        print(subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout, end="", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, nargs="*", default=SIZES)
    parser.add_argument("--one", type=int, default=0, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measure(size: int) -> None:
    clock = _Clock()
    began = time.process_time()
    sets = threads = 0
    for one in find(clock.sketches(size), fetch=clock.again):
        sets += isinstance(one, CopySet)
        threads += isinstance(one, Thread)
    relating = time.process_time() - began - clock.making - clock.sketching
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:10,} {clock.sketching:11.1f} {relating:9.1f} {peak:7.0f} {sets:10,} {threads:8,}")


class _Clock:
    """Sketches on disk, as a store keeps them, and CPU seconds that making them took, and the messages before."""

    def __init__(self) -> None:
        self.making = self.sketching = 0.0
        self._store = sqlite3.connect("")  # a file that nobody else sees
        self._store.execute("CREATE TABLE sketches (id TEXT PRIMARY KEY, record BLOB) WITHOUT ROWID")

    def sketches(self, size: int) -> Iterator[Sketch]:
        """The sketches of so many messages."""
        began = time.process_time()
        for message in messages(size):
            made = time.process_time()
            one = sketch(message)
            done = time.process_time()
            self.making += made - began
            self.sketching += done - made
            yield one
            began = time.process_time()
            self._store.execute("INSERT INTO sketches VALUES (?, ?)", (one.id, msgspec.msgpack.encode(one)))

    def again(self, ids: Sequence[str]) -> list[Sketch]:
        """Some of them once more."""
        sql = "SELECT record FROM sketches WHERE id IN (SELECT value FROM json_each(?))"
        found = self._store.execute(sql, (json.dumps(list(ids)),))
        return [msgspec.msgpack.decode(record, type=Sketch) for (record,) in found]


def messages(size: int) -> Iterator[Message]:
    """So many messages, chain by chain."""
    pools = Pools(False)
    world = build(SEED, pools)
    made = page = part = 0
    while made < size:
        rng = Random(f"{SEED}:{part}")
        writer = Writer(world, pools, rng, f"{part:04d}")
        part += 1
        for chain in _chains(writer, rng):
            page += 1
            for message in _printed(chain, page):
                yield message
                made += 1
                if made == size:
                    return


def _chains(writer: Writer, rng: Random) -> Iterator[list[Mail]]:
    """The printed chains of a part, newest mail first in each."""
    sent = 0
    while sent < PART:
        mails = writer.thread()
        sent += len(mails)
        for last in range(1, len(mails) + 1):
            if last == len(mails) or rng.random() < ALSO:
                chain = mails[:last][::-1]
                yield chain
                if rng.random() < AGAIN:
                    yield chain


def _printed(chain: list[Mail], page: int) -> Iterator[Message]:
    name = stable_id("k", page)
    for depth, mail in enumerate(chain):
        span = Span(f"{page:016x}/1", depth, depth + 1)
        sent = mail.sent.strftime("%Y-%m-%dT%H:%M")
        yield Message(
            id=stable_id("m", page, depth),
            file=f"{page:064x}",
            page_start=1,
            page_end=1,
            chain=name,
            depth=depth,
            header_kind=HeaderKind.BLOCK if depth else HeaderKind.TOP,
            citation=Citation((span,), "F"),
            sender=_party(mail.sender),
            to=tuple(map(_party, mail.to)),
            cc=tuple(map(_party, mail.cc)),
            sent=Sent(printed=sent, local=sent),
            subject=Text(printed=mail.subject, spans=()),
            body=mail.body,
        )


def _party(person: Person) -> Party:
    return Party(printed=person.key, name=person.key, address=person.address)


if __name__ == "__main__":
    main()
