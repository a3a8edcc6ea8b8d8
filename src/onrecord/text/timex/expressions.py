"""What an expression of time says, before anything around it is known."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Says(StrEnum):
    """How an expression points at its time."""

    CALENDAR = "calendar"  # a place in the calendar, whole or in part: "Feb. 14", "Friday", "1998"
    SHIFT = "shift"  # so much before or after another time: "two days later", "a year ago", "yesterday"
    DURING = "during"  # this, last or next unit: "last week", "this summer", "next Friday"
    LENGTH = "length"  # how long: "five years"
    EVERY = "every"  # how often: "each Thursday", "daily"
    VAGUE = "vague"  # "now", "recently", "soon"


class Origin(StrEnum):
    """From where a shift counts."""

    NOW = "now"  # the day of writing: "ago", "yesterday", "last week"
    TOLD = "told"  # the day the text speaks of: "later", "the next day"


class Expression(Struct, frozen=True, kw_only=True):
    """An expression of time at characters `start` to `end` (half-open).

    `unit` is the letter of ISO 8601 durations: ``D``, ``W``, ``M``, ``Y``, ``TH`` (hours), ``TM`` (minutes), ``S``,
    and of TimeML
    ``Q`` (quarters), ``E`` (decades), ``C`` (centuries), ``WE`` (weekends). `amount` is None where no number is given
    ("a few days"). `step` is how many units away a shift or a `DURING` lies: negative is earlier. `month` counts from
    1, `weekday` from 0 (Monday). `part` is a part of the day in TimeML (``MO``, ``AF``, ``EV``, ``NI``), or a time
    ``HH:MM``. `rough` is true of "about two weeks later" and the like, `last_day` ends an interval of days in one
    month. `holiday` is a name in `holidays`.
    `half` is the half of a year, or 1 where half a unit comes on top of a length. `edge` is "early", "late", "mid",
    "end" ... where it is said.
    """

    start: int
    end: int
    says: Says
    origin: Origin = Origin.NOW
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    weekday: int | None = None
    season: str = ""
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    century: int | None = None
    holiday: str = ""
    unit: str = ""
    amount: int | None = None
    step: int = 0
    part: str = ""
    vague: str = ""
    edge: str = ""
    rough: bool = False
