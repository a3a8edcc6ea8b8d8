"""Times as headers print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import dates
from tests.timing import assert_linear, repeated

#: As printed; local time, offset.
PRINTED = [
    ("Fri, 6 Mar 2020 03:49:45 +0000", "2020-03-06T03:49:45", "+00:00"),
    ("Thursday, March 5, 2020 9:53 AM", "2020-03-05T09:53", ""),
    ("Thursday, March 5, 2020 12:04 AM", "2020-03-05T00:04", ""),
    ("Thursday, March 5, 2020 12:04 PM", "2020-03-05T12:04", ""),
    ("Monday, November 25, 2019 10:45 AM EST", "2019-11-25T10:45", "-05:00"),
    ("March 4, 2020 at 1:40:30 AM EDT", "2020-03-04T01:40:30", "-04:00"),
    ("Saturday, 28 March 2020 at 15:53", "2020-03-28T15:53", ""),
    ("2020/10/14 06:55:28", "2020-10-14T06:55:28", ""),
    ("2020-03-07 2:41 am", "2020-03-07T02:41", ""),
    ("Tue 11/7/2017 4:02 PM", "2017-11-07T16:02", ""),
    ("02/25/20 06:47:17", "2020-02-25T06:47:17", ""),
    # A day above twelve in the first place: the day comes first.
    ("22/05/2000 11:19 CDT", "2000-05-22T11:19", "-05:00"),
    ("05.03.2020 14:10", "2020-03-05T14:10", ""),
    ("Fri Jul 03 11:21:55 2009", "2009-07-03T11:21:55", ""),
    # OCR: letters for digits, a lost space, a lost colon.
    ("Monday, May 6, 2O19 9:O5 AM", "2019-05-06T09:05", ""),
    ("Thursday, March 26, 20204:25 PM", "2020-03-26T16:25", ""),
    ("Saturday, September 15, 2012 120 PM", "2012-09-15T13:20", ""),
    # Only a day.
    ("May 1, 2019", "2019-05-01", ""),
    ("on the 1st of May 2019", "2019-05-01", ""),
    # A zone name that is none is not an offset.
    ("May 1, 2019 9:05 AM SHARP", "2019-05-01T09:05", ""),
]


@pytest.mark.parametrize(("printed", "local", "offset"), PRINTED)
def test_a_time_is_read_as_printed(printed: str, local: str, offset: str) -> None:
    moment = dates.find(printed)
    assert moment is not None
    assert (moment.local, moment.offset) == (local, offset)


#: What is no date.
NONE = ["", "Monday", "at 9:05 AM", "13/32/2020", "February 30, 2020 9:05 AM", "version 1.2.3", "call 202-555-0143"]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_date_is_none(text: str) -> None:
    assert dates.find(text) is None


def test_places_are_those_of_the_text() -> None:
    text = "Sent: Monday, May 6, 2019 9:05 AM -0400 To: Minh"
    moment = dates.find(text, 5)
    assert moment is not None
    assert text[moment.start : moment.end] == "May 6, 2019 9:05 AM -0400"


def test_a_damaged_date_needs_its_weekday() -> None:
    moment = dates.find_damaged("Monday, Au ust 5, 2019 9:05 AM")
    assert moment is not None
    assert moment.local == "2019-08-05T09:05"
    assert dates.find_damaged("Tuesday, Au ust 5, 2019 9:05 AM") is None


@given(st.text(alphabet="Mar chMay0123456789:/.,-+ APMEST\n", max_size=80))
def test_any_text_gives_a_real_time_or_none(text: str) -> None:
    moment = dates.find(text)
    assert moment is None or (0 <= moment.start < moment.end <= len(text) and len(moment.local) >= 10)


@pytest.mark.parametrize("unit", ["March ", "1/1/", "2020-", "May 5, ", "9:05 ", " 1", "Mon Jan 01 "])
def test_long_lines_take_time_in_proportion(unit: str) -> None:
    assert_linear(dates.find, repeated(unit), 200_000)
