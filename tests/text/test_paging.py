from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ItemFailed
from onrecord.text import paging
from onrecord.text.paging import page_bounds, records


@given(text=st.text(alphabet="ab \n\f", max_size=80))
def test_pages_hold_all_characters_but_form_feeds(text: str) -> None:
    bounds = page_bounds(text)
    assert bounds
    assert all(start <= end for start, end in bounds)
    kept = "".join(text[start:end] for start, end in bounds)
    assert kept.rstrip() == text.replace("\f", "").rstrip()


@given(text=st.text(alphabet="ab\n\f", max_size=80), limit=st.integers(2, 9))
def test_long_pages_end_at_line_ends_and_lose_nothing(text: str, limit: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paging, "LONG_PAGE", limit)
        bounds = page_bounds(text)
    assert "".join(text[start:end] for start, end in bounds).rstrip() == text.replace("\f", "").rstrip()
    assert all(end - start <= 2 * limit for start, end in bounds)


def lines(data: bytes, most: int = 10**9) -> list[bytes | None]:
    return list(records(io.BytesIO(data), most))


def test_blank_lines_are_no_records() -> None:
    assert lines(b"a\n\n \r\nb") == [b"a\n", b"b"]


def test_a_record_too_long_is_passed_over_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "LONG_RECORD", 4)
    # three bytes and a line end fit
    assert lines(b"abc\nabcd\nabcdefghi\nx\n") == [b"abc\n", None, None, b"x\n"]
    assert lines(b"x\nabcd") == [b"x\n", None]
    assert lines(b"abcdefgh") == [None]


def test_more_than_the_limit_is_refused_after_what_comes_before() -> None:
    stream = records(io.BytesIO(b"a\nb\nc\n"), 4)
    assert [next(stream), next(stream)] == [b"a\n", b"b\n"]
    with pytest.raises(ItemFailed, match="larger"):
        next(stream)
