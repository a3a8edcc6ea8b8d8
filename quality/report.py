"""Gains and losses by case: what a change did to single messages and documents, beside the scores of the gate.

``python -m quality cases CORPUS OUT.jsonl`` writes one line a case and field: `case`, `field`, `right` (0 to 1), what
was `found` and what is `true`. ``python -m quality report NEW.jsonl [--old OLD.jsonl] [--field NAME] [--count N]
[--part K/N]`` prints the mean of each field; without `--old` the worst cases of the field, with it the cases that got
better and worse. `--part 0/2` takes every second chain: rules are made on one part and checked on the other.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any
from zlib import crc32

from quality import predict
from quality.corpora import SHARED

Row = dict[str, Any]
Rows = Mapping[tuple[str, str], Row]


def _scorer(name: str) -> Any:
    """A scorer of the shared folder as a module: its own functions decide what is right."""
    spec = spec_from_file_location(name, SHARED / "scoring" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(name)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def production(folder: Path) -> Iterator[Row]:
    """The cases of a page-text production: the fields of matched messages, and messages that match nothing."""
    scorer = _scorer("score_messages")
    found = list(predict.page_text_messages(folder / "pages.jsonl.gz"))
    true = [
        dict(message, chain=thread["thread"], span=(thread.get("page_start"), thread.get("page_end")))
        for thread in json.loads((folder / "truth.json").read_text(encoding="utf-8"))["threads"]
        for message in thread["messages"]
    ]
    for one in true + found:
        one["g"], one["s"] = scorer.grams(one["body"]), scorer.subj(one["subject"])
        one["w"] = scorer.when(one["sent"])
    pairs = dict(scorer.match(true, found)[0])
    matched = {j: found[i] for i, j in pairs.items()}
    for j, one in enumerate(true):
        name = f"{one['chain']}.{one['depth']}"
        mine = matched.get(j)
        yield _row(name, "message", mine is not None, mine and _place(mine), _place(one))
        if mine is not None:
            yield from _fields(scorer, name, mine, one)
    for i, mine in enumerate(found):
        if i not in pairs:
            yield _row(f"page {mine['page_start']}.{i}", "unmatched", 0.0, _place(mine), None)


def _place(message: Row) -> str:
    return " | ".join(str(message.get(name)) for name in ("page_start", "sent", "from", "subject") if message.get(name))


def _fields(scorer: Any, name: str, found: Row, true: Row) -> Iterator[Row]:
    if true.get("from_printed"):
        yield _row(name, "sender", scorer.agree(found["from"], true["from"]), found["from"], true["from"])
    for field in ("to", "cc"):
        hits, total = scorer.set_hits(found[field], true[field]), len(found[field]) + len(true[field])
        if total:
            yield _row(name, field, 2 * hits / total, found[field], true[field])
    yield _row(name, "subject", scorer.near(found["s"], true["s"], 0.9), found["subject"], true["subject"])
    exact = true.get("sent_pm") or true["sent"]
    halves = not true.get("sent_pm") and true["depth"] > 0
    yield _row(name, "sent", scorer.clock(found["w"], scorer.when(exact), halves)[0], found["sent"], exact)
    yield _row(name, "body", scorer.dice(found["g"], true["g"]), found["body"], true["body"])


def documents(folder: Path) -> Iterator[Row]:
    """The cases of State Department documents, by field."""
    scorer = _scorer("score_clinton")
    for path in sorted((folder / "names").glob("*.csv")):
        with path.open(encoding="utf-8") as lines:
            for printed, person, *_ in list(csv.reader(lines))[1:]:
                scorer.ALIAS[scorer.squeeze(printed)] = scorer.squeeze(person)
    found = {row["doc"]: row for row in predict.state_documents(folder)}
    with (folder / "truth.csv").open(encoding="utf-8") as lines:
        for true in csv.DictReader(lines):
            yield from _document(scorer, found.get(true["doc"], {}), true)


def _document(scorer: Any, found: Row, true: Row) -> Iterator[Row]:
    name = true["doc"]
    if true.get("from_printed") == "1":
        right = scorer.agree(found.get("from"), true["from"], true["original_from"])
        yield _row(name, "sender", right, found.get("from"), true["from"])
    if true.get("to_printed") == "1":
        people = found.get("to") or []
        right = any(scorer.agree(one, true["to"], true["original_to"]) for one in people)
        yield _row(name, "to", right, people, true["to"])
    mine, theirs = scorer.subj(found.get("subject")), scorer.subj(true["subject"])
    if theirs:
        alike = SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= 0.9
        right = mine == theirs or (min(len(mine), len(theirs)) > 3 and alike)
        yield _row(name, "subject", right, found.get("subject"), true["subject"])
    for field, answer in (("date", (found.get("sent") or "")[:10]), ("release_mark", found.get("release_mark") or "")):
        if true[field]:
            yield _row(name, field, answer == true[field], answer, true[field])


def mails(folder: Path) -> Iterator[Row]:
    """The cases of a folder of mails with marked zones: the lines on which quoted messages begin."""
    scorer = _scorer("score_email_zones")
    true = scorer.load(str(folder))
    for found in predict.zones(folder):
        text, marks = true[found["doc"]]
        right = [start for start, _ in scorer.gold_boundaries(text, marks)]
        lines = [[_line(text, offset) for offset in sorted(offsets)] for offsets in (found["boundaries"], right)]
        yield _row(found["doc"], "boundaries", lines[0] == lines[1], lines[0], lines[1])


def _line(text: str, offset: int) -> str:
    """The number and the words of the first line with words from an offset on."""
    start = offset + len(text[offset:]) - len(text[offset:].lstrip())
    words = text[start:].partition("\n")[0]
    return f"{text.count(chr(10), 0, start) + 1}: {words[:80]}"


def _row(case: str, field: str, right: float, found: object, true: object) -> Row:
    return {"case": case, "field": field, "right": round(float(right), 4), "found": found, "true": true}


DATA = SHARED / "data"
QUAGGA = DATA / "quagga" / "Datasets"

#: What has cases: a name, the function and the folder it reads.
CASES: dict[str, tuple[Callable[[Path], Iterable[Row]], Path]] = {
    "nih": (production, DATA / "nih-2021"),
    "state": (documents, DATA / "state-clinton"),
    "enron": (mails, QUAGGA / "Enron" / "annotated_all" / "eval"),
    "enron-train": (mails, QUAGGA / "Enron" / "annotated_all" / "train"),
    "lists": (mails, QUAGGA / "ASF" / "eval"),
}


def load(path: Path, part: str = "") -> dict[tuple[str, str], Row]:
    """The rows of a file by case and field; `part` K/N keeps the cases of one part of N, whole chains together."""
    index, _, parts = part.partition("/")
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {
        (row["case"], row["field"]): row
        for row in rows
        if not part or crc32(row["case"].partition(".")[0].encode()) % int(parts) == int(index)
    }


def run(new: Path, old: Path | None, field: str, count: int, part: str) -> int:
    """Print means, then gains and losses, or the worst cases of `field` (all fields when empty)."""
    rows, before = load(new, part), load(old, part) if old else {}
    _means(rows, "")
    shown = [row for row in rows.values() if not field or row["field"] == field]
    if old is None:
        _show(sorted((row for row in shown if row["right"] < 1), key=lambda row: row["right"])[:count], {})
        return 0
    _means(before, "before: ")
    better = [row for row in shown if row["right"] > _before(row, before)]
    worse = [row for row in shown if row["right"] < _before(row, before)]
    for name, some in (("better", better), ("worse", worse)):
        print(f"\n{name}: {len(some)} {dict(Counter(row['field'] for row in some))}")
        _show(some[:count], before)
    return 0


def _before(row: Row, before: Rows) -> float:
    old = before.get((row["case"], row["field"]))
    return float(old["right"]) if old else 0.0


def _means(rows: Rows, title: str) -> None:
    values: dict[str, list[float]] = defaultdict(list)
    for (_, field), row in rows.items():
        values[field].append(row["right"])
    print(title + "  ".join(f"{name} {100 * sum(some) / len(some):.2f} ({len(some)})" for name, some in values.items()))


def _show(rows: Iterable[Row], before: Rows) -> None:
    for row in rows:
        old = before.get((row["case"], row["field"]))
        print(f"{row['case']} {row['field']} {row['right']:.2f}")
        for name, one in (("true", row["true"]), ("found", row["found"]), ("before", old and old["found"])):
            if one is not None:
                print(f"    {name:6} {str(one)[:600]!r}")
