"""What requests of several rooms ask: texts of a length that can be searched for, days, and the page of a long list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Query
from pydantic import BeforeValidator

#: The longest text that is searched for, in characters.
LONGEST = 2000

Text = Annotated[str, Query(max_length=LONGEST)]
#: A year, a month or a day: ``2021``, ``2021-03``, ``2021-03-09``; empty where none is given.
Day = Annotated[str, Query(pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$", description="YYYY, YYYY-MM or YYYY-MM-DD")]
#: A page of a long list, from 1.
PageNumber = Annotated[int, Query(ge=1, le=100_000)]

#: For what is no text: a field of a form that was left empty was not given.
LEFT_EMPTY = BeforeValidator(lambda given: None if given == "" else given)
#: The same for a number whose absence is 0.
ZERO_IF_EMPTY = BeforeValidator(lambda given: 0 if given == "" else given)

Thing = TypeVar("Thing")


def part(found: Sequence[Thing], page: int, per_page: int) -> tuple[Sequence[Thing], int]:
    """The things on page `page` of a list, and how many pages it has: 0 for an empty list."""
    return found[(page - 1) * per_page : page * per_page], -(-len(found) // per_page)


def end(day: str) -> str:
    """A day that takes in the whole year or month: every day in it sorts before the next sign."""
    return f"{day}-99" if len(day) == 7 else f"{day}-99-99" if len(day) == 4 else day
