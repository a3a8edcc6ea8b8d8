"""A chronology that keeps its drafts tells, after any decision, what one that is drafted anew tells."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.model import Contact, Decision, Event, Finding, Interaction, Tenure
from onrecord.publish.chronology import Wanted, chronology, drafts, wording
from onrecord.review import decisions, findings, people

WANTED = (
    Wanted(),
    Wanted(routine=True),
    Wanted(accepted=True),
    Wanted(since="2021-03-01", until="2021-06-30", routine=True),
    Wanted(person="vance"),
)
#: Decisions of one run, all made one after the other.
STEPS = 12


@pytest.fixture
def case(harbor: Path, tmp_path: Path) -> Iterator[Case]:
    """A copy of the example case, to decide in."""
    with Case.open(Path(shutil.copytree(harbor, tmp_path / "case"))) as opened:
        yield opened


class Reviewer:
    """Somebody who decides at random: the same seed decides the same."""

    def __init__(self, case: Case, seed: int) -> None:
        self._case, self._rng, self._made = case, random.Random(seed), 0
        told = (Interaction, Interaction, Interaction, Event, Contact)
        self._told = [list(case.store.findings(kind)) for kind in told]

    def decide(self) -> str:
        """Make a decision; what it was."""
        act = self._rng.choice(
            (
                self._accept,
                self._accept_words,
                self._reject,
                self._edit,
                self._merge,
                self._rename,
                self._post,
                self._undo,
            )
        )
        made = act()
        self._case.decide(made)
        return f"{act.__name__} {[one.subjects for one in made]}"

    def _at(self) -> str:
        self._made += 1
        return f"2026-01-01T{self._made // 60:02}:{self._made % 60:02}:00Z"

    def _one(self) -> Finding:
        return self._rng.choice(self._rng.choice([kind for kind in self._told if kind]))

    def _accept(self) -> list[Decision]:
        return [findings.accept(self._one(), "ana", self._at())]

    def _accept_words(self) -> list[Decision]:
        """As `onrecord review` accepts: all that is judged together, in the words of the chronology."""
        together, at = self._case.judged_together(self._one().id), self._at()
        words = wording.words(self._case.view(), together)
        return [findings.accept(one, "ana", at, words=words.get(one.id, "")) for one in together]

    def _reject(self) -> list[Decision]:
        return [findings.reject(self._one(), "ana", self._at())]

    def _edit(self) -> list[Decision]:
        one = self._one()
        field, text = self._rng.choice(
            [("starts", "2021-05-05T10:00"), ("subject", "the bond")]
            if isinstance(one, Contact)
            else [("date", f"2021-0{self._rng.randint(3, 8)}-11"), ("actors", "Danielle Fosse"), ("topic", "the bond")]
        )
        return [findings.edit(one, self._case.view().finding(one.id) or one, field, text, "ana", self._at())]

    def _merge(self) -> list[Decision]:
        one, other = self._rng.sample(self._case.people()[:25], 2)
        return [people.merge(one, other, "ana", self._at())]

    def _rename(self) -> list[Decision]:
        return [people.rename(self._rng.choice(self._case.people()[:10]), f"Somebody {self._made}", "ana", self._at())]

    def _post(self) -> list[Decision]:
        return [findings.reject(self._rng.choice(list(self._case.store.findings(Tenure))), "ana", self._at())]

    def _undo(self) -> list[Decision]:
        made = [one for one in self._case.store.decisions() if one.action != "undo"]
        return [decisions.undo(self._rng.choice(made), "ana", self._at())] if made else []


@pytest.mark.parametrize("seed", range(3))
def test_kept_drafts_tell_what_new_ones_tell(case: Case, seed: int) -> None:
    reviewer, view = Reviewer(case, seed), case.view(keep=True)
    for _ in range(STEPS):
        for wanted in WANTED[:2]:
            chronology(view, wanted)
        what = reviewer.decide()
        view = case.view(view, keep=True)
        for wanted in WANTED:
            assert chronology(view, wanted) == chronology(case.view(), wanted), (what, wanted)


def test_after_a_decision_one_unit_is_drafted_anew(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    view = case.view(keep=True)
    chronology(view, Wanted())
    drafted = count(monkeypatch, drafts.Drafts, "_gathered")
    one = next(one for one in case.store.findings(Interaction) if not one.routine)
    case.decide([findings.accept(one, "ana", "2026-01-01T00:00:00Z")])
    view = case.view(view, keep=True)
    chronology(view, Wanted())
    assert len(drafted) == 1
    seldom = min(case.people(), key=lambda one: (len(one.seen), one.id))
    case.decide([people.rename(seldom, "Somebody Else", "ana", "2026-01-01T00:01:00Z")])
    chronology(case.view(view, keep=True), Wanted())
    assert len(drafted) < 10


def count(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> list[str]:
    """The calls of a method from now on."""
    calls: list[str] = []
    method: Callable[..., object] = getattr(owner, name)

    def counted(*given: object, **named: object) -> object:
        calls.append(name)
        return method(*given, **named)

    monkeypatch.setattr(owner, name, counted)
    return calls
