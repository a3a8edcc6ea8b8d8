"""What somebody was on a day: what statements on both sides say, else the nearest ones, never more."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.errors import UsageError
from onrecord.model import Citation, Span, Tenure
from onrecord.publish.roles import on_day, post, when


def tenure(title: str, since: str = "", until: str = "", **facts: Any) -> Tenure:
    words = Citation((Span("f/1", 0, 4),), "Chair"[:4])
    return Tenure(
        id=title, citation=words, person="p1", title=title, office="HPA", since=since, until=until or since, **facts
    )


ENGINEER = tenure("Engineer", "2021-03-01", "2021-06-01", statements=4)
CHIEF = tenure("Chief", "2021-09-01")
CHAIR = tenure("Chair", ended_by="2021-01-10", former=True)
CLERK = tenure("Clerk")
HELD = (ENGINEER, CHIEF, CHAIR, CLERK)


@pytest.mark.parametrize(
    ("day", "sure", "near"),
    [
        ("2021-04-01", ["Engineer"], [("Engineer", 31), ("Chair", 81), ("Chief", 153)]),
        ("2021-06-01", ["Engineer"], [("Engineer", 0), ("Chief", 92), ("Chair", 142)]),
        # the day after the last statement nobody says anything
        ("2021-06-02", [], [("Engineer", 1), ("Chief", 91), ("Chair", 143)]),
        ("2021-09-01", ["Chief"], [("Chief", 0), ("Engineer", 92), ("Chair", 234)]),
        # the same day in the basic form of ISO 8601: as text it sorts after every dated statement
        ("20210401", ["Engineer"], [("Engineer", 31), ("Chair", 81), ("Chief", 153)]),
    ],
)
def test_on_a_day(day: str, sure: list[str], near: list[tuple[str, int]]) -> None:
    found = on_day(HELD, day)
    assert [one.title for one in found.sure] == sure
    assert [(one.tenure.title, one.days) for one in found.near] == near
    assert found.undated == (CLERK,)


def test_no_day() -> None:
    with pytest.raises(UsageError):
        on_day(HELD, "spring")


def test_in_words() -> None:
    assert (post(CHAIR), when(CHAIR)) == ("former Chair, HPA", "1 statement, ended by 2021-01-10")
    assert when(ENGINEER) == "4 statements, 2021-03-01 to 2021-06-01"
    assert (when(CHIEF), when(CLERK)) == ("1 statement, 2021-09-01", "1 statement, undated")
