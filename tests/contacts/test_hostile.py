"""Logs meant to hurt: time stays linear, nothing is raised, nothing is made up."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import contacts
from onrecord.model import quote_at
from tests.contacts.test_tables import CALLS, VISITS, page
from tests.contacts.test_talk import AGENDA, SMS

ROW = "3/5/2021,9:05 AM,Ann Lee,Bo Day\n"
HEAD = "Date,Time,Caller,Called\n"


@pytest.mark.parametrize(
    "text",
    [
        "Date,Time,Caller,Called," + "x," * 10_000 + "\n" + "3/5/2021,9:05 AM,Ann," + "y," * 10_000,
        HEAD + '"' * 200_000,
        HEAD + ('"a\n' * 60_000),
        HEAD + "3/5/2021,9:05 AM," + "Ann " * 50_000 + ",Bo\n",
        HEAD * 2_000,
        "Date  Time  Name  Host\n" + ("3/5/2021" + " " * 500 + "9:05 AM  Ann\n") * 400,
        "[3/5/21, 9:05 AM] " * 20_000,
        "9:00 AM - " * 30_000,
        "March 5, 2021\n" + "9:00 - 10:00 x\n" * 20_000,
        "From: Ann\n" * 30_000,
        "From: Ann\nDate: 3/5/2021 9:05 AM\nText: x\n" + "y\n" * 50_000,
        "Date,Visitor,Time In\n" + "1:1:1:1:1:1:" * 20_000,
        "A" * 250_000,
        "Ann Lee (" * 30_000,
        "Date,Time,Number,Duration\n" + "2021-03-05,9:05," + "2" * 100_000 + ",1\n",
    ],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    contacts.read([page(text)])
    assert time.process_time() - began < 4


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
    pages = [
        page("Visitors\nDate,Visitor,Time In,Host\n3/1/2021,Ann Lee,9:05 AM,Bo Day\n" * 4, n) for n in range(1, 401)
    ]
    began = time.process_time()
    assert len(contacts.read(pages)) == 1_600
    assert time.process_time() - began < 8
