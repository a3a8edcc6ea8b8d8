"""Score messages read from a generated production against its exact truth.

    score(truth, predictions)      truth: ``truth/truth.json`` of `examples.generate`; predictions: lines of
                                   ``onrecord export messages``

Pairing: file by file (base names), one to one, greedily by agreement of page, sent time, sender, subject and body; a
pair stands at most one page apart and agrees on at least half of that.

A message is *right* when its pair begins on the same page, was sent at the same time to the precision printed (with AM
or PM, and with the offset exactly where one is printed) and bears the same sender; a hidden sender is right only when
none is given. P, R and F1 count right messages: every prediction that is not right counts against P, and every truth
that is not against R. `top` and `quoted` part the truth by depth and the predictions by their own depth.

On scanned pages a sender may differ by one character in eight, and a subject by one in ten; on text pages nothing may
differ but letter case, spaces and marks. `depth`, `sender`, `sent`, `subject` are shares of the pairs; `body` is their
mean Dice similarity of character 4-grams without exemption codes; `to`, `cc` and `attachments` are P, R and F1 over
people and names; `chain` is B-cubed over pairs.

Memos and letters are `papers`, scored apart. Predictions on pages of release letters are left out.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from rapidfuzz.distance import Levenshtein

Record = dict[str, Any]
Figures = dict[str, float | None]

PAPERS = ("memo", "letter")
CODE = re.compile(r"\(\s*b\s*\)\s*\(\s*\d\s*\)(?:\s*\([A-F]\))?|\bb[1-9][A-F]?\b", re.IGNORECASE)
HONORS = re.compile(r"<[^>]*>?|\[[^\]]*\]?|\([^)]*\)?|[\"'*]")
#: "-----Original Message-----", "Begin forwarded message:": of neither the message above nor the one below.
INTRODUCTION = re.compile(
    r"^[ \t>]*(?:-* ?(?:Original (?:Message|Appointment)|Forwarded message) ?-*|Begin forwarded message:)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
#: Agreement of a pair: page, time, sender, subject, body.
WEIGHTS = (0.15, 0.35, 0.15, 0.15, 0.2)
LEAST = 0.5
#: Shares of characters that may differ on scanned pages.
SENDER_NOISE, SUBJECT_NOISE = 1 / 8, 1 / 10


def squeeze(text: str) -> str:
    """Letters and digits, lower case."""
    return re.sub(r"[\W_]+", "", text.lower())


@lru_cache(maxsize=100_000)
def person(printed: str) -> str:
    """A name as "firstlast": from "Last, First (UNIT) [E]", "First Last <address>" or "First Last/DESK/UNIT@UNIT"."""
    bare = re.split(r"\bon behalf of\b", printed, flags=re.IGNORECASE)[0]
    name = HONORS.sub(" ", bare).strip(" ;,:")
    if not re.search(r"[^\W\d_]", name):
        name = bare.strip(" <>;'\"[]")
    if "@" not in name.split("/", maxsplit=1)[0]:
        name = name.split("/", maxsplit=1)[0]
    last, comma, first = name.partition(",")
    return squeeze(f"{first} {last}" if comma else name)


def grams(text: str) -> Counter[str]:
    """Character 4-grams of letters and digits, exemption codes and lines that only introduce a quotation left out."""
    plain = squeeze(CODE.sub(" ", INTRODUCTION.sub("", text)))
    return Counter(plain[at : at + 4] for at in range(max(1, len(plain) - 3))) if plain else Counter()


def dice(a: Counter[str], b: Counter[str]) -> float:
    """Similarity of two bags, 1 where both are empty."""
    if a == b:
        return 1.0
    return 2 * (a & b).total() / (a.total() + b.total())


def close(a: str, b: str, noise: float) -> bool:
    """Whether `a` and `b` differ in no more than `noise` of the longer's characters."""
    return a == b or Levenshtein.distance(a, b) <= noise * max(len(a), len(b))


def moment(sent: str | None) -> datetime | None:
    """A time, or None where there is none to read."""
    try:
        return datetime.fromisoformat(sent) if sent else None
    except ValueError:
        return None


def same_time(a: str | None, b: str | None) -> bool:
    """The same time: offsets equal or on neither; seconds compared where both have them; a bare day is no time."""
    x, y = moment(a), moment(b)
    if x is None or y is None:
        return not a and not b
    if x.utcoffset() != y.utcoffset() or ("T" in str(a)) != ("T" in str(b)):
        return False
    seconds = x.second == y.second or 0 in (x.second, y.second)
    return seconds and x.replace(second=0) == y.replace(second=0)


@dataclass(slots=True)
class Item:
    """A message of either side, made ready to compare."""

    source: Record
    page: int | None
    sender: str
    sent: str | None
    subject: str
    body: Counter[str]
    chain: str
    depth: int
    scanned: bool
    kind: str

    @property
    def paper(self) -> bool:
        """Whether it is a memo or a letter."""
        return self.kind in PAPERS


def _item(record: Record, chain: str, page: int | None, scanned: bool) -> Item:
    return Item(
        source=record,
        page=page,
        sender=person(record.get("from") or ""),
        sent=record.get("sent") or None,
        subject=squeeze(CODE.sub(" ", record.get("subject") or "")),
        body=grams(record.get("body") or ""),
        chain=chain,
        depth=int(record.get("depth") or 0),
        scanned=scanned,
        kind=record.get("kind") or "email",
    )


def base(file: str) -> str:
    """The name that files are compared by."""
    return PurePosixPath(file.replace("\\", "/")).name


Files = dict[str, list[Item]]


def true_items(truth: Mapping[str, Any]) -> Files:
    """The messages of the truth by file."""
    files: Files = defaultdict(list)
    for thread in _threads(truth):
        for message in thread["messages"]:
            item = _item(message, str(thread["thread"]), message["page"], bool(message.get("scanned")))
            files[base(message.get("file") or thread["file"])].append(item)
    return files


def _threads(truth: Mapping[str, Any]) -> Sequence[Record]:
    threads: Sequence[Record] = truth.get("messages", truth)["threads"]
    return threads


def predicted_items(truth: Mapping[str, Any], predictions: Iterable[Record]) -> Files:
    """The predictions by file, those on pages of release letters left out."""
    letters = {(base(one["file"]), one["page"]) for one in truth.get("messages", truth).get("dontcare", ())}
    scans = {(base(one["file"]), one["page"]) for one in truth.get("pages", ()) if one.get("scanned")}
    files: Files = defaultdict(list)
    for record in predictions:
        place = base(record.get("file") or ""), record.get("page_start")
        if place not in letters:
            chain = str(record.get("chain") or record.get("thread") or id(record))
            files[place[0]].append(_item(record, chain, place[1], place in scans))
    return files


def agreement(true: Item, found: Item) -> float:
    """How well two messages agree, 0 to 1; 0 where their pages are too far apart."""
    if found.page is None or true.page is None or abs(found.page - true.page) > 1:
        return 0.0
    page, time, sender, subject, body = WEIGHTS
    value = page * (found.page == true.page) + time * same_time(true.sent, found.sent)
    value += sender * right_sender(true, found)
    if value + subject + body < LEAST:
        return 0.0
    value += subject * Levenshtein.normalized_similarity(true.subject, found.subject)
    return value + body * dice(true.body, found.body)


def pairs(true: Sequence[Item], found: Sequence[Item]) -> list[tuple[Item, Item]]:
    """The messages of one file, paired one to one, best agreement first."""
    pages: dict[int, list[int]] = defaultdict(list)
    for place, item in enumerate(found):
        if item.page is not None:
            pages[item.page].append(place)
    ranked = []
    for i, item in enumerate(true):
        near = [j for page in range((item.page or 0) - 1, (item.page or 0) + 2) for j in pages.get(page, ())]
        ranked += [(-agreement(item, found[j]), abs(item.depth - found[j].depth), i, j) for j in near]
    used_true: set[int] = set()
    used_found: set[int] = set()
    matched = []
    for value, _, i, j in sorted(ranked):
        if -value >= LEAST and i not in used_true and j not in used_found:
            used_true.add(i)
            used_found.add(j)
            matched.append((true[i], found[j]))
    return matched


def right_sender(true: Item, found: Item) -> bool:
    """Whether the sender agrees; on a scan a few characters may differ."""
    if not true.sender or not found.sender:
        return true.sender == found.sender
    return close(true.sender, found.sender, SENDER_NOISE if true.scanned else 0)


def right_subject(true: Item, found: Item) -> bool:
    """Whether the subject agrees; on a scan a few characters may differ."""
    return close(true.subject, found.subject, SUBJECT_NOISE if true.scanned else 0)


def right(true: Item, found: Item) -> bool:
    """Whether a pair is right: place, time and sender."""
    return true.page == found.page and same_time(true.sent, found.sent) and right_sender(true, found)


def prf(hits: int, found: int, true: int) -> Figures:
    """Precision, recall and F1 in per cent; None where there is nothing to divide by."""
    return {
        "P": round(100 * hits / found, 2) if found else None,
        "R": round(100 * hits / true, 2) if true else None,
        "F1": round(200 * hits / (found + true), 2) if found + true else None,
    }


@dataclass(slots=True)
class Side:
    """All messages of both sides, and the pairs."""

    true: list[Item]
    found: list[Item]
    pairs: list[tuple[Item, Item]]

    def part(self, keep: Callable[[Item], bool]) -> Side:
        """The messages that `keep` says yes to. A pair belongs where its truth does."""
        partner = {id(found): true for true, found in self.pairs}
        return Side(
            [item for item in self.true if keep(item)],
            [item for item in self.found if keep(partner.get(id(item), item))],
            [pair for pair in self.pairs if keep(pair[0])],
        )

    def messages(self) -> Record:
        """P, R and F1 of right messages: all, top and quoted."""
        return {name: self._count(keep) for name, keep in DEPTHS.items()}

    def _count(self, keep: Callable[[Item], bool]) -> Record:
        hits = sum(right(true, found) for true, found in self.pairs if keep(true) and keep(found))
        true, found = sum(map(keep, self.true)), sum(map(keep, self.found))
        return {**prf(hits, found, true), "true": true, "predicted": found}

    def fields(self) -> Record:
        """Accuracy of the fields on pairs."""
        return {
            "pairs": len(self.pairs),
            "depth": self._share(lambda true, found: true.depth == found.depth),
            "sender": self._share(right_sender),
            "sent": self._share(lambda true, found: same_time(true.sent, found.sent)),
            "subject": self._share(right_subject),
            "body": self._share(lambda true, found: dice(true.body, found.body)),
            "kind": self._share(lambda true, found: true.kind == found.kind),
            "to": self._names("to", person),
            "cc": self._names("cc", person),
            "attachments": self._names("attachments", squeeze),
            "chain": self._chains(),
        }

    def _share(self, test: Callable[[Item, Item], float]) -> float | None:
        return round(100 * sum(test(*pair) for pair in self.pairs) / len(self.pairs), 2) if self.pairs else None

    def _names(self, name: str, key: Callable[[str], str]) -> Figures:
        hits = found_count = true_count = 0
        for true, found in self.pairs:
            wanted = [key(one) for one in true.source.get(name) or ()]
            given = [key(one) for one in found.source.get(name) or ()]
            hits += _hits(wanted, given, SENDER_NOISE if true.scanned else 0)
            true_count += len(wanted)
            found_count += len(given)
        return prf(hits, found_count, true_count)

    def _chains(self) -> Figures:
        """B-cubed: how much of each message's chain, as found and as true, agrees."""
        sizes_true = Counter(true.chain for true, _ in self.pairs)
        sizes_found = Counter(found.chain for _, found in self.pairs)
        both = Counter((true.chain, found.chain) for true, found in self.pairs)
        if not self.pairs:
            return prf(0, 0, 0)
        count = len(self.pairs)
        precision = sum(both[true.chain, found.chain] / sizes_found[found.chain] for true, found in self.pairs) / count
        recall = sum(both[true.chain, found.chain] / sizes_true[true.chain] for true, found in self.pairs) / count
        f1 = 2 * precision * recall / (precision + recall)
        return {"P": round(100 * precision, 2), "R": round(100 * recall, 2), "F1": round(100 * f1, 2)}


DEPTHS: dict[str, Callable[[Item], bool]] = {
    "all": lambda item: True,
    "top": lambda item: item.depth == 0,
    "quoted": lambda item: item.depth > 0,
}


def _hits(wanted: list[str], given: list[str], noise: float) -> int:
    """How many names agree, one to one."""
    left, hits = list(wanted), 0
    for name in given:
        match = next((one for one in left if close(name, one, noise)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def compare(truth: Mapping[str, Any], predictions: Iterable[Record]) -> Side:
    """All messages of both sides, paired."""
    true, found = true_items(truth), predicted_items(truth, predictions)
    side = Side([], [], [])
    for file in sorted({*true, *found}):
        side.true += true.get(file, [])
        side.found += found.get(file, [])
        side.pairs += pairs(true.get(file, []), found.get(file, []))
    return side


def score(truth: Mapping[str, Any], predictions: Iterable[Record]) -> Record:
    """The figures: {"messages": {all, text, scanned: {all, top, quoted: P R F1}}, "fields": ..., "papers": ...}."""
    whole = compare(truth, predictions)
    papers, mails = whole.part(lambda item: item.paper), whole.part(lambda item: not item.paper)
    slices = {
        "all": mails,
        "text": mails.part(lambda item: not item.scanned),
        "scanned": mails.part(lambda item: item.scanned),
    }
    return {
        "messages": {name: side.messages() for name, side in slices.items()},
        "fields": {name: side.fields() for name, side in slices.items() if side.pairs},
        "papers": papers.messages()["all"],
    }


def errors(truth: Mapping[str, Any], predictions: Iterable[Record]) -> Iterable[str]:
    """A line for everything that is not right: what was missed, what was made up, what was read otherwise."""
    side = compare(truth, predictions)
    paired_true, paired_found = {id(true) for true, _ in side.pairs}, {id(found) for _, found in side.pairs}
    for item in side.true:
        if id(item) not in paired_true:
            yield f"MISSED  {_words(item)}"
    for item in side.found:
        if id(item) not in paired_found:
            yield f"MADE UP {_words(item)}"
    for true, found in side.pairs:
        if not right(true, found):
            yield f"WRONG   {_words(true)}\n   read {_words(found)}"


def _words(item: Item) -> str:
    source = item.source
    place = f"{base(source.get('file') or '')} p.{item.page} depth {item.depth}"
    return f"{place} | {source.get('from')} | {source.get('sent')} | {source.get('subject')}"


def main(words: Sequence[str]) -> None:
    """``python -m quality.messages TRUTH.json PREDICTIONS.jsonl [errors]``."""
    truth = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    lines = Path(words[1]).read_text(encoding="utf-8").splitlines()
    predictions = [json.loads(line) for line in lines if line.strip()]
    print(json.dumps(score(truth, predictions), indent=1))
    if len(words) > 2:
        print("\n".join(errors(truth, predictions)))


if __name__ == "__main__":
    main(sys.argv[1:])
