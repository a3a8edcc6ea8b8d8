"""How numbers, days and times are written."""

from __future__ import annotations

import pytest

from onrecord.web.cite import Place
from onrecord.web.render import count, day, moment, number, pages


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2021-11-02", "2 November 2021"),
        ("2021-11", "November 2021"),
        ("2021", "2021"),
        ("2021-11-02T09:15", "2 November 2021"),
        ("", ""),
        ("soon", "soon"),
        ("2021-13-02", "2021-13-02"),
    ],
)
def test_days(iso: str, written: str) -> None:
    assert day(iso) == written


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2021-11-02T09:15", "2 November 2021, 9:15"),
        ("2021-11-02T00:05:10", "2 November 2021, 0:05"),
        ("2021-11-02T19:15-05:00", "2 November 2021, 19:15 UTC-05:00"),
        ("2021-11-02", "2 November 2021"),
    ],
)
def test_moments(iso: str, written: str) -> None:
    assert moment(iso) == written


def test_numbers() -> None:
    assert number(1234567) == "1\u202f234\u202f567"
    assert count(1, "page") == "1 page"
    assert count(2, "copy", "copies") == "2 copies"


def test_a_page_that_is_cited_several_times_stands_once_where_it_came_first() -> None:
    def place(page: int, start: int) -> Place:
        return Place(file="a.pdf", sha256="f", release="", page=page, stamp="", start=start, end=start + 1, href="")

    assert pages([place(2, 0), place(1, 0), place(2, 9)]) == [place(2, 0), place(1, 0)]
