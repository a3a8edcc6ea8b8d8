"""One message: its header, its words, where they are printed, its copies and what they hide, the chain it stands in."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query as Asked

from onrecord.model import Attachment, Gap, Message, Thread
from onrecord.web import links, runs
from onrecord.web.answer import Answer, Room
from onrecord.web.cite import Cited, Line, Named, Place, cited, line, parties, place, uncertain
from onrecord.web.copies import Copy, copies_of
from onrecord.web.desk import Here
from onrecord.web.runs import Run

room = Room(tag="messages")

Text = Annotated[str, Asked(max_length=2000, description="words to mark, in the language of searches")]


class Enclosed(Answer):
    """An attachment that the message names. `href` leads to its first page where it was produced."""

    name: str
    produced: bool
    how: str
    doubts: tuple[str, ...]
    href: str


class Missing(Answer):
    """A gap that concerns the message, worded as a question."""

    kind: str
    question: str
    denominator: str
    citation: Cited


class Guess(Answer):
    """Who a blanked party must be, and why; no page prints it."""

    field: str
    name: str
    reason: str


class Letter(Answer):
    """A message. `chain` are the messages of the printed chain by depth, itself included; `body` is in runs.

    `printed` are the places of its words in order, `thread` is the address of its thread, empty without one.
    """

    line: Line
    kind: str
    header_kind: str
    to: tuple[Named, ...]
    cc: tuple[Named, ...]
    bcc: tuple[Named, ...]
    behalf_of: str
    sent_printed: str
    where: str
    starts: str
    ends: str
    importance: str
    attachments: tuple[str, ...]
    enclosed: tuple[Enclosed, ...]
    implied: tuple[Guess, ...]
    body: tuple[Run, ...]
    printed: tuple[Place, ...]
    uncertain: tuple[str, ...]
    read_by: str
    copies: tuple[Copy, ...]
    gaps: tuple[Missing, ...]
    chain: tuple[Line, ...]
    thread: str
    thread_size: int
    citation: Cited
    q: str


@room.answers("/m/{id}", "message.html")
def message(here: Here, id: str, q: Text = "") -> Letter:
    """A message by its id, or by the beginning of it."""
    return letter(here, here.case.message(id), q)


def letter(here: Here, found: Message, q: str = "") -> Letter:
    """Everything that is shown of a message."""
    here.saw(found.id)
    view, about = here.view, here.store.about(found.id)
    thread = next((one for one in about if isinstance(one, Thread)), None)
    spans = found.citation.spans + found.body_spans
    return Letter(
        line=line(view, found),
        kind=found.kind,
        header_kind=found.header_kind,
        to=parties(view, found, "to", found.to),
        cc=parties(view, found, "cc", found.cc),
        bcc=parties(view, found, "bcc", found.bcc),
        behalf_of=found.sender.behalf_of if found.sender else "",
        sent_printed=found.sent.printed if found.sent else "",
        where=found.location.printed if found.location else "",
        starts=found.starts,
        ends=found.ends,
        importance=found.importance,
        attachments=tuple(one.printed for one in found.attachments),
        enclosed=tuple(_enclosed(here, one) for one in about if isinstance(one, Attachment)),
        implied=tuple(Guess(field=one.field, name=one.party.printed, reason=one.reason) for one in found.implied),
        body=body(here, found, q),
        printed=tuple(place(view, span) for span in spans),
        uncertain=uncertain(view, spans),
        read_by=f"{found.layout} {found.layout_version}: {found.why}" if found.layout else "",
        copies=copies_of(here, found, about),
        gaps=tuple(_missing(here, one) for one in about if isinstance(one, Gap)),
        chain=tuple(line(view, one) for one in here.store.chain(found.chain)),
        thread=links.thread(thread.id) if thread else "",
        thread_size=len(thread.messages) if thread else 0,
        citation=cited(view, found.citation),
        q=q,
    )


def body(here: Here, found: Message, q: str = "", more: tuple[runs.Layer, ...] = ()) -> tuple[Run, ...]:
    """The body of a message in runs: what its pages say of it, the hits of a search, and `more`."""
    pages = {span.page: page for span in found.body_spans if (page := here.store.page(span.page))}
    layers = runs.carried(found.body_spans, {key: runs.on_page(page) for key, page in pages.items()})
    return runs.runs(found.body, [*layers, *runs.hits(found.body, q), *more])


def _enclosed(here: Here, one: Attachment) -> Enclosed:
    page = here.store.page(one.pages[0]) if one.pages else None
    href = links.page(page.file, page.number) if page else ""
    return Enclosed(name=one.name, produced=one.produced, how=one.how, doubts=one.doubts, href=href)


def _missing(here: Here, one: Gap) -> Missing:
    return Missing(
        kind=one.kind, question=one.question, denominator=one.denominator, citation=cited(here.view, one.citation)
    )
