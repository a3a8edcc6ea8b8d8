"""Comparers of names behind one seam: what both must hold to, and what the second adds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.errors import UsageError
from onrecord.people import comparers, forms
from onrecord.people.comparers import Comparer
from onrecord.people.resolve import resolve
from onrecord.people.uses import Use

NAMES = ["own", "followthemoney"]


@pytest.fixture(params=NAMES)
def compare(request: pytest.FixtureRequest) -> Iterator[Comparer]:
    if request.param == "followthemoney":
        pytest.importorskip("followthemoney", reason="the extra ftm is not installed")
    yield comparers.named(request.param)


@pytest.mark.parametrize(
    ("a", "b", "one"),
    [
        ("Ruiz, Ana", "Ana Ruiz", True),
        ("Cole, Ben", "Benjamin Cole", True),
        ("A. Ruiz", "Ana Ruiz", True),
        ("John Okonkwo", "Joan Okonkwo", False),
        ("Carol Hansen", "Caroline Hansen", False),
        ("Ben Cole Jr.", "Ben Cole Sr.", False),
        ("Ana M. Ruiz", "Ana T. Ruiz", False),
        ("Ana Ruiz", "Ben Cole", False),
    ],
)
def test_what_unites_and_parts_people_holds_for_every_comparer(compare: Comparer, a: str, b: str, one: bool) -> None:
    found = compare(forms.read(a), forms.read(b))
    assert bool(found.score) is one
    assert found == compare(forms.read(a), forms.read(b))
    assert bool(compare(forms.read(b), forms.read(a)).score) is one


def test_followthemoney_knows_spellings_that_our_rules_part() -> None:
    pytest.importorskip("followthemoney", reason="the extra ftm is not installed")
    a, b = forms.read("Tatyana Petrova"), forms.read("Tetiana Petrova")
    assert not comparers.named("own")(a, b).score
    found = comparers.named("followthemoney")(a, b)
    assert found.score > 0.7
    assert found.reason.startswith("FollowTheMoney finds")
    uses = [Use("Tatyana Petrova (HPA)", "", f"c{n}", f"m{n}", "from") for n in range(6)]
    uses.append(Use("Tetiana Petrova (HPA)", "", "c7", "m7", "to"))
    assert len(resolve(uses).clusters) == 2
    (both,) = resolve(uses, comparers.named("followthemoney")).clusters
    assert both.merges[-1].reason.startswith("FollowTheMoney finds")


def test_a_comparer_that_is_not_installed_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparers, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="not installed"):
        comparers.named("followthemoney")
