"""From headers to message records."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.messages import bodies, invites, parties
from onrecord.messages.heads import Head, value
from onrecord.messages.layouts import Layout
from onrecord.messages.lines import Line, Piece, Point, between, spans, text_of, trimmed
from onrecord.model import Citation, HeaderKind, Message, MessageKind, Page, Party, Sent, Text, stable_id
from onrecord.text import dates

END = 1 << 60


def message(
    pages: Sequence[Page],
    lines: Sequence[Line],
    head: Head,
    following: Head | None,
    *,
    chain: str,
    depth: int,
    layout: Layout,
    boxed: bool,
    why: str,
    document: str,
) -> Message:
    """The record of one header and of what stands below it up to `following` (or the end of the run).

    `boxed`: names are blanked with boxes on its pages.
    """
    pieces = _header(pages, lines, head)
    body_pieces = trimmed_body(pages, lines, head, following)
    if not pieces:
        pieces = body_pieces[:1]
    body = "\n".join(text_of(pages[piece.page], piece) for piece in body_pieces)
    letters = not boxed
    page = pages[pieces[0].page]
    sender = parties.sender(pages, head, letters=letters)
    to = parties.listed(pages, head, "to", letters=letters)
    sent = _sent(pages, head)
    start, end, place = "", "", None
    if invites.is_one(head):
        head.kind = MessageKind.INVITE
        start, end = invites.times(pages, head)
        place = parties.text(pages, head, "where")
        sender, to = _meeting(pages, head, sender, to, letters)
    native = page.native if head.header_kind is HeaderKind.NATIVE else None
    doubts = _doubts(head, sender, to, sent)
    return Message(
        id=identity("m", pages, pieces),
        file=page.file,
        page_start=page.number,
        page_end=pages[max((*body_pieces, *pieces), key=lambda piece: piece.page).page].number,
        chain=chain,
        depth=depth,
        header_kind=head.header_kind,
        citation=Citation(spans(pages, pieces), "\n".join(text_of(pages[piece.page], piece) for piece in pieces)),
        kind=head.kind,
        document=document,
        layout=layout.name,
        layout_version=layout.version,
        why="; ".join(filter(None, (why, head.why, head.top))),
        sender=sender,
        to=to,
        cc=parties.listed(pages, head, "cc", letters=letters)
        or parties.listed(pages, head, "optional", letters=letters),
        bcc=parties.listed(pages, head, "bcc", letters=letters),
        sent=sent,
        subject=parties.text(pages, head, "subject") or parties.text(pages, head, "re"),
        attachments=_attachments(pages, head),
        importance=value(pages, head, "importance"),
        location=place,
        starts=start,
        ends=end,
        message_id=native.message_id if native else "",
        in_reply_to=native.in_reply_to if native else "",
        references=native.references if native else (),
        body=body,
        body_spans=spans(pages, body_pieces),
        zones=bodies.zones(body, quote=_marks(lines, head, body)),
        stamp_start=page.stamps[0] if page.stamps else "",
        certainty=round(1.0 - 0.15 * len(doubts), 2),
        doubts=doubts,
    )


def _marks(lines: Sequence[Line], head: Head, body: str) -> int:
    """How many quotation marks the lines of a message bear: those of its header, of its first line below a "wrote:"."""
    own = lines[head.block.line].quote if head.block.line < len(lines) else 0
    return max(own, bodies.depth(body.lstrip())) if head.header_kind is HeaderKind.ATTRIBUTION else own


def identity(prefix: str, pages: Sequence[Page], pieces: Sequence[Piece]) -> str:
    """The id of what begins at the first of `pieces`."""
    first = pieces[0]
    return stable_id(prefix, pages[first.page].file, pages[first.page].number, first.start)


def chain_identity(pages: Sequence[Page], lines: Sequence[Line], head: Head, following: Head | None) -> str:
    """The id of the chain that `head` begins."""
    pieces = _header(pages, lines, head) or trimmed_body(pages, lines, head, following)[:1]
    return identity("c", pages, pieces)


def printed(pages: Sequence[Page], lines: Sequence[Line], head: Head, following: Head | None) -> bool:
    """Whether anything of a message is on the pages: a native mail may have neither header nor words of its own."""
    return bool(_header(pages, lines, head) or trimmed_body(pages, lines, head, following))


def _header(pages: Sequence[Page], lines: Sequence[Line], head: Head) -> tuple[Piece, ...]:
    return trimmed(pages, between(lines, head.first, head.after))


def trimmed_body(pages: Sequence[Page], lines: Sequence[Line], head: Head, following: Head | None) -> tuple[Piece, ...]:
    """The pieces of the body below `head`."""
    last = following.first if following is not None else Point(len(lines), END)
    if head.last is not None:
        last = min(last, head.last)
    return trimmed(pages, between(lines, head.after, last))


def _sent(pages: Sequence[Page], head: Head) -> Sent | None:
    found = parties.text(pages, head, "sent")
    moment = head.moment
    if found is None and moment is None:
        return None
    return Sent(
        printed=found.printed if found else "",
        local=moment.local if moment else "",
        offset=moment.offset if moment else "",
        spans=found.spans if found else (),
    )


def _meeting(
    pages: Sequence[Page], head: Head, sender: Party | None, to: tuple[Party, ...], letters: bool
) -> tuple[Party | None, tuple[Party, ...]]:
    """Organiser and required attendees stand for sender and recipients where those are not printed."""
    if sender is None and head.fields.get("organizer"):
        organizer = parties.listed(pages, head, "organizer", letters=letters)
        sender = organizer[0] if organizer else None
    return sender, to or parties.listed(pages, head, "required", letters=letters)


def _attachments(pages: Sequence[Page], head: Head) -> tuple[Text, ...]:
    """The names in the attachments field; in print parted at semicolons, or at commas after a file's ending."""
    found = []
    for piece in head.fields.get("attachments", ()):
        text = text_of(pages[piece.page], piece)
        start = 0
        whole = head.header_kind is HeaderKind.NATIVE  # a mail gives every name by itself
        for end in [*(() if whole else _ends(text)), len(text)]:
            name = text[start:end].strip(" ;,\t")
            if name:
                at = piece.start + text.index(name, start)
                found.append(Text(name, spans(pages, (Piece(piece.page, at, at + len(name)),))))
            start = end
    return tuple(found)


def _ends(text: str) -> list[int]:
    return [
        i + 1
        for i, char in enumerate(text)
        if char == ";" or (char == "," and "." in text[max(0, i - 6) : i] and text[i - 1 : i].isalnum())
    ]


def _doubts(head: Head, sender: Party | None, to: tuple[Party, ...], sent: Sent | None) -> tuple[str, ...]:
    doubts = []
    if sender is None:
        doubts.append("no sender is printed")
    elif sender.redacted:
        doubts.append("the sender is blanked or unreadable")
    if to and all(party.redacted for party in to):
        doubts.append("the recipients are blanked or unreadable")
    if sent is not None and not sent.local:
        doubts.append("the time cannot be read")
    if head.merged:
        doubts.append("header lines were merged: where the subject ends is inferred")
    return tuple(doubts)


__all__ = ["chain_identity", "dates", "identity", "message"]
