"""What a message does, sentence by sentence, by the patterns of ``acts.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from onrecord import data
from onrecord.interactions import rules
from onrecord.model import Message, MessageKind, ZoneKind

#: Sentences of mail: lines count too, for nobody closes a greeting with a full stop.
SENTENCE = re.compile(
    r"[^\n.!?]*+"
    # a full stop that ends an abbreviation and no sentence
    r"(?:(?:(?<=Mr|Ms|Dr|St|No)|(?<=Mrs|Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec)|(?<=Sept)|(?<=[A-Z])|(?<=[ap])\.m)"
    r"\.(?= ?\S)[^\n.!?]*+)*"
    r"(?:[.!?](?!\s|$)[^\n.!?]*)*(?:[.!?]+[\"”’)]*(?=\s|$)|\n|$)"
)
#: Whose lines wrap: a line feed inside a sentence, before a small letter or after a comma.
WRAPPED = re.compile(
    r" \n(?<=[a-z,;] \n)(?=\S)|\n(?:(?<=[a-z,;]\n)(?=[a-z(“\"])|(?<=[a-z]{2}\n)(?=[A-Z]?[a-z]+ [a-z]))"
)
#: Where a sentence goes on with another of its own: "please sign it, and I would like your view".
JOINED = re.compile(r", (?:and|but|so) (?=(?:I|we|please|could|can|would|let)\b)")
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
BLANK = " \t\n"
#: The shortest sentence that tells something by itself, in letters, and the longest message looked at, in characters.
TELLING, LONGEST = 25, 20_000


class Act(NamedTuple):
    """An act and the sentences that show it, as (start, end) in the body; none where the subject shows it."""

    act: str
    shown: tuple[tuple[int, int], ...]


@cache
def idle() -> re.Pattern[str]:
    """Sentences that do nothing."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in data.load("acts")["idle"]), re.IGNORECASE)


def find(message: Message) -> list[Act]:
    """The acts of a message, in the order of the words that show them, each once.

    An invitation invites; a forwarded message forwards, and the answer to an invitation accepts or declines, whatever
    is written in them. A message in which no rule sees anything but which says something supplies information.
    """
    subject = message.subject.printed if message.subject else ""
    told = list(_told(message))
    found: dict[str, list[tuple[int, int]]] = {}
    for place, act in zip(told, _by_words(message, told), strict=True):
        if act is not None:
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


def _by_words(message: Message, told: list[tuple[int, int]]) -> list[str | None]:
    """What each sentence does, where a rule sees it."""
    return rules.shown([message.body[start:end].replace("\n", " ").lower() for start, end in told])


def _told(message: Message) -> Iterator[tuple[int, int]]:
    """The sentences that a message's writer wrote into it, without greetings, signatures and what is quoted below."""
    body = message.body[:LONGEST]
    if body.startswith((">", "»")):
        body = QUOTED.sub(lambda marks: " " * len(marks[0]), body)
    stop = min((match.start() for pattern in (BELOW, SIGNATURE) if (match := pattern.search(body))), default=len(body))
    view = WRAPPED.sub(lambda wrap: " " * len(wrap[0]), body)  # as long as before: places stay
    zones = [(zone.start, zone.end) for zone in message.zones if zone.kind is ZoneKind.TEXT] or [(0, len(body))]
    does_nothing = idle().fullmatch
    for match in SENTENCE.finditer(view, 0, min(stop, len(view))):
        said = match[0].lstrip(BLANK)
        start = match.end() - len(said)
        end = start + len(said.rstrip(BLANK))
        if end - start < 2 or does_nothing(view, start, end) is not None:
            continue
        if any(low <= start < high for low, high in zones):
            for join in JOINED.finditer(view, start, end):
                yield start, join.start()
                start = join.end()
            yield start, end
