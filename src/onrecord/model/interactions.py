"""What happened between people, and what happened in public."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from onrecord.model.findings import Finding
from onrecord.model.spans import Span

#: Acts of everyday traffic.
ROUTINE = frozenset({"accepts", "thanks", "supplies information", "forwards", "replies"})


class Said(Struct, frozen=True, array_like=True):
    """Words in quotation marks, or of a message: the words, who said or wrote them ("" where not told), and where."""

    text: str
    speaker: str
    spans: tuple[Span, ...]


class Dated(Finding, frozen=True, kw_only=True):
    """What an interaction and an event share: something that happened on a day, as a record tells it.

    `record` is the id of the message or article that tells it, `source` is ``message`` or ``article``. `date` and
    `date_end` are ISO days, the same for one day; an empty one is open, both are empty where nothing settles the day.
    `precision` is that of `onrecord.text.timex.When`, or ``bound`` where only a limit is known. `inferred` says what
    was inferred and from what, a phrase each. Names are as written, or for somebody unnamed the words used.
    """

    EDITABLE: ClassVar[tuple[str, ...]] = ("date", "date_end", "precision", "approx", "actors", "topic")

    record: str
    source: str
    date: str = ""
    date_end: str = ""
    precision: str = ""
    approx: bool = False
    inferred: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    topic: str = ""
    quotes: tuple[Said, ...] = ()
    hedges: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The record that tells it."""
        return (self.record,)

    @property
    def routine(self) -> bool:
        """Whether it is everyday traffic, which a chronology leaves out unless it is asked for."""
        return False


class Interaction(Dated, frozen=True, kw_only=True):
    """A dated contact: who, to whom, by which channel, doing what.

    `to` are those it was directed at; in an exchange everybody is in both lists. `others` take part otherwise: they are
    to meet, or wrote what is forwarded. `channel` is ``email``, ``message``, ``forward``, ``call``, ``call_request``,
    ``conversation``, ``meeting``, ``invite`` or ``unknown``. `act` is a phrase such as ``asks for a call``. `status`
    is ``done``, ``requested`` or ``scheduled``. `embedded_in` is the id of the interaction that reports this one.
    """

    KIND: ClassVar[str] = "interactions"
    EDITABLE: ClassVar[tuple[str, ...]] = (*Dated.EDITABLE, "to", "others", "channel", "act", "status")

    to: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    channel: str = "unknown"
    act: str = ""
    status: str = "done"
    embedded_in: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """The record that tells it, and the interaction that it is embedded in."""
        return tuple(id for id in (self.record, self.embedded_in) if id)

    @property
    def routine(self) -> bool:
        """Whether a message does no more than thank, agree, answer or pass something on."""
        return self.source == "message" and self.act in ROUTINE


class Event(Dated, frozen=True, kw_only=True):
    """Something that happened in public: an order issued, a speech given, a resignation.

    `what` is a short word for its sort (``order``, ``speech``, ``resignation`` ...), `text` the words that tell it,
    `url` a source that a person gave.
    """

    KIND: ClassVar[str] = "events"
    EDITABLE: ClassVar[tuple[str, ...]] = (*Dated.EDITABLE, "what", "text", "url")

    what: str
    text: str = ""
    url: str = ""
