"""The gate: measure every corpus that is here, compare with the pinned floors, refuse to go lower.

``python -m quality gate [--pin] [NAME...]``. A floor is pinned with the digest of the corpus it was measured on; on
another corpus it does not hold, and the gate says so instead of comparing apples with pears.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from quality.corpora import Corpus, Scores
from quality.measures import CORPORA

FLOORS = Path(__file__).parent / "floors.json"

#: How far a score may fall below its floor before that counts: rounding in the scorers' output.
TOLERANCE = 0.01


def run(names: list[str], pin: bool) -> int:
    """Measure the corpora called `names` (all when empty), print the table; 1 when a floor is missed, else 0."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    missed = 0
    for corpus in CORPORA:
        if names and corpus.name not in names:
            continue
        if absent := corpus.missing():
            print(f"{corpus.name}: skipped, {absent[0].name} is not here")
            continue
        with tempfile.TemporaryDirectory() as work:
            scores = corpus.measure(Path(work))
        missed += _report(corpus, scores, floors.get(corpus.name, {}))
        if pin:
            floors[corpus.name] = {"digest": corpus.digest(), "scores": scores}
    if pin:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(f"pinned in {FLOORS.name}")
        return 0
    return 1 if missed else 0


def _report(corpus: Corpus, scores: Scores, pinned: dict[str, object]) -> int:
    same = pinned.get("digest") == corpus.digest()
    floors = pinned.get("scores") if same else None
    print(f"\n{corpus.name} ({corpus.digest()})" + ("" if same else ": no floors for this corpus"))
    missed = 0
    for name, value in scores.items():
        floor = floors.get(name) if isinstance(floors, dict) else None
        low = floor is not None and value < floor - TOLERANCE
        missed += low
        mark = "  BELOW ITS FLOOR" if low else ""
        print(f"  {name:40} {value:8.2f}" + (f"   floor {floor:.2f}{mark}" if floor is not None else ""))
    return missed
