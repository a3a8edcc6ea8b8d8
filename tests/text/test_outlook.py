"""Outlook's own files become the Internet mails that they were."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from onrecord.errors import ItemFailed
from onrecord.text import outlook, outlook_pst, rfc822

MISSING = ModuleNotFoundError("none")


def head(data: bytes) -> dict[str, str]:
    return {name: rfc822.decode_value(value) for name, value in rfc822.read_head(data).fields}


@pytest.fixture
def message(tmp_path: Path) -> Path:
    pytest.importorskip("extract_msg")
    from tests.outlook_files import message as write

    path = tmp_path / "a.msg"
    path.write_bytes(
        write(
            sender=("Okafor, Ngozi (HPA)", "nokafor@example.gov"),
            to=[("Lindqvist, Per (HPA)", "plindqvist@example.gov"), ("Dana Marsh", "dana@example.org")],
            cc=[("Harbor Board", "board@example.gov")],
            sent=datetime(2021, 11, 2, 14, 15, tzinfo=UTC),
            subject="RE: Pier 7 – inspection",
            body="Per,\r\nPlease hold the report.\r\n",
            message_id="<1@example.gov>",
            attached=[("piles.csv", b"pile,cracks\n1,3\n")],
        )
    )
    return path


def test_a_message_has_the_header_of_the_mail_it_was(message: Path) -> None:
    (data,) = outlook.mails(message, "msg")
    assert data is not None
    fields = head(data)
    assert fields["from"] == '"Okafor, Ngozi (HPA)" <nokafor@example.gov>'
    assert fields["to"] == '"Lindqvist, Per (HPA)" <plindqvist@example.gov>, "Dana Marsh" <dana@example.org>'
    assert fields["cc"] == '"Harbor Board" <board@example.gov>'
    assert fields["subject"] == "RE: Pier 7 – inspection"
    assert fields["message-id"] == "<1@example.gov>"
    assert fields["date"] == "Tue, 02 Nov 2021 14:15:00 +0000"


def test_text_and_attachments_keep_their_bytes(message: Path) -> None:
    (data,) = outlook.mails(message, "msg")
    assert data is not None
    root = rfc822.tree(data, rfc822.read_head(data))
    assert root is not None
    text, file = rfc822.parts(root)[0]
    assert (rfc822.content(text.source) or b"").split() == [b"Per,", b"Please", b"hold", b"the", b"report."]
    assert (file.name, file.attached, rfc822.content(file.source)) == ("piles.csv", True, b"pile,cracks\n1,3\n")


# Boundaries drawn at random would give an attached mail other bytes, and another id, in every build.
def test_the_same_message_gives_the_same_bytes(message: Path) -> None:
    assert list(outlook.mails(message, "msg")) == list(outlook.mails(message, "msg"))


@pytest.mark.parametrize(("media", "package"), [("msg", "extract_msg"), ("pst", "pypff")])
@pytest.mark.parametrize(
    "data",
    [b"", b"no such thing", b"!BDN" + bytes(560), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)],
    ids=["empty", "text", "data file cut", "compound file cut"],
)
def test_a_file_that_is_none_is_one_failure_with_a_next_step(
    media: str, package: str, data: bytes, tmp_path: Path
) -> None:
    pytest.importorskip(package)
    path = tmp_path / "a"
    path.write_bytes(data)
    with pytest.raises(ItemFailed) as failed:
        list(outlook.mails(path, media))
    assert "damaged, or it is none" in failed.value.what
    assert failed.value.next_step


def test_a_message_cut_at_any_place_is_read_or_a_failure(message: Path) -> None:
    whole = message.read_bytes()
    for size in range(600, len(whole), 1500):
        message.write_bytes(whole[:size])
        try:
            list(outlook.mails(message, "msg"))
        except ItemFailed as failed:
            assert failed.next_step


@pytest.mark.parametrize(("media", "extra"), [("msg", "msg"), ("pst", "pst")])
def test_without_the_extra_the_failure_names_it(
    media: str, extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> Any:
        raise MISSING

    monkeypatch.setattr("importlib.import_module", missing)
    with pytest.raises(ItemFailed) as failed:
        outlook.count(tmp_path / "a", media)
    assert f'pip install "onrecord[{extra}]"' in failed.value.next_step


@pytest.mark.parametrize(
    ("name", "mail", "expected"),
    [
        ("Lindqvist, Per", "per@example.gov", '"Lindqvist, Per" <per@example.gov>'),
        # Exchange keeps a directory path where others keep an address
        ("Lindqvist, Per", "/O=HPA/CN=PER", '"Lindqvist, Per"'),
        ("per@example.gov", "per@example.gov", "per@example.gov"),
        ("'Dana Marsh'", "dana@example.org", '"Dana Marsh" <dana@example.org>'),
    ],
)
def test_addresses(name: str, mail: str, expected: str) -> None:
    assert outlook.address(name, mail) == expected


def entry(number: int, value: str | bytes) -> SimpleNamespace:
    return SimpleNamespace(entry_type=number, data=value.encode("utf-16-le") if isinstance(value, str) else value)


def item(**values: Any) -> SimpleNamespace:
    return SimpleNamespace(**{"record_sets": [], "number_of_attachments": 0, **values})


def test_an_item_of_a_data_file_that_was_never_delivered() -> None:
    people = [
        SimpleNamespace(entries=[entry(0x3001, "Marsh, Dana"), entry(0x39FE, "dana@example.org"), kind])
        for kind in (entry(0x0C15, struct.pack("<I", 1)), entry(0x0C15, struct.pack("<I", 2)))
    ]
    properties = [entry(0x0C1A, "Okafor, Ngozi"), entry(0x5D01, "ngozi@example.gov"), entry(0x1035, "<7@example.gov>")]
    found = outlook_pst.read(
        item(
            record_sets=[SimpleNamespace(entries=properties)],
            recipients=SimpleNamespace(record_sets=people),
            subject="\x01\x05RE: Pier 7",
            client_submit_time=datetime(2021, 11, 2, 14, 15),
            plain_text_body=b"Per,\r\nhold it.\r\n",
        )
    )
    assert dict(found.fields) == {
        "From": '"Okafor, Ngozi" <ngozi@example.gov>',
        "To": '"Marsh, Dana" <dana@example.org>',
        "Cc": '"Marsh, Dana" <dana@example.org>',
        "Bcc": "",
        "Date": "Tue, 02 Nov 2021 14:15:00 +0000",
        "Subject": "RE: Pier 7",
        "Message-ID": "<7@example.gov>",
        "In-Reply-To": "",
        "References": "",
    }
    assert found.plain == "Per,\r\nhold it.\r\n"


def test_the_head_that_a_delivered_item_came_with_goes_first() -> None:
    sent = "Received: by example\r\nFrom: Ngozi <ngozi@example.gov>\r\nDate: Tue, 2 Nov 2021 09:15:00 -0500\r\n\r\n"
    fields = dict(outlook_pst.read(item(transport_headers=sent, subject="Pier 7")).fields)
    assert fields["From"] == "Ngozi <ngozi@example.gov>"
    assert fields["Date"] == "Tue, 2 Nov 2021 09:15:00 -0500"
    assert fields["Subject"] == "Pier 7"


class Folder:
    def __init__(self, mails: int, *below: Folder | OSError) -> None:
        self.number_of_sub_messages, self.number_of_sub_folders, self.below = mails, len(below), below

    def get_sub_folder(self, place: int) -> Folder:
        found = self.below[place]
        if isinstance(found, OSError):
            raise found
        return found


def test_folders_are_walked_in_order_and_damaged_ones_passed_over() -> None:
    root = Folder(0, Folder(2, Folder(3)), OSError("damaged"), Folder(1))
    assert [(folder.way, folder.mails) for folder in outlook_pst.walk(root)] == [((0,), 2), ((0, 0), 3), ((2,), 1)]


def test_rich_text_is_read_where_nothing_else_is_left() -> None:
    rich = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator x;}\pard Caf\'e9 at \u8211?noon\par Per \{HPA\}\par}"
    assert outlook_pst.rtf_text(rich) == "Café at –noon\nPer {HPA}"
