"""From the rows of a log to contacts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from onrecord.contacts import align, people, roles, times
from onrecord.contacts.align import Placed
from onrecord.contacts.tables import GAPS, SEPARATORS, Cell, Row, Table
from onrecord.contacts.times import When
from onrecord.model import Page, Span, cite, stable_id
from onrecord.model.contacts import Channel, Contact, Participant
from onrecord.text import phones

PARTED = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars", GAPS: "wide gaps"}

INWARD = re.compile(r"in\b|in(?:coming|bound)|received|rcvd|recd|from\b|answered|mt\b", re.IGNORECASE)
OUTWARD = re.compile(r"out\b|out(?:going|bound)|sent|dialed|dialled|placed|made|to\b|mo\b", re.IGNORECASE)
MISSED = re.compile(r"miss|unanswered|no answer|abandon|declined|rejected|not answered|busy", re.IGNORECASE)
MESSAGE_ROW = re.compile(r"\b(?:sms|mms|text|txt|imessage|msg)\b", re.IGNORECASE)
CALL_ROW = re.compile(r"\b(?:voice|call|phone)\b", re.IGNORECASE)

#: The line of a title that says whose log it is.
OWNER = re.compile(
    r"(?:(?:call|phone|telephone|text|message|sms|chat|calendar)s?(?: (?:log|detail|record|history|list|export"
    r"|report|activity)s?)?"
    r"(?: (?:of|for|from|by))?|owner|device(?: owner)?|subscriber|user|employee|account(?: holder)?|extension"
    r"|line|name|custodian|for|of|number)"
    r"\s*[:–-]?\s+(?P<who>[^\n]{3,80})",
    re.IGNORECASE,
)
#: A row that sums up, or that says how often.
TOTAL = re.compile(r"(?:grand |sub-?)?totals?\b|page \d|end of|count\b|\*{2}", re.IGNORECASE)


class Log:
    """One table under way: what its rows share, and what they take over from the row above."""

    def __init__(self, pages: Sequence[Page], table: Table, texts: Mapping[str, str]) -> None:
        self.pages, self.table, self.texts = pages, table, texts
        headings = [cell.text for cell in table.headings.cells]
        title = " ".join(line.text for line in table.title)
        self.channel = Channel(roles.channel(table.roles, f"{title} {' '.join(headings)}".lower()))
        self.year = times.year_in(title)
        self.owner = _owner(pages, table) if self.channel in {Channel.CALL, Channel.TEXT, Channel.CHAT} else None
        self.day: tuple[When, Span] | None = None
        self.above: Placed = {}
        self.unit = next(
            (roles.unit(h) for h, kind in zip(headings, table.roles, strict=False) if kind == "duration"), ""
        )
        known = [f"{heading} = {kind}" for heading, kind in zip(headings, table.roles, strict=False) if kind]
        self.why = "; ".join(known)[:1_000]
        self.layout = f"table, cells parted by {PARTED[table.separator]}"

    def contacts(self) -> Iterator[Contact]:
        """The contacts of the rows, in order."""
        pending: Contact | None = None
        for row in self.table.rows:
            page = self.pages[row.page]
            if self._heading(page, row):
                continue
            contact = self._contact(page, row)
            if contact is None and pending is not None and (longer := self._longer(page, row, pending)) is not None:
                pending = longer
                continue
            if pending is not None:
                yield pending
            pending = contact
        if pending is not None:
            yield pending

    def _heading(self, page: Page, row: Row) -> bool:
        """Whether a row is a date alone, under which the following rows stand."""
        words = [cell for cell in row.cells if cell.text]
        text = " ".join(cell.text for cell in words)
        if not words or len(text) > 40 or len(words) > 2 + (self.table.separator == ","):
            return False
        found = times.day(text)
        if found is None or times.at("2000-01-01", text) is not None:
            return False
        rest = re.sub(r"\w*day\b|[\W\d_]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", "", text.lower())
        if rest in {"", "th", "st", "nd", "rd", "date"}:
            self.day = (found, Span(page.key, words[0].start, words[-1].end))
            return True
        return False

    def _contact(self, page: Page, row: Row) -> Contact | None:
        if TOTAL.match(page.text[row.start : row.start + 40]):
            return None
        placed = align.place(page, self.table, row)
        self._repeat(placed)
        spans = [Span(page.key, row.start, row.end)]
        start, end, when, above = self._times(page, placed)
        parties = self._parties(page, placed)
        text, subject = _words(placed, "text"), _words(placed, "subject") or _words(placed, "purpose")
        if start is None or not (parties or text or subject) or (above is not None and "T" not in start.local):
            return None
        if above is not None and above not in spans:
            spans.append(above)
        self.above = placed
        doubts = tuple(dict.fromkeys(one.doubt for one in (start, end) if one is not None and one.doubt))
        channel = self._channel(placed)
        return Contact(
            id=stable_id("k", page.file, page.number, row.start),
            citation=cite(spans, self.texts),
            channel=channel,
            parties=tuple(parties),
            starts=start.iso,
            ends=end.iso if end else "",
            when=when,
            duration=next((phones.seconds(cell.text, self.unit) for cell in placed.get("duration", ())), -1),
            direction=_direction(placed),
            subject=subject,
            text=text,
            place=_words(placed, "place"),
            layout=self.layout,
            why=self.why,
            certainty=round(1.0 - 0.15 * len(doubts), 2),
            doubts=doubts,
        )

    def _repeat(self, placed: Placed) -> None:
        """Put in what a ditto mark stands for."""
        for kind, cells in placed.items():
            if people.DITTO.fullmatch(cells[0].text) and kind in self.above:
                placed[kind] = self.above[kind]

    def _channel(self, placed: Placed) -> Channel:
        """Bills list calls and messages in one table: the row says which."""
        words = " ".join(cell.text for cell in placed.get("direction", ()))
        if self.channel is Channel.CALL and MESSAGE_ROW.search(words):
            return Channel.TEXT
        return Channel.CALL if self.channel is Channel.TEXT and CALL_ROW.search(words) else self.channel

    def _times(self, page: Page, placed: Placed) -> tuple[When | None, When | None, str, Span | None]:
        """Start, end, the start as printed, and the place of a date that stands above the row."""
        found = {kind: cells[0].text for kind, cells in placed.items()}
        dated = found.get("start_date") or found.get("date") or ""
        day = times.day(dated, self.year) if dated else None
        above = None
        if day is not None:
            cell = (placed.get("start_date") or placed["date"])[0]
            self.day = (day, Span(page.key, cell.start, cell.end))
        elif not dated and not found.get("when") and self.day is not None:
            day, above = self.day
        clock = found.get("start") or found.get("time") or ""
        start = times.whole(found["when"]) if found.get("when") else None
        printed = found.get("when") or " ".join(filter(None, (dated, clock)))
        if start is None and clock:
            start = (times.at(day.local, clock) if day else None) or times.whole(clock)
        if start is None:
            start = (times.whole(dated) if dated else None) or day
        if start is not None and day is not None and day.doubt:
            start = When(start.local, start.offset, day.doubt)
        if start is None:
            return None, None, "", None
        last = found.get("end", "")
        ended = times.day(found["end_date"], self.year) if found.get("end_date") else None
        end = times.end(start, (ended or start).local[:10], last, clock) if last else ended
        return start, end, printed, above

    def _parties(self, page: Page, placed: Placed) -> list[Participant]:
        own = placed.get("name", []) or people.joined(placed.get("last", []), placed.get("first", []))
        number = placed.get("number", [])
        if self.channel is Channel.VISIT:
            host = placed.get("host", []) or people.joined(placed.get("host_last", []), placed.get("host_first", []))
            visitor = people.one(page, "visitor", [*own, *number], _words(placed, "affiliation"))
            return [*filter(None, [visitor]), *people.listed(page, "host", host)]
        if self.channel is Channel.APPOINTMENT:
            hosts = people.listed(page, "organizer", placed.get("organizer", []) or placed.get("host", []))
            asked = people.listed(page, "required", [*placed.get("attendees", []), *own])
            return [*hosts, *asked, *people.listed(page, "optional", placed.get("optional", []))]
        return self._talk(page, placed, own, number)

    def _talk(self, page: Page, placed: Placed, own: list[Cell], number: list[Cell]) -> list[Participant]:
        """Who called or wrote to whom. Where only one party is printed, the other is the owner of the log."""
        senders, others = placed.get("from", []), placed.get("to", [])
        affiliation = _words(placed, "affiliation")
        if senders and others:
            to = [people.one(page, "to", others, affiliation)] if _is_one(others) else people.listed(page, "to", others)
            return [
                one for one in (people.one(page, "from", [*senders, *(own if len(senders) < 2 else [])]), *to) if one
            ]
        single = senders or others
        kind = (
            "from"
            if senders
            else "to"
            if others
            else {"in": "from", "missed": "from", "out": "to"}.get(_direction(placed), "with")
        )
        cells = [*single, *own, *number]
        other = people.one(page, kind, cells, affiliation)
        found = [other] if other else []
        found += people.listed(page, "with", placed.get("attendees", []))
        if self.owner is not None and found:
            mine = {"from": "to", "to": "from"}.get(kind, "owner")
            owner = self.owner
            found.append(
                Participant(
                    role=mine,
                    printed=owner.printed,
                    name=owner.name,
                    address=owner.address,
                    number=owner.number,
                    spans=owner.spans,
                )
            )
        return found

    def _longer(self, page: Page, row: Row, before: Contact) -> Contact | None:
        """`before` with the words of a row that only goes on with its last column; None when the row does not."""
        words = [cell for cell in row.cells if cell.text]
        first, *rest = before.citation.spans
        near = first.page == page.key and page.text[first.end : row.start].count("\n") == 1
        if len(words) != 1 or not near or self.table.separator not in (GAPS, "\t"):
            return None
        text = words[0].text
        field = "text" if before.text else "subject"
        words_before = getattr(before, field)
        ended = words_before.endswith((".", "?", "!")) and not text[:1].islower()
        if not words_before or (ended and self.table.separator != GAPS):
            return None
        cited = cite((Span(page.key, first.start, row.end), *rest), self.texts)
        return replace(before, citation=cited, **{field: f"{words_before} {text}"})


def _is_one(cells: Sequence[Cell]) -> bool:
    """Whether the cells of a column of recipients name one party: a name beside a number, or a number alone."""
    return len(cells) > 1 or ";" not in cells[0].text


def _words(placed: Placed, kind: str) -> str:
    return " ".join(cell.text for cell in placed.get(kind, ()) if not people.DITTO.fullmatch(cell.text)).strip()


def _direction(placed: Placed) -> str:
    for cell in placed.get("direction", ()):
        if MISSED.search(cell.text):
            return "missed"
        if INWARD.match(cell.text):
            return "in"
        if OUTWARD.match(cell.text):
            return "out"
    return ""


def _owner(pages: Sequence[Page], table: Table) -> Participant | None:
    """Whose log it is, by the lines above the headings."""
    for line in reversed(table.title):
        match = OWNER.search(line.text)
        if match is None or re.search(r"\d{1,2}/\d{1,2}/|\d{4}-\d\d", match["who"]):
            continue
        who = re.split(r"\t|  |, (?=[A-Z][a-z]+ (?:of|to)\b)", match["who"])[0].strip(" ,;")
        at = line.start + match.start("who")
        party = people.one(pages[line.page], "owner", [Cell(who, at, at + len(who))])
        if party is not None and (party.number or party.address or len(party.name.split()) in (2, 3, 4)):
            return party
    return None


def contacts(pages: Sequence[Page], table: Table, texts: Mapping[str, str]) -> Iterator[Contact]:
    """The contacts of one table. `texts` are the texts of `pages` by their keys."""
    yield from Log(pages, table, texts).contacts()


__all__ = ["SEPARATORS", "contacts"]
