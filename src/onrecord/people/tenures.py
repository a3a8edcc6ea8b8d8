"""Who held what when: statements of titles and offices, put together by person, title and body, with their dates.

A statement holds for its own day: a signature shows what somebody was when the message was sent, a report what somebody
was when it was published. Between the first and the last statement a post is taken as held; outside of that nothing is
claimed. "Former" says that a post had ended by then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from onrecord.model import Citation, Mention, Person, Seen, Span, Tenure, stable_id
from onrecord.people import forms, gazetteer
from onrecord.people.forms import fold
from onrecord.people.nodes import HEADER

#: Raised when the same statements would give other posts.
VERSION = "1"

#: Statements that a tenure is cited by at most.
_CITED = 5

_mentions = msgspec.msgpack.Decoder(Mention)


class _Statement(NamedTuple):
    date: str
    status: str
    title: str
    office: str
    citation: Citation
    record: str


class Titled:
    """The mentions that tell somebody's title, in little room."""

    def __init__(self, mentions: Iterable[Mention] = ()) -> None:
        self._records: dict[str, bytes] = {}
        for mention in mentions:
            self.keep(mention)

    def keep(self, mention: Mention) -> None:
        """Keep a mention if it tells a title."""
        if mention.title and mention.title_spans:
            self._records[mention.id] = msgspec.msgpack.encode(mention)

    def get(self, id: str) -> Mention | None:
        """The mention with this id, if it tells a title."""
        record = self._records.get(id)
        return _mentions.decode(record) if record is not None else None


def tenures(
    people: Iterable[Person], titled: Titled, dates: Mapping[str, str], words_at: Callable[[Span], str]
) -> Iterator[Tenure]:
    """The posts of `people`, by person, title and office.

    `dates` are ISO days of messages and documents, by id; `words_at` gives the words at the place of a name in a
    header.
    """
    for person in people:
        if person.kind != "person":
            continue
        posts: defaultdict[tuple[str, str], list[_Statement]] = defaultdict(list)
        for seen in person.seen:
            said = _stated(seen, titled, dates, words_at)
            if said is not None:
                posts[fold(said.title), fold(said.office)].append(said)
        for key in sorted(posts):
            yield _tenure(person, key, posts[key])


def _stated(seen: Seen, titled: Titled, dates: Mapping[str, str], words_at: Callable[[Span], str]) -> _Statement | None:
    if seen.place in HEADER:
        office = forms.read(seen.name).office
        if not fold(office) or office not in (quote := words_at(seen.span)):
            return None
        citation = Citation((seen.span,), quote)
        return _Statement(dates.get(seen.record, ""), "", "", office, citation, seen.record)
    mention = titled.get(seen.record)
    if mention is None:
        return None
    title = f"{mention.title} to {mention.principal}" if mention.principal and not mention.unnamed else mention.title
    places = [(span, mention.title_printed) for span in mention.title_spans]
    places += [(span, mention.citation.quote) for span in mention.citation.spans]
    ordered = sorted(places)
    citation = Citation(tuple(span for span, _ in ordered), "\n".join(quote for _, quote in ordered))
    date = dates.get(mention.message or mention.document, "")
    return _Statement(date, mention.status, title, mention.office, citation, mention.id)


def _tenure(person: Person, key: tuple[str, str], said: list[_Statement]) -> Tenure:
    ordered = sorted(said, key=lambda one: (one.date or "9999", one.record))
    current = [one.date for one in ordered if one.date and one.status != "former"]
    past = [one.date for one in ordered if one.date and one.status == "former"]
    titles = Counter(one.title for one in ordered)
    body = gazetteer.body(ordered[0].office)
    return Tenure(
        id=stable_id("h", person.id, *key),
        citation=ordered[0].citation,
        person=person.id,
        title=min(titles, key=lambda title: (-titles[title], title)),
        office=body.name if body else ordered[0].office,
        since=min(current, default=""),
        until=max(current, default=""),
        ended_by=min(past, default=""),
        former=all(one.status == "former" for one in ordered),
        acting=any(one.status == "acting" for one in ordered),
        statements=len(ordered),
        dates=tuple(sorted({one.date for one in ordered if one.date})),
        records=tuple(dict.fromkeys(one.record for one in ordered))[:_CITED],
    )
