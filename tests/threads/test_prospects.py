"""Pairs that cannot be copies are told from columns of numbers; no pair that is one is ever left out."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import numpy as np
import pytest

from onrecord.model import Sketch
from onrecord.threads import likeness, prospects
from onrecord.threads.shelf import Shelf
from tests.threads.mails import LONG, OTHER, sketched

TIMES = (
    ("", ""),
    ("2021-03-09", ""),
    ("2021-03-12", ""),
    ("2021-03-09T16:42", ""),
    ("2021-03-09T16:43", "-05:00"),
    ("2021-03-09T16:42:31", "-05:00"),
    ("2021-03-09T21:42:31", "+00:00"),
    ("2021-03-10T04:42", ""),
    ("2021-03-09T16:47", ""),
)
PEOPLE = ("Ruiz, Ana (HPA)", "Ana Ruiz <aruiz@hpa.example.gov>", "Cole, Ben (HPA)", "")


def everything() -> list[Sketch]:
    """Mails of two texts and a short one, at all times, of all people, with and without what tells them apart."""
    texts = (
        (LONG, "Pier 9 inspection"),
        (LONG[:90], ""),
        (f"{LONG} (b)(6)", "RE: Pier 9 inspection"),
        (OTHER, "Bond prospectus"),
        ("Thanks.", "Pier 9 inspec"),
    )
    made = []
    for number, ((sent, offset), who, (body, subject)) in enumerate(product(TIMES, PEOPLE, texts)):
        facts: dict[str, Any] = {"message_id": ("", "", "<a@x>", "<b@x>")[number % 4], "damaged": number % 3 == 0}
        facts |= {"chain": f"chain{number % 7}"}
        facts |= {"starts": ("", "2021-03-11T10:00", "", "2021-03-12T10:00", "")[number % 5]}
        facts |= {"sent": sent, "offset": offset} if sent else {"sent": ""}
        made.append(sketched(body, who=who, subject=subject, **facts))
    return made


def test_no_pair_of_copies_is_left_out_and_most_others_are() -> None:
    shelf = Shelf(everything())
    pairs = list(combinations(range(len(shelf)), 2))
    hopeful = prospects.worth(shelf.columns, *np.array(pairs).T)
    shelf.hold(range(len(shelf)))
    copies = [likeness.compare(shelf[a], shelf[b]) is not None for a, b in pairs]
    assert [pair for pair, copy, hope in zip(pairs, copies, hopeful.tolist(), strict=True) if copy and not hope] == []
    assert 0 < sum(copies) < hopeful.sum() < len(pairs) / 3


@pytest.mark.parametrize(
    ("a", "b", "hope"),
    [
        ({"sent": "2021-03-09"}, {"sent": "2021-03-09"}, True),
        ({"sent": "2021-03-09"}, {"sent": "2021-03-20"}, False),  # nothing makes up for another day
        ({"sent": ""}, {"sent": "", "subject": "Minutes"}, True),
        ({"sent": ""}, {"sent": "", "who": "Cole, Ben (HPA)"}, False),  # nor for another sender where no time is known
        ({"sent": "2021-03-20", "message_id": "<a@x>"}, {"sent": "2021-03-09", "message_id": "<a@x>"}, False),
    ],
)
def test_what_speaks_against_a_pair_beyond_remedy(a: dict[str, str], b: dict[str, str], hope: bool) -> None:
    shelf = Shelf([sketched(LONG, **a), sketched(LONG, **b)])
    assert prospects.worth(shelf.columns, np.array([0]), np.array([1])).tolist() == [hope]
