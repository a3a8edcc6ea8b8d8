"""What a message does, as interactions: its acts, and the contacts between others that it reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from onrecord.interactions import acts
from onrecord.model import Interaction, Message, MessageKind, Party, Said, Span, cite, stable_id
from onrecord.text import timex

#: Channels of acts that are no plain mail.
CHANNELS = {"sets up a call": "call", "sets up a meeting": "meeting", "forwards": "forward"}
PAPER = {MessageKind.LETTER: "letter", MessageKind.MEMO: "memo"}
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
#: Somebody named, or a body: "the Board", "the finance committee", "the Secretary's staff".
PARTY = rf"(?:{NAME}|[Tt]he [\w’'-]+(?: (?!about\b|when\b|last\b|this\b|and\b)[a-z][\w’'-]+)?)"
#: A contact that a message reports: who (I, or a name), how, and with whom. Without `to` it is whoever writes.
REPORTED = (
    re.compile(
        rf"\b(?P<to>I|{NAME})(?: have| had| has)?(?: just)? (?:took|taken|got|had) a (?P<call>call)"
        rf" from (?P<actor>{PARTY})"
    ),
    re.compile(
        rf"\b(?P<actor>I|We|{NAME})(?: have| had| has)?(?: just)? (?P<talk>spoken|spoke|talked|met) (?:with"
        rf"|to) (?P<to>{PARTY})"
    ),
    re.compile(
        rf"\b(?P<actor>I|We)(?: have| had)?(?: just)? (?P<call>hung up with|got off the phone with) (?P<to>{PARTY})"
    ),
    re.compile(
        rf"\b(?P<to>I|We|{NAME}) w(?:as|ere) (?:(?P<call>called|phoned|rung)|(?:asked|told|approached))"
        rf" by (?P<actor>{PARTY})"
    ),
    re.compile(rf"\b[Tt]here was a (?P<call>call) from (?P<actor>{PARTY})"),
    re.compile(rf"(?<![\w’'] )(?P<actor>{PARTY}) (?P<call>called) (?:me|us|this|last|yesterday|today|about)\b"),
    re.compile(rf"^(?P<talk>Spoke|Talked|Met) (?:with|to) (?P<to>{PARTY})"),
)
MEETING = re.compile(r"\b(?:met|meeting|notes of (?:this|our|the|my))\b", re.IGNORECASE)
#: Words for whoever writes, in place of a name.
WRITER = (None, "I", "We")
CALL = re.compile(r"\b(?:calls?|called|hung up|phone|telephone|dial|teleconference)\b", re.IGNORECASE)


def of_message(message: Message, texts: Mapping[str, str]) -> Iterator[Interaction]:
    """The interactions of a message. `texts` are the texts of the pages it is cited on, by key."""
    for act in acts.find(message):
        # each contact that is reported is one of its own
        parts = [(place,) for place in act.shown] if act.act == "reports a contact" else [act.shown]
        for number, part in enumerate(parts):
            yield _interaction(message, act.act, part, number, texts)


def _interaction(
    message: Message, act: str, shown: Sequence[tuple[int, int]], number: int, texts: Mapping[str, str]
) -> Interaction:
    """One act of a message, shown by the words at `shown` in its body; by its subject where there are none."""
    spans = [places(message, start, end) for start, end in shown] or [_subject(message)]
    words = [message.body[start:end] for start, end in shown] or [_subject_words(message)]
    if act == "reports a contact":
        actors, to, channel = _reported(message, words[0])
    else:
        actors, to, channel = _names((message.sender,)), _names(message.to), _channel(message, act)
    writer = next(iter(_names((message.sender,))), "")
    return Interaction(
        id=stable_id("i", message.id, act, *([str(number)] if number else [])),
        citation=cite([span for some in spans for span in some], texts),
        record=message.id,
        source="message",
        **_day(message, act, words[0]),
        actors=actors,
        to=to,
        others=_names(message.cc),
        channel=channel,
        act=act,
        status=STATUS.get(act, "done"),
        topic=_topic(message),
        quotes=tuple(Said(said, writer, some) for said, some in zip(words, spans, strict=True)),
    )


#: Acts whose sentence may name the day on which something is or was to be.
DAY_NAMED = {"sets up a call": 1, "sets up a meeting": 1, "reports a contact": -1}


def _day(message: Message, act: str, words: str) -> dict[str, Any]:
    """The day of sending, of an invitation that of the appointment, or that which the words name, if they name one."""
    sent = message.sent.local[:10] if message.sent is not None else ""
    starts = message.starts[:10] if message.kind is MessageKind.INVITE else ""
    if act == "invites" and len(starts) == 10:
        sent = starts
    if len(sent) != 10:
        return _not_after(starts) if len(starts) == 10 else {}
    if act in DAY_NAMED:
        setting = timex.Setting(now=date.fromisoformat(sent), tense=DAY_NAMED[act])
        for said in _times(words):
            when = timex.resolve(said, setting)
            if when is not None and when.precision == "day":
                day = when.first.isoformat()
                return {"date": day, "date_end": day, "precision": "day", "inferred": when.inferred}
    return {"date": sent, "date_end": sent, "precision": "day"}


@lru_cache(maxsize=2_000)
def _times(words: str) -> tuple[timex.Expression, ...]:
    """The expressions of time in a sentence; mail is quoted over and over."""
    return tuple(timex.find(words))


def _not_after(starts: str) -> dict[str, Any]:
    """Before an appointment, where the day of sending is not printed."""
    return {
        "date": starts,
        "date_end": starts,
        "precision": "bound",
        "inferred": ("not after the day of the appointment",),
    }


def _channel(message: Message, act: str) -> str:
    if act == "invites" and message.kind is MessageKind.INVITE:
        words = f"{_subject_words(message)} {message.location.printed if message.location else ''}"
        return "call" if CALL.search(_subject_words(message)) or "dial" in words.lower() else "meeting"
    return CHANNELS.get(act) or PAPER.get(message.kind, "email")


def _reported(message: Message, words: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """Who was in contact with whom, and how, in a sentence that reports it; with nobody where it names nobody."""
    writer = _names((message.sender,))
    for pattern in REPORTED:
        match = pattern.search(words)
        if match is None:
            continue
        groups = match.groupdict()
        actor, to = (writer if groups.get(one) in WRITER else (str(groups[one]),) for one in ("actor", "to"))
        if actor and to and actor != to:
            met = (groups.get("talk") or "").lower() == "met"
            return actor, to, "call" if groups.get("call") else "meeting" if met else "conversation"
    channel = "call" if CALL.search(words) else "meeting" if MEETING.search(words) else "conversation"
    return writer, (), channel


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
