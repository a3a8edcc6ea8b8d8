"""What somebody was on a day, as far as dated statements tell, and posts in words."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from onrecord.errors import UsageError
from onrecord.model import Tenure

#: Statements that are told where none covers the day.
NEAREST = 3


class Near(Struct, frozen=True, kw_only=True):
    """A post whose nearest dated statement lies `days` away from the day asked for."""

    tenure: Tenure
    days: int


class OnDay(Struct, frozen=True, kw_only=True):
    """`sure` are posts with statements on both sides of the day or on it. Where there are none, `near` are those stated
    nearest in time, and `undated` those that no statement dates.
    """

    sure: tuple[Tenure, ...]
    near: tuple[Near, ...]
    undated: tuple[Tenure, ...]


def on_day(held: tuple[Tenure, ...], day: str) -> OnDay:
    """What the posts `held` tell of `day` (ISO). Raises UsageError for a day that is none."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{day!r} is no day", "give one as YYYY-MM-DD") from None
    day = wanted.isoformat()
    dated = [one for one in held if one.since or one.ended_by]
    near = sorted((Near(tenure=one, days=_distance(one, wanted)) for one in dated), key=_nearest)
    return OnDay(
        sure=tuple(one for one in held if one.since and one.since <= day <= one.until),
        near=tuple(near[:NEAREST]),
        undated=tuple(one for one in held if one not in dated),
    )


def _nearest(near: Near) -> tuple[int, str]:
    return near.days, near.tenure.id


def _distance(tenure: Tenure, wanted: date) -> int:
    days = [day for day in (tenure.since, tenure.until, tenure.ended_by) if day]
    return min(abs((date.fromisoformat(day) - wanted).days) for day in days)


def post(tenure: Tenure) -> str:
    """A post in words, with "former" or "acting" where the statements say so."""
    words = ", ".join(filter(None, (tenure.title, tenure.office)))
    marks = "former " if tenure.former else "acting " if tenure.acting else ""
    return marks + words


def when(tenure: Tenure) -> str:
    """How many statements show a post, and from when to when they are dated."""
    times = f"{tenure.statements} statement{'s' if tenure.statements > 1 else ''}"
    if tenure.since and tenure.since != tenure.until:
        return f"{times}, {tenure.since} to {tenure.until}"
    if tenure.since or tenure.ended_by:
        return f"{times}, {tenure.since or 'ended by ' + tenure.ended_by}"
    return f"{times}, undated"
