"""Copies of one message, and messages that answer one another."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from onrecord.model.findings import Finding
from onrecord.model.spans import Citation, Span


class Sketch(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is compared of one message: enough to tell copies and answers, a few hundred bytes long.

    `id` is the message's. `minute` counts from 1970-01-01T00:00 in local time as printed, -1 when no minute is
    printed; `second` is -1 without one; `offset` is the printed zone in minutes, or None. `day` counts days, -1 without
    any. `sender`, `behalf`, `to` and `people` (everybody named) are `onrecord.threads.people` keys, `sender_address` is
    the local part of an address. `stem` is the subject without prefixes, squeezed; `reply` its prefix ("re", "fw", "").
    `size` is the number of different 5-grams of the body, `letters` its length; `sample` are those whose hash falls
    under ``2 ** (32 - scale)``, sorted, as 32-bit little-endian words, and `head` are its first letters, squeezed.
    `bands` are keys of near-duplicate texts, 4 bytes each. `damaged`: read by OCR. `hides`: how many blanks or
    exemption codes stand in it. `refs` are the Message-IDs that it answers, the nearest first, `own` its own one.
    `starts` is the minute at which an invitation's meeting begins. `paper`: a memo or letter.
    `cited` is the beginning of the message's header.
    """

    id: str
    cited: Citation
    chain: str
    depth: int
    minute: int = -1
    second: int = -1
    offset: int | None = None
    day: int = -1
    sender: str = ""
    behalf: str = ""
    sender_address: str = ""
    to: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    stem: str = ""
    reply: str = ""
    size: int = 0
    letters: int = 0
    scale: int = 0
    sample: bytes = b""
    head: str = ""
    bands: bytes = b""
    damaged: bool = False
    hides: int = 0
    starts: int = -1
    own: str = ""
    refs: tuple[str, ...] = ()
    paper: bool = False


class Memo(Struct, frozen=True):
    """What a stage remembers to be quicker the next time: `data` under a `name`. It is never shown, and can be lost."""

    name: str
    data: bytes


class Likeness(Struct, frozen=True, array_like=True):
    """Two messages and why they are taken for copies of one. `score` is 0 to 1; `against` speaks for two messages."""

    a: str
    b: str
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()


class CopySet(Finding, frozen=True, kw_only=True, omit_defaults=True):
    """One message, seen several times.

    `members` are message ids, smallest first; `files` are the beginnings of the ids of their files, as in page keys.
    `pairs` are the likenesses that hold the set together, and those of all
    other pairs when the set is small.
    """

    KIND: ClassVar[str] = "copy_sets"
    ASIDE: ClassVar[frozenset[str]] = frozenset({"members", "files", "pairs"})

    members: tuple[str, ...]
    files: tuple[str, ...] = ()
    pairs: tuple[Likeness, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The messages."""
        return self.members


class Difference(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place where two copies differ.

    `kind` is ``hidden`` (hidden in one copy, open in the other), ``left_out`` (the same without a code or box: blank
    paper, or words that are not there), ``code_changed`` (hidden in both under other codes), ``ocr_noise``, ``header``
    (the header is printed otherwise), ``cut`` (one copy goes on where the other ends), ``unsure`` (a page was read by
    OCR, and only its image can tell), or ``text`` (really different words). `place` is the header field, or ``body``.
    `text` are the words that are open, or those of the first copy; `other` those of the second. `hidden_in` is the id
    of the hiding copy. `codes` are the codes there, `other_codes` those of the second copy where both hide. `spans` are
    the places in the first copy and then in the second, as far as words stand there. `proof` says what page images
    tell.
    """

    kind: str
    place: str = "body"
    text: str = ""
    other: str = ""
    hidden_in: str = ""
    codes: tuple[str, ...] = ()
    other_codes: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    proof: str = ""


class Comparison(Struct, frozen=True, array_like=True):
    """What differs between two messages, in the order of the header and the text."""

    a: str
    b: str
    differences: tuple[Difference, ...]


class Differing(Finding, frozen=True, kw_only=True, omit_defaults=True):
    """What differs between the members of a copy set: the pairs of them that differ in something."""

    KIND: ClassVar[str] = "differences"

    copy_set: str
    comparisons: tuple[Comparison, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The copy set and the messages."""
        return (self.copy_set, *dict.fromkeys(id for one in self.comparisons for id in (one.a, one.b)))


class Edge(Struct, frozen=True, array_like=True):
    """Message `child` answers or forwards `parent`. `kind` is ``quotes``, ``reference`` or ``subject``."""

    child: str
    parent: str
    kind: str
    certainty: float
    reason: str


class Thread(Finding, frozen=True, kw_only=True, omit_defaults=True):
    """Messages that answer or forward one another.

    `messages` are all of them, copies included, in the order of time. `edges` join one message of each copy set.
    `inclusive` are the fewest printed messages that one has to read, with what they quote, to have read all of it.
    """

    KIND: ClassVar[str] = "threads"
    ASIDE: ClassVar[frozenset[str]] = frozenset({"messages", "edges", "inclusive"})

    messages: tuple[str, ...]
    edges: tuple[Edge, ...] = ()
    inclusive: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The messages."""
        return self.messages
