"""What a message does, sentence by sentence, by the patterns of ``acts.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from onrecord import data
from onrecord.model import Message, MessageKind, ZoneKind

#: Sentences of mail: lines count too, for nobody closes a greeting with a full stop.
SENTENCE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|St|No|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|[ap]\.m|[A-Z])\.(?= ?\S)"
    r"|[^\n.!?])*(?:[.!?](?!\s|$)[^\n.!?]*)*(?:[.!?]+[\"”’)]*(?=\s|$)|\n|$)"
)
#: Whose lines wrap: a line feed inside a sentence, before a small letter or after a comma.
WRAPPED = re.compile(r"(?<=[a-z,;])\n(?=[a-z(“\"])|(?<=[a-z,;]) \n(?=\S)|(?<=[a-z]{2})\n(?=[A-Z]?[a-z]+ [a-z])")
FORWARDED = re.compile(r"\s*(?:fwd?|fw d|tr|wg)\s*:", re.IGNORECASE)
ANSWERED = re.compile(r"\s*(?:re|aw|sv)\s*:", re.IGNORECASE)
#: Quoted mail that was not split off: nothing below belongs to this message.
BELOW = re.compile(
    r"^(?:-+ ?Original|Beg ?in forwarded|On .{6,80} wr ?ote ?:|From ?:|> )|^On \w{3},? \w{3} \d{1,2}, \d{4}",
    re.MULTILINE,
)
SIGNATURE = re.compile(
    r"^(?:Sent from my|The info ?rm ?at ?ion in th ?is e|Disclaime ?r ?:|Confidential(?:ity)? Not|-- ?$|_{5,})",
    re.MULTILINE,
)
#: The shortest sentence that tells something by itself, in letters, and the longest message looked at, in characters.
TELLING, LONGEST = 25, 20_000


class Act(NamedTuple):
    """An act and the sentences that show it, as (start, end) in the body; none where the subject shows it."""

    act: str
    shown: tuple[tuple[int, int], ...]


class Rule(NamedTuple):
    """One entry of ``acts.yaml``. `stems` are patterns by words that each cannot do without; `rest` has none."""

    act: str
    stems: tuple[tuple[str, re.Pattern[str]], ...]
    rest: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    question: bool

    def within(self, text: str) -> list[re.Pattern[str]]:
        """The patterns that may be found in `text`."""
        found = [pattern for stem, pattern in self.stems if stem in text]
        return [*found, self.rest] if self.rest is not None and self.rest.search(text) else found


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in their order."""
    return tuple(_rule(entry) for entry in data.load("acts")["acts"])


def _rule(entry: dict[str, Any]) -> Rule:
    stems = [(stem(pattern), pattern) for pattern in entry["says"]]
    rest = [pattern for words, pattern in stems if len(words) < STEM]
    return Rule(
        entry["act"],
        tuple((words, _any([pattern])) for words, pattern in stems if len(words) >= STEM),
        _any(rest) if rest else None,
        _any(entry["not"]) if "not" in entry else None,
        entry.get("question", False),
    )


#: Words shorter than this are in too many texts to tell anything.
STEM = 4
GROUP = re.compile(r"\((?:\?[:!=]|\?<[!=])?[^()]*\)(?:[?*+]|\{[\d,]*\})?")
LOOSE = re.compile(r"\[[^\]]*\](?:[?*+]|\{[\d,]*\})?|\\.(?:[?*+]|\{[\d,]*\})?|.(?:[?*]|\{[\d,]*\})|[.^$+|]")


def stem(pattern: str) -> str:
    """The longest run of characters that every text has in which `pattern` is found; empty where there is none.

    Groups, classes and whatever may be left out or repeated count for nothing.
    """
    before = ""
    while before != pattern:
        before, pattern = pattern, GROUP.sub("\0", pattern)
    return max(LOOSE.sub("\0", pattern).split("\0"), key=len)


@cache
def idle() -> re.Pattern[str]:
    """Sentences that do nothing."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in data.load("acts")["idle"]), re.IGNORECASE)


def _any(patterns: list[str]) -> re.Pattern[str]:
    """One pattern of several, for text in small letters."""
    parts = (pattern if pattern.startswith("^") else rf"\b{pattern}" for pattern in patterns)
    return re.compile("|".join(f"(?:{part}(?!\\w))" for part in parts), re.MULTILINE)


def find(message: Message) -> list[Act]:
    """The acts of a message, in the order of the words that show them, each once.

    An invitation invites; a forwarded message forwards, whatever is written above it. A message in which no rule sees
    anything but which says something supplies information.
    """
    if message.kind is MessageKind.INVITE:
        return [Act("invites", ())]
    told = list(_told(message))
    found: dict[str, list[tuple[int, int]]] = {}
    for act, place in _by_words(message, told):
        found.setdefault(act, []).append(place)
    subject = message.subject.printed if message.subject else ""
    if FORWARDED.match(subject):
        found.setdefault("forwards", told[:1])
        found.pop("supplies information", None)
    elif not found and told:
        start, end = told[0]
        if sum(letter.isalpha() for letter in message.body[start:end]) >= TELLING or ANSWERED.match(subject):
            found["supplies information"] = [(start, end)]
    return [Act(act, tuple(shown)) for act, shown in sorted(found.items(), key=lambda one: (one[1][:1], one[0]))]


def _by_words(message: Message, told: list[tuple[int, int]]) -> Iterator[tuple[str, tuple[int, int]]]:
    # what no sentence shows is left out at once: most rules see nothing in most messages
    lines = [message.body[start:end].replace("\n", " ").lower() for start, end in told]
    whole = "\n".join(lines)
    asking = "?" in whole
    some = [(rule, rule.within(whole)) for rule in rules() if asking or not rule.question]
    some = [(rule, patterns) for rule, patterns in some if patterns]
    for place, words in zip(told, lines, strict=True):
        asks = words.rstrip('"”’) ').endswith("?")
        for rule, patterns in some:
            if rule.question and not asks:
                continue
            shows = any(pattern.search(words) for pattern in patterns)
            if shows and not (rule.unless is not None and rule.unless.search(words)):
                yield rule.act, place
                break


def _told(message: Message) -> Iterator[tuple[int, int]]:
    """The sentences that a message's writer wrote into it, without greetings, signatures and what is quoted below."""
    body = message.body[:LONGEST]
    stop = min((match.start() for pattern in (BELOW, SIGNATURE) if (match := pattern.search(body))), default=len(body))
    view = WRAPPED.sub(" ", body)
    zones = [(zone.start, zone.end) for zone in message.zones if zone.kind is ZoneKind.TEXT] or [(0, len(body))]
    for match in SENTENCE.finditer(view, 0, min(stop, len(view))):
        start, end = match.span()
        while start < end and view[start] in " \t\n":
            start += 1
        while end > start and view[end - 1] in " \t\n":
            end -= 1
        inside = any(low <= start < high for low, high in zones)
        if end - start > 1 and inside and idle().fullmatch(view, start, end) is None:
            yield start, end
