"""The times of meetings as programs print them."""

from __future__ import annotations

import pytest

from onrecord import messages
from onrecord.pages.finish import finish

HEAD = """\
-----Original Appointment-----
From: Okafor, Ngozi (HPA)
Sent: Tuesday, November 2, 2021 9:15 AM
To: Lindqvist, Per (HPA)
Subject: Pier 7
When: {0}
Where: Room 2

Agenda to follow.
"""


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("Thursday, May 13, 2021 2:00 PM-3:00 PM (UTC-05:00) Eastern Time (US & Canada).", "14:00", "15:00"),
        # "-11:00" behind a time was taken for its offset, and the zone for the end
        ("Thursday, May 13, 2021 10:00 PM-11:00 PM (UTC-05:00) Eastern Time (US & Canada).", "22:00", "23:00"),
        ("Thursday, May 13, 2021 10:00-11:30", "10:00", "11:30"),
        ("Thursday, May 13, 2021 9:00 AM – 10:00 AM", "09:00", "10:00"),
        ("Thursday, May 13, 2021 9:00 AM to Thursday, May 13, 2021 12:00 PM", "09:00", "12:00"),
    ],
)
def test_a_span_of_time(when: str, start: str, end: str) -> None:
    page = finish(file="a" * 64, number=1, text=HEAD.format(when), engine="text", engine_version="1")
    (found,) = messages.split([page])
    assert (found.starts, found.ends) == (f"2021-05-13T{start}", f"2021-05-13T{end}")
    assert found.location is not None
    assert [page.text[span.start : span.end] for span in found.location.spans] == ["Room 2"]
