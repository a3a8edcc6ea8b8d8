"""The correspondence before it is printed: people, mails, and how each is to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes or is written to.

    `unit` is the agency's short name and `desk` the office within it ("HPA" and "ENG"); both are empty for somebody
    outside, whose names are printed without brackets. `first` is empty for a mailing list.
    """

    id: str
    first: str
    last: str
    address: str
    title: str = ""
    office: str = ""
    unit: str = ""
    desk: str = ""
    phone: str = ""
    client: str = "outlook"
    street: str = ""

    @property
    def key(self) -> str:
        """The name as truth states it: last name, comma, first name; for a list the name alone."""
        return f"{self.last}, {self.first}" if self.first else self.last

    @property
    def plain(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file sent with a mail. `lines` are the paragraphs of its pages, in the form `kind` (memo, letter, sheet)."""

    name: str
    kind: str = "sheet"
    title: str = ""
    lines: tuple[str, ...] = ()
    memo: Mail | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does in a mail: a request, a draft sent, a contact reported. `quote` stands in the body."""

    act: str
    quote: str
    channel: str = "email"
    actors: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message as sent. `sent` is the wall clock of the agency's time zone (US Eastern).

    `body` holds paragraphs divided by blank lines; a single line feed is a line break. `reply` says how the message
    stands to `parent`: reply or forward. `sign` is full, short, iphone or none.
    `quote` names how the parent is quoted, empty for the way of `client`, none where it is left out. Invites have
    `start` and `end`.
    """

    id: str
    sender: Person
    to: tuple[Person, ...]
    sent: datetime
    subject: str
    body: str
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    kind: str = "email"
    parent: str = ""
    reply: str = "reply"
    sign: str = "full"
    client: str = "outlook"
    importance: str = ""
    attachments: tuple[Attachment, ...] = ()
    quote: str = ""
    behalf: Person | None = None
    start: datetime | None = None
    end: datetime | None = None
    location: str = ""
    disclaimer: str = ""
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Hide:
    """Something to black out of one message of a printing.

    `find` is the text to hide where `place` is body or subject; otherwise the person id (place from, to or cc).
    `whole` covers the paragraph with a single box. `bad` leaves the text beneath the box. `local` hides only the part
    of a printed address before the @.
    """

    mail: str
    find: str
    codes: tuple[str, ...]
    place: str = "body"
    whole: bool = False
    bad: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """A variant of a layout: type, columns, spellings of dates and names. Drawn from the pools."""

    face: str = "sans"
    size: float = 10.0
    left: float = 72.0
    column: float = 78.0
    date: str = ""
    name: str = ""
    separator: str = "; "
    bold: bool = True
    boxes: str = "black"
    label: str = "inside"
    labels: tuple[tuple[str, str], ...] = ()
    rule: bool = True
    gap: float = 1.0
    custodian: bool = False
    numbers: str = ""
