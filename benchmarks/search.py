"""How long a search takes, by class of query:  ``python -m benchmarks.search [--messages N] [--store FOLDER] [--keep]``

Generates a store of so many messages, a page to each: words by Zipf's law, a few thousand people, three years of dates,
1 word in 200 damaged as by OCR, from a fixed seed, so that the committed queries (``search_queries.txt``) mean the same
everywhere. Then runs every query RUNS times, warm, and prints the median and the 95th percentile of each class, the
size of the store and the peak memory (part of it the file itself, mapped). The store is removed afterwards unless
``--store`` names a folder to keep it in.

Words are drawn one by one, so neighbours are unrelated and phrases of common words are commoner than in real text.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

from benchmarks import figures
from onrecord.model import (
    HeaderKind,
    Location,
    Message,
    Page,
    Party,
    Release,
    Sent,
    SourceFile,
    Span,
    Text,
    cite,
    page_key,
    stable_id,
)
from onrecord.store import Query, Store, open_store

QUERIES = Path(__file__).with_name("search_queries.txt")
SEED = 20_240_501
RUNS = 5

#: The days on which messages are sent.
FIRST_DAY, DAYS = datetime(2019, 1, 1), 1095

#: Messages that one file holds, and that one unit of work writes.
PER_FILE, PER_UNIT = 1000, 50

#: Units of work in one transaction: about what a build writes in half a second.
UNITS_TOGETHER = 40

#: What the project promises at a million messages: milliseconds of the 95th percentile, by class of query.
PROMISED = {"word": 60, "words": 60, "phrase": 60, "prefix": 60, "person+date": 60, "common": 250}

SYLLABLES = (
    "ba be bo co cu da de di do en er fa fen fi ga gra ha hol in is jo ka ke la le lu ma me mer mo na ni no nor or"
)
SYLLABLES += (
    " pa pe pi qui ra re ri ro sa se sta su ta te ti to un va ver vi wo xe ya zi com con pre pro tion ment ing al"
)


class Corpus:
    """Invented messages: the same ones for the same seed."""

    def __init__(self) -> None:
        self.rng = random.Random(SEED)
        self.words = self._vocabulary(60_000)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.people = [self._person() for _ in range(4_000)]
        self._shares = list(accumulate(1 / (rank + 10) for rank in range(len(self.people))))

    def _vocabulary(self, size: int) -> list[str]:
        """Invented words, commonest first: short ones are common more often, as in any language."""
        syllables = SYLLABLES.split()
        found: dict[str, None] = {}
        while len(found) < size:
            longest = 2 if len(found) < 200 else 3 if len(found) < 3000 else 5
            found["".join(self.rng.choices(syllables, k=self.rng.randint(1, longest)))] = None
        return list(found)

    def _person(self) -> Party:
        first, last = (self.rng.choice(self.words[300:8000]).title() for _ in range(2))
        return Party(printed=f"{last}, {first}", name=f"{last}, {first}", address=f"{first}.{last}@example.gov".lower())

    def text(self) -> str:
        """A body of 4 to 600 words, 60 on the median, in lines of 12."""
        number = min(600, max(4, int(self.rng.lognormvariate(4.1, 0.8))))
        words = self.rng.choices(self.words, cum_weights=self._weights, k=number)
        for index in range(self.rng.randrange(200), number, 200):
            words[index] = self._damaged(words[index])
        return "\n".join(" ".join(words[start : start + 12]) for start in range(0, number, 12))

    def _damaged(self, word: str) -> str:
        place = self.rng.randrange(len(word))
        return word[:place] + self.rng.choice("1lcoe0tfbh") + word[place + 1 :]

    def messages(self, file: str, first: int, last: int) -> Iterator[tuple[Page, Message]]:
        """A page for each number from `first` to `last`, and the message on it."""
        for number in range(first, last + 1):
            sender, *to = self.rng.choices(self.people, cum_weights=self._shares, k=self.rng.randint(2, 4))
            subject = " ".join(self.rng.choices(self.words, cum_weights=self._weights, k=self.rng.randint(2, 7)))
            sent = (FIRST_DAY + timedelta(minutes=self.rng.randrange(DAYS * 1440))).isoformat(timespec="minutes")
            head = f"From: {sender.name}\nSent: {sent}\nTo: {'; '.join(p.name for p in to)}\nSubject: {subject}\n"
            yield self._message(file, number, head, self.text(), sender, to, sent, subject)

    def _message(
        self, file: str, number: int, head: str, body: str, sender: Party, to: list[Party], sent: str, subject: str
    ) -> tuple[Page, Message]:
        page = Page(file=file, number=number, text=head + body, engine="generated", engine_version="1")
        spans = (Span(page.key, 0, len(head) - 1), Span(page.key, len(head), len(head) + len(body)))
        message = Message(
            id=stable_id("m", file, number),
            file=file,
            page_start=number,
            page_end=number,
            chain=stable_id("c", file, number),
            depth=0,
            header_kind=HeaderKind.TOP,
            citation=cite(spans, {page.key: page.text}),
            sender=sender,
            to=tuple(to),
            sent=Sent(printed=sent, local=sent, spans=spans[:1]),
            subject=Text(subject, spans[:1]),
            body=body,
            body_spans=spans[1:],
        )
        return page, message


def generate(store: Store, number: int, printed: Callable[[Page], Page] = lambda page: page) -> None:
    """Fill an empty store with `number` messages in two releases, their pages as `printed` makes them."""
    corpus = Corpus()
    with store.writing() as writer:
        with writer.transaction():
            writer.add_release(Release(name="first", received="2022-01-10"))
            writer.add_release(Release(name="second", received="2022-06-20"))
        for start in range(0, number, PER_FILE):
            file = stable_id("", SEED, start) + "0" * 48
            release = "first" if start < number // 2 else "second"
            place = Location(release=release, path=f"mail/{start // PER_FILE:04d}.pdf", file=file)
            with writer.transaction():
                writer.add_file(SourceFile(id=file, size=1, media="pdf"), [place])
            pairs = list(corpus.messages(file, 1, min(PER_FILE, number - start)))
            for index in range(0, len(pairs), PER_UNIT * UNITS_TOGETHER):
                with writer.transaction():
                    for first in range(index, min(len(pairs), index + PER_UNIT * UNITS_TOGETHER), PER_UNIT):
                        part = pairs[first : first + PER_UNIT]
                        writer.replace("read", file, str(first), "1", [printed(page) for page, _ in part])
                        writer.replace("split", file, page_key(file, first), "1", [message for _, message in part])


def queries() -> dict[str, list[Query]]:
    """The committed queries by class: a line is the class, the text, and filters as name=value, parted by tabs."""
    found: dict[str, list[Query]] = {}
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, text, *filters = line.split("\t")
            given = dict(part.split("=", 1) for part in filters)
            query = Query(text=text, fuzzy=given.pop("fuzzy", "") == "yes", **given)  # type: ignore[arg-type]
            found.setdefault(kind, []).append(query)
    return found


def measure(store: Store, asked: list[Query]) -> tuple[list[float], list[int]]:
    """Milliseconds of every run after one to warm up, and how many records each query finds."""
    times, totals = [], []
    for query in asked:
        totals.append(store.search(query).total)
        for _ in range(RUNS):
            began = time.perf_counter()
            store.search(query)
            times.append((time.perf_counter() - began) * 1000)
    return times, totals


def report(store: Store) -> tuple[dict[str, dict[str, float]], bool]:
    """Print a line for each class of query; the milliseconds of each, and whether every promise is kept."""
    kept, classes = True, {}
    print(f"{'class':14}{'queries':>8}{'found':>18}{'p50 ms':>9}{'p95 ms':>9}{'promised':>10}")
    for kind, asked in queries().items():
        times, totals = measure(store, asked)
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]
        promise = PROMISED.get(kind)
        kept &= promise is None or p95 <= promise
        between = f"{min(totals):,}-{max(totals):,}"
        promised = f"{promise:10d}" if promise else ""
        print(f"{kind:14}{len(asked):8d}{between:>18}{p50:9.1f}{p95:9.1f}{promised}")
        classes[kind] = {"p50": round(p50, 1), "p95": round(p95, 1), "most": max(totals)}
    return classes, kept


def main() -> int:
    """Run the benchmark; 1 when a promise is not kept at a million messages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--store", type=Path, help="keep the store in this folder, or use the one that is there")
    parser.add_argument("--keep", action="store_true", help="make these the figures that the documentation shows")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="onrecord-search-") as temporary:
        folder = given.store or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"search-{given.messages}.sqlite"
        made = not path.exists()
        store = open_store(path, create=True)
        began = time.perf_counter()
        if made:
            generate(store, given.messages)
            seconds = time.perf_counter() - began
            print(f"generated and indexed {given.messages:,} messages and as many pages in {seconds:.0f} s")
        print(f"store {path.stat().st_size / 1e6:,.0f} MB", flush=True)
        classes, kept = report(store)
        print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
        store.close()
    if given.keep:
        figures.keep("search", {"messages": given.messages, "classes": classes})
    return 0 if kept or given.messages < 1_000_000 else 1


if __name__ == "__main__":
    raise SystemExit(main())
