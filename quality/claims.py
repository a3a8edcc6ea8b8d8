"""Score the claims of articles against truth: of the example case, and of a real report with its own scorer.

A claim of the example case is matched with the one of the same article whose words it shares most, at least half of
both together. Headlines are not in that truth, and headline claims are left out.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from onrecord import Case
from quality.corpora import ROOT, SHARED, Scores, export, load_json, run_scorer

Record = dict[str, Any]

SEED = SHARED / "seeds" / "001_fac2154d67212c0c.txt"
GOLD = SHARED / "gold" / "claims_001.json"
NAMES = SHARED / "gold" / "names.json"

_FIGURES = re.compile(r"^(?P<name>\w+) +P (?P<P>[\d.]+) R (?P<R>[\d.]+) F1 (?P<F1>[\d.]+)", re.MULTILINE)
_SHARE = re.compile(r"^(?P<name>quote|denials) +(?P<hit>\d+)/(?P<all>\d+)", re.MULTILINE)
_FURNITURE = re.compile(r"furniture: (\d+)")


def report(work: Path) -> Scores:
    """A real news report, scored by ``score_claims.py``."""
    rows = export("claims", [SEED], work)
    printed = run_scorer("score_claims.py", GOLD, NAMES, rows)
    found = {
        f"{one['name']}/{part}": 100 * float(one[part])
        for one in _FIGURES.finditer(printed)
        for part in ("P", "R", "F1")
    }
    found |= {one["name"]: 100 * int(one["hit"]) / int(one["all"]) for one in _SHARE.finditer(printed)}
    inside = _FURNITURE.search(printed)
    return found | {"outside furniture": 100.0 if inside is not None and inside[1] == "0" else 0.0}


def example(work: Path) -> Scores:
    """The two reports of the example case."""
    records = work / "records"
    command = [sys.executable, "-m", "examples.generate", str(records)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    truth = load_json(records / "truth" / "truth.json")
    with Case.create(work / "case") as case:
        case.add([records / "articles"], release="press")
        case.build()
        titles = {str(row["title"]) for row in case.export("articles")}
        claims = [row for row in case.export("claims") if row["text"] not in titles]
        families = list(case.export("families"))
    return score(truth, claims, families)


def score(truth: Record, claims: Sequence[Record], families: Iterable[Record]) -> Scores:
    """Figures in per cent; `claims` and `families` are exported rows."""
    gold: list[Record] = list(truth["claims"])
    matched = pairs(gold, claims)
    found = {f"claims/{part}": value for part, value in _prf(len(matched), len(claims), len(gold)).items()}
    sources = [(_words(g["sources"]), _words(p["sources"])) for g, p in matched]
    found["source"] = _share(bool(g & p) or g == p for g, p in sources)
    found["count"] = _share(_facts(g, "count") == _facts(p, "count") for g, p in matched)
    found["named"] = _share(_facts(g, "named") == _facts(p, "named") for g, p in matched)
    for name in ("relay", "hedges", "stance", "quote"):
        found[name] = _share(g[name] == p[name] for g, p in matched)
    ids = {p["id"]: g["id"] for g, p in matched}
    found["denies"] = _share(
        [ids.get(one) for one in p["denies"]] == ([g["denies"]] if g["denies"] else []) for g, p in matched
    )
    return found | {"families B3": _b_cubed(truth["families"], families, ids)}


def pairs(gold: Sequence[Record], claims: Sequence[Record]) -> list[tuple[Record, Record]]:
    """Claims of the truth with the exported ones whose words they share most."""
    ranked = sorted(
        (
            (_alike(g["text"], p["text"]), i, j)
            for i, g in enumerate(gold)
            for j, p in enumerate(claims)
            if Path(g["file"]).name == Path(p["file"]).name
        ),
        reverse=True,
    )
    taken: dict[int, int] = {}
    for alike, i, j in ranked:
        if alike >= 0.5 and i not in taken and j not in taken.values():
            taken[i] = j
    return [(gold[i], claims[j]) for i, j in taken.items()]


def _alike(a: str, b: str) -> float:
    one, other = set(re.findall(r"\w+", a.lower())), set(re.findall(r"\w+", b.lower()))
    return len(one & other) / len(one | other) if one | other else 0.0


def _words(sources: Iterable[Record]) -> set[str]:
    return {word for source in sources for word in re.findall(r"[a-z]+", source["text"].lower())}


def _facts(claim: Record, name: str) -> list[object]:
    return [source[name] for source in claim["sources"]]


def _share(hits: Iterable[bool]) -> float:
    listed = list(hits)
    return 100 * sum(listed) / len(listed) if listed else 0.0


def _prf(hits: int, predicted: int, true: int) -> Scores:
    precision, recall = hits / max(predicted, 1), hits / max(true, 1)
    return {"P": 100 * precision, "R": 100 * recall, "F1": 200 * precision * recall / max(precision + recall, 1e-9)}


def _b_cubed(families_of_truth: Iterable[Record], families: Iterable[Record], ids: dict[str, str]) -> float:
    """B-cubed F1 over the claims that are in a family of the truth."""
    true = {claim: set(family["claims"]) for family in families_of_truth for claim in family["claims"]}
    found = {ids[c]: {ids.get(o, o) for o in f["claims"]} for f in families for c in f["claims"] if c in ids}
    sets = [(true[claim], found.get(claim, {claim}) & true.keys()) for claim in true]
    precision = sum(len(gold & one) / len(one) for gold, one in sets if one) / len(sets)
    recall = sum(len(gold & one) / len(gold) for gold, one in sets) / len(sets)
    return 200 * precision * recall / (precision + recall)
