"""What is packed together: it is read back alone, outlives what it was packed with, and goes when nothing needs it."""

from __future__ import annotations

import random
from typing import Any, cast

import pytest
from msgspec.structs import replace

from onrecord.errors import CaseDamaged, RunStopped
from onrecord.model import Citation, Sketch, Span
from onrecord.model.findings import Finding
from onrecord.store import Query, Store, rows
from onrecord.store.finding_writer import about_key
from onrecord.store.reader import Reader
from tests.store.records import digest, mail, message, page, rich_page, sent, write
from tests.store.test_findings import Sighting, _kinds, sighting

__all__ = ["_kinds"]

A = digest("a")


def packs(store: Store) -> int:
    with cast(Reader, store).reading() as read:
        return read.number("SELECT count(*) FROM packs")


def sketch(of: str, name: str = "a") -> Sketch:
    cited = Citation((Span(page(name, 1, "").key, 0, 4),), "head")
    return Sketch(
        id=of, cited=cited, chain="c", depth=0, stem="pier", sample=b"abcdefgh", head="efgh", bands=b"12345678"
    )


def test_pages_of_any_length_come_back_in_order(store: Store) -> None:
    lengths = [0, 1, 40_000, 3, 25_999, 2, 26_001, *range(1, 300)]
    pages = [page("a", number, f"é{number}" * (length // 2)) for number, length in enumerate(lengths, 1)]
    pages += [rich_page("b", 1), rich_page("a", 1000)]
    write(store, ("read", A, "*", [*pages]))
    assert sorted(store.pages(), key=lambda one: (one.file != A, one.number)) == sorted(
        pages, key=lambda one: (one.file != A, one.number)
    )
    assert all(store.page(one.key) == one for one in pages[::25])
    assert packs(store) < 15


def test_what_rests_on_a_page_stays_readable_when_the_page_is_read_anew(store: Store) -> None:
    (one,) = mail(store, "a", "head\nthe old words of the page")
    seen = sighting("a", of="the old words of the page", messages=(one.id,))
    write(store, ("look", "case", "*", [seen]), ("split", A, "s", [sketch(one.id)]))
    write(store, ("read", A, "1-", [page("a", 1, "head\nentirely different")]))
    assert [list(store.messages()), list(store.findings(Sighting)), list(store.sketches())] == [
        [one],
        [seen],
        [sketch(one.id)],
    ]
    assert [each.text for each in store.pages()] == ["head\nentirely different"]
    assert store.problems() == []
    assert packs(store) == 2
    for stage, scope, unit in (("split", A, "*"), ("look", "case", "*")):
        write(store, (stage, scope, unit, []))
        assert packs(store) == 2
    write(store, ("split", A, "s", []))
    assert packs(store) == 1


def test_sketches_are_called_by_the_ids_of_their_messages(store: Store) -> None:
    write(store, ("read", A, "*", [page("a", 1, "head\nwords")]))
    others = [sketch(f"m{number}") for number in range(3)]
    write(store, ("split", A, "later", [replace(others[1], stem="hidden")]), ("split", A, "a", [*others]))
    assert store.sketches_called(["m1", "m0", "nothing"]) == others[:2]
    assert store.sketches_called([]) == []


def test_what_is_found_again_rests_on_the_page_as_it_is_now(store: Store) -> None:
    mail(store, "a", "head\nold words")
    findings: list[Any] = [sighting("a"), sighting("a", start=2)]
    write(store, ("look", "case", "*", findings), ("split", A, "*", []))
    again = page("a", 1, "head\nnew words")
    write(store, ("read", A, "1-", [again]), ("look", "case", "*", findings), ("split", A, "*", [message(again)]))
    assert list(store.findings(Sighting)) == findings
    assert packs(store) == 1


def test_what_a_finding_that_is_gone_spoke_of_is_forgotten(store: Store) -> None:
    mail(store, "a", "head\nbody")
    findings: list[Finding] = [sighting("a", start=at, messages=("m1", "m2")) for at in (0, 1)]
    write(store, ("look", "case", "*", [*findings]))
    with cast(Reader, store).writing() as writer:
        writer.replace("look", "case", "*", "2", findings[1:])
        assert store.about("m1") == findings[1:]
    with cast(Reader, store).reading() as read:
        assert read.number("SELECT count(*) FROM finding_about") == 2
    assert store.about("m2") == findings[1:]


def test_records_whose_ids_share_a_number_are_told_apart(store: Store) -> None:
    numbers: dict[int, str] = {}
    rng = random.Random(7)
    ids = (f"m{rng.getrandbits(64):016x}" for _ in range(500_000))
    pair = next((numbers[key], id) for id in ids if numbers.setdefault(key := about_key(id), id) != id)
    mail(store, "a", "head\nbody")
    findings: list[Finding] = [sighting("a", start=at, messages=(id,)) for at, id in enumerate(pair)]
    write(store, ("look", "case", "*", [*findings]))
    assert [store.about(id) for id in pair] == [[findings[0]], [findings[1]]]


@pytest.mark.parametrize("number", [0, -1, 1 << 24])
def test_page_numbers_out_of_range_are_refused(store: Store, number: int) -> None:
    with pytest.raises(ValueError, match="out of range"):
        write(store, ("read", A, "*", [page("a", number, "text")]))


@pytest.mark.parametrize("together", [True, False])
def test_files_whose_rows_would_be_the_same_have_rows_of_their_own(
    store: Store, monkeypatch: pytest.MonkeyPatch, together: bool
) -> None:
    monkeypatch.setattr(rows, "file_rows", lambda file: (step << rows.PAGE_NUMBER for step in range(1, 9)))
    pages = [page(name, number, f"pier {name}{number}") for name in "abc" for number in (1, 2)]
    units = [pages] if together else [[each] for each in pages[::2] + pages[1::2]]
    for number, unit in enumerate(units):
        write(store, ("read", A, str(number), [*unit]))
    hits = store.search(Query(text="pier", kind="page")).hits
    assert {(hit.file, hit.page) for hit in hits} == {(each.file, each.number) for each in pages}
    assert store.problems() == []


def test_a_day_takes_more_messages_than_share_a_bucket(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MESSAGE_COUNTER", 1)
    day = "2021-03-01"
    one = page("a", 1, "head\nbody")
    messages = [message(one, id=f"m{number:016x}", sent=sent(day)) for number in range(33)]
    write(store, ("read", A, "*", [one]), ("split", A, "*", [*messages[:32]]))
    assert len(store.search(Query(text="body", since=day, until=day, limit=99)).hits) == 32
    with pytest.raises(RunStopped, match=day):
        write(store, ("split", A, "*", [*messages]))


def test_a_damaged_record_is_told(store: Store) -> None:
    (one, _) = mail(store, "a", "head\nbody of the first", "head\nbody of another")
    write(store, ("look", "case", "*", [sighting("a")]))
    with cast(Reader, store).writing() as writer, writer.transaction():
        writer.session.run("UPDATE message_texts SET record = ? WHERE no = 1", (b"\0\0\xff\xff\xff",))
        writer.session.run("UPDATE bundles SET records = ?", (b"\0\0\xff\xff\xff",))
    with pytest.raises(CaseDamaged, match="damaged"):
        store.message(one.id)
    with pytest.raises(CaseDamaged, match="damaged"):
        list(store.findings(Sighting))
    assert any("message_index" in problem for problem in store.problems())


def bundles(store: Store) -> int:
    with cast(Reader, store).reading() as read:
        return read.number("SELECT count(*) FROM bundles")


def test_findings_of_a_place_share_bundles_and_leave_them_one_by_one(store: Store) -> None:
    mail(store, "a", "head\n" + "word " * 400)
    found: list[Finding] = [sighting("a", start=at, of=f"what was seen at {at}") for at in range(150)]
    write(store, ("look", "case", "*", [*found]))
    assert bundles(store) == 3
    write(store, ("look", "case", "*", [*found[1:140:2]]))
    assert list(store.findings(Sighting)) == found[1:140:2]
    changed: list[Finding] = [replace(cast(Sighting, found[3]), of="something else"), *found[5:140:2], found[0]]
    write(store, ("look", "case", "*", [*changed]))
    assert list(store.findings(Sighting)) == [found[0], *changed[:-1]]
    assert store.problems() == []
    write(store, ("look", "case", "*", []))
    assert [list(store.findings(Sighting)), bundles(store), store.problems()] == [[], 0, []]


def test_findings_whose_bundle_is_lost_are_told(store: Store) -> None:
    mail(store, "a", "head\nbody")
    write(store, ("look", "case", "*", [sighting("a")]))
    with cast(Reader, store).writing() as writer, writer.transaction():
        writer.session.run("DELETE FROM bundles")
    with pytest.raises(CaseDamaged, match="missing"):
        list(store.findings(Sighting))
    assert store.problems() == ["1 findings have lost their texts"]
