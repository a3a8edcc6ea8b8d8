"""Whether a sentence speaks of what is to come: from its auxiliaries and a few verbs, no parser."""

from __future__ import annotations

import re

#: How far around an expression its sentence is looked at, in characters.
BEFORE, AFTER = 160, 60
AHEAD = re.compile(
    r"\b(?:will|shall|won['’]t|going to|gonna|would|is to|are to|to be"
    r"|(?:was|were|is|are) (?:due|set|scheduled|expected|slated|likely|about)"
    r"|scheduled|set to|effective|expects?|plans?|planning|planned (?:to|for)|hopes?|due(?! to (?:the|a)\b)|payable"
    r"|deadline|upcoming|can|may|must|should"
    # what is in the timetable, in the present tense
    r"|(?:opens?|begins?|starts?|ends|expires?|resumes?|arrives?|departs?|meets?|goes|takes effect)"
    r"|(?:is|are|am) (?:leaving|meeting|going|coming|travell?ing|returning|arriving|opening|beginning|starting))\b"
    r"|['’]ll\b|\b(?:by|until|till)\s+(?:the\s+|about\s+|early\s+|late\s+|mid-)?$",
    re.IGNORECASE,
)
#: What had been planned when the sentence was written: no longer to come.
OVERTAKEN = re.compile(r"\bhad (?:\w+ )?been (?:due|set|scheduled|expected|planned|slated)\b", re.IGNORECASE)
PAST = re.compile(
    r"\b(?:was|were|had|did|said|says|told|has|have|took|made|went|came|gave|met|left|began|fell|rose|won|lost|held|got|led"
    r"|set(?! to)|saw|sent|wrote|ran|cut|hit|been|became|brought|bought|built|broke|caught|chose|drew|drove|fled"
    r"|flew|found|fought|grew|heard|kept|knew|laid|lay|paid|put|quit|read|sank|sat|shot|shut|sold|sought|spent|spoke"
    r"|stole|stood|struck|swore"
    r"|taught|thought|threw|understood|withdrew|woke|wore|\w{2,20}ed)\b",
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


#: Between "will" and the participle that belongs to it: will soon be released.
PASSIVE = re.compile(r"(?: \w+){0,2} be(?: \w+ly)? ")


def _governs(before: str, coming: re.Match[str], gone: re.Match[str]) -> bool:
    """Whether the verb that looks ahead is nearer than the past one, or has it for its participle."""
    return coming.end() >= gone.end() or PASSIVE.fullmatch(before, coming.end(), gone.start()) is not None


#: A past verb this near before an expression is taken to govern it.
NEAR = 6


def _nearest(before: str, after: str) -> int:
    if OVERTAKEN.search(before):
        return -1
    coming, gone = list(AHEAD.finditer(before)), list(PAST.finditer(before))
    if coming or gone:
        if coming and (not gone or _governs(before, coming[-1], gone[-1])):
            return 1
        return -1 if len(before) - gone[-1].end() <= NEAR else 0
    first, other = AHEAD.search(after), PAST.search(after)
    if first is not None and (other is None or first.start() < other.start()):
        return 1
    return -1 if other is not None else 0
