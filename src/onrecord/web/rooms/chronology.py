"""The chronology, day by day with its evidence, and the case over time as the timeline draws it."""

from __future__ import annotations

from onrecord.publish import timeline as over_time
from onrecord.publish.chronology import Entry, Exchange, Wanted, listing, written
from onrecord.publish.chronology.formats import introduction
from onrecord.store.remember import remembered
from onrecord.store.view import View
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.asked import Day, PageNumber, Text, end, part
from onrecord.web.cite import Place, place
from onrecord.web.desk import Here

room = Room("Chronology", "/chronology")

PER_PAGE = 60
#: Entries that the timeline marks; of more, every second or third or so, and the others are counted.
MARKS = 1500


class EntryLine(Answer):
    """One entry. `day` is the day as printed, with marks for what is inferred or not exact; `inferred` says what was,
    and from what. `introduced` says who those are who come up for the first time, with the page that tells. `message`
    leads to the message that tells it, empty for what a published page or a log tells.
    """

    id: str
    date: str
    date_end: str
    day: str
    precision: str
    approx: bool
    inferred: tuple[str, ...]
    text: str
    people: tuple[str, ...]
    quotes: tuple[str, ...]
    kind: str
    state: str
    topic: str
    introduced: tuple[str, ...]
    message: str
    places: tuple[Place, ...]


class ChronologyAsked(Answer):
    """What was asked."""

    since: str
    until: str
    person: str
    topic: str
    release: str
    routine: bool
    page: int


class Entries(Answer):
    """One page of the chronology. `topics` are those that the case keeps.

    `left_out` counts acts of everyday traffic, of `interactions` in all.
    """

    asked: ChronologyAsked
    total: int
    pages: int
    left_out: int
    interactions: int
    entries: tuple[EntryLine, ...]
    releases: tuple[str, ...]
    topics: tuple[str, ...]


class Bar(Answer):
    """A day, week or month: its first day, the day after its last, and what falls into it; `href` leads there."""

    start: str
    end: str
    messages: int
    contacts: int
    href: str


class Mark(Answer):
    """An entry of the chronology on the timeline."""

    id: str
    date: str
    kind: str
    text: str
    inferred: bool


class Timeline(Answer):
    """The case over time: bars by `unit` (``day``, ``week``, ``month``) without holes, and marks for entries.

    Of very many entries, some are not marked: `unmarked` counts them. The chronology has them all.
    """

    unit: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    unmarked: int
    undated: int


@room.answers("/chronology", "chronology.html")
def chronology(
    here: Here,
    since: Day = "",
    until: Day = "",
    person: Text = "",
    topic: Text = "",
    release: Text = "",
    routine: bool = False,
    page: PageNumber = 1,
) -> Entries:
    """Who contacted whom, when, about what, in which words. Entries are drafts until a person accepts them."""
    topics = tuple(term for term in (one.strip() for one in topic.split(",")) if term)
    wanted = Wanted(since=since, until=end(until), person=person, topic=topics, release=release, routine=routine)
    found = listing(here.view, wanted)
    entries = written(here.view, found, (page - 1) * PER_PAGE, page * PER_PAGE)
    shown, pages = part(found.entries, page, PER_PAGE)
    return Entries(
        asked=ChronologyAsked(
            since=since, until=until, person=person, topic=topic, release=release, routine=routine, page=page
        ),
        total=len(found.entries),
        pages=pages,
        left_out=found.left_out,
        interactions=found.interactions,
        entries=tuple(_line(here.view, one, told) for one, told in zip(entries, shown, strict=True)),
        releases=tuple(one.name for one in here.store.releases()),
        topics=tuple(one.name for one in here.case.topics()),
    )


def _line(view: View, entry: Entry, told: Exchange) -> EntryLine:
    findings = {one.id: one for each in told.tellings for one in each.findings}
    records = [findings[id] for id in entry.records]
    spans = {span.page: span for one in records for span in reversed(one.citation.spans)}
    message = next((one.record for one in records if one.source == "message"), "")
    return EntryLine(
        id=entry.id,
        date=entry.date,
        date_end=entry.date_end,
        day=entry.day,
        precision=entry.precision,
        approx=entry.approx,
        inferred=entry.inferred,
        text=entry.text,
        people=entry.people,
        quotes=entry.quotes,
        kind=entry.kind,
        state=entry.state,
        topic=entry.topic,
        introduced=tuple(map(introduction, entry.introduced)),
        message=links.message(message) if message else "",
        places=tuple(sorted((place(view, span) for span in spans.values()), key=_in_order)),
    )


def _in_order(place: Place) -> tuple[str, str, int]:
    return place.release, place.file, place.page


@room.answers("/timeline", "timeline.html")
def timeline(here: Here) -> Timeline:
    """Messages and other contacts over time, and what the chronology tells of single days."""
    view = here.view
    found = remembered(view, ("timeline", MARKS), lambda: over_time.timeline(view, MARKS))
    return Timeline(
        unit=found.unit,
        bars=tuple(_bar(bar) for bar in found.bars),
        marks=tuple(
            Mark(id=one.id, date=one.date, kind=one.kind, text=one.text, inferred=one.inferred)
            for one in found.happenings
        ),
        unmarked=found.unmarked,
        undated=found.undated,
    )


def _bar(bar: over_time.Bar) -> Bar:
    return Bar(
        start=bar.start,
        end=bar.end,
        messages=bar.messages,
        contacts=bar.contacts,
        href=links.search(since=bar.start, until=over_time.last_day(bar)),
    )
