"""Score attachments read from a generated production against its exact truth.

    score(truth, predictions)      truth: ``truth/truth.json``; predictions: lines of ``onrecord export attachments``

Truth names what the printed top messages name in their headers, and what was produced. A prediction belongs to a
truth of the same file (base names) and name. `named` is the share of truths found, `produced` P, R and F1 over those
that were produced, `pages` the share of these with exactly the right pages. Attachments that only text or a quoted
message names are held to `produced` alone: the truth has none of them that was not produced.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from quality.messages import base, prf, squeeze

Record = dict[str, Any]


def score(truth: Mapping[str, Any], predictions: Iterable[Record]) -> Record:
    """The figures: {"named": per cent, "produced": P R F1, "pages": per cent}."""
    true = {_key(one): one for one in truth["attachments"]}
    found = _by_key(predictions)
    there = [key for key in true if key in found]
    produced = [key for key, one in true.items() if one["produced"]]
    hits = [key for key in produced if key in found and found[key]["produced"]]
    given = sum(bool(one["produced"]) for one in found.values())
    exact = sum(found[key]["pages"] == true[key]["pages"] for key in hits)
    return {
        "named": round(100 * len(there) / len(true), 2) if true else None,
        "produced": prf(len(hits), given, len(produced)),
        "pages": round(100 * exact / len(hits), 2) if hits else None,
    }


def _key(one: Record) -> tuple[str, str]:
    return base(one["file"]), squeeze(one["name"] or "")


def _by_key(records: Iterable[Record]) -> dict[tuple[str, str], Record]:
    """One prediction for each file and name: of several, one that was produced."""
    found: dict[tuple[str, str], Record] = {}
    for one in records:
        key = _key(one)
        if key not in found or (one["produced"] and not found[key]["produced"]):
            found[key] = one
    return found


def errors(truth: Mapping[str, Any], predictions: Iterable[Record]) -> Iterable[str]:
    """A line for every attachment that is missing, made up, or on other pages."""
    true = {_key(one): one for one in truth["attachments"]}
    found = _by_key(predictions)
    for key in sorted({*true, *found}):
        one, other = true.get(key), found.get(key)
        if one is None and other is not None and other["produced"]:
            yield f"MADE UP {key} {other['pages']} {other['how']}"
        elif one is not None and other is None:
            yield f"MISSED  {key} produced={one['produced']} {one['pages']}"
        elif (
            one is not None
            and other is not None
            and (one["produced"], one["pages"]) != (other["produced"], other["pages"])
        ):
            yield f"WRONG   {key} {one['pages']} read {other['pages']} {other['how']}"


def main(words: Sequence[str]) -> None:
    """``python -m quality.attachments TRUTH.json PREDICTIONS.jsonl [errors]``."""
    truth = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    lines = Path(words[1]).read_text(encoding="utf-8").splitlines()
    predictions = [json.loads(line) for line in lines if line.strip()]
    print(json.dumps(score(truth, predictions), indent=1))
    if len(words) > 2:
        print("\n".join(errors(truth, predictions)))


if __name__ == "__main__":
    main(sys.argv[1:])
