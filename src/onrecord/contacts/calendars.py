"""Calendars: entries of calendar files, and days and weeks as calendar programs print them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.contacts import people, times
from onrecord.contacts.chats import _merged
from onrecord.contacts.lines import Line, span
from onrecord.contacts.tables import Cell
from onrecord.contacts.times import When
from onrecord.model import Page, Span, cite, stable_id
from onrecord.model.contacts import Channel, Contact, Participant

#: What reads calendar files; it writes a page for each entry.
ENGINE = "ics"

_CLOCK = r"\d{1,2}(?:[:.]?\d\d)?(?: ?[AaPp]\.?(?:[Mm]\.?)?)?"
#: "9:00 AM - 10:30 AM  Budget review; Room 4B", "9:00a-10:30a Budget review"
ENTRY = re.compile(
    rf"(?P<start>{_CLOCK})[ \t]?(?:[-–—]"
    rf"|to)[ \t]?(?P<end>{_CLOCK})(?![\d/:.])[ \t]*[:|\t–-]?[ \t]*(?P<subject>[^\s\d:;.,)].*)?$"
)
CLOCK_MARK = re.compile(r"[:.apAP]")
DAY = re.compile(
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?"
    r"|Sun)(?:day)?\.?,?[ \t]+)?(?:[A-Z][A-Za-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d\d-\d\d)"
    r"(?:[ \t]*[-–(]?[ \t]*(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?"
    r"|Sun)(?:day)?\)?)?[ \t]*(?:\(?cont(?:inued|\.|'d)?\)?)?",
    re.IGNORECASE,
)
DETAIL = re.compile(
    r"(?P<label>Location|Where|Place|Room|Attendees|Participants|Invitees|With|Required(?: Attendees)?"
    r"|Optional(?: Attendees)?|Organi[sz]er|Chair|Called by|POC|Notes?|Subject|Re)[ \t]{0,4}:[ \t]*(?P<value>\S.*)",
    re.IGNORECASE,
)
KINDS = {
    "location": "place", "where": "place", "place": "place", "room": "place",
    "attendees": "required", "participants": "required", "invitees": "required", "with": "required",
    "required": "required", "required attendees": "required", "optional": "optional", "optional attendees": "optional",
    "organizer": "organizer", "organiser": "organizer", "chair": "organizer", "called by": "organizer",
    "poc": "organizer",
    "subject": "subject", "re": "subject",
}  # fmt: skip
OWNER = re.compile(
    r"(?:calendar|schedule|agenda|appointments) (?:of|for)[: ]+(?P<who>[^\n\d]{3,60})"
    r"|(?P<name>[A-Z][\w.'’, -]{3,50}?)['’]s (?:calendar|schedule)",
    re.IGNORECASE,
)

OWNED = re.compile(r"[Cc]alendar|[Ss]chedule|[Aa]genda|[Aa]ppointment|CALENDAR|SCHEDULE")

#: Lines of one entry below its time.
LONGEST = 12


def entry(page: Page) -> Contact | None:
    """The appointment on a page that was written from one entry of a calendar file; None for one without a time."""
    fields: dict[str, tuple[int, int]] = {}
    position = 0
    for line in page.text.split("\n"):
        label, colon, value = line.partition(": ")
        if not line or not colon:
            break
        fields[label] = (position + len(label) + 2, position + len(line))
        position += len(line) + 1
        del value

    def text(name: str) -> str:
        return page.text[slice(*fields[name])] if name in fields else ""

    start = times.whole(text("Start"))
    if start is None or not page.text.strip():
        return None
    end = times.whole(text("End"))
    parties: list[Participant] = []
    for role, label in (
        ("organizer", "Organizer"),
        ("required", "Required Attendees"),
        ("optional", "Optional Attendees"),
    ):
        if label in fields:
            parties += people.listed(page, role, [Cell(text(label), *fields[label])])
    stop = max(end_of for _, end_of in fields.values())
    return Contact(
        id=stable_id("k", page.file, page.number, 0),
        citation=cite([Span(page.key, 0, stop)], {page.key: page.text}),
        channel=Channel.APPOINTMENT,
        parties=tuple(parties),
        starts=start.iso,
        ends=end.iso if end else "",
        when=text("Start"),
        subject=text("Subject"),
        place=text("Location"),
        text=page.text[stop:].strip(),
        layout="calendar file",
        why="an entry of a calendar file",
    )


def read(pages: Sequence[Page], lines: Sequence[Line], texts: Mapping[str, str]) -> Iterator[Contact]:
    """The entries of printed days and weeks, in order; without a day above them there are none.

    `texts` are the texts of `pages` by their keys.
    """
    if not any(_entry(line.text) for line in lines):
        return  # looking for days is dear, and most pages are no calendar
    day: tuple[When, Line] | None = None
    owner: Participant | None = None
    index = 0
    while index < len(lines):
        line = lines[index]
        if len(line.text) < 120 and OWNED.search(line.text) and (match := OWNER.search(line.text)) is not None:
            owner = _named(pages, line, match.span("who") if match["who"] else match.span("name")) or owner
        found = _day(line)
        if found is not None:
            day = (found, line)
        start = _entry(line.text) if day is not None else None
        if start is None or day is None:
            index += 1
            continue
        stop = _stop(lines, index + 1)
        contact = _contact(pages, lines[index:stop], start, day, owner, texts)
        if contact is not None:
            yield contact
        index = stop


def _entry(text: str) -> re.Match[str] | None:
    """The span of time with which a line begins. Bare numbers are one only where both have four digits."""
    match = ENTRY.match(text) if text[:1].isdigit() else None
    if match is None or CLOCK_MARK.search(match["start"] + match["end"]):
        return match
    return match if len(match["start"]) == len(match["end"]) == 4 else None


def _day(line: Line) -> When | None:
    return times.day(line.text) if len(line.text) < 60 and DAY.fullmatch(line.text) else None


def _stop(lines: Sequence[Line], index: int) -> int:
    """Where an entry ends: at the next one, the next day, or the end of its page unless a detail goes on there."""
    last = index
    while last < len(lines) and last < index + LONGEST:
        turned = lines[last].page != lines[index - 1].page and DETAIL.fullmatch(lines[last].text) is None
        if turned or _entry(lines[last].text) or _day(lines[last]) is not None:
            break
        last += 1
    return last


def _named(pages: Sequence[Page], line: Line, place: tuple[int, int], role: str = "organizer") -> Participant | None:
    words = line.text[slice(*place)].strip(" ,;")
    at = line.start + place[0]
    party = people.one(pages[line.page], role, [Cell(words, at, at + len(words))])
    return party if party is not None and len(party.name.split()) in (2, 3, 4) else None


def _contact(
    pages: Sequence[Page],
    own: Sequence[Line],
    match: re.Match[str],
    day: tuple[When, Line],
    owner: Participant | None,
    texts: Mapping[str, str],
) -> Contact | None:
    page = pages[own[0].page]
    start_text, end_text = match["start"], match["end"]
    if not times.HALF.search(start_text) and (half := times.HALF.search(end_text)) is not None:
        start_text = f"{start_text} {half[0].strip()}"
    start = times.at(day[0].local, start_text)
    if start is None:
        return None
    end = times.end(start, day[0].local, end_text, start_text)
    values: dict[str, list[tuple[Page, Cell]]] = {}
    plain: list[Line] = []
    for line in own[1:]:
        found = DETAIL.fullmatch(line.text)
        kind = KINDS.get(found["label"].lower(), "") if found else ""
        if found is not None and kind:
            cell = Cell(found["value"], line.start + found.start("value"), line.end)
            values.setdefault(kind, []).append((pages[line.page], cell))
        elif found is None:
            plain.append(line)
    subject = match["subject"] or (plain.pop(0).text if plain else "")
    subject, place = _place(subject)
    if not subject and not values:
        return None
    parties = [
        one
        for role in ("organizer", "required", "optional")
        for where, cell in values.get(role, ())
        for one in people.listed(where, role, [cell])
    ]
    if owner is not None and not any(one.name == owner.name for one in parties):
        parties.insert(0, owner)
    spans = [*_merged(pages, own), span(pages, day[1])]
    return Contact(
        id=stable_id("k", page.file, page.number, own[0].start),
        citation=cite(spans, texts),
        channel=Channel.APPOINTMENT,
        parties=tuple(parties),
        starts=start.iso,
        ends=end.iso if end else "",
        when=f"{day[1].text} {match['start']}",
        subject=(values["subject"][0][1].text if "subject" in values and not subject else subject),
        place=" ".join(cell.text for _, cell in values.get("place", ())) or place,
        text="\n".join(line.text for line in plain),
        layout="printed calendar",
        why="a span of time below a day",
        doubts=(end.doubt,) if end is not None and end.doubt else (),
    )


def _place(subject: str) -> tuple[str, str]:
    """A subject and the place printed behind it: "Budget review; Room 4B", "Budget review (Room 4B)"."""
    for pattern in (
        r"(.{3,200}); ?([^;]{2,80})",
        r"(.{3,200}?)(?:\t|  +| @ | at )((?:Conference|Room|Rm|Conf|Office|Hall|Bldg|Building|Suite|Floor)\b.{0,70})",
        r"(.{3,200}) [(\[]([^()\[\]]{2,80})[)\]]",
    ):
        match = re.fullmatch(pattern, subject)
        if match is not None:
            return match[1].strip(), match[2].strip()
    return subject.strip(), ""
