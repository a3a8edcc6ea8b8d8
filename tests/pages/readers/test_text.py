from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import paging
from tests.pages.readers.conftest import ReadBytes


def test_pages_end_at_form_feeds_and_know_where_they_begin(read_bytes: ReadBytes) -> None:
    pages, failures = read_bytes(b"one\nWB-000001\n\ftwo\n\f", "text", 1, 9)
    assert failures == []
    assert [(page.number, page.text, page.origin) for page in pages] == [(1, "one\nWB-000001\n", 0), (2, "two\n", 15)]
    assert pages[0].stamps == ("WB-000001",)


def test_later_pages_alone(read_bytes: ReadBytes) -> None:
    pages, _ = read_bytes(b"\f".join(b"page %d" % n for n in range(1, 10)), "text", 4, 6)
    assert [page.text for page in pages] == ["page 4", "page 5", "page 6"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("caf\u00e9\r\nline two\r".encode("utf-8-sig"), "caf\u00e9\nline two\n"),
        ("caf\u00e9".encode("utf-16"), "caf\u00e9"),
        (b"caf\xe9 \x93x\x94", "caf\u00e9 \u201cx\u201d"),
        (b"a\x81\x8d\xffb", "a\x81\x8d\u00ffb"),
        (b"nul\0 and bell\a", "nul  and bell "),
        # the hyphen that PDFium writes at a line's end, kept by others
        ("soft\u00adhy\ufffe".encode(), "soft\u00adhy "),
    ],
)
def test_encodings_and_forbidden_characters(read_bytes: ReadBytes, data: bytes, text: str) -> None:
    assert read_bytes(data, "text")[0][0].text == text


def test_a_text_beyond_the_limit_is_a_failure(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.pages.readers.text.TEXT_BYTES", 10)
    pages, failures = read_bytes(b"x" * 11, "text")
    assert pages == []
    assert [failure.page for failure in failures] == [0]


def test_a_long_page_is_parted_at_line_ends(read_bytes: ReadBytes) -> None:
    line = "a line of a long list\n"
    text = line * (paging.LONG_PAGE // len(line) * 3)
    pages, _ = read_bytes(text.encode(), "text", 1, 9)
    assert len(pages) == 3
    assert "".join(page.text for page in pages) == text
    assert all(text[page.origin :].startswith(page.text) and page.text.endswith("\n") for page in pages)


@given(text=st.text(alphabet="ab \u00e9\r\n\f", max_size=60), mark=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_offsets_are_those_of_the_text_as_python_reads_it(read_bytes: ReadBytes, text: str, mark: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    pages, failures = read_bytes(text.encode(mark), "text", 1, 99)
    assert failures == []
    assert all(plain[page.origin : page.origin + len(page.text)] == page.text for page in pages)
