"""A published chronology held against the messages of the case, and its calls and meetings against what shows those.

An invitation or a calendar supports that a meeting was planned: an entry that tells it as held is not supported by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from onrecord.errors import NotFound, UsageError
from onrecord.model import Article, Interaction, Message, Party
from onrecord.publish.chronology.places import source_of
from onrecord.publish.occasions import Occasion, Shows, occasions
from onrecord.store.protocol import Query
from onrecord.store.view import View

#: So many words of a quotation are looked for; more only make OCR errors matter.
WORDS = 8


#: From the least that can be found to the most. ``planned``: what is told as held is shown as planned alone.
FINDINGS = ("not found", "contradicted", "partly", "planned", "supported")
#: Contacts by word of mouth: a mail between two people does not show that they spoke.
SPOKEN = frozenset(("call", "meeting", "conversation"))
#: Words of an entry that tells of a plan.
PLAN = re.compile(r"\b(?:calendars?|schedul\w+|plan(?:s|ned)|invit\w+|(?:was|were) (?:to|set))\b", re.IGNORECASE)


class Checked(Struct, frozen=True, kw_only=True):
    """One entry of the page, and the message or row of a log that tells best; `finding` is one of `FINDINGS`, `why`
    says on what. `message` is empty for a row of a log.
    """

    entry: str
    date: str
    finding: str
    why: str
    message: str = ""
    file: str = ""
    page: int = 0
    stamp: str = ""


def check(view: View, name: str) -> list[Checked]:
    """Every entry of the release page that was added as `name`, with the message that supports it best.

    Raises NotFound for a name that is no file, UsageError for a file that tells no dated contacts.
    """
    files = view.files_named(name)
    if not files:
        raise NotFound(f"no file {name} in this case", "add the page and run `onrecord build`")
    pages = {article.id for article in view.store.findings(Article) if article.file in files}
    told = [one for one in view.store.findings(Interaction) if one.record in pages and not one.embedded_in]
    if not told:
        raise UsageError(f"{name} tells no dated contacts", "a page without years needs `onrecord build --year YEAR`")
    days = occasions(view)
    return [_best(view, one, days.get(one.date, [])) for one in told]


def _best(view: View, one: Interaction, shown: list[Occasion]) -> Checked:
    """The better of what a message tells of an entry, and of what shows a call or meeting of that day."""
    found = [_checked(view, one), *(_shown(view, one, each) for each in shown if _is_of(one, each))]
    return max(found, key=lambda each: FINDINGS.index(each.finding))


def _is_of(one: Interaction, shown: Occasion) -> bool:
    """Whether everybody whom an entry names takes part."""
    names = [found[-1] for name in (*one.actors, *one.to) if (found := re.findall(r"\w+", name.lower()))]
    return one.channel in SPOKEN and len(names) > 1 and shown.words.issuperset(names)


def _shown(view: View, one: Interaction, shown: Occasion) -> Checked:
    planned = shown.shows is Shows.PLANNED
    said = one.status in ("scheduled", "requested") or PLAN.search(one.citation.quote) is not None
    why = f"{shown.source} of that day with all of them {shown.shows} it"
    if planned:
        why = f"{shown.source} shows it as planned for that day with all of them" + (
            ", as the entry tells it" if said else "; it does not show that it was held"
        )
    source = source_of(view, shown.citation.spans[0])
    return Checked(
        entry=" ".join(one.citation.quote.split()),
        date=one.date,
        finding="planned" if planned and not said else "supported",
        why=why,
        message=shown.record,
        file=source.file,
        page=source.page,
        stamp=source.stamp,
    )


def _checked(view: View, one: Interaction) -> Checked:
    best, finding, why = None, FINDINGS[0], "no message of that day between them, and none with these words"
    if one.channel in SPOKEN:
        why = "nothing shows it for that day: no message with these words, invitation, calendar, log or report"
    for message in _candidates(view, one):
        found, reason = _held(one, message)
        if FINDINGS.index(found) > FINDINGS.index(finding):
            best, finding, why = message, found, reason
    entry = " ".join(one.citation.quote.split())
    if best is None:
        return Checked(entry=entry, date=one.date, finding=finding, why=why)
    return Checked(
        entry=entry,
        date=one.date,
        finding=finding,
        why=why,
        message=best.id,
        file=view.location(best.file).path,
        page=best.page_start,
        stamp=best.stamp_start,
    )


def _candidates(view: View, one: Interaction) -> Iterator[Message]:
    """Messages of the day (or the next, for the hour may lie elsewhere), and those with the quoted words."""
    seen: set[str] = set()
    if one.date:
        day = date.fromisoformat(one.date)
        query = Query(since=one.date, until=(day + timedelta(days=1)).isoformat())
        for message in view.store.messages(query):
            seen.add(message.id)
            yield message
    for said in one.quotes:
        words = re.findall(r"\w+", said.text)[:WORDS]
        if len(words) < 3:
            continue
        for hit in view.store.search(Query(text=f'"{" ".join(words)}"', limit=10)).hits:
            message_ = view.store.message(hit.id) if hit.id not in seen else None
            if message_ is not None:
                seen.add(message_.id)
                yield message_


def _held(one: Interaction, message: Message) -> tuple[str, str]:
    """How far a message supports an entry: day, writer, recipients and words each count."""
    day = bool(message.sent and message.sent.local[:10] == one.date)
    writer = _named(one.actors, (message.sender,))
    reader = not one.to or _named(one.to, (*message.to, *message.cc))
    quotes = [said for said in one.quotes if len(said.text.split()) > 2]
    agree = bool(quotes) and all(_bare(said.text) in _bare(f"{message.body} {_subject(message)}") for said in quotes)
    spoken = one.channel in SPOKEN
    if day and writer and reader and (agree or not (quotes or spoken)):
        return "supported", "day, writer, recipient" + (" and words agree" if quotes else " agree; nothing is quoted")
    if agree and not (day and writer):
        wrong = " and ".join(name for name, holds in (("day", day), ("writer", writer)) if not holds)
        return "contradicted", f"the words stand in a message of another {wrong}"
    if agree:
        return "partly", "the words agree, the recipient does not"
    if day and writer and reader and not spoken:
        return "partly", "day and people agree, the words were not found"
    return "not found", ""


def _named(names: tuple[str, ...], parties: tuple[Party | None, ...]) -> bool:
    """Whether the surname of one of `names` is among the parties."""
    there = {
        word
        for party in parties
        if party is not None
        for word in re.findall(r"\w+", f"{party.name} {party.address}".lower())
    }
    return any(
        re.findall(r"\w+", name.lower())[-1:] and re.findall(r"\w+", name.lower())[-1] in there for name in names
    )


def _subject(message: Message) -> str:
    return message.subject.printed if message.subject is not None else ""


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
