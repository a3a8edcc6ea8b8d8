"""Who held what when: statements of titles and offices, put together by person, title and body, with their dates.

A statement holds for its own day: a signature shows what somebody was when the message was sent, a report what somebody
was when it was published. Between the first and the last statement a post is taken as held; outside of that nothing is
claimed. "Former" says that a post had ended by then.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from onrecord.model import Citation, Mention, Person, Seen, Span, Tenure, stable_id
from onrecord.people import forms, gazetteer
from onrecord.people.forms import fold

#: Raised when the same statements would give other posts.
VERSION = "1"

#: Statements that a tenure is cited by at most.
_CITED = 5


class _Statement(NamedTuple):
    date: str
    status: str
    title: str
    office: str
    citation: Citation
    record: str


def tenures(
    people: Iterable[Person], mentions: Mapping[str, Mention], dates: Mapping[str, str], quotes: Mapping[Span, str]
) -> Iterator[Tenure]:
    """The posts of `people`, by person, title and office.

    `dates` are ISO days of messages and documents, by id; `quotes` the words at the places of names in headers.
    """
    for person in people:
        if person.kind != "person":
            continue
        posts: defaultdict[tuple[str, str], list[_Statement]] = defaultdict(list)
        for seen in person.seen:
            said = _stated(seen, mentions, dates, quotes)
            if said is not None:
                posts[fold(said.title), fold(said.office)].append(said)
        for key in sorted(posts):
            yield _tenure(person, key, posts[key])


def _stated(
    seen: Seen, mentions: Mapping[str, Mention], dates: Mapping[str, str], quotes: Mapping[Span, str]
) -> _Statement | None:
    mention = mentions.get(seen.record)
    if mention is None:
        office = forms.read(seen.name).office
        quote = quotes.get(seen.span, "")
        if not fold(office) or office not in quote:
            return None
        citation = Citation((seen.span,), quote)
        return _Statement(dates.get(seen.record, ""), "", "", office, citation, seen.record)
    if not mention.title or not mention.title_spans:
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
