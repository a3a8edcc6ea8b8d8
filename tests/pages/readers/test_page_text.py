from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.settings import Settings
from tests.pages.readers.conftest import ReadBytes
from tests.realdata import real


def lines(*records: object) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


THREE = lines(
    {"page": 1, "stamp": "WB-000012", "text": "From: Ann Lee\nWB-000012"},
    {"page": 2, "stamp": None, "text": "two"},
    {"page": 3, "stamp": ["WB-1", "Doc 7"], "text": "three"},
)


@pytest.mark.parametrize("data", [THREE, gzip.compress(THREE), b"\n" + THREE.replace(b"\n", b"\n \n")])
def test_records_are_pages_with_their_stamps(read_bytes: ReadBytes, data: bytes) -> None:
    pages, failures = read_bytes(data, "page_text", 1, 3)
    assert failures == []
    assert [(page.number, page.text) for page in pages] == [(1, "From: Ann Lee\nWB-000012"), (2, "two"), (3, "three")]
    assert [page.stamps for page in pages] == [("WB-000012",), (), ("WB-1", "Doc 7")]


def test_text_is_kept_but_for_line_ends_and_forbidden_characters(read_bytes: ReadBytes) -> None:
    pages, _ = read_bytes(lines({"page": 1, "text": " a\r\nb \u0000\ud800c\t "}), "page_text")
    assert pages[0].text == " a\nb   c\t "


@pytest.mark.parametrize(
    "bad",
    [b"{not json", b"[1, 2]", b'{"page": 1}', b'{"page": 1, "text": 5}', b'{"text": "cut', b"\xff\xfe", b"[" * 100_000],
)
def test_a_bad_record_is_a_failure_and_the_others_go_on(read_bytes: ReadBytes, bad: bytes) -> None:
    pages, failures = read_bytes(lines({"text": "a"}) + bad + b"\n" + lines({"text": "c"}), "page_text", 1, 3)
    assert [page.number for page in pages] == [1, 3]
    assert [(failure.page, failure.stage) for failure in failures] == [(2, "read")]


def test_parts_may_be_read_in_any_order(read_bytes: ReadBytes) -> None:
    data = gzip.compress(lines(*({"text": f"text {n}"} for n in range(1, 101))))
    for first, last in ((1, 10), (11, 30), (61, 100), (31, 60), (1, 1), (1, 1), (100, 100), (99, 120)):
        pages, failures = read_bytes(data, "page_text", first, last)
        wanted = range(first, min(last, 100) + 1)
        assert [page.text for page in pages] == [f"text {n}" for n in wanted]
        assert failures == []


def test_a_file_cut_off_gives_the_pages_before_and_a_failure(read_bytes: ReadBytes) -> None:
    data = gzip.compress(lines(*({"text": f"text {n}"} for n in range(20_000))))[:-2_000]
    for _ in range(2):
        pages, failures = read_bytes(data, "page_text", 1, 20_000)
        assert 1_000 < len(pages) < 20_000
        assert [failure.page for failure in failures] == [len(pages) + 1]


def test_more_than_may_be_unpacked_is_a_failure(read_bytes: ReadBytes) -> None:
    data = gzip.compress(lines(*({"text": "a" * 100_000} for _ in range(30))))
    pages, failures = read_bytes(data, "page_text", 1, 30, Settings(unpack_mb=1))
    assert len(pages) == 10
    assert [failure.page for failure in failures] == [11]


@given(records=st.lists(st.text(max_size=40), max_size=5), packed=st.booleans())
def test_any_text_comes_back(read_bytes: ReadBytes, records: list[str], packed: bool) -> None:
    data = lines(*({"text": text} for text in records)) + b"\n"
    pages, failures = read_bytes(gzip.compress(data) if packed else data, "page_text", 1, 9)
    assert failures == []
    assert [len(page.text) for page in pages] == [len(text.replace("\r\n", "\n")) for text in records]


@pytest.mark.real
def test_a_real_production_is_read_whole(read_bytes: ReadBytes) -> None:
    data = real("nih-2021", "pages.jsonl.gz").read_bytes()
    records = [json.loads(line) for line in gzip.decompress(data).splitlines()]
    pages, failures = read_bytes(data, "page_text", 1, 1311)
    assert failures == []
    assert [page.text for page in pages] == [record["text"] for record in records]
    assert all(
        page.stamps[0] == record["stamp"] for page, record in zip(pages, records, strict=True) if record["stamp"]
    )
