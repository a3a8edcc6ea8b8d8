"""How well acts are found in a production whose messages were labelled by hand: F1 and a confusion table."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from onrecord import messages
from onrecord.interactions import acts
from quality.predict import page_texts

LABELS = Path(__file__).parent / "labels" / "nih_acts.yaml"


def found(path: Path) -> dict[str, set[str]]:
    """The acts of every message of a page-text file, by the record it begins on and its depth."""
    return {
        f"{message.page_start}:{message.depth}": {act.act for act in acts.find(message)}
        for message in messages.split(page_texts(path))
    }


def score(wanted: Mapping[str, set[str]], seen: Mapping[str, set[str]]) -> dict[str, float]:
    """Precision, recall and F1 over all pairs of a message and an act; a message that was not found shows none."""
    hit = sum(len(wanted[key] & seen.get(key, set())) for key in wanted)
    said, there = sum(len(seen.get(key, set())) for key in wanted), sum(map(len, wanted.values()))
    precision, recall = hit / max(said, 1), hit / max(there, 1)
    return {
        "messages": len(wanted), "found": sum(key in seen for key in wanted), "P": precision, "R": recall,
        "F1": 2 * hit / max(said + there, 1),
    }  # fmt: skip


def table(wanted: Mapping[str, set[str]], seen: Mapping[str, set[str]]) -> Iterator[str]:
    """For each act: how often it is right, missed (and what was seen instead) and made up (and what was there)."""
    names = sorted({act for acts_ in (*wanted.values(), *seen.values()) for act in acts_})
    for name in names:
        right = sum(name in wanted[key] and name in seen.get(key, ()) for key in wanted)
        instead: Counter[str] = Counter()
        there: Counter[str] = Counter()
        for key in wanted:
            if name in wanted[key] and name not in seen.get(key, ()):
                instead.update(sorted(seen.get(key, set()) - wanted[key]) or ["nothing"])
            if name not in wanted[key] and name in seen.get(key, ()):
                there.update(sorted(wanted[key] - seen[key]) or ["nothing"])
        yield f"{name:22} right {right:3}  missed {dict(instead)}  made up {dict(there)}"


def main() -> None:
    """Print the score and the table for a page-text file."""
    wanted = {key: set(value) for key, value in yaml.safe_load(LABELS.read_text(encoding="utf-8")).items()}
    seen = found(Path(sys.argv[1]))
    print({name: round(value, 3) for name, value in score(wanted, seen).items()})
    print("\n".join(table(wanted, seen)))


if __name__ == "__main__":
    main()
