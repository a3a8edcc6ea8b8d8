"""What a chronology is made of: entries with their parts, the pages they stand on, and who is introduced where."""

from __future__ import annotations

from msgspec import Struct


class Wanted(Struct, frozen=True, kw_only=True):
    """What to put in a chronology.

    `since` and `until` are ISO days, both included; `topic` are names of topics, subjects of threads or terms, one of
    which must fit (see `onrecord.publish.topics`). `accepted`: only what a person accepted, as found or corrected.
    """

    since: str = ""
    until: str = ""
    person: str = ""
    topic: tuple[str, ...] = ()
    release: str = ""
    routine: bool = False
    accepted: bool = False


class Source(Struct, frozen=True, kw_only=True):
    """A page that an entry stands on."""

    release: str
    file: str
    page: int
    stamp: str


class Introduced(Struct, frozen=True, kw_only=True):
    """Somebody at the first mention: the full name, and the post held that day as the words of a page tell it.

    `when` says how many statements show the post and of which days. `post` is empty, and `source` None, where no page
    tells what somebody was that day.
    """

    name: str
    post: str = ""
    when: str = ""
    source: Source | None = None
    quote: str = ""


class Part(Struct, frozen=True, kw_only=True):
    """The sentences on what one message and its copies tell, which a person judges as one.

    `accepted`: the text is the one that a person accepted, and stays as it is.
    """

    text: str
    records: tuple[str, ...]
    state: str
    accepted: bool = False


class Entry(Struct, frozen=True, kw_only=True):
    """One entry. `records` are the ids of what it was made from, `parts` tell which of them are judged together.

    `state` is ``accepted`` or ``edited`` (accepted with corrections) when all of these are, by `decided_by` and others
    at `decided_at` or before; ``changed`` when one states something else than was accepted, or new copies of it came;
    ``draft`` otherwise. `kind` is ``message``, ``contact`` (of a log or calendar), ``article``, ``event`` or ``known``.
    `introduced` are those who are named here for the first time.
    """

    date: str
    date_end: str
    precision: str
    approx: bool
    inferred: tuple[str, ...]
    text: str
    people: tuple[str, ...]
    quotes: tuple[str, ...]
    sources: tuple[Source, ...]
    records: tuple[str, ...]
    kind: str
    state: str = "draft"
    topic: str = ""
    decided_by: tuple[str, ...] = ()
    decided_at: str = ""
    parts: tuple[Part, ...] = ()
    introduced: tuple[Introduced, ...] = ()

    @property
    def id(self) -> str:
        """The entry's id: that of the first record it was made from."""
        return self.records[0]

    @property
    def day(self) -> str:
        """The day or days as printed, with marks for what is inferred or not exact."""
        days = (
            self.date if self.date == self.date_end or not self.date_end else f"{self.date or '…'} to {self.date_end}"
        )
        return ("about " if self.approx else "") + (days or "undated") + (" (inferred)" if self.inferred else "")


class Chronology(Struct, frozen=True, kw_only=True):
    """Entries in order of time, and how many interactions of everyday traffic were left out, of how many in all.

    `rejected` is how many a person rejected: they are in none of the entries. With ``accepted``, `undecided` is how
    many wait for a person. `gone` is how many were accepted and are no longer in the case.
    """

    entries: tuple[Entry, ...]
    left_out: int
    interactions: int
    rejected: int = 0
    undecided: int = 0
    gone: int = 0
