"""What every store does with findings: the rules of messages, for a kind that the store knows nothing of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from msgspec.structs import replace

from onrecord.model import FINDINGS, Citation, Finding, Phrase, Span
from onrecord.store import Store
from tests.store.records import APPEAL, add, digest, mail, page, write


class Sighting(Finding, frozen=True, kw_only=True):
    KIND: ClassVar[str] = "sightings"
    PHRASED: ClassVar[str] = "of"

    of: str = ""
    messages: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        return self.messages


class Rumour(Finding, frozen=True, kw_only=True):
    KIND: ClassVar[str] = "rumours"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for kind in (Sighting, Rumour):
        monkeypatch.setitem(FINDINGS, kind.KIND, kind)
    yield


def sighting(name: str, number: int = 1, *, start: int = 0, id: str = "", **facts: Any) -> Sighting:
    span = Span(page(name, number, "").key, start, start + 2)
    return Sighting(id=id or f"g{name}{number}{start}", citation=Citation((span,), "Hi"), **facts)


def find(store: Store, *findings: Finding, unit: str = "*") -> None:
    write(store, ("look", "case", unit, list(findings)))


def test_findings_of_a_kind_come_in_the_order_of_their_places(store: Store) -> None:
    mail(store, "b.pdf", "Hi there", "Hi again")
    mail(store, "a.pdf", "Hi you")
    rumour = Rumour(id="r1", citation=sighting("a.pdf").citation)
    find(store, sighting("b.pdf", 2), sighting("b.pdf", start=3), sighting("b.pdf"), rumour, sighting("a.pdf"))
    assert [found.id for found in store.findings(Sighting)] == ["ga.pdf10", "gb.pdf10", "gb.pdf13", "gb.pdf20"]
    assert list(store.findings(Rumour)) == [rumour]


def test_a_finding_without_a_citation_or_on_an_unknown_page_is_refused(store: Store) -> None:
    mail(store, "a.pdf", "Hi")
    for spans in ((), (Span(page("a.pdf", 9, "").key, 0, 2),)):
        with pytest.raises(ValueError, match=r"no citation|not in the store"):
            find(store, Sighting(id="g1", citation=Citation(spans, "Hi")))
    assert list(store.findings(Sighting)) == []


def test_a_finding_is_found_by_its_id_and_by_the_beginning_of_it(store: Store) -> None:
    mail(store, "a.pdf", "Hi you")
    first, second = sighting("a.pdf", id="g123456a000000000"), sighting("a.pdf", id="g123456b000000000")
    find(store, first, second)
    assert store.finding("g123456a000000000") == store.finding("g123456a") == first
    assert store.finding("g123456") is None
    assert store.finding("g123") is None
    find(store, second)
    assert store.finding("g123456") == second


def test_a_finding_is_found_by_what_it_speaks_of(store: Store) -> None:
    messages = mail(store, "a.pdf", "Hi one", "Hi two")
    both = sighting("a.pdf", id="g0000000000000001", messages=(messages[0].id, messages[1].id, messages[0].id))
    one = sighting("a.pdf", 2, id="g0000000000000002", messages=(messages[1].id,))
    find(store, both, one)
    assert store.about(messages[0].id) == [both]
    assert store.about(messages[1].id) == [both, one]
    find(store, one)
    assert store.about(messages[0].id) == []


def test_words_that_findings_share_change_without_them(store: Store) -> None:
    mail(store, "a.pdf", "Hi one", "Hi two")
    count = Phrase("sightings.count", "2 of 9")
    marked = [sighting("a.pdf", 1, id="g0000000000000001", of=count.mark)]
    marked += [sighting("a.pdf", 2, id="g0000000000000002", of=f"seen {count.mark} {{times}}")]
    for text in ("2 of 9", "2 of 10"):
        write(store, ("look", "case", "*", [*marked, Phrase(count.name, text)]))
        assert [found.of for found in store.findings(Sighting)] == [text, f"seen {text} {{times}}"]
        assert store.finding("g0000000000000001") == sighting("a.pdf", 1, id="g0000000000000001", of=text)


def test_what_a_unit_finds_again_stays_and_all_else_is_replaced(store: Store) -> None:
    messages = mail(store, "a.pdf", "Hi one", "Hi two")
    stays = sighting("a.pdf", id="g0000000000000001", messages=(messages[0].id,))
    changes = sighting("a.pdf", 2, id="g0000000000000002", messages=(messages[0].id,))
    goes = sighting("a.pdf", 2, start=3, id="g0000000000000003", messages=(messages[1].id,))
    find(store, stays, changes, goes)
    other = replace(changes, messages=(messages[1].id,))
    comes = sighting("a.pdf", 2, id="g0000000000000004", messages=(messages[0].id,))
    find(store, comes, other, stays)
    assert list(store.findings(Sighting)) == [stays, other, comes]
    assert store.about(messages[0].id) == [stays, comes]
    assert store.about(messages[1].id) == [other]
    find(store)
    assert list(store.findings(Sighting)) == []
    assert store.about(messages[0].id) == []


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_of_two_versions_the_same_is_shown_whichever_came_first(store: Store, order: str) -> None:
    mail(store, "a.pdf", "Hi there")
    versions = {
        "a": sighting("a.pdf", id="g0000000000000001", of="y"),
        "b": sighting("a.pdf", id="g0000000000000001", of="x"),
    }
    for unit in order:
        find(store, versions[unit], unit=unit)
    assert list(store.findings(Sighting)) == [versions["a"]]
    assert store.finding("g0000000000000001") == versions["a"]
    assert store.counts()["findings:sightings"] == 1


def test_one_unit_may_not_write_two_versions(store: Store) -> None:
    mail(store, "a.pdf", "Hi there")
    one = sighting("a.pdf")
    find(store, one, one)
    with pytest.raises(ValueError, match="two different records"):
        find(store, one, replace(one, of="x"))


def test_findings_go_with_their_unit_and_are_counted_by_release(store: Store) -> None:
    mail(store, "a.pdf", "Hi there")
    add(store, "b.pdf", release=APPEAL)
    write(store, ("read", digest("b.pdf"), "1-", [page("b.pdf", 1, "Hi")]))
    find(store, sighting("a.pdf"), unit="1")
    find(store, sighting("b.pdf"), unit="2")
    assert [store.counts(name)["findings:sightings"] for name in ("harbor", "appeal")] == [1, 1]
    with store.writing() as writer:
        writer.prune("look", "case", ["2"])
    assert [found.id for found in store.findings(Sighting)] == ["gb.pdf10"]
