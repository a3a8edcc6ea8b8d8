from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.encoding import decode, lines_as_lf

RUSSIAN = "Уважаемый господин, прошу прислать документы по делу до пятницы."
FRENCH = "La réponse à votre requête du 3 août — « merci »"
JAPANESE = "拝啓 会議の資料をお送りいたします。ご確認のほどよろしくお願いいたします。"

CASES = [
    ("utf-8", "utf-8", FRENCH, False),
    # the mark is no character of the text
    ("utf-8-sig", "utf-8", FRENCH, False),
    ("utf-16", "utf-16-le", FRENCH, False),
    ("utf-32", "utf-32-le", FRENCH, False),
    # UTF-8 would take the zeros of UTF-16 without a mark for characters
    ("utf-16-le", "utf-16-le", "plain words", True),
    ("utf-16-be", "utf-16-be", FRENCH, True),
    # a guesser alone takes short Western texts for Central European or Turkish ones
    ("cp1252", "cp1252", FRENCH, True),
    ("cp1252", "cp1252", "\u201cno\u201d", True),
    ("cp1251", "cp1251", RUSSIAN, True),
    ("koi8-r", "koi8_r", RUSSIAN, True),
    ("shift_jis", "cp932", JAPANESE, True),
]


@pytest.mark.parametrize(("encoding", "found", "text", "guessed"), CASES, ids=range(len(CASES)))
def test_encodings_are_found_without_being_declared(encoding: str, found: str, text: str, guessed: bool) -> None:
    decoded = decode(text.encode(encoding))
    assert (decoded.encoding, decoded.text, decoded.guessed) == (found, text, guessed)


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        (b"\xb5lut\xfd k\xf9\xf2", "iso-8859-2", "\u013elut\u00fd k\u016f\u0148"),
        # who declares Latin-1 writes cp1252
        (b"\x93yes\x94", "ISO-8859-1", "\u201cyes\u201d"),
        # a false declaration gives way
        ("\u00e9\u00e8".encode("utf-16"), "utf-8", "\u00e9\u00e8"),
        (b"\xff\xe9", "utf-8", "\u00ff\u00e9"),
        (b"\xe9t\xe9", "us-ascii", "\u00e9t\u00e9"),
        # names that are no text encodings, or nothing at all
        (b"abc", "hex", "abc"),
        (b"abc", "no\0such", "abc"),
        (b"abc", "x" * 5000, "abc"),
    ],
)
def test_declared_encodings_are_believed_where_they_can_be(data: bytes, declared: str, text: str) -> None:
    assert decode(data, declared).text == text


def test_bytes_that_no_encoding_has_are_kept_as_latin_1() -> None:
    assert decode(b"a\x81\x8d\xff").text == "a\x81\x8d\u00ff"


@given(data=st.binary(max_size=400), declared=st.sampled_from(["", "utf-8", "utf-7", "cp1252", "rot13", "idna"]))
def test_any_bytes_become_characters(data: bytes, declared: str) -> None:
    assert isinstance(decode(data, declared).text, str)


@given(text=st.text(max_size=200))
def test_utf8_is_never_guessed(text: str) -> None:
    if "\0" not in text and not text.startswith("\ufeff"):
        decoded = decode(text.encode())
        assert (decoded.text, decoded.guessed) == (text, False)


def test_line_ends_become_line_feeds() -> None:
    assert lines_as_lf("a\r\nb\rc\n\r\nd") == "a\nb\nc\n\nd"
