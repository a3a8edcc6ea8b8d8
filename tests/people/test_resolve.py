"""Who is who: what is one, what must never be, what stays open."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.people.resolve import resolve
from onrecord.people.uses import Answer, Resolution, Use


def header(name: str, address: str = "", chain: str = "c1", place: str = "to") -> Use:
    return Use(name, address, chain, chain + "m", place)


def one(*uses: Use) -> bool:
    found = resolve(uses)
    return len({answer.cluster for answer in found.answers}) == 1 and found.answers[0].cluster >= 0


@pytest.mark.parametrize(
    "uses",
    [
        (header("Ruiz, Ana (HPA)"), header("Ana Ruiz")),
        (header("Ruiz, Ana"), header("ana.ruiz@example.gov"), header("", "ana.ruiz@example.gov")),
        (header("Ruiz, Jacob J"), header("Jake Ruiz")),
        (header("Ruiz, Ana M"), header("", "ruizam@example.gov")),
        (header("Ruiz, Ana M"), header("", "aruiz@example.gov")),
        (header("Ruiz, Ana"), header("A. Ruiz")),
        (header("Okonkwo Ana"), header("Okonkwo, Ana"), header("Okonkwo, Ana")),
        (header("Belmonte, Tomas"), header("Belrnonte, Tomas")),  # rn for m
        (header("Ruiz, Ana", "r17@example.gov"), header("", "R17@example.gov")),
        # a name that varies between messages, held together by its address
        *[tuple(header(name, "ahorvath@example.gov") for name in ("Horvath, Anna", "Horvath, Arina", "Horvath, Anna",
                                                                   "Horvath, Anna"))],
    ],
)  # fmt: skip
def test_these_are_one_person(uses: tuple[Use, ...]) -> None:
    assert one(*uses)


@pytest.mark.parametrize(
    "uses",
    [
        (header("Coyne, Wendell"), header("Coyne, Patrick")),
        (header("Ruiz, Ana M."), header("Ruiz, Ana P.")),
        (header("Ruiz, Andrew"), header("Ruiz, Andrea")),
        (header("Ruiz, Thomas Jr."), header("Ruiz, Thomas Sr.")),
        (header("Ruiz, Maria"), header("Ruiz, Marie")),
        # a couple with one address
        (header("Ruiz, Robert", "ruiz@example.org"), header("Ruiz, Roberta", "ruiz@example.org")),
        # an assistant who writes from the principal's address
        (header("Ruiz, Ana", "aruiz@example.gov"), header("Okonkwo, Ben", "aruiz@example.gov")),
        (header("", "press@example.gov"), header("Ruiz, Ana", "aruiz@example.gov")),
        (header("", "jsmith@example.gov"), header("", "ksmith@example.gov")),
    ],
)
def test_these_are_two(uses: tuple[Use, ...]) -> None:
    first, second = resolve(uses).answers
    assert first.cluster != second.cluster


def test_an_initial_that_two_people_have_unites_nobody() -> None:
    """J. Smith may be John or Jane: she must not become the bridge over which they are one."""
    found = resolve([header("Smith, John"), header("Smith, Jane", chain="c2"), header("J. Smith", chain="c3")])
    assert len({answer.cluster for answer in found.answers}) == 3
    assert found.questions


def test_a_bare_surname_of_two_stays_open_and_is_asked() -> None:
    uses = [
        header("Coyne, Wendell"),
        header("Coyne, Patrick", chain="c2"),
        Use("Coyne", scope="c1", within="c1m", place="text"),
    ]
    found = resolve(uses)
    assert found.answers[2].cluster == -1
    assert len(found.answers[2].among) == 2
    assert [question.name for question in found.questions] == ["Coyne"]


def test_a_surname_that_a_text_explains_is_settled() -> None:
    uses = [
        header("Coyne, Wendell"),
        Use("Patrick Coyne", scope="article", within="article"),
        Use("Coyne", scope="article", within="article"),
    ]
    found = resolve(uses)
    assert found.answers[2].cluster == found.answers[1].cluster
    assert found.answers[2].reason


def test_a_greeting_names_a_recipient_and_a_signature_the_sender() -> None:
    uses = [
        Use("Ruiz, Ana", scope="c", within="m", place="from"),
        Use("Okonkwo, Anna", scope="c", within="m", place="to"),
        Use("Anna", scope="c", within="m", place="greeting"),
        Use("Ana", scope="c", within="m", place="signature"),
    ]
    answers = resolve(uses).answers
    assert (answers[2].cluster, answers[3].cluster) == (answers[1].cluster, answers[0].cluster)


def test_lists_are_no_people() -> None:
    found = resolve([header("HPA-Managers"), header("Ruiz, Ana")])
    assert [cluster.kind for cluster in found.clusters] == ["group", "person"]


def test_every_merge_says_why() -> None:
    found = resolve([header("Ruiz, Jacob J"), header("Jake Ruiz", "jruiz@example.gov")])
    (cluster,) = found.clusters
    assert cluster.merges
    assert all(merge.reason and 0 < merge.score <= 1 for merge in cluster.merges)


NAMES = ("Ruiz, Ana", "Ana Ruiz", "A. Ruiz", "Ruiz, Ben", "Ben Ruiz", "Ruiz", "Ana", "Benjamin Ruiz", "Ruiz, Ana M",
         "Horvath, Ana", "HPA-Managers", "ana.ruiz", "Ruiz. Ana", "B Ruiz", "")  # fmt: skip
ADDRESSES = ("", "aruiz@example.gov", "ana.ruiz@example.gov", "bruiz@example.gov", "press@example.gov")
USES = st.builds(
    Use, st.sampled_from(NAMES), st.sampled_from(ADDRESSES), st.sampled_from(("c1", "c2")),
    st.sampled_from(("m1", "m2")), st.sampled_from(("from", "to", "greeting", "signature", "text")),
)  # fmt: skip


@given(st.lists(USES, max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_names_does_not_count(uses: list[Use], chance: random.Random) -> None:
    mixed = list(uses)
    chance.shuffle(mixed)
    straight, shuffled = resolve(uses), resolve(mixed)
    assert straight.clusters == shuffled.clusters
    assert straight.questions == shuffled.questions
    assert told(uses, straight) == told(mixed, shuffled)


def told(uses: list[Use], found: Resolution) -> list[tuple[Use, Answer]]:
    return sorted(zip(uses, found.answers, strict=True))
