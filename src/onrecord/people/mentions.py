"""Mentions of people in running text, cited to the page: in bodies of messages, and on pages without messages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.model import Citation, Mention, Message, Page, PageState, Span, cite, stable_id
from onrecord.people import bodies, forms, prose
from onrecord.people.forms import Kind, fold
from onrecord.people.prose import Found

#: Raised when other people are found in the same text.
VERSION = "4"

#: Characters of a page below which it is a separator sheet or a scrap.
_LEAST = 80
#: Characters that the parser gets at a time.
_PIECE = 20_000
#: Shortest surname that counts wherever it is capitalised.
_SURNAME = 3

_LABELS = {"PERSON": True, "ORG": False, "FAC": False}


def roster(messages: Iterable[Message]) -> frozenset[str]:
    """The folded surnames of those named in full in headers, where OCR did not garble them."""
    found = set()
    for message in messages:
        parties = (message.sender, *message.to, *message.cc, *message.bcc)
        for name in (party.name for party in parties if party is not None):
            form = forms.read(name)
            if form.kind is Kind.FULL and len(form.given) > 1 and len(form.family) >= _SURNAME:
                found.add(form.family)
    return frozenset(found)


def in_message(message: Message, names: frozenset[str]) -> Iterator[Mention]:
    """The people named in the body of a message. `names` are surnames as `roster` gives them."""
    starts = []
    position = 0
    for span in message.body_spans:
        starts.append(position)
        position += span.end - span.start + 1
    for place, found in bodies.find(message, names):
        spans = _spans(message, starts, found.start, found.end)
        if spans:
            titled = _spans(message, starts, found.title.start, found.title.end) if found.title else ()
            citation = Citation(spans, message.body[found.start : found.end])
            yield _mention(found, citation, message.chain, message.id, place, titled, message.body)


def _spans(message: Message, starts: list[int], start: int, end: int) -> tuple[Span, ...]:
    """The one span of characters of the body; none when they run over the end of a span."""
    for at, span in zip(starts, message.body_spans, strict=True):
        if at <= start and end <= at + span.end - span.start:
            return (Span(span.page, span.start + start - at, span.start + end - at),)
    return ()


def in_pages(pages: Sequence[Page], names: frozenset[str]) -> Iterator[Mention]:
    """The people named on pages of one file on which no message stands."""
    read = [page for page in pages if page.state in (PageState.READ, PageState.OCR) and len(page.text) >= _LEAST]
    marked = list(zip(read, _marks([page.text for page in read]), strict=True))
    known = set(names)
    for page, marks in marked:
        full = (forms.read(found.name) for found in prose.find(page.text, marks))
        known |= {form.family for form in full if form.kind is Kind.FULL and len(form.family) >= _SURNAME}
    for page, marks in marked:
        for found in prose.find(page.text, marks, known):
            titled = (Span(page.key, found.title.start, found.title.end),) if found.title else ()
            citation = cite((Span(page.key, found.start, found.end),), {page.key: page.text})
            yield _mention(found, citation, page.file, "", "text", titled, page.text)


def _marks(texts: Sequence[str]) -> list[list[tuple[int, int, bool]]]:
    """What the parser takes for people in each text, and what it may have taken for something else."""
    if not texts:
        return []
    from onrecord.text import syntax

    pieces = [(number, *piece) for number, text in enumerate(texts) for piece in _pieces(text)]
    found: list[list[tuple[int, int, bool]]] = [[] for _ in texts]
    for (number, start, _), doc in zip(pieces, syntax.names(piece for _, _, piece in pieces), strict=True):
        for entity in doc.ents:
            if entity.label_ in _LABELS:
                found[number].append((start + entity.start_char, start + entity.end_char, _LABELS[entity.label_]))
    return found


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text in pieces that end at a blank line where there is one."""
    start = 0
    while len(text) - start > _PIECE:
        cut = text.rfind("\n\n", start, start + _PIECE)
        cut = cut + 2 if cut > start else start + _PIECE
        yield start, text[start:cut]
        start = cut
    yield start, text[start:]


def _mention(
    found: Found, citation: Citation, document: str, message: str, place: str, titled: tuple[Span, ...], text: str
) -> Mention:
    span, title = citation.spans[0], found.title
    printed = text[title.start : title.end] if title and titled else ""
    return Mention(
        id=stable_id("n", span.page, span.start, span.end, place),
        citation=citation,
        name=found.name,
        document=document,
        message=message,
        place=place,
        title=title.words if title else "",
        office=title.office if title else "",
        status=title.status if title else "",
        title_printed=printed,
        title_spans=titled,
        unnamed=found.unnamed,
        principal=found.principal or (title.principal if title else ""),
        weak=found.weak,
    )


def family_of(name: str) -> str:
    """The folded surname of a written name, or the word itself."""
    return forms.read(name).family or fold(name)
