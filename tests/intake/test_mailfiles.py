from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from onrecord.intake.inspection import Inspection
from onrecord.intake.vault import Vault
from onrecord.settings import Settings
from onrecord.text import rfc822
from tests.intake.conftest import LookInto
from tests.timing import assert_linear


def mail(subject: str = "Wells", *attachments: tuple[str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann Lee <ann@example.org>"
    message["To"] = "bo@example.gov"
    message["Subject"] = subject
    message["Message-ID"] = f"<{subject}@example.org>"
    message.set_content("See attached.")
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def children(found: Inspection) -> list[tuple[str, str]]:
    return [(child.name, child.file.media) for child in found.children]


def test_attachments_of_a_mail_are_its_children(look_into: LookInto, vault: Vault) -> None:
    found = look_into(mail("a", ("report.txt", b"levels"), ("scan.pdf", b"%PDF-1.4")).as_bytes(), "a.eml")
    assert found.pages == 1
    assert children(found) == [("report.txt", "text"), ("scan.pdf", "pdf")]
    assert vault.path(found.children[0].file).read_bytes() == b"levels"
    assert found.failures == ()


def test_an_attached_mail_is_a_child_of_its_own(look_into: LookInto) -> None:
    outer = mail("outer")
    outer.add_attachment(mail("inner", ("deep.txt", b"deep")))
    found = look_into(outer.as_bytes(), "a.eml")
    assert children(found) == [("attachment 1.eml", "eml")]


def test_the_alternatives_of_a_body_are_no_attachments(look_into: LookInto) -> None:
    message = mail("a")
    message.add_alternative("<p>See attached.</p>", subtype="html")
    assert look_into(message.as_bytes(), "a.eml").children == ()


def test_a_name_with_folders_or_without_an_end_is_made_plain(look_into: LookInto) -> None:
    data = mail("a", ("../../etc/passwd", b"x"), ("here", b"y")).as_bytes().replace(b'; filename="here"', b"")
    found = look_into(data, "a.eml")
    assert [name for name, _ in children(found)] == ["passwd", "attachment 2.bin"]


def mailbox(*mails: EmailMessage) -> bytes:
    return b"".join(b"From ann@example.org Fri May  1 09:00:00 2020\n" + item.as_bytes() + b"\n" for item in mails)


def test_mails_of_a_mailbox_are_pages_and_their_attachments_children(look_into: LookInto) -> None:
    data = mailbox(mail("a"), mail("b", ("x.txt", b"x")), mail("c", ("x.txt", b"other")))
    found = look_into(data, "archive")
    assert found.pages == 3
    assert children(found) == [("2/x.txt", "text"), ("3/x.txt", "text")]


def test_a_line_of_text_that_begins_with_from_starts_no_mail(look_into: LookInto) -> None:
    message = mail("a")
    message.set_content("Hello\n\nFrom what I hear at 10:30 in 2020, wells are low.\n\n>From escaped\n")
    assert look_into(mailbox(message, mail("b")), "a.mbox").pages == 2


def test_attachments_stop_at_the_limit_of_files(look_into: LookInto) -> None:
    data = mailbox(*(mail(str(n), (f"{n}.txt", b"%d" % n)) for n in range(6)))
    found = look_into(data, "a.mbox", Settings(unpack_files=4))
    assert found.pages == 6
    assert len(found.children) == 4
    assert "those of mail 5 and later are left" in found.failures[0].what


def test_a_mail_too_deep_is_read_but_not_unpacked(look_into: LookInto) -> None:
    found = look_into(mail("a", ("x.txt", b"x")).as_bytes(), "a.eml", depth=5)
    assert found.pages == 1
    assert found.children == ()
    assert "5 files deep" in found.failures[0].what


def test_a_bomb_in_a_mail_is_bounded_like_any_archive(look_into: LookInto) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.bin", bytes(3_000_000))
    found = look_into(mail("a", ("bomb.zip", buffer.getvalue())).as_bytes(), "a.eml", Settings(unpack_mb=1))
    assert children(found) == [("bomb.zip", "zip")]


#: How many of something a mail has, and what makes a mail with so many.
HOSTILE: dict[str, tuple[int, Callable[[int], bytes]]] = {
    "ten megabytes of head": (10_000_000, lambda n: b"X-Pad: " + b"a" * n + b"\nFrom: a@example.org\n\nbody\n"),
    "a head folded a million times": (
        1_600_000,
        lambda n: b"X-Pad: a\n" + b" more\n" * n + b"From: a@example.org\n\nbody\n",
    ),
    "twenty thousand recipients": (
        20_000,
        lambda n: b"To: " + b", ".join(b"p%d@example.gov" % one for one in range(n)) + b"\n\nbody\n",
    ),
    "a content type of many parameters": (
        300_000,
        lambda n: b"Content-Type: multipart/mixed" + b'; a="b;c"' * n + b"\n\nbody",
    ),
    "ten thousand parts": (
        10_000,
        lambda n: b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhi\n" * n + b"--x--\n",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_mail_is_one_page_in_linear_time(look_into: LookInto, kind: str) -> None:
    size, make = HOSTILE[kind]
    found = look_into(make(size), "a.eml")
    assert found.pages == 1
    assert bool(found.failures) == (kind == "ten thousand parts")
    assert_linear(lambda data: look_into(data, "a.eml"), make, size)


ODD = {
    "a boundary that is never closed": b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nhi",
    "no head": b"\n\njust text",
    "nothing but a colon": b":\n:\n\n",
    "bytes that are no text": bytes(range(256)) * 200,
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_mail_is_one_page(look_into: LookInto, kind: str) -> None:
    found = look_into(ODD[kind], "a.eml")
    assert (found.pages, found.failures) == (1, ())


def test_parts_nested_beyond_the_stack_end(look_into: LookInto) -> None:
    data = b"Content-Type: multipart/mixed; boundary=b0\n\n"
    for n in range(3_000):
        data += b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1)
    found = look_into(data, "a.eml")
    assert found.pages == 1
    assert len(found.failures) == 1


def test_a_mail_beyond_the_limit_is_read_without_attachments(
    look_into: LookInto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rfc822, "MAIL_BYTES", 1_000)
    found = look_into(mail("a", ("x.bin", bytes(5_000))).as_bytes(), "a.eml")
    assert found.pages == 1
    assert "larger than 1,000 bytes" in found.failures[0].what
