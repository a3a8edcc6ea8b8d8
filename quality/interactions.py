"""Score what messages do, in a generated production, against its exact truth.

A mail is known by its id; of its copies, what is found in any of them counts once; papers that were attached are left
out. `acts`: P, R and F1 of (mail, channel, act). In the hand-written case the truth names every act of every mail. A
mail of a synthetic production has one planted act in a body of other sentences, some of which do something too; there
only what was found in the planted words is looked at: that a mail is forwarded may show in its subject alone.
`dates`: how many of those that are right have the day of the truth, in per cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quality.copies import matched
from quality.messages import prf, squeeze

Record = dict[str, Any]


def score(truth: Mapping[str, Any], exports: Mapping[str, Sequence[Record]], *, planted: bool) -> Record:
    """The figures of acts and dates. `exports` are the rows of ``messages`` and ``interactions``."""
    wanted, found = pairs(truth, exports, planted=planted)
    hits = set(wanted) & set(found)
    days = [any(day == wanted[key]["date"] for day in found[key]) for key in hits]
    return {"acts": prf(len(hits), len(found), len(wanted)), "dates": 100 * sum(days) / max(len(days), 1)}


def pairs(
    truth: Mapping[str, Any], exports: Mapping[str, Sequence[Record]], *, planted: bool
) -> tuple[dict[tuple[str, str, str], Record], dict[tuple[str, str, str], list[str]]]:
    """What is true and what was found by (mail, channel, act): the record of the truth, and the days found."""
    mails = {id: str(true["mail"]) for id, true in matched(truth, exports["messages"]).items()}
    wanted = {
        (one["mail"], one["channel"], one["act"]): one
        for one in truth["interactions"]
        if one["quotes"] and "message" in one
    }
    words = {mail: squeeze(one["quotes"][0]) for (mail, _, _), one in wanted.items()}
    found: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for row in exports["interactions"]:
        mail = mails.get(str(row["record"]), "")
        key = mail, row["channel"], row["act"]
        told = key in wanted if row["act"] == "forwards" else _said(row["quotes"], words.get(mail, ""))
        if mail and ":" not in mail and (told or not planted):
            found[key].append(row["date"])
    return wanted, dict(found)


def _said(quotes: Iterable[str], words: str) -> bool:
    """Whether one of the quotes is the planted words, as far as they are open."""
    return bool(words) and any(squeeze(quote) in words or words in squeeze(quote) for quote in quotes if quote)


def missed(truth: Mapping[str, Any], exports: Mapping[str, Sequence[Record]], *, planted: bool) -> Iterable[str]:
    """A line for every act that was missed or made up."""
    wanted, found = pairs(truth, exports, planted=planted)
    yield from (f"MISSED  {' / '.join(key)}: {wanted[key]['quotes'][0]}" for key in sorted(set(wanted) - set(found)))
    yield from (f"MADE UP {' / '.join(key)}" for key in sorted(set(found) - set(wanted)))
