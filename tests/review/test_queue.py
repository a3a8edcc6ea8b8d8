"""What waits for a person comes in the order of what an answer is worth."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.model import Claim, Gap, IdentityQuestion, Interaction, Text
from onrecord.review import findings
from onrecord.review.queue import queue
from onrecord.store import Store
from onrecord.store.view import View
from tests.store.conftest import *  # noqa: F403
from tests.store.records import mail, write

MONDAY = "2026-01-05T00:00:00.000000Z"


def fill(store: Store) -> list[Interaction]:
    """A store with a message that tells two things, one that thanks, a denied claim, a gap and a question."""
    first, second = mail(store, "a", "one\ntwo", "three\nfour")
    cited = first.citation
    told = {"citation": cited, "source": "message", "date": "2021-03-04", "actors": ("Ana",), "to": ("Cal",)}
    calls = [
        Interaction(id="i1aaaaaaa", record=first.id, act="asks for a call", **told),  # type: ignore[arg-type]
        Interaction(id="i2bbbbbbb", record=first.id, act="instructs", **told),  # type: ignore[arg-type]
        Interaction(id="i3ccccccc", record=second.id, act="thanks", **told),  # type: ignore[arg-type]
    ]
    said = Text("one", cited.spans[:1])
    claims = [
        Claim(id="k1aaaaaaa", citation=cited, article="x", content=said),
        Claim(id="k2bbbbbbb", citation=cited, article="x", content=said, denies=("k1aaaaaaa", "k0"), hedges=(said,)),
    ]
    gap = Gap(id="g1aaaaaaa", citation=cited, kind="missing_parent", denominator="1 of 2", question="Where?")
    question = IdentityQuestion(id="q1aaaaaaa", citation=cited, name="Ruiz", key="Ruiz", question="Who?", uses=9)
    write(store, ("later", "case", "*", [*calls, *claims, gap, question]))
    return calls


def test_most_settled_first_and_everyday_traffic_last(store: Store) -> None:
    fill(store)
    items = queue(View(store))
    assert [(item.ids[0], item.settles) for item in items] == [
        ("q1aaaaaaa", 9),
        ("k2bbbbbbb", 3),
        ("i1aaaaaaa", 2),
        ("k1aaaaaaa", 2),
        ("g1aaaaaaa", 1),
        ("i3ccccccc", 1),
    ]
    assert items[2].ids == ("i1aaaaaaa", "i2bbbbbbb")
    assert items[-1].routine
    assert [item.kind for item in queue(View(store), ["gaps"])] == ["gaps"]


def test_what_changed_since_it_was_judged_comes_before_all(store: Store) -> None:
    _, _, thanks = fill(store)
    other = replace(thanks, actors=("Somebody else",))
    with store.writing() as writer:
        writer.add_decision(findings.accept(other, "ana", MONDAY))
    first = queue(View(store))[0]
    assert (first.ids, first.changed) == ((thanks.id,), True)


def test_a_view_that_takes_over_queues_as_a_new_one(store: Store) -> None:
    calls = fill(store)
    view = View(store, keep=True)
    for number, decision in enumerate(
        [
            findings.reject(calls[0], "ana", MONDAY),
            findings.accept(replace(calls[2], actors=("Somebody else",)), "ana", MONDAY),
            findings.accept(next(iter(store.findings(Gap))), "ana", MONDAY),
            findings.reject(next(iter(store.findings(Claim))), "ana", MONDAY),
        ]
    ):
        before = queue(view)
        with store.writing() as writer:
            writer.add_decision(decision)
        view = View(store, view, keep=True)
        assert queue(view) == queue(View(store)) != before, number
