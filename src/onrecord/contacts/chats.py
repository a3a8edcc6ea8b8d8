"""Conversations printed line by line: exports of chat programs, and messages off telephones."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from onrecord.contacts import people, times
from onrecord.contacts.lines import Line, span
from onrecord.contacts.tables import Cell
from onrecord.contacts.times import When
from onrecord.model import Page, Span, cite, stable_id
from onrecord.model.contacts import Channel, Contact, Participant
from onrecord.text import dates, phones

#: Fewer lines than this with a name and a time are no conversation.
LEAST = 3

#: A message goes on over at most so many lines, and a name has at most so many characters.
LONGEST = 400
NAME = 48

_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/-]\d\d[/-]\d\d"
    r"|(?:[A-Za-z]{3,9}day,? |(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})"
)
_TIME = r"\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?\(?(?:[A-Z]{3,4}|UTC[+-]\d{1,2}(?::?\d\d)?)\)?)?"
_WHEN = rf"(?:{_DATE}(?:,| at|T)? ?{_TIME}|{_TIME})"
_NAME = r"[^\n:<>\[\]]{1,48}?"

#: "[3/5/21, 9:05 AM] Name: words", "3/5/2021 9:05 AM - Name: words", "[09:05] <Name> words", "9:05 AM  Name: words"
FIRST_TIME = re.compile(
    rf"[\[(]?(?P<when>{_WHEN})[\])]?[ \t]{{0,4}}(?:[-–—|][ \t]{{0,4}})?(?:<(?P<angle>[^<>\n]{{1,48}})>"
    rf"|(?P<name>{_NAME}):)[ \t]{{1,4}}(?P<text>\S.*)?$"
)
#: "Name (3/5/2021 9:05 AM): words", "Name [9:05 AM]: words", "Name, 3/5/2021 9:05 AM", "Name  9:05 AM"
FIRST_NAME = re.compile(
    rf"(?P<name>[A-Z+(][^\n:<>\[\]\t]{{1,48}}?)(?:,? ?[\[(]|,[ \t]|[ \t]{{1,8}}"
    rf"|[ \t][-–—|•·][ \t])(?P<when>{_WHEN})[\])]?(?::[ \t]?(?P<text>\S.*)?)?$"
)
#: A day between the messages: "Friday, March 5, 2021", "----- March 5, 2021 -----".
DAY = re.compile(rf"[-–—=*_ ]{{0,40}}(?P<day>{_DATE})[-–—=*_ ]{{0,40}}$")
#: Records of one message in labelled lines, as extraction reports print them.
LABEL = re.compile(
    r"(?P<label>From|Sender|To|Recipients?|Participants?|Time ?stamp|Date|Time|Sent|Date/Time|Body|Message"
    r"|Text|Content|Direction|Status|Type|Folder|Service)[ \t]{0,8}:[ \t]*(?P<value>.*)",
    re.IGNORECASE,
)
ROLES = {
    "from": "from", "sender": "from", "to": "to", "recipient": "to", "recipients": "to", "participants": "to",
    "participant": "to",
    "timestamp": "when", "time stamp": "when", "date": "when", "time": "when", "sent": "when", "date/time": "when",
    "body": "text", "message": "text", "text": "text", "content": "text", "direction": "direction",
    "folder": "direction",
    "status": "other", "type": "other", "service": "other",
}  # fmt: skip

CHAT = re.compile(
    r"\b(?:chat|teams|slack|channel|whatsapp|signal|skype|conversation|webex|hangouts?|group)\b", re.IGNORECASE
)
TEXTS = re.compile(r"\b(?:sms|mms|text messages?|imessages?|texts|phone|device|cellebrite|extraction)\b", re.IGNORECASE)
SYSTEM = re.compile(
    r"(?:messages and calls are|joined|left the|created (?:the )?group|changed the|end of|exported|page \d)",
    re.IGNORECASE,
)


class Head(Struct, frozen=True):
    """A line that begins a message: whose, when, and where in the line name and text stand."""

    index: int
    name: tuple[int, int]
    when: str
    text: tuple[int, int] | None


def read(pages: Sequence[Page], lines: Sequence[Line], texts: Mapping[str, str]) -> Iterator[Contact]:
    """The messages of conversations in the stream, in order. `texts` are the texts of `pages` by their keys."""
    for first, last in _by_page_runs(lines):
        yield from _Talk(pages, lines, first, last, texts).contacts()


def _by_page_runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The stretches of lines that may hold a conversation: pages in a row with messages on each."""
    start = index = 0
    held: list[int] = []
    while index < len(lines):
        stop = index
        while stop < len(lines) and lines[stop].page == lines[index].page:
            stop += 1
        heads = sum(1 for line in lines[index:stop] if _head(line, 0) is not None)
        if heads and (heads >= LEAST or held):
            start = start if held else index
            held.append(heads)
        elif held:
            yield start, index
            held = []
        index = stop
    if held:
        yield start, index


def _head(line: Line, index: int) -> Head | None:
    text = line.text
    if ":" not in text[:120] or not any(map(str.isdigit, text[:90])):
        return None
    match = FIRST_TIME.match(text[:4_000]) or FIRST_NAME.match(text[:4_000])
    if match is None:
        return None
    name = match.span("angle") if "angle" in match.re.groupindex and match["angle"] else match.span("name")
    words = text[slice(*name)].strip(" ,-–—|")
    if not words or not (words[0].isalpha() or words[0] in "+(\"'") or _sentence(words):
        return None
    begin = text.index(words, name[0])
    at = match.start("text")
    return Head(index, (begin, begin + len(words)), match["when"], (at, len(text)) if at >= 0 else None)


def _sentence(words: str) -> bool:
    """Whether words are no name: too many, or a label."""
    return len(words.split()) > 5 or words.lower() in {
        "from",
        "to",
        "sent",
        "date",
        "time",
        "subject",
        "cc",
        "re",
        "on",
        "at",
        "wrote",
        "start",
        "end",
        "when",
        "where",
        "location",
    }


class _Talk:
    """One conversation."""

    def __init__(
        self, pages: Sequence[Page], lines: Sequence[Line], first: int, last: int, texts: Mapping[str, str]
    ) -> None:
        self.pages, self.lines, self.first, self.last, self.texts = pages, lines, first, last, texts
        self.heads = [head for index in range(first, last) if (head := _head(lines[index], index)) is not None]
        self.days = {index: found for index in range(first, last) if (found := self._day(index)) is not None}
        opening = " ".join(line.text for line in lines[first : self.heads[0].index if self.heads else first][:12])
        phone = any(phones.NUMBER.fullmatch(self._name(head)) for head in self.heads[:50])
        texting = TEXTS.search(opening) is not None or (phone and CHAT.search(opening) is None)
        self.channel = Channel.TEXT if texting else Channel.CHAT
        self.stops = sorted({head.index for head in self.heads} | set(self.days) | {last})

    def _name(self, head: Head) -> str:
        return self.lines[head.index].text[slice(*head.name)]

    def _day(self, index: int) -> When | None:
        match = DAY.fullmatch(self.lines[index].text) if len(self.lines[index].text) < 120 else None
        return times.day(match["day"]) if match else None

    def contacts(self) -> Iterator[Contact]:
        """Its messages; none when too few lines look like one, or when nobody speaks twice."""
        names = {self._name(head) for head in self.heads}
        dated = sum(dates.find(head.when) is not None for head in self.heads)
        if len(self.heads) < LEAST or len(names) == len(self.heads) > 3 or not (dated or self.days):
            return
        if len(self.heads) * 8 < self.last - self.first:
            return
        everybody = list({self._name(head): self._party(head, "with") for head in reversed(self.heads)}.values())[:3]
        day: tuple[When, Span] | None = None
        place = self.first
        for head in self.heads:
            for index in range(place, head.index):
                if index in self.days:
                    day = (self.days[index], span(self.pages, self.lines[index]))
            place = head.index
            contact = self._contact(head, day, everybody)
            if contact is not None:
                yield contact

    def _contact(self, head: Head, day: tuple[When, Span] | None, everybody: Sequence[Participant]) -> Contact | None:
        when = times.whole(head.when) or (times.at(day[0].local, head.when) if day else None)
        if when is None:
            return None
        own = [self.lines[head.index], *self._rest(head)]
        words = [own[0].text[slice(*head.text)]] if head.text else []
        sender = self._party(head, "from")
        others = {
            one.name or one.number: one
            for one in everybody
            if (one.name or one.number) != (sender.name or sender.number)
        }
        spans = _merged(self.pages, own)
        dated = "T" in when.local and dates.find(head.when) is not None
        spans = spans if dated or day is None else [*spans, day[1]]
        return Contact(
            id=stable_id("k", self.pages[own[0].page].file, self.pages[own[0].page].number, own[0].start),
            citation=cite(spans, self.texts),
            channel=self.channel,
            parties=(sender, *others.values()) if len(others) == 1 else (sender,),
            starts=when.iso,
            when=head.when,
            text="\n".join([*words, *(line.text for line in own[1:])]).strip(),
            layout="conversation, a line for each message",
            why="lines with a name and a time",
        )

    def _rest(self, head: Head) -> list[Line]:
        """The lines that a message goes on over."""
        stop = self.stops[bisect_right(self.stops, head.index)]
        found: list[Line] = []
        for line in self.lines[head.index + 1 : min(stop, head.index + LONGEST)]:
            if SYSTEM.match(line.text):
                break
            found.append(line)
        return found

    def _party(self, head: Head, role: str) -> Participant:
        line = self.lines[head.index]
        words = self._name(head)
        at = line.start + head.name[0]
        party = people.one(self.pages[line.page], role, [Cell(words, at, at + len(words))])
        return party or Participant(
            role=role, printed=words, name=words, spans=(Span(self.pages[line.page].key, at, at + len(words)),)
        )


def _merged(pages: Sequence[Page], lines: Sequence[Line]) -> list[Span]:
    """The places of lines, neighbours on one page as one."""
    found: list[Span] = []
    for line in lines:
        key = pages[line.page].key
        if found and found[-1].page == key and not pages[line.page].text[found[-1].end : line.start].strip():
            found[-1] = Span(key, found[-1].start, line.end)
        else:
            found.append(Span(key, line.start, line.end))
    return found
