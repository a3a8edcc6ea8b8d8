"""Expressions of time in news: rules are developed on TimeBank alone, other corpora are only scored."""

from __future__ import annotations

import re
from pathlib import Path

from quality import predict
from quality.corpora import SHARED, Scores, run_scorer

TIMEBANK, AQUAINT = (SHARED / "data" / "tempeval3" / "TBAQ-cleaned" / name for name in ("TimeBank", "AQUAINT"))

#: A kind of match with its figures, as the scorer prints them: `` value   P  81.1 R  78.6 F1  79.9``.
_MATCH = re.compile(r"^ +(\w+) +P +([\d.]+) R +([\d.]+) F1 +([\d.]+)", re.MULTILINE)
#: The share of days that are right.
_DAYS = re.compile(r"to the right day: \d+/\d+ = ([\d.]+)")


def timebank(work: Path) -> Scores:
    """Places, types and values in TimeBank, scored by ``score_timex.py``."""
    return _scores(TIMEBANK, work)


def aquaint(work: Path) -> Scores:
    """The same in AQUAINT."""
    return _scores(AQUAINT, work)


def _scores(folder: Path, work: Path) -> Scores:
    rows = work / "timexes.jsonl"
    predict.write(predict.timexes(folder), rows)
    return read(run_scorer("score_timex.py", folder, rows))


def read(printed: str) -> Scores:
    """The figures for all expressions, not those for dates only, out of what the scorer printed."""
    everything, _, _ = printed.partition("[dates only]")
    found = {
        f"{kind}/{name}": float(figure)
        for kind, *figures in _MATCH.findall(everything)
        for name, figure in zip(("P", "R", "F1"), figures, strict=True)
    }
    days = _DAYS.search(everything)
    assert found and days is not None, printed
    return found | {"days right": 100 * float(days[1])}
