"""Native mail: how many mails a file holds, and the files attached to them."""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from io import BytesIO

from onrecord.errors import ItemFailed
from onrecord.intake.inspection import Full, Look
from onrecord.text import outlook, rfc822

#: Endings for attachments without a file name; the system's own table differs from machine to machine.
ENDINGS = {
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/tiff": ".tif",
}


def look_into_mail(look: Look) -> None:
    """One mail is one page; its attachments are files of their own."""
    look.pages = 1
    with look.path.open("rb") as stream:
        data = stream.read(rfc822.MAIL_BYTES + 1)
    _attachments_of(look, [(0, data)])


def look_into_mailbox(look: Look) -> None:
    """Mail n of a mailbox is page n; attachments are named ``n/name``."""
    with look.path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        bounds = rfc822.mail_bounds(data)
        look.pages = len(bounds)
        cut = rfc822.MAIL_BYTES + 1
        _attachments_of(look, ((n, data[start : min(end, start + cut)]) for n, (start, end) in enumerate(bounds, 1)))


def look_into_outlook(look: Look) -> None:
    """The same of an Outlook message or data file; a mail that cannot be read is said to be when its page is read."""
    media = look.file.media
    look.pages = outlook.count(look.path, media)
    mails = enumerate(outlook.mails(look.path, media), 1)
    numbered = ((number if media == "pst" else 0, data) for number, data in mails if data is not None)
    _attachments_of(look, numbered, in_mailbox=False)


def _attachments_of(look: Look, mails: Iterable[tuple[int, bytes]], *, in_mailbox: bool = True) -> None:
    """Take the attachments out of `mails`, given with their numbers in the mailbox (0: no mailbox).

    `in_mailbox`: a mail with a number has a "From " line before it.
    """
    for number, data in mails:
        try:
            _attachments(look, number, rfc822.without_from_line(data) if number and in_mailbox else data)
        except Full:
            look.fail(
                f"attachments stopped at {look.limits}: those of mail {max(number, 1):,} and later are left",
                "split the file and add the parts",
                page=number,
            )
            return


def _attachments(look: Look, number: int, data: bytes) -> None:
    if len(data) > rfc822.MAIL_BYTES:
        step = "save its attachments by hand and add them"
        look.fail(f"the mail is larger than {rfc822.MAIL_BYTES:,} bytes; its attachments are left", step, page=number)
        return
    root = rfc822.tree(data, rfc822.read_head(data))
    if root is None:
        step = "open it in a mail program and save its attachments"
        look.fail("the mail is malformed; its attachments, if any, cannot be told", step, page=number)
        return
    parts, unseen = rfc822.parts(root)
    if unseen:
        look.fail(f"the mail has too many parts; {unseen:,} are left", "save its attachments by hand", page=number)
    attached = [part for part in parts if part.attached]
    if attached and not look.too_deep:
        for place, part in enumerate(attached, 1):
            _attachment(look, number, place, part)


def _attachment(look: Look, number: int, place: int, part: rfc822.Part) -> None:
    given = part.name or f"attachment {place}{ENDINGS.get(part.kind, '.bin')}"
    name = look.member(f"{number}/{given}" if number else given)
    content = rfc822.content(part.source)
    if content is None:
        look.fail("the attachment cannot be decoded", "open the mail in a mail program and save it", given, number)
    elif name:
        try:
            look.keep(name, BytesIO(content), media="eml" if part.kind == "message/rfc822" else "")
        except ItemFailed as error:
            look.fail(error.what, error.next_step, given, number)
