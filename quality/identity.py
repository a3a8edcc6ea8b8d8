"""Scores of resolution: B-cubed over mentions, State Department header names, the NIH production after resolution.

The alias lists of the State Department corpus say which printed names are one person. They are read here, by the
scorer; the library never sees them. Their own spelling of a person varies: "Ruiz Ana" and "Ana Ruiz" are
one, and so are names that are ninety per cent alike.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import ratio

from onrecord import Case, messages
from onrecord.model import Message, Person
from onrecord.people import headers
from onrecord.people.nodes import HEADER
from onrecord.people.resolve import resolve
from onrecord.people.uses import Use
from quality import predict
from quality.corpora import flat, run_scorer, scorer

#: Names of the alias lists that are this much alike are spellings of one.
_ONE_SPELLING = 90.0


def b_cubed(true: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 in per cent of a clustering of mentions, given as two lists of cluster names."""
    both = Counter(zip(true, found, strict=True))
    trues, founds = Counter(true), Counter(found)
    if not true:
        return 0.0, 0.0, 0.0
    precision = sum(n * n / founds[f] for (_, f), n in both.items()) / len(true)
    recall = sum(n * n / trues[t] for (t, _), n in both.items()) / len(true)
    return 100 * precision, 100 * recall, 200 * precision * recall / (precision + recall)


def nobody_merged(true: Sequence[Hashable], found: Sequence[Hashable]) -> bool:
    """Whether no found cluster holds mentions of two true ones; lists as for `b_cubed`."""
    return len(set(zip(true, found, strict=True))) == len(set(found))


def squeeze(text: str) -> str:
    """Letters and digits in lower case."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def aliases(paths: Iterable[Path]) -> dict[str, str]:
    """Squeezed printed names and the person that each stands for, spellings of one person made equal."""
    listed: dict[str, str] = {}
    for path in paths:
        with path.open(encoding="utf-8") as rows:
            for row in list(csv.reader(rows))[1:]:
                if len(row) > 1 and squeeze(row[0]) and squeeze(row[1]):
                    listed[squeeze(row[0])] = " ".join(sorted(re.findall(r"[a-z]+", row[1].lower()))) or squeeze(row[1])
    main = _spellings(sorted(set(listed.values())))
    return {printed: main[person] for printed, person in listed.items()}


def _spellings(names: list[str]) -> dict[str, str]:
    main = {name: name for name in names}
    for a, b in combinations(names, 2):
        if len(a.split()) > 1 and ratio(a, b) >= _ONE_SPELLING:
            main[b] = main[a]
    return main


def true_person(use: Use, known: dict[str, str]) -> str:
    """The person whom the lists name for a use by its printed name, its address or the part before the at sign."""
    for printed in (use.name, use.address, use.address.partition("@")[0]):
        if printed and squeeze(printed) in known:
            return known[squeeze(printed)]
    return ""


def plain(use: Use) -> str:
    """What a plain normaliser makes of a use: the words of the name without their order, or the address."""
    bare = re.sub(r"<[^>]*>|\([^)]*\)|\[[^\]]*\]", " ", use.name.lower())
    words = [word for word in re.findall(r"[a-z]+", bare) if len(word) > 1]
    return " ".join(sorted(words)) or use.address.lower() or use.name.lower()


def worst(true: Sequence[str], found: Sequence[Hashable], shown: Sequence[str]) -> list[str]:
    """Lines on what costs most: people in several clusters, clusters of several people."""
    lines = []
    for label, a, b in (("split", true, found), ("mixed", found, true)):
        parts: defaultdict[Hashable, defaultdict[Hashable, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for x, y, text in zip(a, b, shown, strict=True):
            parts[x][y][text] += 1
        cost = {x: sum(c.total() for c in ys.values()) - max(c.total() for c in ys.values()) for x, ys in parts.items()}
        for x in sorted(cost, key=lambda x: (-cost[x], str(x))):
            if cost[x]:
                pieces = sorted(parts[x].values(), key=lambda c: -c.total())
                shows = " || ".join(", ".join(t for t, _ in c.most_common(4)) + f" ({c.total()})" for c in pieces[:8])
                lines.append(f"{label} {x}: {shows}")
    return lines


def state_uses(folder: Path) -> list[Use]:
    """The names in all headers of the State Department documents."""
    found = []
    for _, pages in predict.state_texts(folder):
        for message in messages.split(pages):
            found += [placed.use for placed in headers.uses(message)]
    return found


def state_scores(folder: Path, lists: Sequence[Path]) -> dict[str, float]:
    """B-cubed over the header names that the alias lists know: resolved, and by a plain normaliser."""
    uses, known = state_uses(folder), aliases(lists)
    answers = resolve(uses).answers
    scored = [
        (use, answer, person) for use, answer in zip(uses, answers, strict=True) if (person := true_person(use, known))
    ]
    true = [person for _, _, person in scored]
    found = [answer.cluster if answer.cluster >= 0 else f"open {use.name}" for use, answer, _ in scored]
    precision, recall, f1 = b_cubed(true, found)
    return {
        "B3/P": precision,
        "B3/R": recall,
        "B3/F1": f1,
        "plain normaliser/F1": b_cubed(true, [plain(use) for use, _, _ in scored])[2],
    }


def nih_scores(folder: Path, work: Path) -> dict[str, float]:
    """Recipients after resolution by ``score_messages.py``, and who wrote to whom on both sides.

    The graphs are those of all messages, and of those that are on both sides: the truth lacks hundreds of printed
    messages. It also lacks printed recipients of quoted ones; `beyond the truth, printed` is the share of the
    recipients that only we name whose surname is printed in the header.
    """
    found = messages.split(predict.page_texts(folder / "pages.jsonl.gz"))
    rows = list(resolved_rows(found))
    path = work / "resolved.jsonl"
    predict.write(rows, path)
    printed = json.loads(run_scorer("score_messages.py", folder / "truth.json", path, "--json"))
    scores = flat({part: {k: printed[f"on matched {part}"][k] for k in ("to", "cc")} for part in ("all", "top")})
    judge = scorer("score_messages.py")
    _, truth, ours = judge.load(folder / "truth.json", path)
    pairs = [(ours[i], truth[j]) for i, j in judge.match(truth, ours)[0]]
    sides = {
        "truth": truth,
        "ours": ours,
        "truth, matched": [true for _, true in pairs],
        "ours, matched": [mine for mine, _ in pairs],
    }
    for side, mails in sides.items():
        scores |= {f"graph/{side}/{name}": figure for name, figure in graph(mails).items()}
    headers_of = {message.id: squeeze(message.citation.quote) for message in found}
    beyond = [squeeze(name.partition(",")[0]) in headers_of[mine["id"]]
              for mine, true in pairs for field in ("to", "cc")
              for name in _only(mine[field] or [], true[field] or [], judge.agree)]  # fmt: skip
    scores["beyond the truth, printed"] = 100 * sum(beyond) / len(beyond) if beyond else 100.0
    return scores


def _only(mine: Sequence[str], true: Sequence[str], agree: Callable[[str, str], bool]) -> Iterator[str]:
    """The names of `mine` that agree with none of `true`, each of which answers for one."""
    left = list(true)
    for name in mine:
        same = next((other for other in left if agree(name, other)), None)
        if same is None:
            yield name
        else:
            left.remove(same)


def resolved_rows(found: Sequence[Message]) -> Iterator[predict.Row]:
    """Messages as exported, with every party under the name of the person that it is taken for, each once."""
    placed = [one for message in found for one in headers.uses(message)]
    answer = resolve([one.use for one in placed])
    names: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for one, who in zip(placed, answer.answers, strict=True):
        name = answer.clusters[who.cluster].filed if who.cluster >= 0 else one.use.name or one.use.address
        names[one.record, one.use.place][name] = None
    for message in found:
        row = predict.message_row(message)
        sender = next(iter(names[message.id, "from"]), "")
        yield row | {"from": sender, "to": list(names[message.id, "to"]), "cc": list(names[message.id, "cc"])}


#: Messages to more people than this are circulars and tie nobody to anybody.
_FEW = 5


def graph(mails: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Nodes, edges and greatest degree of who wrote to whom, without the owner of the mailbox: who receives most."""
    received = Counter(name.lower().partition(",")[0] for mail in mails for name in mail["to"] or [])
    owner = received.most_common(1)[0][0]
    edges = set()
    for mail in mails:
        recipients = dict.fromkeys((mail["to"] or []) + (mail["cc"] or []))
        for one in recipients if len(recipients) <= _FEW else ():
            pair = frozenset((mail["from"].lower(), one.lower()))
            if len(pair) == 2 and all(pair) and not any(owner in name for name in pair):
                edges.add(pair)
    degrees = Counter(name for pair in edges for name in pair)
    return {"nodes": len(degrees), "edges": len(edges), "max degree": max(degrees.values(), default=0)}


def generated_scores(case: Case, truth: Mapping[str, Any]) -> dict[str, float]:
    """B-cubed over the header names of a generated case, and how many people were taken for another."""
    known = {squeeze(alias): str(person["id"]) for person in truth["people"] for alias in person["aliases"]}
    known |= {squeeze(person["address"]): str(person["id"]) for person in truth["people"] if person.get("address")}
    true, found = [], []
    for person in case.findings(Person):
        for seen in person.seen:
            if (who := known.get(squeeze(seen.name))) and seen.place in HEADER:
                true.append(who)
                found.append(person.id)
    return {"people/B3": b_cubed(true, found)[2], "people/nobody merged": 100.0 * nobody_merged(true, found)}
