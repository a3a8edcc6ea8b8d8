"""Whether a sentence speaks of what is to come: from its auxiliaries and a few verbs, no parser."""

from __future__ import annotations

import re

#: How far around an expression its sentence is looked at, in characters.
BEFORE, AFTER = 160, 60
AHEAD = re.compile(
    r"\b(?:will|shall|won['’]t|going to|gonna|would|is to|are to|to be"
    r"|(?:was|were|is|are) (?:due|set|scheduled|expected|slated|likely|about)"
    r"|scheduled|expects?|plans?|planning|planned|hopes?|due|until|by|payable|deadline|upcoming|can|may|must|should)\b|['’]ll\b",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:was|were|had|did|said|says|told|has|have|took|made|went|came|gave|met|left|began|fell|rose|won|lost|held|got|led|set|saw|"
    r"sent|wrote|ran|cut|hit|been|\w{2,20}ed)\b",
    re.IGNORECASE,
)
BREAK = re.compile(r"[.!?]['\"”’]*\s+(?=[A-Z\"“'`])|\n\s*\n")


def tense(text: str, start: int, end: int) -> int:
    """1 where the sentence around characters `start` to `end` looks ahead, -1 where it looks back, else 0.

    The verb nearest before decides, or the first one after.
    """
    before = text[max(0, start - BEFORE) : start]
    breaks = list(BREAK.finditer(before))
    before = before[breaks[-1].end() :] if breaks else before
    after = text[end : end + AFTER]
    stop = BREAK.search(after)
    after = after[: stop.start()] if stop else after
    return _nearest(before, after)


#: A past verb this near before an expression is taken to govern it.
NEAR = 6


def _nearest(before: str, after: str) -> int:
    coming, gone = list(AHEAD.finditer(before)), list(PAST.finditer(before))
    if coming or gone:
        if coming and (not gone or coming[-1].start() > gone[-1].start() - 12):
            return 1
        return -1 if len(before) - gone[-1].end() <= NEAR else 0
    first, other = AHEAD.search(after), PAST.search(after)
    return int(first is not None and (other is None or first.start() < other.start()))
