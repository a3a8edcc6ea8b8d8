"""Contacts that are no mail: calls, visits, text messages, chats and appointments, one record each."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from onrecord.model.findings import Finding
from onrecord.model.spans import Span


class Channel(StrEnum):
    """How somebody was in contact."""

    CALL = "call"
    VISIT = "visit"
    TEXT = "text"
    CHAT = "chat"
    APPOINTMENT = "appointment"


class Participant(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody who took part, as the record prints it.

    `role` says in what part: ``from`` and ``to`` (who called or wrote, and who was meant), ``with`` (the direction is
    not known), ``owner`` (whose log it is), ``visitor`` and ``host``, ``organizer``, ``required`` and ``optional``.
    `number` is a telephone number as printed, `affiliation` the company or agency given for a visitor. `redacted`: the
    name is blanked.
    """

    role: str
    printed: str
    name: str = ""
    address: str = ""
    number: str = ""
    affiliation: str = ""
    redacted: bool = False
    spans: tuple[Span, ...] = ()


class Contact(Finding, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a call log, visitor log, text-message or chat export, or calendar.

    `starts` and `ends` are ISO 8601 as printed, with an offset only where the record prints one; `when` is the time as
    printed. `duration` is in seconds, -1 where none is printed. `direction` is ``in``, ``out`` or ``missed``, seen from
    whoever the log belongs to, empty where the record does not say. `text` is what was written, `subject` what it was
    about (purpose, title), `place` where. `layout` names how it was read, `why` which columns were taken for what.
    """

    KIND: ClassVar[str] = "contacts"
    EDITABLE: ClassVar[tuple[str, ...]] = ("channel", "starts", "ends", "direction", "subject", "place")
    ASIDE: ClassVar[frozenset[str]] = frozenset({"layout", "why", "certainty"})

    channel: Channel
    parties: tuple[Participant, ...]
    starts: str = ""
    ends: str = ""
    when: str = ""
    duration: int = -1
    direction: str = ""
    subject: str = ""
    text: str = ""
    place: str = ""
    layout: str = ""
    why: str = ""
    certainty: float = 1.0
    doubts: tuple[str, ...] = ()
