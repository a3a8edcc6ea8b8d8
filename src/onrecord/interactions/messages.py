"""What a message does, as interactions: its acts, and the contacts between others that it reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from onrecord.interactions import acts
from onrecord.interactions.acts import Act
from onrecord.model import Interaction, Message, MessageKind, Party, Said, Span, cite, stable_id
from onrecord.text import timex

#: Channels of acts that are no plain mail.
CHANNELS = {"sets up a call": "call", "sets up a meeting": "meeting", "forwards": "forward"}
STATUS = {
    "asks for a call": "requested",
    "asks for a meeting": "requested",
    "asks for information": "requested",
    "asks for corrections": "requested",
    "instructs": "requested",
    "instructs to delete": "requested",
    "urges": "requested",
    "invites": "requested",
    "sets up a call": "scheduled",
    "sets up a meeting": "scheduled",
}
NAME = r"(?:(?:Councilmember|Senator|Secretary|Director|Mr\.|Ms\.|Mrs\.|Dr\.) )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}"
#: A contact that a message reports: who (I, or a name), how, and with whom.
REPORTED = (
    re.compile(
        rf"\b(?P<to>I|{NAME})(?: have| had| has)?(?: just)? (?:took|taken) a (?P<call>call) from (?P<actor>{NAME})"
    ),
    re.compile(
        rf"\b(?P<actor>I|{NAME})(?: have| had| has)?(?: just)? (?P<talk>spoken|spoke|talked|met) (?:with"
        rf"|to) (?P<to>{NAME})"
    ),
    re.compile(rf"\b(?P<to>I) (?:took|got|had) a (?P<call>call) from (?P<actor>{NAME})"),
    re.compile(rf"(?<![\w’'] )(?P<actor>{NAME}) (?P<call>called) (?:me|this|last|yesterday|today|about)\b"),
    re.compile(rf"^(?P<talk>Spoke|Talked|Met) (?:with|to) (?P<to>{NAME})"),
)
CALL = re.compile(r"\b(?:call|phone|telephone|dial|teleconference)\b", re.IGNORECASE)


def of_message(message: Message, texts: Mapping[str, str]) -> Iterator[Interaction]:
    """The interactions of a message. `texts` are the texts of the pages it is cited on, by key."""
    for act in acts.find(message):
        shown = [places(message, start, end) for start, end in act.shown] or [_subject(message)]
        words = [message.body[start:end] for start, end in act.shown] or [_subject_words(message)]
        reported = _reported(message, words[0]) if act.act == "reports a contact" else None
        actors, to, channel = reported or (_names((message.sender,)), _names(message.to), _channel(message, act))
        writer = next(iter(_names((message.sender,))), "")
        yield Interaction(
            id=stable_id("i", message.id, act.act),
            citation=cite([span for spans in shown for span in spans], texts),
            record=message.id,
            source="message",
            **_day(message, act, words[0]),
            actors=actors,
            to=to,
            others=_names(message.cc),
            channel=channel,
            act=act.act,
            status=STATUS.get(act.act, "done"),
            topic=_topic(message),
            quotes=tuple(Said(said, writer, spans) for said, spans in zip(words, shown, strict=True)),
        )


#: Acts whose sentence may name the day on which something is or was to be.
DAY_NAMED = {"sets up a call": 1, "sets up a meeting": 1, "reports a contact": -1}


def _day(message: Message, act: Act, words: str) -> dict[str, Any]:
    """The day of sending; that of the appointment, or that which the words name, where they name one."""
    sent = message.sent.local[:10] if message.sent is not None else ""
    if message.kind is MessageKind.INVITE and len(message.starts) >= 10:
        sent = message.starts[:10]
    if len(sent) != 10:
        return {}
    if act.act in DAY_NAMED:
        setting = timex.Setting(now=date.fromisoformat(sent), tense=DAY_NAMED[act.act])
        for said in timex.find(words):
            when = timex.resolve(said, setting)
            if when is not None and when.precision == "day":
                day = when.first.isoformat()
                return {"date": day, "date_end": day, "precision": "day", "inferred": when.inferred}
    return {"date": sent, "date_end": sent, "precision": "day"}


def _channel(message: Message, act: Act) -> str:
    if act.act == "invites" and message.kind is MessageKind.INVITE:
        words = f"{_subject_words(message)} {message.location.printed if message.location else ''}"
        return "call" if CALL.search(_subject_words(message)) or "dial" in words.lower() else "meeting"
    return CHANNELS.get(act.act, "email")


def _reported(message: Message, words: str) -> tuple[tuple[str, ...], tuple[str, ...], str] | None:
    """Who was in contact with whom, and how, in a sentence that reports it; None where it does not name them."""
    writer = _names((message.sender,))
    for pattern in REPORTED:
        match = pattern.search(words)
        if match is None:
            continue
        groups = match.groupdict()
        actor, to = (writer if groups.get(one) in (None, "I") else (str(groups[one]),) for one in ("actor", "to"))
        if actor and to and actor != to:
            met = (groups.get("talk") or "").lower() == "met"
            return actor, to, "call" if groups.get("call") else "meeting" if met else "conversation"
    return None


def _names(parties: Sequence[Party | None]) -> tuple[str, ...]:
    return tuple(
        name for party in parties if party is not None and not party.redacted and (name := party.name or party.address)
    )


def _topic(message: Message) -> str:
    return re.sub(r"^(?:\s*(?:re|fwd?|fw)\s*:)+\s*", "", _subject_words(message), flags=re.IGNORECASE)


def _subject_words(message: Message) -> str:
    return message.subject.printed if message.subject is not None else ""


def _subject(message: Message) -> tuple[Span, ...]:
    """Where the subject stands, or the header where none is printed."""
    return (message.subject.spans if message.subject is not None else ()) or message.citation.spans


def places(message: Message, start: int, end: int) -> tuple[Span, ...]:
    """The places of characters `start` to `end` of a message's body, whose parts are joined by line feeds."""
    found, at = [], 0
    for span in message.body_spans:
        size = span.end - span.start
        low, high = max(start - at, 0), min(end - at, size)
        if low < high:
            found.append(Span(span.page, span.start + low, span.start + high))
        at += size + 1
    return tuple(found) or message.citation.spans
