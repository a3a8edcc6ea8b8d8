from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text import rfc822
from onrecord.text.rfc822 import decode_value, identifiers, mail_bounds, read_head, without_from_line
from tests.timing import assert_linear

VALUES = [
    (b"plain words", "plain words"),
    # folded lines are one line
    (b"one\n two\n\tthree", "one two three"),
    (b"=?utf-8?B?WsO8cmljaA==?=", "Z\u00fcrich"),
    (b"=?utf-8?Q?Z=C3=BCrich_West?=", "Z\u00fcrich West"),
    (b"=?iso-8859-1?q?caf=E9?= at noon", "caf\u00e9 at noon"),
    # white space between encoded words is none
    (b"=?utf-8?q?one?=\n =?utf-8?q?two?=", "onetwo"),
    # a character cut in two by its writer
    (b"=?utf-8?q?Z=C3?= =?utf-8?q?=BCrich?=", "Z\u00fcrich"),
    # two charsets are not joined
    (b"=?utf-8?q?a=C3=BC?= =?cp1251?q?=E6?=", "a\u00fc\u0436"),
    # a language after the charset (RFC 2231, 5)
    (b"=?utf-8*en?q?a?=", "a"),
    # padding left out, and letters that are no base64
    (b"=?utf-8?B?WsO8cmljaA?=", "Z\u00fcrich"),
    (b"=?utf-8?B?!?=", ""),
    # an unknown charset, and no encoded word at all
    (b"=?x-nowhere?q?abc?=", "abc"),
    (b"=?utf-8?q?abc", "=?utf-8?q?abc"),
    # bytes sent as they are
    ("Zo\u00eb".encode(), "Zo\u00eb"),
    (b"Zo\xeb", "Zo\u00eb"),
    # an encoded line feed cannot forge a header line
    (b"=?utf-8?q?a=0D=0ABcc:_x?=", "a Bcc: x"),
    (b"", ""),
]


@pytest.mark.parametrize(("raw", "value"), VALUES, ids=range(len(VALUES)))
def test_header_values(raw: bytes, value: str) -> None:
    assert decode_value(raw) == value


@pytest.mark.parametrize("unit", [b"=?", b"=?utf-8?q?a?= ", b"?= =?", b" \t", b"=?a?b?", b"\n "])
def test_hostile_values_take_linear_time(unit: bytes) -> None:
    assert_linear(decode_value, lambda length: unit * (length // len(unit)), rfc822.VALUE_BYTES)


@given(raw=st.binary(max_size=300))
def test_any_value_becomes_one_line(raw: bytes) -> None:
    assert "\n" not in decode_value(raw)
    assert "\r" not in decode_value(raw)


HEADS = [
    (b"From: a\nTo: b\n\nbody", {"from": b"a", "to": b"b"}, b"body"),
    (b"From: a\r\nTo: b\r\n\r\nbody", {"from": b"a", "to": b"b"}, b"body"),
    # old Macintosh line ends
    (b"From: a\rTo: b\r\rbody", {"from": b"a", "to": b"b"}, b"body"),
    # blank lines before the head
    (b"\n\nFrom: a\n\nbody", {"from": b"a"}, b"body"),
    # a line that is no header does not end the head
    (b"From: a\nnonsense\nTo: b\n\nbody", {"from": b"a", "to": b"b"}, b"body"),
    (b"From : a\n\nbody", {"from": b"a"}, b"body"),
    (b"From: a", {"from": b"a"}, b""),
    (b"no head\n\nbody", {}, b"no head\n\nbody"),
    (b"", {}, b""),
]


@pytest.mark.parametrize(("data", "fields", "body"), HEADS, ids=range(len(HEADS)))
def test_heads(data: bytes, fields: dict[str, bytes], body: bytes) -> None:
    head = read_head(data)
    assert dict(head.fields) == fields
    assert data[head.body :] == body
    assert not head.cut


def test_a_head_beyond_the_limit_is_cut_and_says_so() -> None:
    data = b"From: a\nX: " + b"x" * (rfc822.HEAD_BYTES + 10) + b"\nTo: b\n\nbody"
    head = read_head(data)
    assert head.cut
    assert head.first("from") == b"a"
    assert len(head.first("x")) == rfc822.VALUE_BYTES
    assert data[head.body :] == b"body"


def test_ids() -> None:
    assert identifiers(b"<a@x> junk <b@x>\n <c d> <>") == ("a@x", "b@x")
    assert len(identifiers(b"<a@x>" * 5000)) == 1000


START = b"From ann@example.org Fri May  1 09:00:00 2020\n"


@pytest.mark.parametrize(
    ("data", "starts"),
    [
        (START + b"To: b\n\nhi\n" + START + b"To: c\n\nhi\n", [0, 56]),
        # words that look like the line, but no header follows
        (START + b"To: b\n\nFrom here at 9:00 on May 1, 2020\nwe go\n", [0]),
        # text before the first mail is not lost
        (b"stray\n" + START + b"To: b\n\nhi\n", [0, 6]),
        (b"\n\n" + START + b"To: b\n\nhi\n", [2]),
        (b"no mail at all", [0]),
        (b"From - Fri May 01 09:00:00 2020\r\nX-Status: 1\r\n\r\n", [0]),
        (b"From MAILER-DAEMON Fri May  1 09:00:00 2020 +0200\n>From old\nTo: b\n", [0]),
    ],
)
def test_where_mails_begin(data: bytes, starts: list[int]) -> None:
    bounds = mail_bounds(data)
    assert [start for start, _ in bounds] == starts
    assert bounds[-1][1] == len(data)


def test_escaped_lines_are_as_they_were_written() -> None:
    assert (
        without_from_line(START + b"To: b\n\n>From me\n>>From you\n> From\n")
        == b"To: b\n\nFrom me\n>From you\n> From\n"
    )
