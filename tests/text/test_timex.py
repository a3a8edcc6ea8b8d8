"""Dates in prose."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.text import timex
from onrecord.text.timex import timeml
from onrecord.text.timex.reading import Reading
from tests.timing import assert_linear, repeated

WRITTEN = date(2021, 11, 4)  # a Thursday

#: What a report written on that day says, and what it means.
VALUES = [
    ("The pier fell on October 19.", "October 19", "2021-10-19"),
    ("The pier fell on Tuesday, Oct. 19, 2021.", "Tuesday, Oct. 19, 2021", "2021-10-19"),
    ("It was built in 1968.", "1968", "1968"),
    ("The board met on Monday.", "Monday", "2021-11-01"),
    # The day of writing itself, by its name
    ("The board met on Thursday.", "Thursday", "2021-11-04"),
    ("The board will meet on Monday.", "Monday", "2021-11-08"),
    ("Divers went down yesterday.", "yesterday", "2021-11-03"),
    ("Divers went down last week.", "last week", "2021-W43"),
    ("Divers went down two weeks ago.", "two weeks ago", "2021-10-21"),
    ("Divers went down five months ago.", "five months ago", "2021-06"),
    ("She left earlier this month.", "earlier this month", "2021-11"),
    # A month that is still to come is that of last year, where the sentence tells what was done
    ("She was hired in December.", "December", "2020-12"),
    ("She was hired in the summer of 2019.", "the summer of 2019", "2019-SU"),
    ("She was hired last spring.", "last spring", "2021-SP"),
    ("They waited for three months.", "three months", "P3M"),
    ("They waited for a few days.", "a few days", "PXD"),
    ("a two-hour meeting", "two-hour", "PT2H"),
    ("It took two and a half years.", "two and a half years", "P2Y6M"),
    ("a two-and-a-half-year ban", "two-and-a-half-year", "P2Y6M"),
    ("the 1990s were quiet", "the 1990s", "199"),
    ("The crew worked last night.", "last night", "2021-11-03TNI"),
    ("They met at 4:30 p.m. Tuesday.", "4:30 p.m. Tuesday", "2021-11-02T16:30"),
    ("He reports every month.", "every month", "P1M"),
    ("The third quarter was weak.", "The third quarter", "2021-Q3"),
    ("They now deny it.", "now", "PRESENT_REF"),
    ("It opens after Labor Day.", "Labor Day", "2021-09-06"),
    # A date in figures and the time beside it are one
    ("Filed 08/07/2020 10:42:31 by the clerk.", "08/07/2020 10:42:31", "2020-08-07T10:42:31"),
    ("It fell at 10:30 Friday morning.", "10:30 Friday morning", "2021-10-29T10:30"),
    ("It opens at 5 o'clock.", "5 o'clock", "2021-11-04T05:00"),
    ("He left this past Friday.", "this past Friday", "2021-10-29"),
    ("Sales rose in this year's third quarter.", "this year's third quarter", "2021-Q3"),
    ("Sales rose in the second half of last year.", "the second half of last year", "2020-H2"),
    ("the last half of the '80s", "the last half of the '80s", "198"),
    ("It closes at the end of the decade.", "the end of the decade", "202"),
    ("They rest on Saturdays.", "Saturdays", "XXXX-WXX-6"),
    ("They meet every four years.", "every four years", "P4Y"),
    ("They meet twice a week.", "a week", "P1W"),
    ("a weeklong fair", "weeklong", "P1W"),
    ("Over the years it sank.", "the years", "PXY"),
    ("It sank years ago.", "years ago", "PAST_REF"),
    ("He will one day return.", "one day", "FUTURE_REF"),
    ("He worked there one day.", "one day", "P1D"),
    ("some twenty years", "some twenty years", "P20Y"),
    # What was told of last, in the unit that is counted in
    ("In 1998 he left. The following year he came.", "The following year", "1999"),
    ("It was shut in March 2020. That month it burnt.", "That month", "2020-03"),
    # Who did it does not look ahead, and what had been planned is past
    ("He was arrested by police Tuesday.", "Tuesday", "2021-11-02"),
    ("The work is to be done by Tuesday.", "Tuesday", "2021-11-09"),
    ("The pier opens Monday.", "Monday", "2021-11-08"),
    ("The vote had been due Monday.", "Monday", "2021-11-01"),
    ("A plan announced Monday.", "Monday", "2021-11-01"),
]

#: Words that only look like dates.
NO_DATES = [
    "Sun Microsystems may march on.",
    "It cost $2,017 and weighed 1995 pounds",
    "the second pier of the third kind",
    "a man 52 years old",
    "as soon as it opens, and soon after that",
    "the fall of the old pier",
    "(c. 2020 Harbor News)",
    "They said that weeks of talks failed.",
]


@pytest.mark.parametrize(("text", "words", "value"), VALUES)
def test_values(text: str, words: str, value: str) -> None:
    found = {text[one.start : one.end]: one.value for one in timeml.annotate(text, WRITTEN)}
    assert found.get(words) == value


@pytest.mark.parametrize("text", NO_DATES)
def test_no_dates(text: str) -> None:
    assert [one.value for one in timeml.annotate(text, WRITTEN) if one.type == "DATE"] in ([], ["1995"])


def read(text: str, **known: int | date) -> list[str | None]:
    reading = Reading(**known)  # type: ignore[arg-type]
    days = [reading.settle(said) for said in timex.find(text)]
    return [
        f"{day.first}" if day and day.first == day.last else f"{day.first}/{day.last}" if day else None for day in days
    ]


#: A chronology without years, and its days when the first year is 2021.
CHRONOLOGIES = [
    ("On Feb. 14, and again the next day, she asked.", ["2021-02-14", "2021-02-15"]),
    (
        "On Feb. 19, A. Two days later, B. The next day, C. On Feb. 20, D.",
        ["2021-02-19", "2021-02-21", "2021-02-22", "2021-02-20"],
    ),
    ("On Feb. 27, A. That same day, B.", ["2021-02-27", "2021-02-27"]),
    # About two weeks later is no day to count on from
    (
        "On Feb. 19, A. About two weeks later B. Two days later C.",
        ["2021-02-19", "2021-03-03/2021-03-07", "2021-02-21"],
    ),
    ("On Dec. 18, A. On Jan. 2, B. On Jan. 1, C.", ["2021-12-18", "2022-01-02", "2022-01-01"]),
    ("On March 3, A. The following week, B.", ["2021-03-03", "2021-03-08/2021-03-14"]),
    ("On March 3, A. A few days later, B.", ["2021-03-03", "2021-03-05/2021-03-09"]),
    ("In November, A.", ["2021-11-01/2021-11-30"]),
    (
        "On April 20, A. Later that day, he did. Later that month, B.",
        ["2021-04-20", "2021-04-20", "2021-04-20/2021-04-30"],
    ),
    ("On June 1, A in the summer of that year.", ["2021-06-01", "2021-06-01/2021-08-31"]),
    ("The board met on March 5-7.", ["2021-03-05/2021-03-07"]),
    ("On May 3, he went. On Friday, he came.", ["2021-05-03", "2021-05-07"]),
    ("On Feb. 30, nothing.", [None]),
]


@pytest.mark.parametrize(("text", "days"), CHRONOLOGIES)
def test_chronologies(text: str, days: list[str]) -> None:
    assert read(text, year=2021) == days


def test_without_a_year_nothing_is_invented() -> None:
    assert read("On Feb. 14, A. Two days later, B.") == [None, None]


def test_a_printed_year_runs_on_and_is_not_called_inferred() -> None:
    reading = Reading()
    first, then = (reading.settle(said) for said in timex.find("On Feb. 14, 2020, A. On March 2, B."))
    assert first is not None and not first.inferred
    assert then is not None and then.first == date(2020, 3, 2) and "the year" in then.inferred[0]


def test_says_from_what_the_year_was_taken() -> None:
    reading = Reading(year=2021, year_from="the user")
    when = reading.settle(next(iter(timex.find("On Feb. 14, A."))))
    assert when is not None and when.inferred == ("the year, from the user",)


def test_yesterday_needs_the_day_of_writing() -> None:
    assert read("He left yesterday.") == [None]
    assert read("He left yesterday.", written=WRITTEN) == ["2021-11-03"]


def test_intervals() -> None:
    text = "It ran from March 3 to March 7."
    first, last = timex.find(text)
    assert timex.interval(text, first, last)
    text = "It met on March 3 and March 7."
    first, last = timex.find(text)
    assert not timex.interval(text, first, last)


@pytest.mark.parametrize(
    "piece", ["the last ", "a few ", "March 5, ", "1/2/", "twenty ", "last week ago ", "half ", "9:", "'90s-"]
)
def test_linear(piece: str) -> None:
    assert_linear(lambda text: list(timeml.annotate(text, WRITTEN)), repeated(piece), 12_000)


def test_no_day_beyond_the_calendar() -> None:
    assert read("Nine thousand years later, in 1600, A.", year=9900)[0] is None
