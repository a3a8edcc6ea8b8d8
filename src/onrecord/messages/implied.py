"""Who a blanked sender or recipient must be, when the messages above and below in the printed chain tell.

An answer goes to whoever wrote what it answers, and comes from whoever received it. Where only one person was on the
other side, the chain names the person whom a page blanks. This stays apart from what the page prints: the party
remains blanked, and the inference says from which message and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from onrecord.model import Implied, Message, Party

ANSWER = re.compile(r"\s*(?:re|aw|sv|antw)\s*:", re.IGNORECASE)
FORWARD = re.compile(r"\s*(?:fwd?|wg|tr|rv)\s*:", re.IGNORECASE)


def mark(chain: Sequence[Message]) -> list[Message]:
    """The messages of one printed chain, each with what its neighbours imply of it."""
    implied: dict[str, list[Implied]] = {}
    for upper, lower in pairwise(chain):
        if lower.depth != upper.depth + 1 or upper.subject is None:
            continue
        if ANSWER.match(upper.subject.printed):
            found = [*_of_answer(upper, lower), *_of_answered(upper, lower)]
        elif FORWARD.match(upper.subject.printed):
            found = [*_sender(upper, lower, "it forwards a message that went to this person alone")]
        else:
            continue
        for message, inference in found:
            implied.setdefault(message.id, []).append(inference)
    return [replace(one, implied=tuple(implied[one.id])) if one.id in implied else one for one in chain]


def _of_answer(answer: Message, answered: Message) -> Iterator[tuple[Message, Implied]]:
    """What the message below implies of the answer above it."""
    yield from _sender(answer, answered, "it answers a message that went to this person alone")
    if _blank(answer.to) and not answer.cc and answered.sender is not None and not answered.sender.redacted:
        reason = "it answers this person's message, and nobody else is printed"
        yield answer, Implied("to", answered.sender, answered.id, reason)


def _sender(upper: Message, lower: Message, reason: str) -> Iterator[tuple[Message, Implied]]:
    only = _only(lower)
    if only is not None and upper.sender is not None and upper.sender.redacted:
        yield upper, Implied("from", only, lower.id, reason)


def _of_answered(answer: Message, answered: Message) -> Iterator[tuple[Message, Implied]]:
    """What the answer above implies of the message below it."""
    only = _only(answer)
    if only is not None and answered.sender is not None and answered.sender.redacted:
        yield answered, Implied("from", only, answer.id, "the answer to it went to this person alone")
    if _blank(answered.to) and not answered.cc and answer.sender is not None and not answer.sender.redacted:
        yield answered, Implied("to", answer.sender, answer.id, "this person answered it, and nobody else is printed")


def _only(message: Message) -> Party | None:
    """The one person to whom a message went; None when it went to several, or to somebody blanked."""
    if len(message.to) != 1 or message.cc or message.bcc or message.to[0].redacted:
        return None
    return message.to[0]


def _blank(parties: tuple[Party, ...]) -> bool:
    return len(parties) == 1 and parties[0].redacted
