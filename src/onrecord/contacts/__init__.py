"""Page records in, contact records out: call logs, visitor logs, text messages, chats, calendars."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.contacts import calendars, chats, entries, lines, records, tables
from onrecord.contacts.lines import Line, Places
from onrecord.model import Contact, Page

__all__ = ["VERSION", "read"]

#: Raised whenever the same pages give other contacts than before; part of the key of finished work.
VERSION = "2"

#: What a page must say somewhere to be looked at at all: 9:30, 9 am, 0930, 3/14. A pattern that begins with a digit
#: passes over everything else in no time.
_CLOCK = re.compile(r"\d(?::\d\d|/\d|(?<!\w\d)(?:\d? ?[AaPp][Mm]\b|(?<=[0-2])\d[0-5]\d\b))")


def read(pages: Sequence[Page]) -> list[Contact]:
    """The contacts on `pages`, consecutive pages of one file, in the order of their places.

    Of two readings of the same lines the first counts, in this order: table, labelled lines, calendar, conversation.
    """
    found: list[Contact] = [one for page in pages if page.engine == calendars.ENGINE and (one := calendars.entry(page))]
    others = [page for page in pages if page.engine != calendars.ENGINE and _CLOCK.search(page.text)]
    stream = lines.read(others)
    texts = {page.key: page.text for page in others}
    for reader in (_tables, records.read, calendars.read, chats.read):
        taken = Places(one.citation.spans[0] for one in found)
        found += [one for one in reader(others, stream, texts) if not taken.hold(one.citation.spans[0])]
    place = {page.key: number for number, page in enumerate(pages)}
    return sorted(found, key=lambda one: _place(one, place))


def _tables(pages: Sequence[Page], stream: Sequence[Line], texts: Mapping[str, str]) -> Iterator[Contact]:
    for table in tables.read(pages, stream):
        yield from entries.contacts(pages, table, texts)


def _place(contact: Contact, pages: dict[str, int]) -> tuple[int, int]:
    span = contact.citation.spans[0]
    return pages[span.page], span.start
