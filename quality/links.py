"""Score links against what an editor signed: of two real documents with their own scorer, and of the example case.

Of the example case every right link is in the truth, those of the release page's entries with the messages that they
retell by the entries' `mail`. What is shown beyond them counts against precision.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord import Case
from quality import claims
from quality.corpora import ROOT, SHARED, Scores, load_json, run_scorer

Record = dict[str, Any]

SEEDS, GOLD = SHARED / "seeds", SHARED / "gold"
INPUTS = (
    SEEDS,
    GOLD / "links_part1.json",
    GOLD / "chronology_000_part1.json",
    GOLD / "claims_001.json",
    GOLD / "names.json",
    SHARED / "scoring" / "score_links.py",
)

#: Kinds that say the same of two ends where the truth does not part them.
_AS_ONE = {"source_chain": "same_report", "pattern": "same_topic", "related_event": "same_topic"}

_FOUND = re.compile(r"links found (\d+)/(\d+), kind right (\d+)/\d+, strength within 0.2 (\d+)/")
_WRONG = re.compile(r"wrong links shown (\d+)/")
_SHOWN = re.compile(r"links shown in all (\d+), of which joining gold links (\d+)")


def documents(work: Path) -> Scores:
    """A release page and a report read together, scored by ``score_links.py``."""
    from onrecord.publish.exporters import exporter

    rows = work / "links.jsonl"
    with Case.create(work / "case") as case, rows.open("w", encoding="utf-8") as stream:
        case.add(sorted(SEEDS.glob("*.txt")), release="quality")
        case.build()
        exporter("jsonl").write(case.export("links"), stream)
    printed = run_scorer("score_links.py", *INPUTS[1:2], INPUTS[4], rows, *INPUTS[2:4])
    found, wrong, shown = _FOUND.search(printed), _WRONG.search(printed), _SHOWN.search(printed)
    assert found is not None, printed
    assert wrong is not None, printed
    assert shown is not None, printed
    links = int(found[2])
    return {
        "found": 100 * int(found[1]) / links,
        "kind right": 100 * int(found[3]) / links,
        "strength": 100 * int(found[4]) / links,
        "no wrong link": 100.0 * (wrong[1] == "0"),
        "at most 10 others": 100.0 * (int(shown[1]) - int(shown[2]) <= 10),
    }


def example(work: Path) -> Scores:
    """The example case: mail, two reports and a release page."""
    records = work / "records"
    command = [sys.executable, "-m", "examples.generate", str(records)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    with Case.create(work / "case") as case:
        for folder in ("articles", "release-1", "release-2"):
            case.add([records / folder], release=folder)
        case.build()
        return score(load_json(records / "truth" / "truth.json"), case)


def score(truth: Record, case: Case) -> Scores:
    """Figures in per cent for a built example case."""
    names = dict(_names(truth, case))
    shown: list[Record] = list(case.export("links"))
    gold = [*(link for link in truth["links"] if not link["wrong"]), *_retold(truth)]
    wrong = [link for link in truth["links"] if link["wrong"]]
    pairs = [(names.get(_id(link["a"])), names.get(_id(link["b"]))) for link in shown]
    hits = {
        number: [at for at, link in enumerate(shown) if _same(one, link, pairs[at])] for number, one in enumerate(gold)
    }
    right = {at for found in hits.values() for at in found}
    close = sum(any(abs(gold[n]["score"] - shown[at]["score"]) <= 0.2 for at in found) for n, found in hits.items())
    found = sum(map(bool, hits.values()))
    bad = sum(any(_same(one, link, pairs[at]) for at, link in enumerate(shown)) for one in wrong)
    precision, recall = len(right) / max(len(shown), 1), found / len(gold)
    return {
        "P": 100 * precision,
        "R": 100 * recall,
        "F1": 200 * precision * recall / max(precision + recall, 1e-9),
        "strength": 100 * close / max(found, 1),
        "no wrong link": 100.0 * (bad == 0),
        "limits or stated": 100
        * sum(bool(link["limits"]) or link["state"] == "asserted" for link in shown)
        / len(shown),
    }


def _retold(truth: Record) -> Iterator[Record]:
    """Each entry of the release page, and the message that it retells."""
    for entry in truth["interactions"]:
        if str(entry.get("id", "")).startswith("w"):
            yield {"kind": "same_event", "a": entry["mail"], "b": entry["id"], "score": 0.95}


def _id(end: Record) -> str:
    return str(end["id"])


def _same(one: Record, link: Record, pair: tuple[str | None, str | None]) -> bool:
    kinds = {_AS_ONE.get(kind, kind) for kind in (one["kind"], str(link["kind"]))}
    return len(kinds) == 1 and {one["a"], one["b"]} == set(pair)


def _names(truth: Record, case: Case) -> Iterator[tuple[str, str]]:
    """Ids of the case with those of the truth: claims by their words, entries by theirs, mail by its time, people."""
    rows = list(case.export("claims"))
    yield from ((str(found["id"]), str(gold["id"])) for gold, found in claims.pairs(truth["claims"], rows))
    for row in case.export("interactions"):
        words = " ".join(str(row["citation"]["quote"]).split())  # type: ignore[index]
        for entry in truth["interactions"]:
            if entry.get("text") and not row["embedded_in"] and words and words in " ".join(entry["text"].split()):
                yield str(row["id"]), str(entry["id"])
    sent = dict(_sent(truth))
    for row in case.export("messages"):
        if (mail := sent.get(str(row["sent"])[:16])) is not None:
            yield str(row["id"]), mail
    people = {_words(person["name"]): str(person["id"]) for person in truth["people"]}
    yield from (
        (str(row["id"]), people[key]) for row in case.export("people") if (key := _words(row["name"])) in people
    )


def _sent(truth: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each mail by the time it was sent, to the minute or, where only that is printed, the day."""
    messages: Iterable[Record] = (one for thread in truth["messages"]["threads"] for one in thread["messages"])
    for message in messages:
        if message["sent"]:
            yield str(message["sent"])[:16], str(message["mail"])


def _words(name: object) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", str(name).lower()))
