"""Logs meant to hurt: time stays linear, nothing is raised, nothing is made up."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import contacts
from onrecord.model import quote_at
from tests.contacts.test_tables import CALLS, VISITS, page
from tests.contacts.test_talk import AGENDA, SMS
from tests.timing import assert_linear

ROW = "3/5/2021,9:05 AM,Ann Lee,Bo Day\n"
HEAD = "Date,Time,Caller,Called\n"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (10_000, lambda n: "Date,Time,Caller,Called," + "x," * n + "\n" + "3/5/2021,9:05 AM,Ann," + "y," * n),
        (200_000, lambda n: HEAD + '"' * n),
        (60_000, lambda n: HEAD + '"a\n' * n),
        (50_000, lambda n: HEAD + "3/5/2021,9:05 AM," + "Ann " * n + ",Bo\n"),
        (2_000, lambda n: HEAD * n),
        (400, lambda n: "Date  Time  Name  Host\n" + ("3/5/2021" + " " * 500 + "9:05 AM  Ann\n") * n),
        (20_000, lambda n: "Date  Time  Name  Host\n3/5/2021" + " " * n + "9:05 AM  Ann\n"),
        (20_000, lambda n: "[3/5/21, 9:05 AM] " * n),
        (30_000, lambda n: "9:00 AM - " * n),
        (20_000, lambda n: "March 5, 2021\n" + "9:00 - 10:00 x\n" * n),
        (30_000, lambda n: "From: Ann\n" * n),
        (50_000, lambda n: "From: Ann\nDate: 3/5/2021 9:05 AM\nText: x\n" + "y\n" * n),
        (20_000, lambda n: "Date,Visitor,Time In\n" + "1:1:1:1:1:1:" * n),
        (250_000, lambda n: "A" * n),
        (30_000, lambda n: "Ann Lee (" * n),
        (100_000, lambda n: "Date,Time,Number,Duration\n2021-03-05,9:05," + "2" * n + ",1\n"),
    ],
)
def test_hostile_text_takes_linear_time(size: int, text: Callable[[int], str]) -> None:
    assert_linear(contacts.read, lambda n: [page(text(n))], size)


@given(st.integers(0, 2**32), st.sampled_from([CALLS, VISITS, SMS, AGENDA, HEAD + ROW * 5]))
def test_damaged_logs_raise_nothing_and_cite_what_is_there(seed: int, text: str) -> None:
    rng = random.Random(seed)
    letters = list(text)
    for _ in range(rng.randrange(1, 40)):
        place = rng.randrange(len(letters))
        letters[place] = rng.choice(["", "\n", "\t", '"', ",", ":", "|", "0", "x", letters[place] * 2])
    one = page("".join(letters))
    found = contacts.read([one])
    assert len({contact.id for contact in found}) == len(found)
    for contact in found:
        assert contact.citation.quote == quote_at(contact.citation.spans, {one.key: one.text})
        assert contact.starts[:4].isdigit()


@given(st.text(max_size=300))
def test_any_text_raises_nothing(text: str) -> None:
    contacts.read([page(HEAD + text)])
    contacts.read([page(text)])


# Texts of all pages gathered for every entry made this quadratic.
def test_many_entries_take_time_in_proportion() -> None:
    sheet = "Visitors\nDate,Visitor,Time In,Host\n3/1/2021,Ann Lee,9:05 AM,Bo Day\n" * 4
    pages = [page(sheet, number) for number in range(1, 401)]
    assert len(contacts.read(pages)) == 1_600
    assert_linear(contacts.read, lambda n: pages[:n], 400)
