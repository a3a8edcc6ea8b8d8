"""Who says what in news articles: what the library finds, and how it is scored."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from onrecord import claims
from quality.corpora import SHARED, Scores, run_scorer

#: Political news with every attribution marked by hand: the part that nobody tuned a rule on.
POLNEAR = SHARED / "data" / "polnear" / "data" / "dev"

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
