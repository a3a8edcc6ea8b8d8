from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import NativeHead, Page
from onrecord.text import rfc822
from tests.pages.readers.conftest import ReadBytes
from tests.timing import assert_linear, repeated

PLAIN = b"""\
Received: from relay.example.org
Message-ID: <w2@example.org>
In-Reply-To: <w1@example.org>
References: <w0@example.org>
 <w1@example.org>
Date: Mon, 1 Nov 2021 16:40:05 -0500
From: =?utf-8?q?Zo=C3=AB_Lee?= <zoe@example.org>
To: "Ray, Bo (WB)" <bo@example.gov>,
  Dana Marsh <dana@example.gov>
Cc: press@example.org
Subject: Pier 7
X-Mailer: Quill
Content-Type: text/plain; charset=utf-8

Bo,\r
the piles are cracked.

Zo\xc3\xab
"""

PRINTED = """\
From: Zo\u00eb Lee <zoe@example.org>
To: "Ray, Bo (WB)" <bo@example.gov>, Dana Marsh <dana@example.gov>
Cc: press@example.org
Date: Mon, 1 Nov 2021 16:40:05 -0500
Subject: Pier 7

Bo,
the piles are cracked.

Zo\u00eb
"""


def head(page: Page) -> NativeHead:
    assert page.native is not None
    return page.native


def fields(page: Page) -> list[tuple[str, str]]:
    return [(name, page.text[start:end]) for name, start, end in head(page).fields]


def body(page: Page) -> str:
    return page.text[head(page).body_start :]


def only(read_bytes: ReadBytes, data: bytes, media: str = "eml") -> Page:
    pages, failures = read_bytes(data, media)
    assert failures == []
    assert len(pages) == 1
    return pages[0]


def test_a_mail_is_printed_with_its_head_and_every_value_has_its_place(read_bytes: ReadBytes) -> None:
    page = only(read_bytes, PLAIN)
    assert page.text == PRINTED
    assert fields(page) == [
        ("from", "Zo\u00eb Lee <zoe@example.org>"),
        ("to", '"Ray, Bo (WB)" <bo@example.gov>, Dana Marsh <dana@example.gov>'),
        ("cc", "press@example.org"),
        ("date", "Mon, 1 Nov 2021 16:40:05 -0500"),
        ("subject", "Pier 7"),
    ]
    assert body(page).startswith("Bo,\nthe piles")
    native = head(page)
    assert (native.message_id, native.in_reply_to) == ("w2@example.org", "w1@example.org")
    assert native.references == ("w0@example.org", "w1@example.org")
    assert native.sent == "2021-11-01T16:40:05-05:00"
    assert native.attachments == ()


def test_attachments_are_listed_and_each_name_has_its_place(read_bytes: ReadBytes) -> None:
    message = EmailMessage()
    message["Subject"] = "Levels"
    message.set_content("Attached.")
    for name in ("levels 2021.xlsx", "pl\u00e4ne.pdf"):
        message.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=name)
    page = only(read_bytes, message.as_bytes())
    assert page.text == "Subject: Levels\nAttachments: levels 2021.xlsx; pl\u00e4ne.pdf\n\nAttached.\n"
    assert fields(page)[1:] == [("attachments", "levels 2021.xlsx"), ("attachments", "pl\u00e4ne.pdf")]
    assert head(page).attachments == ("levels 2021.xlsx", "pl\u00e4ne.pdf")
    assert body(page) == "Attached.\n"


def alternative(plain: str, html: str) -> bytes:
    message = EmailMessage()
    message["From"] = "a@example.org"
    message.set_content(plain)
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


def test_of_alternatives_the_plain_one_is_read_unless_it_is_blank(read_bytes: ReadBytes) -> None:
    html = "<style>p {color: red}</style><p>Said <b>in</b> HTML</p><script>evil()</script>"
    assert body(only(read_bytes, alternative("Said plainly\n", html))) == "Said plainly\n"
    assert body(only(read_bytes, alternative(" \n", html))) == "Said in HTML"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # several texts in a row are one body, what lies between is an attachment
        (
            b"Content-Type: multipart/mixed; boundary=x\n\n"
            b"--x\n\none\n--x\nContent-Type: image/png\n\nx\n--x\n\ntwo\n--x--\n",
            "one\ntwo",
        ),
        # a text with a file name is an attachment
        (
            b"Content-Type: multipart/mixed; boundary=x\n\n"
            b'--x\n\none\n--x\nContent-Type: text/plain; name="a.txt"\n\nno\n--x--\n',
            "one",
        ),
        (b"Content-Transfer-Encoding: base64\n\nSGVsbG8=\n", "Hello"),
        (
            b"Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=cp1252\n\ncaf=E9=\n!",
            "caf\u00e9!",
        ),
        # a charset that does not exist, or is not what was written
        (b"Content-Type: text/plain; charset=x-unknown\n\ncaf\xe9", "caf\u00e9"),
        (b"Content-Type: text/plain; charset=utf-8\n\ncaf\xe9", "caf\u00e9"),
        (b"Content-Type: text/html\n\n<p>one<p>two", "one\n\ntwo"),
        # a page cannot hold a form feed
        (b"\none\ftwo", "one\ntwo"),
        (b"Content-Type: multipart/alternative; boundary=x\n\nno parts at all\n", "no parts at all\n"),
    ],
)
def test_bodies(read_bytes: ReadBytes, raw: bytes, text: str) -> None:
    assert body(only(read_bytes, b"Subject: x\n" + raw)).rstrip() == text.rstrip()


@pytest.mark.parametrize(
    ("date", "sent"),
    [
        ("Mon, 1 Nov 2021 16:40:05 +0000", "2021-11-01T16:40:05+00:00"),
        ("1 Nov 2021 16:40 EST", "2021-11-01T16:40:00-05:00"),
        # minus zero says that the offset is not known
        ("Mon, 1 Nov 2021 16:40:05 -0000", "2021-11-01T16:40:05"),
        ("Mon, 99 Nov 2021 16:40:05", ""),
        ("Mon, 1 Nov 2021 16:40:05 +9999999999", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates(read_bytes: ReadBytes, date: str, sent: str) -> None:
    page = only(read_bytes, f"Subject: x\nDate: {date}\n\nbody".encode())
    assert head(page).sent == sent
    assert ("date", date) in fields(page)


def test_a_head_printed_again_in_a_line_feed_cannot_forge_a_field(read_bytes: ReadBytes) -> None:
    page = only(read_bytes, b"Subject: =?utf-8?q?a=0ABcc:_x?=\n\nbody")
    assert page.text == "Subject: a Bcc: x\n\nbody"


def mailbox(*subjects: str) -> bytes:
    start = b"From a@example.org Fri May  1 09:00:00 2020\n"
    return b"".join(start + f"Subject: {subject}\n\nbody of {subject}\n>From here\n\n".encode() for subject in subjects)


def test_mails_of_a_mailbox_are_its_pages(read_bytes: ReadBytes) -> None:
    pages, failures = read_bytes(mailbox("one", "two", "three"), "mbox", 2, 3)
    assert failures == []
    assert [(page.number, fields(page)) for page in pages] == [(2, [("subject", "two")]), (3, [("subject", "three")])]
    assert body(pages[0]) == "body of two\nFrom here\n\n"


RECIPIENTS = [f"Person {n} <p{n}@example.gov>" for n in range(20_000)]


def test_twenty_thousand_recipients_are_all_read_at_once(read_bytes: ReadBytes) -> None:
    def printed(count: int) -> bytes:
        return f"To: {', '.join(RECIPIENTS[:count])}\nSubject: x\n\nbody".encode()

    page = only(read_bytes, printed(20_000))
    assert dict(fields(page))["to"] == ", ".join(RECIPIENTS)
    assert_linear(lambda data: only(read_bytes, data), printed, 20_000)


@pytest.mark.parametrize(
    ("before", "part", "after"),
    [("X-Pad: ", "a", ""), ("To: ", "a@example.org,\n ", "z"), ("", "X: a\n", "X: z")],
)
def test_a_head_of_ten_megabytes_is_cut_and_said_to_be(
    read_bytes: ReadBytes, before: str, part: str, after: str
) -> None:
    text = repeated(part, f"From: a@example.org\n{before}", f"{after}\nSubject: x\n\nthe body")
    pages, failures = read_bytes(text(10_000_000).encode(), "eml")
    assert_linear(lambda data: read_bytes(data, "eml"), lambda length: text(length).encode(), 10_000_000)
    assert dict(fields(pages[0]))["from"] == "a@example.org"
    assert body(pages[0]) == "the body"
    assert [failure.what for failure in failures] == ["the head of the mail is too long; only its beginning is read"]


def test_a_mail_that_the_library_cannot_parse_is_read_raw(read_bytes: ReadBytes) -> None:
    data = b"Subject: deep\nContent-Type: multipart/mixed; boundary=b0\n\n"
    for n in range(3_000):
        data += b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1)
    pages, failures = read_bytes(data + b"the words", "eml")
    assert "the words" in body(pages[0])
    assert [failure.what for failure in failures] == ["the mail is malformed; its raw text is shown"]


def test_a_mail_without_a_head_is_all_body(read_bytes: ReadBytes) -> None:
    page = only(read_bytes, b"just words\nand more\n")
    assert page.text == "just words\nand more\n"
    assert head(page).fields == ()


def test_a_mail_beyond_the_limit_is_read_as_far_as_it(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rfc822, "MAIL_BYTES", 100)
    pages, failures = read_bytes(b"Subject: x\n\n" + b"words " * 100, "eml")
    assert body(pages[0]).startswith("words words")
    assert "larger than 100 bytes" in failures[0].what


@given(data=st.binary(max_size=400) | st.text(alphabet='FromTSubject:; \n=?qb-"<>@,x', max_size=300).map(str.encode))
def test_any_bytes_are_one_page_whose_fields_lie_inside(read_bytes: ReadBytes, data: bytes) -> None:
    if not data:
        return
    pages, _ = read_bytes(data, "eml")
    assert len(pages) == 1
    native = head(pages[0])
    assert all(0 <= start <= end < native.body_start <= len(pages[0].text) for _, start, end in native.fields)
