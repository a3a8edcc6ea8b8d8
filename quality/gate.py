"""The gate: measure every corpus that is here, compare with the pinned floors, refuse to go lower.

``python -m quality gate [--pin] [--quick] [NAME...]``. A floor is pinned with the digest of the corpus it was measured
on; on another corpus it does not hold, and the gate says so instead of comparing apples with pears.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from quality.corpora import Corpus, Scores
from quality.measures import CORPORA

FLOORS = Path(__file__).parent / "floors.json"

#: Figures of which more is not better: sizes of a network.
NO_FLOOR = ("graph/",)

#: How far a score may fall below its floor before that counts: rounding in the scorers' output.
TOLERANCE = 0.01


def run(names: list[str], pin: bool, quick: bool = False) -> int:
    """Measure the corpora called `names` (all when empty; of those the quick ones with `quick`) and print the table.

    Returns 1 when a floor is missed, else 0. With `pin` the scores become the floors, corpus by corpus.
    """
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    missed = 0
    for corpus in CORPORA:
        if (names and corpus.name not in names) or (quick and corpus.slow):
            continue
        if absent := corpus.missing():
            print(f"{corpus.name}: skipped, {absent[0].name} is not here")
            continue
        with tempfile.TemporaryDirectory() as work:
            scores = corpus.measure(Path(work))
        missed += _report(corpus, scores, floors.get(corpus.name, {}))
        if pin:
            _pin(corpus, scores)
    return 1 if missed and not pin else 0


def _pin(corpus: Corpus, scores: Scores) -> None:
    """Make `scores` the floors of a corpus, leaving out figures of which more is not better."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    kept = {name: value for name, value in scores.items() if not name.startswith(NO_FLOOR)}
    floors[corpus.name] = {"digest": corpus.digest(), "scores": kept}
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")


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
