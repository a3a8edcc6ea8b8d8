"""Score copies, threads and gaps of a generated production against its exact truth.

Messages are paired with those of the truth as `quality.messages` does; everything else is scored over these pairs.

`copies`: P, R and F1 of pairs of copies. The truth's pairs whose message was not read as one count as missed; a pair
that was found counts as wrong unless the truth has it, and is left out where neither message is in the truth (pages of
letters and attachments can be printed twice too).
`threads`: B-cubed over the paired messages; the true thread of a message is that of the mail it prints.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from examples.press import story

from quality.corpora import ROOT
from quality.messages import Figures, compare, prf

Record = dict[str, Any]


def matched(truth: Mapping[str, Any], messages: Iterable[Record]) -> dict[str, Record]:
    """For the id of every message that was found and is in the truth: what the truth says of it."""
    return {found.source["id"]: true.source for true, found in compare(truth, messages).pairs}


def copies(truth: Mapping[str, Any], known: Mapping[str, Record], rows: Iterable[Record]) -> Figures:
    """P, R and F1 of pairs of copies. `known` is what `matched` gives, `rows` the export ``copies``."""
    place = {true["id"]: id for id, true in known.items()}
    wanted = {frozenset((place.get(pair["a"], ""), place.get(pair["b"], ""))) for pair in truth["copies"]}
    found = {frozenset((row["a"], row["b"])) for row in rows if row["a"] in known or row["b"] in known}
    return prf(len(wanted & found), len(found), len(truth["copies"]))


@cache
def _parents() -> dict[str, str]:
    """The parents of the mails of the hand-written case."""
    return {mail.id: mail.parent for mail in story.load(ROOT / "examples" / "harbor").mails.values()}


def true_thread(mail: str) -> str:
    """The thread of a mail: of a synthetic one its id tells, of a hand-written one its oldest ancestor."""
    if mail.count("-") == 2:
        return mail.rpartition("-")[0]
    while parent := _parents().get(mail):
        mail = parent
    return mail


def b_cubed(pairs: Sequence[tuple[str, str]]) -> Figures:
    """How much of each message's thread, as found and as true, agrees. `pairs` are (true thread, found thread)."""
    if not pairs:
        return prf(0, 0, 0)
    true, found, both = Counter(a for a, _ in pairs), Counter(b for _, b in pairs), Counter(pairs)
    precision = sum(both[pair] / found[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / true[pair[0]] for pair in pairs) / len(pairs)
    whole = 2 * precision * recall / (precision + recall)
    return {"P": round(100 * precision, 2), "R": round(100 * recall, 2), "F1": round(100 * whole, 2)}


def threads(known: Mapping[str, Record], messages: Iterable[Record]) -> Figures:
    """B-cubed of threads over the messages that are in the truth."""
    return b_cubed([(true_thread(known[row["id"]]["mail"]), row["thread"]) for row in messages if row["id"] in known])


def score(truth: Mapping[str, Any], exports: Mapping[str, Sequence[Record]]) -> Record:
    """All figures. `exports` are the rows of ``messages`` and ``copies`` by kind."""
    known = matched(truth, exports["messages"])
    return {
        "copies": copies(truth, known, exports["copies"]),
        "threads": threads(known, exports["messages"]),
    }


def missed(truth: Mapping[str, Any], exports: Mapping[str, Sequence[Record]]) -> Iterable[str]:
    """A line for every pair of copies that was missed or made up, and every thread that is not the true one."""
    known = matched(truth, exports["messages"])
    place = {true["id"]: id for id, true in known.items()}
    found = {frozenset((row["a"], row["b"])) for row in exports["copies"]}
    true = {frozenset((place.get(pair["a"], ""), place.get(pair["b"], ""))): pair for pair in truth["copies"]}
    for pair, record in true.items():
        if pair not in found:
            yield f"MISSED  {record['mail']}: {record['a']} and {record['b']} ({' '.join(sorted(pair))})"
    for pair in found - set(true):
        if any(id in known for id in pair):
            mails = " and ".join(known[id]["mail"] if id in known else "a stranger" for id in sorted(pair))
            yield f"MADE UP {mails} ({' '.join(sorted(pair))})"
    yield from _wrong_threads(known, exports["messages"])


def _wrong_threads(known: Mapping[str, Record], messages: Iterable[Record]) -> Iterable[str]:
    parts: defaultdict[str, set[str]] = defaultdict(set)
    wholes: defaultdict[str, set[str]] = defaultdict(set)
    for row in messages:
        if row["id"] in known:
            true = true_thread(known[row["id"]]["mail"])
            parts[true].add(row["thread"])
            wholes[row["thread"]].add(true)
    yield from (f"PARTED  {true}: {' '.join(sorted(found))}" for true, found in parts.items() if len(found) > 1)
    yield from (f"JOINED  {found}: {' '.join(sorted(true))}" for found, true in wholes.items() if len(true) > 1)
