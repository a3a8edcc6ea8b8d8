"""Ids of findings as numbers."""

from __future__ import annotations

import random

import pytest

from onrecord.model import stable_id
from onrecord.store import names


@pytest.mark.parametrize(
    "id", ["g0000000000000000", "iffffffffffffffff", "ss0123456789abcdef", "g1", "", "é", "G" * 17]
)
def test_an_id_comes_back_from_its_number_and_its_short_form(id: str) -> None:
    assert names.whole(names.short(id), names.number(id)) == id
    assert -(1 << 63) <= names.number(id) < 1 << 63


def test_numbers_are_in_the_order_of_ids() -> None:
    ids = [stable_id("g", number) for number in range(500)]
    assert sorted(ids, key=names.number) == sorted(ids)


@pytest.mark.parametrize("prefix", ["g", "ss"])
def test_the_beginning_of_an_id_gives_a_range_that_it_is_in(prefix: str) -> None:
    rng = random.Random(3)
    for number in range(300):
        id = stable_id(prefix, number)
        beginning = id[: rng.randint(3, len(id))]
        assert any(least <= names.number(id) <= greatest for least, greatest in names.ranges(beginning))
    assert all(least <= greatest for least, greatest in names.ranges("g12345"))
    assert len(list(names.ranges("harbor"))) == 1
    whole = stable_id(prefix, 7)
    assert set(names.ranges(whole)) == {(names.number(whole), names.number(whole))}
