"""A message as a sketch: the little of it that is compared with others."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date, datetime

from onrecord.model import Citation, Message, MessageKind, Sketch, Span, ZoneKind
from onrecord.threads import grams, people

#: Raised when sketches come out otherwise.
VERSION = 3

_PREFIX = re.compile(r"\s*(?P<word>re|fw|fwd|aw|wg|tr|rv|sv|antw)\s{0,3}(?:\[\d+\])?\s{0,3}[:;]\s*", re.IGNORECASE)
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
#: Lines that introduce what is quoted below: they stand in the text above it, or not.
_INTRODUCTION = re.compile(
    r"^[ \t]*(?:-* ?(?:original (?:message|appointment)|forwarded (?:message|by\b.*)) ?-*"
    r"|begin forwarded message:|on [^\n]{6,120} wrote:)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
#: Every introduction holds one of these.
_INTRODUCED = ("original ", "forwarded ", " wrote:")
_BLANK = re.compile(rf"{grams.CODE.pattern}|\[?redacted\]?|[█■▇]{{2,}}", re.IGNORECASE)
_MAY_BLANK = re.compile(rf"{grams.MAY_CODE.pattern}|redacted|█|■|▇")
_FORWARDS = frozenset({"fw", "fwd", "wg", "tr", "rv"})
_OWN = frozenset({ZoneKind.GREETING, ZoneKind.TEXT})
#: Characters of a header that are cited.
_CITED = 120
_EPOCH = datetime(1970, 1, 1)
_FIRST_DAY = date(1970, 1, 1).toordinal()


def sketch(message: Message, damaged: Collection[str] = ()) -> Sketch:
    """The sketch of `message`. `damaged` are the keys of pages that were read by OCR."""
    sent = message.sent
    minute, second, day = _time(sent.local) if sent is not None else (-1, -1, -1)
    named = [party for party in (message.sender, *message.to, *message.cc, *message.bcc) if party is not None]
    stem, reply = subject(message.subject.printed if message.subject else "")
    text = grams.squeeze(plain(own_words(message)))
    unique = grams.different(grams.hashes(text))
    kept, scale = grams.sample(unique)
    sender = message.sender
    return Sketch(
        id=message.id,
        cited=_cited(message.citation),
        chain=message.chain,
        depth=message.depth,
        minute=minute,
        second=second,
        offset=_offset(sent.offset) if sent is not None else None,
        day=day,
        sender=people.of(sender) if sender else "",
        behalf=people.key(sender.behalf_of) if sender and sender.behalf_of else "",
        sender_address=people.local(sender.address) if sender else "",
        to=tuple(dict.fromkeys(known for party in message.to if (known := people.of(party)))),
        people=tuple(dict.fromkeys(known for party in named if (known := people.of(party)))),
        stem=stem,
        reply=reply,
        size=len(unique),
        letters=len(text),
        scale=scale,
        sample=grams.words(kept),
        head=grams.head(text),
        bands=grams.bands(unique),
        damaged=any(span.page in damaged for span in message.citation.spans),
        hides=_blanks(message.body) + sum(party.redacted for party in named),
        starts=_time(message.starts)[0],
        own=message.message_id,
        refs=tuple(dict.fromkeys(ref for ref in (message.in_reply_to, *reversed(message.references)) if ref)),
        paper=message.kind in (MessageKind.MEMO, MessageKind.LETTER),
    )


def _blanks(body: str) -> int:
    """How many blanks a body prints; a plain look first, for most have none."""
    return len(_BLANK.findall(body)) if _MAY_BLANK.search(body.lower()) is not None else 0


def _cited(citation: Citation) -> Citation:
    """The beginning of a header: enough to find it."""
    span = citation.spans[0]
    end = min(span.end, span.start + _CITED)
    return Citation((Span(span.page, span.start, end),), citation.quote[: end - span.start])


def own_words(message: Message) -> str:
    """What a message says itself: its body without signature and disclaimer, which all mails of a person share."""
    kept = [message.body[zone.start : zone.end] for zone in message.zones if zone.kind in _OWN]
    body = "\n".join(kept) if message.zones else message.body
    name = people.of(message.sender).split() if message.sender else []
    return _unsigned(body, name) if len(name) > 1 else body


def _unsigned(body: str, name: Sequence[str]) -> str:
    """`body` up to a line that begins with all words of the sender's `name`, as a signature does."""
    lower = body.lower()
    if not all(word in lower for word in name):
        return body
    place = 0
    for line in body.splitlines(keepends=True):
        if name[0] in line.lower():
            first = {word.strip(".,;:()>").lower() for word in line.split()[:5]}
            if first.issuperset(name):
                return body[:place]
        place += len(line)
    return body


def plain(body: str) -> str:
    """A body without marks of quotation and without lines that only introduce what is quoted."""
    if ">" in body:
        body = _QUOTE.sub("", body)
    lower = body.lower()
    return _INTRODUCTION.sub("", body) if any(stem in lower for stem in _INTRODUCED) else body


def subject(printed: str) -> tuple[str, str]:
    """A subject without its prefixes, squeezed, and the kind of its first prefix: ``re``, ``fw`` or none."""
    reply = ""
    while match := _PREFIX.match(printed):
        reply = reply or ("fw" if match["word"].lower() in _FORWARDS else "re")
        printed = printed[match.end() :]
    return grams.squeeze(printed), reply


def _time(local: str) -> tuple[int, int, int]:
    """Minute, second and day of a time as ISO, on its own clock; -1 for what it does not tell."""
    try:
        if "T" not in local:
            return -1, -1, date.fromisoformat(local).toordinal() - _FIRST_DAY
        moment = datetime.fromisoformat(local).replace(tzinfo=None)
    except ValueError:
        return -1, -1, -1
    minute = int((moment - _EPOCH).total_seconds()) // 60
    return minute, moment.second if local.partition("T")[2][5:6] == ":" else -1, minute // 1440


def _offset(printed: str) -> int | None:
    """``+HH:MM`` in minutes."""
    try:
        return (int(printed[1:3]) * 60 + int(printed[4:6])) * (-1 if printed[0] == "-" else 1)
    except (ValueError, IndexError):
        return None
