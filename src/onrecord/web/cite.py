"""Citations as pages and JSON show them: the quote, where it stands, and how sure its reading is."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Citation, Message, Party, Span, page_number
from onrecord.publish.rows import party_text
from onrecord.publish.rows.common import span_file
from onrecord.store.view import View
from onrecord.web import links
from onrecord.web.answer import Answer


class Place(Answer):
    """A span: characters `start` to `end` (code points, half-open) of a page, which counts from 1 in its file."""

    file: str
    sha256: str
    release: str
    page: int
    stamp: str
    start: int
    end: int
    href: str


class Cited(Answer):
    """A citation. `uncertain` are the words of the quote that OCR was not sure of."""

    quote: str
    places: tuple[Place, ...]
    uncertain: tuple[str, ...] = ()


class Named(Answer):
    """Somebody in a header. `name` is empty where it is blanked; `href` leads to the person where one is known."""

    name: str
    redacted: bool = False
    href: str = ""


class Line(Answer):
    """A message in one line."""

    id: str
    href: str
    sent: str
    sender: Named | None
    to: tuple[Named, ...]
    subject: str
    release: str
    page: int
    stamp: str
    certainty: float
    doubts: tuple[str, ...]


def cited(view: View, citation: Citation) -> Cited:
    """A citation with everything that is needed to find its place again."""
    return Cited(
        quote=citation.quote,
        places=tuple(place(view, span) for span in citation.spans),
        uncertain=uncertain(view, citation.spans),
    )


def uncertain(view: View, spans: Iterable[Span]) -> tuple[str, ...]:
    """The words within `spans` that OCR was not sure of, as they were read."""
    return tuple(view.badly_read(spans))


def place(view: View, span: Span) -> Place:
    """Where a span lies."""
    file, number = span_file(view, span), page_number(span.page)
    where = view.location(file)
    stamps = view.stamps_on(file, number)
    return Place(
        file=where.path,
        sha256=file,
        release=where.release,
        page=number,
        stamp=stamps[0] if stamps else "",
        start=span.start,
        end=span.end,
        href=links.span(file, number, span),
    )


def named(view: View, message: Message, field: str, index: int, party: Party) -> Named:
    """A party of a message: the name as printed, and who that is."""
    person = view.who.get((message.id, field, index))
    return Named(name=party_text(party) or "", redacted=party.redacted, href=links.person(person.id) if person else "")


def parties(view: View, message: Message, field: str, found: Iterable[Party]) -> tuple[Named, ...]:
    """All parties of a header field, in order."""
    return tuple(named(view, message, field, index, party) for index, party in enumerate(found))


def line(view: View, message: Message) -> Line:
    """A message in one line."""
    return Line(
        id=message.id,
        href=links.message(message.id),
        sent=message.sent.iso if message.sent else "",
        sender=named(view, message, "from", 0, message.sender) if message.sender else None,
        to=parties(view, message, "to", message.to),
        subject=message.subject.printed if message.subject else "",
        release=view.location(message.file).release,
        page=message.page_start,
        stamp=view.stamp_start(message),
        certainty=message.certainty,
        doubts=message.doubts,
    )
