"""What joins two findings, how sure that is, and where it ends."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from onrecord.model.findings import Finding
from onrecord.model.spans import Citation

#: From this score on a link is asserted; from `SUGGESTED` on it is suggested, with its limits; below it is not made.
ASSERTED = 0.9
SUGGESTED = 0.5


class LinkKind(StrEnum):
    """What a link says of its ends, the first of them `a`, the second `b`.

    ``supports``: `a`, of another source family, shows what `b` claims. ``contradicts``: `a` shows the opposite of what
    `b` claims. ``denies``: somebody in `a` denies `b`. ``source_chain``: `a` has it from the source that `b` tells
    apart. ``same_report``: `a` repeats the report `b`. ``dating_evidence``: `a` gives the date that `b` lacks.
    ``followed_by_event``, ``used_in_event``, ``drafted_for``, ``same_day``: `a` is a contact, `b` the public event.
    ``follow_up``: `a` asks, `b` is what came of it. ``office_succession``: `b` held the post after `a`. The rest have
    no direction. ``same_occasion`` says less than ``same_event``: something told of it stands on one side only.
    """

    SAME_PERSON = "same_person"
    SAME_EVENT = "same_event"
    SAME_OCCASION = "same_occasion"
    SAME_TOPIC = "same_topic"
    PATTERN = "pattern"
    RELATED_EVENT = "related_event"
    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    DENIES = "denies"
    SOURCE_CHAIN = "source_chain"
    SAME_REPORT = "same_report"
    DATING_EVIDENCE = "dating_evidence"
    FOLLOWED_BY_EVENT = "followed_by_event"
    USED_IN_EVENT = "used_in_event"
    DRAFTED_FOR = "drafted_for"
    SAME_DAY = "same_day"
    FOLLOW_UP = "follow_up"
    OFFICE_SUCCESSION = "office_succession"


class LinkState(StrEnum):
    """Whether a link can be stated as it is, or only put before a reader together with its limits."""

    ASSERTED = "asserted"
    SUGGESTED = "suggested"


class End(Struct, frozen=True, kw_only=True):
    """One end of a link: the id of a record, its `kind` (the name of its export), and the words it rests on there."""

    id: str
    kind: str
    citation: Citation


class Link(Finding, frozen=True, kw_only=True):
    """A relation between two records.

    `score` is from 0.5 to 1: what a careful editor would sign. `reasons` say what the two have in common, `limits` what
    they do not, or what does not follow; both are phrases to print. The citation is that of both ends, `a` first.
    """

    KIND: ClassVar[str] = "links"
    EDITABLE: ClassVar[tuple[str, ...]] = ("kind",)
    ASIDE: ClassVar[frozenset[str]] = frozenset({"score"})

    kind: LinkKind
    a: End
    b: End
    score: float
    reasons: tuple[str, ...]
    limits: tuple[str, ...] = ()

    @property
    def state(self) -> LinkState:
        """Asserted or suggested, by the score."""
        return LinkState.ASSERTED if self.score >= ASSERTED else LinkState.SUGGESTED

    @property
    def about(self) -> tuple[str, ...]:
        """The two records."""
        return (self.a.id, self.b.id)
