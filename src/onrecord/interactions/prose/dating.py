"""Which dates of a sentence say when it happened."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from onrecord.interactions.prose.clauses import COMPLEMENT
from onrecord.interactions.prose.items import Item
from onrecord.text import timex
from onrecord.text.timex import Expression, Origin, Reading, Says, When

#: Words before a date that make it a limit or a subject rather than the day on which something was done.
LIMITS = frozenset(
    [
        "since",
        "until",
        "till",
        "before",
        "after",
        "from",
        "through",
        "by",
        "of",
        "for",
        "between",
        "than",
        "to",
        "as",
        "dated",
    ]
)
POINTS = frozenset({Says.CALENDAR, Says.SHIFT, Says.DURING})
AGAIN = re.compile(r"(?:,? (?:and|or),?|,)(?: again| then| once more)?(?: on)? $")


class Timed(Struct, frozen=True):
    """A date that says when: the item it is, and the days."""

    item: int
    said: Expression
    when: When
    again: bool = False


def find(text: str, items: Sequence[Item], reading: Reading) -> list[Timed]:
    """The dates that say when something in the sentence `text` happened, in order; each main one moves `reading` on."""
    found: list[Timed] = []
    reported, leads = False, True
    for index, item in enumerate(items):
        reported = reported or item.word in COMPLEMENT
        leads = leads and (index == 0 or items[index - 1].kind in ("w", "T", ","))
        if item.date is None or item.date.says not in POINTS or _belongs(text, item):
            continue
        before = items[index - 1].word if index else ""
        again = (
            bool(found)
            and found[-1].item == _before(items, index)
            and AGAIN.search(text[found[-1].said.end : item.start]) is not None
        )
        ends = bool(found) and timex.interval(text, found[-1].said, item.date)
        if before in LIMITS and not leads and not ends:
            continue
        main = not reported and (
            leads or again or before == "on" or item.date.says is not Says.CALENDAR or item.date.day is not None
        )
        when = reading.settle(item.date, main=main and not _is_loose(item.date))
        if (
            when is not None
            and item.date.says is Says.CALENDAR
            and item.date.day is None
            and not leads
            and before not in ("in", "during")
        ):
            continue
        if when is not None and found and timex.interval(text, found[-1].said, item.date):
            found[-1] = Timed(found[-1].item, found[-1].said, timex.joined(found[-1].when, when))
        elif when is not None:
            found.append(Timed(index, item.date, when, again))
    return found


def _before(items: Sequence[Item], index: int) -> int:
    """The last date before item `index`."""
    return next((at for at in range(index - 1, -1, -1) if items[at].kind == "T"), -1)


def _belongs(text: str, item: Item) -> bool:
    """A date that belongs to a thing: "the next day's executive order"."""
    return re.match(r"[’']s?\b", text[item.end : item.end + 3]) is not None


def _is_loose(said: Expression) -> bool:
    """A date that is not exact enough to count on from."""
    return said.rough or (said.origin is Origin.TOLD and said.unit in ("M", "Y", "W") and said.says is Says.DURING)
