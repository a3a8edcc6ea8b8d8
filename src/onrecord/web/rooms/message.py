"""One message: its header, its words, its place in the printed chain, and what it stands on."""

from __future__ import annotations

from onrecord.model import Message
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.cite import Cited, Line, Named, cited, line, parties, uncertain
from onrecord.web.desk import Here

room = Room(tag="messages")


class Letter(Answer):
    """A message. `chain` are the messages of the printed chain by depth, itself included."""

    line: Line
    kind: str
    to: tuple[Named, ...]
    cc: tuple[Named, ...]
    bcc: tuple[Named, ...]
    sent_printed: str
    attachments: tuple[str, ...]
    body: str
    certainty: float
    doubts: tuple[str, ...]
    uncertain: tuple[str, ...]
    chain: tuple[Line, ...]
    thread: str
    citation: Cited


@room.answers("/m/{id}", "message.html")
def message(here: Here, id: str) -> Letter:
    """A message by its id, or by the beginning of it."""
    return letter(here, here.case.message(id))


def letter(here: Here, found: Message) -> Letter:
    """Everything that is shown of a message."""
    here.saw(found.id)
    view = here.view
    return Letter(
        line=line(view, found),
        kind=found.kind,
        to=parties(view, found, "to", found.to),
        cc=parties(view, found, "cc", found.cc),
        bcc=parties(view, found, "bcc", found.bcc),
        sent_printed=found.sent.printed if found.sent else "",
        attachments=tuple(one.printed for one in found.attachments),
        body=found.body,
        certainty=found.certainty,
        doubts=found.doubts,
        uncertain=uncertain(view, found.citation.spans + found.body_spans),
        chain=tuple(line(view, one) for one in here.store.chain(found.chain)),
        thread=links.thread(view.thread(found)),
        citation=cited(view, found.citation),
    )
