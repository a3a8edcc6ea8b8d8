"""What two texts can have in common, told from a few bits of each, is never less than what they have."""

from __future__ import annotations

import random
from itertools import combinations, pairwise

import numpy as np
import pytest

from onrecord.model import Sketch
from onrecord.threads import grams, imprints, likeness
from onrecord.threads.imprints import Imprints, Press
from tests.threads.mails import LONG, OTHER, sketched

WORDS = tuple(dict.fromkeys(f"{LONG} {OTHER}".split()))


def prose(rng: random.Random, words: int) -> str:
    """Words of two mails in any order: phrases of two texts meet by chance, as in real mail."""
    return " ".join(rng.choice(WORDS) + str(rng.randrange(10) or "") for _ in range(words))


def texts() -> list[str]:
    """Texts of all lengths, some cut short, some with a part of another, one empty, one shorter than a run."""
    rng = random.Random(7)
    made = [prose(rng, words) for words in (3, 8, 20, 40, 90, 150, 300, 600, 1200, 2500, 9000, 60_000)]
    made += [one[: len(one) // part] for one in made for part in (2, 3, 9)]
    made += [a[: len(a) // 2] + b[len(b) // 2 :] for a, b in pairwise(made[:12])]
    return [*made, "", "Yes.", "Yes"]


def imprinted(sketches: list[Sketch]) -> Imprints:
    press = Press()
    for one in sketches:
        press.add(one)
    return Imprints(press, np.arange(len(sketches)))


def test_no_share_is_greater_than_its_imprints_allow() -> None:
    sketches = [sketched(text) for text in texts()]
    pairs = list(combinations(range(len(sketches)), 2))
    found = np.array([likeness.body_share(sketches[a], sketches[b]) for a, b in pairs])
    most = imprinted(sketches).shares(*np.array(pairs).T)
    assert (most >= found - 1e-9).all()
    assert ((most < 0) == (found < 0)).all()
    assert (most[found < 0.4] < likeness.MOST).mean() > 0.8, "a bound that is always 1 tells nothing"
    assert {one.scale for one in sketches} >= set(range(imprints.LEVELS + 1))


@pytest.mark.parametrize("words", [60, 300, 1000])
def test_a_text_may_share_all_with_itself_and_little_with_another(words: int) -> None:
    rng = random.Random(words)
    some = [sketched(prose(rng, words)) for _ in range(2)]
    alike = imprinted([*some, some[0]])
    assert alike.shares(np.array([0]), np.array([2])).tolist() == [1.0]
    assert alike.shares(np.array([0]), np.array([1])) < likeness.MOST


def test_imprints_come_in_the_order_that_is_asked_for() -> None:
    sketches = [sketched(text) for text in texts()]
    press = Press()
    for one in sketches:
        press.add(one)
    order = np.arange(len(sketches))[::-1]
    pairs = np.array(list(combinations(range(len(sketches)), 2))).T
    turned = Imprints(press, order).shares(*(len(sketches) - 1 - pairs))
    assert turned.tolist() == imprinted(sketches).shares(*pairs).tolist()


def test_the_runs_of_many_beginnings_are_those_of_each() -> None:
    heads = [grams.head(grams.squeeze(text)) for text in texts()]
    for head, found in zip(heads, grams.of_heads(heads), strict=True):
        if len(head) >= grams.LENGTH:
            assert found[: len(head) - grams.LENGTH + 1].tolist() == grams.hashes(head).tolist()
