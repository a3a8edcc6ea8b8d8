"""Who says what in news articles, and what a sentence leaves open: what the library finds, and how it is scored."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord import claims
from quality.corpora import SHARED, Scores, run_scorer

#: Political news with every attribution marked by hand: the part that nobody tuned a rule on.
POLNEAR = SHARED / "data" / "polnear" / "data" / "dev"

#: Sentences of an encyclopedia, hedged and plain.
UNCERTAIN = SHARED / "data" / "conll2010-uncertainty" / "uncertainty-conll2010.csv"

_SCORE = re.compile(r"(?P<name>(?:exact|overlap|relation)\.\S+)\s+P +(?P<P>[\d.]+) R +(?P<R>[\d.]+) F1 +(?P<F1>[\d.]+)")
_SLICE = re.compile(r"recall rel\+src (?P<name>.+?) +\d+/ *\d+ = (?P<share>[\d.]+)")

Row = dict[str, object]


def attributions(folder: Path) -> Iterator[Row]:
    """Who says what in each ``*.txt`` file of a folder: for ``score_attribution.py``. Line ends count as they stand."""
    paths = sorted(folder.glob("*.txt"))
    texts = [path.read_bytes().decode("utf-8") for path in paths]
    for path, found in zip(paths, claims.of_texts(texts), strict=True):
        yield {"doc": path.stem, "attributions": [_row(one) for one in found]}


def _row(found: claims.Attribution) -> Row:
    return {"source": found.source, "cue": found.cue, "content": found.content}


def hedges(path: Path) -> Iterator[int]:
    """-1 for each sentence of a table (label, sentence) that leaves open what it says, 1 for every other.

    `path` is the ``*.csv`` file or its folder. For ``score_hedge.py``.
    """
    file = next(iter(sorted(path.glob("*.csv")))) if path.is_dir() else path
    with file.open(encoding="utf-8-sig", newline="") as rows:
        for row in csv.reader(rows):
            if len(row) == 2:
                yield -1 if claims.is_uncertain(row[1]) else 1


def wikipedia(work: Path) -> Scores:
    """Hedged sentences of an encyclopedia, the half for development, scored by ``score_hedge.py``."""
    labels = work / "labels.txt"
    labels.write_text("".join(f"{label}\n" for label in hedges(UNCERTAIN)), encoding="utf-8")
    printed = run_scorer("score_hedge.py", UNCERTAIN, labels, "--half", "dev")
    return {name: 100 * float(value) for name, value in re.findall(r"(P|R|F1|accuracy) ([\d.]+)", printed)}


def polnear(work: Path) -> Scores:
    """Attributions in political news, scored by ``score_attribution.py``, with recall on some kinds of them."""
    rows = work / "attributions.jsonl"
    with rows.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in attributions(POLNEAR / "text"))
    printed = run_scorer("score_attribution.py", POLNEAR, rows, "--slices")
    found = {
        f"{score['name']}/{part}": float(score[part]) for score in _SCORE.finditer(printed) for part in ("P", "R", "F1")
    }
    return found | {f"recall/{kind['name']}": 100 * float(kind["share"]) for kind in _SLICE.finditer(printed)}
