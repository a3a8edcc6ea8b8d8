"""What a message does, sentence by sentence, by the patterns of ``acts.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from onrecord import data
from onrecord.interactions.needed import needed
from onrecord.model import Message, MessageKind, ZoneKind

#: Sentences of mail: lines count too, for nobody closes a greeting with a full stop.
SENTENCE = re.compile(
    r"(?:[^\n.!?A-Zap]++|(?:Mr|Mrs|Ms|Dr|St|No|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|[ap]\.m|[A-Z])\.(?= ?\S)"
    r"|[A-Zap])*(?:[.!?](?!\s|$)[^\n.!?]*)*(?:[.!?]+[\"”’)]*(?=\s|$)|\n|$)"
)
#: Whose lines wrap: a line feed inside a sentence, before a small letter or after a comma.
WRAPPED = re.compile(
    r"[ \n](?:(?<=[a-z,;]\n)(?=[a-z(“\"])|(?<=[a-z,;] )\n(?=\S)|(?<=[a-z]{2}\n)(?=[A-Z]?[a-z]+ [a-z]))"
)
FORWARDED = re.compile(r"\s*(?:fwd?|fw d|tr|wg)\s*:", re.IGNORECASE)
#: How mail programs begin the subject of an answer to an invitation.
INVITED = re.compile(r"\s*(accepted|declined)\s*:", re.IGNORECASE)
ANSWERED = re.compile(r"\s*(?:re|aw|sv)\s*:", re.IGNORECASE)
#: Quoted mail that was not split off: nothing below belongs to this message.
BELOW = re.compile(
    r"^(?:-+ ?Original|Beg ?in forwarded|On .{6,80} wr ?ote ?:|From ?:|> )|^On \w{3},? \w{3} \d{1,2}, \d{4}",
    re.MULTILINE,
)
#: The marks of quotation before the lines of a message that is quoted itself.
QUOTED = re.compile(r"^[>» \t]+", re.MULTILINE)
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
    """One entry of ``acts.yaml``. `says` are its patterns, each with the words that it needs (see `needed`)."""

    act: str
    says: tuple[tuple[frozenset[str], re.Pattern[str]], ...]
    unless: re.Pattern[str] | None
    question: bool

    def within(self, words: set[str]) -> Rule:
        """The rule with those of its patterns alone that may be found in a text of which `words` are all `telling`."""
        return self._replace(says=tuple(one for one in self.says if not one[0].isdisjoint(words)))

    def shows(self, sentence: str, words: set[str]) -> bool:
        """Whether a sentence, of which `words` are all `telling`, shows the act."""
        for needs, pattern in self.says:
            if not needs.isdisjoint(words) and pattern.search(sentence):
                return self.unless is None or self.unless.search(sentence) is None
        return False


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in their order."""
    return tuple(_rule(entry) for entry in data.load("acts")["acts"])


@cache
def telling() -> frozenset[str]:
    """All words that patterns of rules need."""
    return frozenset().union(*(needs for rule in rules() for needs, _ in rule.says))


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        entry["act"],
        tuple((needed(pattern), _any([pattern])) for pattern in entry["says"]),
        _any(entry["not"]) if "not" in entry else None,
        entry.get("question", False),
    )


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

    An invitation invites; a forwarded message forwards, and the answer to an invitation accepts or declines, whatever
    is written in them. A message in which no rule sees anything but which says something supplies information.
    """
    subject = message.subject.printed if message.subject else ""
    told = list(_told(message))
    found: dict[str, list[tuple[int, int]]] = {}
    for act, place in _by_words(message, told):
        found.setdefault(act, []).append(place)
    if (answer := INVITED.match(subject)) is not None:
        found.setdefault("declines" if answer[1].lower() == "declined" else "accepts", [])
    elif message.kind is MessageKind.INVITE:
        found["invites"] = []
    elif FORWARDED.match(subject):
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
    words = {word for word in telling() if word in whole}
    some = [rule.within(words) for rule in rules() if asking or not rule.question]
    some = [rule for rule in some if rule.says]
    for place, sentence in zip(told, lines, strict=True):
        asks = sentence.rstrip('"”’) ').endswith("?")
        here = {word for word in words if word in sentence}
        for rule in some:
            if (asks or not rule.question) and rule.shows(sentence, here):
                yield rule.act, place
                break


def _told(message: Message) -> Iterator[tuple[int, int]]:
    """The sentences that a message's writer wrote into it, without greetings, signatures and what is quoted below."""
    body = message.body[:LONGEST]
    if body.startswith((">", "»")):
        body = QUOTED.sub(lambda marks: " " * len(marks[0]), body)
    stop = min((match.start() for pattern in (BELOW, SIGNATURE) if (match := pattern.search(body))), default=len(body))
    view = WRAPPED.sub(lambda wrap: " " * len(wrap[0]), body)  # as long as before: places stay
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
