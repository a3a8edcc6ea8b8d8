"""Copies are found through noise, truncation and other headers; different messages stay apart."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from onrecord.model import CopySet, Memo, Sketch
from onrecord.threads import blocks, copies, likeness, people, prospects
from onrecord.threads import shelf as shelves
from onrecord.threads.copies import Verdicts
from onrecord.threads.related import find
from onrecord.threads.shelf import Shelf
from tests.threads.mails import LONG, OTHER, sketched


def noisy(text: str, share: float = 0.03) -> str:
    """Every so many letters read wrongly, as OCR does."""
    rng = random.Random(7)
    return "".join(rng.choice("abcdefgh") if c.isalpha() and rng.random() < share else c for c in text)


def is_copy(a: Sketch, b: Sketch) -> bool:
    """As the whole room says: a pair must also share a block to be compared."""
    forward = [found.members for found in find([a, b]) if isinstance(found, CopySet)]
    assert forward == [found.members for found in find([b, a]) if isinstance(found, CopySet)]
    return bool(forward)


@pytest.mark.parametrize(
    ("body", "facts"),
    [
        (LONG, {}),
        # a page of the other release was scanned
        (noisy(LONG), {"damaged": True}),
        # OCR read a digit of the minute wrongly
        (noisy(LONG), {"damaged": True, "sent": "2021-03-09T16:47"}),
        # a quotation keeps the beginning
        (LONG[:90], {}),
        # an attribution line names neither recipients nor subject
        (LONG, {"subject": "", "to": []}),
        # the quotation is marked
        ("> " + LONG.replace(". ", ".\n> "), {"subject": ""}),
        # the sender is blanked in one release
        (LONG, {"who": ""}),
        # names are turned around, and an address is printed
        (LONG, {"who": "Ana Ruiz <aruiz@hpa.example.gov>", "to": ["bcole@hpa.example.gov"]}),
        # one agency prints Greenwich time
        (LONG, {"sent": "2021-03-09T21:42:16", "offset": "+00:00"}),
        # only the day is printed
        (LONG, {"sent": "2021-03-09"}),
        # the time is blanked
        (LONG, {"sent": ""}),
        # a sentence is hidden
        (LONG.replace("Both piles have lost more than half of their section below the mudline", "(b)(5)"), {}),
        # the whole text is hidden
        ("(b)(5)", {}),
        # the subject was cut off at the page's edge
        (LONG, {"subject": "Pier 9 inspec"}),
    ],
)
def test_copies_are_found(body: str, facts: dict[str, Any]) -> None:
    assert is_copy(sketched(), sketched(body, **facts))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        # thanks on two days
        (("Thanks.", {"subject": "RE: Call?"}), ("Thanks.", {"subject": "RE: Call?", "sent": "2021-03-11T09:10"})),
        # thanks on two days, the same minute of the hour
        (("Thanks.", {"subject": "RE: Call?"}), ("Thanks.", {"subject": "RE: Call?", "sent": "2021-03-10T10:42"})),
        # thanks twice in a day, of which only the day is printed
        (("Thanks.", {"sent": "2021-03-09"}), ("Thanks.", {"sent": "2021-03-09"})),
        # thanks without a time
        (("Thanks.", {"sent": ""}), ("Thanks.", {"sent": ""})),
        # two people in one minute
        ((LONG, {}), (OTHER, {"who": "Fosse, Dana (HPA)", "subject": "Agenda"})),
        # the same words every week
        ((OTHER, {"subject": "Agenda"}), (OTHER, {"subject": "Agenda", "sent": "2021-03-16T16:42"})),
        # the answer in the minute of the question
        ((LONG, {}), ("Agreed.", {"who": "Cole, Ben (HPA)", "to": ["Ruiz, Ana"], "subject": "RE: Pier 9 inspection"})),
        # a native mail knows better
        ((LONG, {"message_id": "<1@x>"}), (LONG, {"message_id": "<2@x>"})),
    ],
)
def test_different_messages_stay_apart(a: tuple[str, dict[str, str]], b: tuple[str, dict[str, str]]) -> None:
    assert not is_copy(sketched(a[0], **a[1]), sketched(b[0], **b[1]))


def test_a_signature_shared_by_all_mails_of_a_person_is_no_likeness() -> None:
    signed = "Please handle.\nAna M. Ruiz, PE\nChief Engineer\n" + OTHER
    other = "See me.\nAna M. Ruiz, PE\nChief Engineer\n" + OTHER
    a = sketched(signed, subject="FW: Cranes", sent="2021-03-09T16:42", damaged=True)
    b = sketched(other, subject="FW: Ferry", sent="2021-03-09T16:43", damaged=True)
    assert not is_copy(a, b)


def test_the_reasons_say_what_was_compared() -> None:
    found = likeness.compare(sketched(), sketched(LONG, subject="Pier 9 inspec", to=["Imre, Luc"]))
    assert found is not None
    assert "sent in the same minute" in found.reasons
    assert "one subject begins like the other" in found.reasons
    assert found.against == ("no recipient in both",)
    assert 0.9 < found.score <= 1


def test_messages_of_one_chain_are_copies_only_when_a_long_text_repeats() -> None:
    assert not is_copy(sketched("Yes.", chain="x"), sketched("Yes.", chain="x", depth=1))
    assert is_copy(sketched(chain="x"), sketched(chain="x", depth=1))


def test_a_chain_of_likenesses_does_not_join_what_cannot_be_one() -> None:
    """A blanked time is like both; the two clean times tell that there were two messages."""
    monday, blank = sketched(sent="2021-03-08T09:10"), sketched(sent="")
    tuesday = sketched(sent="2021-03-09T09:20")
    sets = [found.members for found in find([monday, blank, tuesday]) if isinstance(found, CopySet)]
    assert len(sets) == 1
    assert len(sets[0]) == 2
    assert not {monday.id, tuesday.id} <= set(sets[0])


def crowd(size: int, seed: int) -> list[Sketch]:
    rng = random.Random(seed)
    words = [word for word in (LONG + OTHER).split() if len(word) > 3]
    made: list[Sketch] = []
    for number in range(size):
        body = " ".join(rng.choices(words, k=rng.randrange(3, 60)))
        facts = {"sent": f"2021-03-{1 + number % 28:02d}T{8 + number % 9:02d}:{number * 7 % 60:02d}"}
        made.append(sketched(body, subject=rng.choice(["FYI", "Call?", "Pier 9"]), **facts))
        if rng.random() < 0.4:
            made.append(sketched(noisy(body), damaged=True, subject="", **facts))
    return made


def test_the_order_does_not_matter() -> None:
    sketches = crowd(120, 1)
    expected = list(find(sketches))
    for seed in range(3):
        shuffled = random.Random(seed).sample(sketches, len(sketches))
        assert list(find(shuffled)) == expected


def test_a_new_release_is_compared_only_with_what_it_touches() -> None:
    old, new = crowd(200, 2), crowd(10, 3)
    first = copies.compare(Shelf(old), Verdicts())
    everything = Shelf(old + new)
    again, fresh = copies.compare(everything, first.verdicts), copies.compare(everything, Verdicts())
    assert again.likenesses == fresh.likenesses
    assert again.verdicts == fresh.verdicts
    assert again.compared < fresh.compared / 2
    assert copies.compare(everything, fresh.verdicts).compared == 0


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("large", [3, blocks.LARGE])
def test_verdicts_of_any_earlier_state_change_nothing(seed: int, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks that were small become large and the other way round: what they were compared for is not the same."""
    monkeypatch.setattr(blocks, "LARGE", large)
    monkeypatch.setattr(blocks, "NEIGHBOURS", 2)
    rng = random.Random(seed)
    everything, known = crowd(60, seed), Verdicts()
    for share in (0.5, 1.0, 0.8, 0.3, 0.9):
        some = Shelf(rng.sample(everything, int(len(everything) * share)))
        again, fresh = copies.compare(some, known), copies.compare(some, Verdicts())
        assert again.likenesses == fresh.likenesses
        assert again.verdicts == fresh.verdicts
        known = again.verdicts


def test_what_is_fetched_is_as_good_as_what_is_kept() -> None:
    sketches = {one.id: one for one in crowd(60, 7)}
    asked: list[str] = []

    def fetch(ids: Sequence[str]) -> list[Sketch]:
        asked.extend(ids)
        return [sketches[id] for id in reversed(ids)]

    assert list(find(iter(sketches.values()), fetch=fetch)) == list(find(sketches.values()))
    assert 0 < len(set(asked)) <= len(sketches)


def test_pairs_come_in_an_order_that_opens_few_stretches_of_the_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelves, "_STRIPE", 16)
    sketches = crowd(200, 8)
    came = {one.id: place for place, one in enumerate(sketches)}
    shelf = Shelf(sketches)
    numbers = random.Random(8).sample(list(combinations(range(len(shelf)), 2)), 5000)
    pairs = np.array(sorted(a * len(shelf) + b for a, b in numbers))
    ordered = shelf.side_by_side(pairs)
    assert sorted(ordered.tolist()) == pairs.tolist()

    def opened(codes: list[int]) -> int:
        """Stretches of four sketches that fifty pairs in a row lie in, added up."""
        places = [{came[shelf.ids[number]] // 4 for number in divmod(code, len(shelf))} for code in codes]
        return sum(len(set().union(*places[start : start + 50])) for start in range(0, len(places), 50))

    assert opened(ordered.tolist()) < 0.6 * opened(pairs.tolist())


def test_a_memo_changes_nothing_but_the_work() -> None:
    old, new = crowd(60, 4), crowd(20, 5)
    (memo,) = [found.data for found in find(old) if isinstance(found, Memo)]
    assert list(find(old + new, memo)) == list(find(old + new))
    assert list(find(old + new, b"\xff damaged")) == list(find(old + new))


def test_a_large_block_is_not_compared_in_full() -> None:
    shelf = Shelf(sketched(OTHER, sent="", subject=f"Bulletin {number}") for number in range(blocks.LARGE + 100))
    a, b = blocks.neighbours(np.arange(len(shelf)), shelf.columns)
    assert len(a) <= blocks.NEIGHBOURS * len(shelf)
    assert (a < b).all()


def test_pairs_are_those_that_share_a_key_and_may_be_copies() -> None:
    """Held against a plain reading of what a key is, on messages with and without a time, a sender and a subject."""
    shelf = Shelf(
        crowd(40, 6) + [sketched(OTHER, sent=sent, who=who) for sent in ("", "2021-03-02") for who in ("", "Cole, Ben")]
    )
    gathered = copies.pairs(shelf, Verdicts())
    shelf.hold(range(len(shelf)))
    sharing = [(a, b) for a, b in combinations(range(len(shelf)), 2) if plainly_worth(shelf[a], shelf[b])]
    hopeful = prospects.worth(shelf.columns, *np.array(sharing).T)
    expected = {pair for pair, hope in zip(sharing, hopeful.tolist(), strict=True) if hope}
    assert {divmod(code, len(shelf)) for code in gathered.tolist()} == expected


def plainly_worth(a: Sketch, b: Sketch) -> bool:
    who, stem = a.sender == b.sender != "", a.stem == b.stem != ""
    timed = a.minute >= 0 and b.minute >= 0
    apart = abs(a.minute - b.minute)
    windows = any((a.minute + shift) // 2880 == (b.minute + shift) // 2880 for shift in (0, 1440))
    text = any(a.bands[at : at + 4] == b.bands[at : at + 4] for at in range(0, min(len(a.bands), len(b.bands)), 4))
    return (
        (timed and apart == 0)
        or (timed and apart % 30 == 0 and windows and (who or stem))
        or (not timed and a.day == b.day >= 0 and (who or stem))
        or (min(a.day, b.day) < 0 and who and stem)
        or ((not timed or a.damaged or b.damaged) and text)
    )


def test_an_address_fits_a_name_without_its_hyphens_and_apostrophes() -> None:
    assert people.fits("eoneill", people.key("O'Neill, Eve (HPA)"))
    assert people.fits("druizholt", people.key("Dana Ruiz-Holt"))
    assert people.fits("druiz-holt", people.key("Dana Ruiz-Holt"))
    assert not people.fits("druizholt", people.key("Ana Ruiz"))
