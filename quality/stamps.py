"""How well stamps are read on scanned pages: right after the repair of series, and what is wrong without a mark.

``python -m quality.stamps EXPORT.jsonl TRUTH.json`` scores an export of pages against the truth of a generated case. A
stamp is right when the export has it as it was printed, whatever its label ("Doc. No. 22.104.00045" is 22.104.00045).
A stamp that is printed nowhere on its page is wrong; it is marked when the export says that it is unproven,
contradicted or repaired.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from quality.corpora import Scores, load_json

#: Words before a number that are no part of it.
LABEL = re.compile(r"^(?:Doc(?:ument)?\.? (?:No\.?|ID):? )")


def score(truth: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> Scores:
    """Per cent of the stamps on scanned pages that are right, as read and after repair, and of wrong ones marked."""
    printed = {(page["file"], page["page"]): page for page in truth["pages"] if page["scanned"]}
    total = read = right = wrong = marked = 0
    for row in rows:
        page = next(
            (page for (file, n), page in printed.items() if n == row["page"] and _same(file, row["file"])), None
        )
        if page is None:
            continue
        wanted = {LABEL.sub("", stamp) for stamp in page["stamps"]}
        notes = {note["value"]: note for note in row["stamps_read"]}
        raw = {(notes[stamp]["printed"] if stamp in notes else stamp) for stamp in row["stamps"]}
        total += len(wanted)
        read += len(wanted & raw)
        right += len(wanted & set(row["stamps"]))
        made_up = [stamp for stamp in row["stamps"] if stamp not in wanted and stamp not in page["text"]]
        wrong += len(made_up)
        marked += sum(stamp in notes for stamp in made_up)
    return {
        "right as read": 100 * read / total,
        "right after repair": 100 * right / total,
        "wrong ones marked": 100 * marked / wrong if wrong else 100.0,
        "none wrong and unmarked": 100 - 100 * (wrong - marked) / total,
    }


def _same(printed: str, added: str) -> bool:
    return printed == added or printed.endswith("/" + added) or added.endswith("/" + printed)


def main(words: list[str]) -> None:
    """Run the command."""
    rows = [json.loads(line) for line in Path(words[0]).read_text(encoding="utf-8").splitlines() if line.strip()]
    print(json.dumps(score(load_json(Path(words[1])), rows), indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
