"""Score contacts read from generated logs against their exact truth.

    score(truth, predictions)      truth: ``truth/truth.json`` of ``examples.generate --logs``; predictions: lines of
                                   ``onrecord export contacts``

Pairing: file by file, one to one, in the order of pages: a pair stands on the same page and has the same start, to the
minute. A contact is *right* when its pair is on the same channel. P, R and F1 count right contacts. On the pairs `end`,
`duration`, `direction`, `subject`, `text` and `place` are the share that agrees, of the pairs whose log prints the
field (a value where none is printed is wrong too); `parties` is P, R and F1 over people (names as in
`quality.messages`, or the digits of a number where that alone is printed), `roles` the share of these with the right
part. On scans one character in eight of a name may differ.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from quality.messages import base, close, person, prf, squeeze

Record = dict[str, Any]
FIELDS = ("end", "duration", "direction", "subject", "text", "place")
NOISE = 1 / 8


def pairs(truth: Sequence[Record], found: Sequence[Record]) -> list[tuple[Record, Record]]:
    """The contacts of one file that agree on page and start."""
    waiting: dict[tuple[int, str], list[Record]] = defaultdict(list)
    for one in found:
        waiting[one["page"], _minute(one["start"])].append(one)
    matched = []
    for one in truth:
        left = waiting.get((one["page"], _minute(one["start"])))
        if left:
            best = max(left, key=lambda other: _likeness(one, other))
            left.remove(best)
            matched.append((one, best))
    return matched


def _minute(start: str | None) -> str:
    return (start or "")[:16]


def _likeness(one: Record, other: Record) -> int:
    return sum(squeeze(str(one[name])) == squeeze(str(other[name])) for name in ("text", "subject")) + len(
        {_who(party) for party in one["parties"]} & {_who(party) for party in other["parties"]}
    )


def _who(party: Mapping[str, Any]) -> str:
    """A party as compared: the name, else the last ten digits of the number."""
    if party.get("name"):
        return person(party["name"])
    return re.sub(r"\D", "", party.get("number") or "")[-10:]


def score(truth: Mapping[str, Any], predictions: Iterable[Record]) -> Record:
    """The figures: {"contacts": P R F1, by channel: F1, fields: per cent, parties: P R F1, roles: per cent}."""
    true, found = _by_file(truth["contacts"]), _by_file(predictions)
    matched = [pair for file in sorted(true) for pair in pairs(true[file], found.get(file, []))]
    right = [pair for pair in matched if pair[0]["channel"] == pair[1]["channel"]]
    total, given = sum(map(len, true.values())), sum(map(len, found.values()))
    channels = sorted({one["channel"] for records in true.values() for one in records})
    return {
        "contacts": prf(len(right), given, total),
        "channels": {name: _channel(name, right, true, found) for name in channels},
        "fields": {name: _share(name, matched) for name in FIELDS},
        **_parties(matched),
    }


def _by_file(records: Iterable[Record]) -> dict[str, list[Record]]:
    files: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        files[base(record["file"])].append(record)
    return files


def _channel(name: str, right: Sequence[tuple[Record, Record]], *sides: Mapping[str, Sequence[Record]]) -> float | None:
    hits = sum(one["channel"] == name for one, _ in right)
    true, found = (sum(one["channel"] == name for records in side.values() for one in records) for side in sides)
    return prf(hits, found, true)["F1"]


def _share(name: str, matched: Sequence[tuple[Record, Record]]) -> float | None:
    printed = [(one, other) for one, other in matched if one[name] is not None or other[name] is not None]
    hits = sum(_same(name, one[name], other[name]) for one, other in printed)
    return round(100 * hits / len(printed), 2) if printed else None


def _same(name: str, a: object, b: object) -> bool:
    if name == "duration":
        return a == b
    if name == "end":
        return _minute(str(a)) == _minute(str(b))
    return close(squeeze(str(a or "")), squeeze(str(b or "")), NOISE / 2)


def _parties(matched: Sequence[tuple[Record, Record]]) -> Record:
    hits = roles = true_count = found_count = 0
    for one, other in matched:
        left = list(other["parties"])
        true_count += len(one["parties"])
        found_count += len(left)
        for party in one["parties"]:
            mate = next((p for p in left if _who(p) and close(_who(party), _who(p), NOISE)), None)
            if mate is not None:
                left.remove(mate)
                hits += 1
                roles += mate["role"] == party["role"]
    return {"parties": prf(hits, found_count, true_count), "roles": round(100 * roles / hits, 2) if hits else None}


def errors(truth: Mapping[str, Any], predictions: Iterable[Record]) -> Iterable[str]:
    """A line for every contact missed or made up, and for every field that differs."""
    true, found = _by_file(truth["contacts"]), _by_file(predictions)
    for file in sorted({*true, *found}):
        matched = pairs(true.get(file, []), found.get(file, []))
        seen = {id(one) for pair in matched for one in pair}
        for kind, records in (("MISSED", true.get(file, [])), ("MADE UP", found.get(file, []))):
            yield from (f"{kind} {file} {_words(one)}" for one in records if id(one) not in seen)
        for one, other in matched:
            wrong = [
                name
                for name in FIELDS
                if (one[name] or other[name]) is not None and not _same(name, one[name], other[name])
            ]
            names = [{_who(party) for party in side["parties"]} for side in (one, other)]
            if wrong or names[0] != names[1] or one["channel"] != other["channel"]:
                yield f"WRONG {file} {wrong} {_words(one)}\n   read {_words(other)}"


def _words(one: Record) -> str:
    people = [f"{party['role']}:{party.get('name') or party.get('number')}" for party in one["parties"]]
    rest = " ".join(f"{name}={one[name]!r}" for name in FIELDS if one[name] is not None)
    return f"p.{one['page']} {one['channel']} {one['start']} {people} {rest}"


def main(words: Sequence[str]) -> None:
    """``python -m quality.contacts TRUTH.json PREDICTIONS.jsonl [errors]``."""
    truth = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    lines = Path(words[1]).read_text(encoding="utf-8").splitlines()
    predictions = [json.loads(line) for line in lines if line.strip()]
    print(json.dumps(score(truth, predictions), indent=1))
    if len(words) > 2:
        print("\n".join(errors(truth, predictions)))


if __name__ == "__main__":
    main(sys.argv[1:])
