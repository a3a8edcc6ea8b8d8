"""A mail gives the same record whatever it is kept in: printed, as .eml, in a mailbox, as Outlook's own file."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.errors import ItemFailed
from onrecord.model import Message, Party
from onrecord.text import outlook
from tests.conftest import Run

SENT = datetime(2021, 11, 2, 14, 15, tzinfo=UTC)
BODY = "Per,\nPlease hold the report until we have spoken.\nNgozi\n"
PRINTED = f"""\
From: Okafor, Ngozi (HPA) <nokafor@example.gov>
Sent: Tuesday, November 2, 2021 2:15 PM
To: Lindqvist, Per (HPA) <plindqvist@example.gov>; Dana Marsh <dana@example.org>
Cc: Harbor Board <board@example.gov>
Subject: RE: Pier 7 inspection
Attachments: piles.csv

{BODY}"""


def eml() -> bytes:
    mail = EmailMessage()
    mail["From"] = '"Okafor, Ngozi (HPA)" <nokafor@example.gov>'
    mail["To"] = '"Lindqvist, Per (HPA)" <plindqvist@example.gov>, Dana Marsh <dana@example.org>'
    mail["Cc"] = "Harbor Board <board@example.gov>"
    mail["Date"] = "Tue, 02 Nov 2021 14:15:00 +0000"
    mail["Subject"] = "RE: Pier 7 inspection"
    mail["Message-ID"] = "<1@example.gov>"
    mail.set_content(BODY)
    mail.add_attachment(b"pile,cracks\n1,3\n", maintype="text", subtype="csv", filename="piles.csv")
    return mail.as_bytes()


def msg() -> bytes:
    pytest.importorskip("extract_msg")
    from tests.outlook_files import message

    return message(
        sender=("Okafor, Ngozi (HPA)", "nokafor@example.gov"),
        to=[("Lindqvist, Per (HPA)", "plindqvist@example.gov"), ("Dana Marsh", "dana@example.org")],
        cc=[("Harbor Board", "board@example.gov")],
        sent=SENT,
        subject="RE: Pier 7 inspection",
        body=BODY.replace("\n", "\r\n"),
        message_id="<1@example.gov>",
        attached=[("piles.csv", b"pile,cracks\n1,3\n")],
    )


def build(tmp_path: Path, name: str, data: bytes) -> Case:
    (tmp_path / name).write_bytes(data)
    case = Case.create(tmp_path / f"case-{name}")
    case.add([tmp_path / name], release="first")
    case.build(executor="serial")
    return case


def facts(message: Message) -> dict[str, object]:
    """The fields that a printed and a native copy share, without what only one of them can know."""
    return {
        "sender": _party(message.sender),
        "to": [_party(one) for one in message.to],
        "cc": [_party(one) for one in message.cc],
        "sent": message.sent and message.sent.local[:16],
        "subject": message.subject and message.subject.printed,
        "attachments": [one.printed for one in message.attachments],
        "body": message.body,
        "zones": message.zones,
    }


def _party(party: Party | None) -> tuple[str, str] | None:
    return (party.name, party.address) if party else None


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.eml", eml), ("a.mbox", lambda: b"From x@example.gov Tue Nov  2 14:15:00 2021\n" + eml()), ("a.msg", msg)],
    ids=["eml", "mbox", "msg"],
)
def test_a_native_copy_says_what_the_printed_copy_says(name: str, make: object, tmp_path: Path) -> None:
    assert callable(make)
    with build(tmp_path, "printed.txt", PRINTED.encode()) as printed, build(tmp_path, name, make()) as native:
        (expected,), (found,) = printed.messages(), native.messages()
        assert facts(found) == facts(expected)
        assert found.message_id == "1@example.gov"
        assert str([row["file"] for row in native.export("files")][1]).endswith("/piles.csv")
        for span, words in zip(found.citation.spans, found.citation.quote.split("\n\n"), strict=True):
            page = native.store.page(span.page)
            assert page is not None and page.text[span.start : span.end] == words


def test_an_outlook_message_without_the_extra_is_a_failure_and_is_read_once_it_is_there(
    case_folder: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.msg").write_bytes(msg())
    run("add", tmp_path / "a.msg", "--release", "first")
    with monkeypatch.context() as without:

        def missing(media: str) -> object:
            raise ItemFailed("extract-msg is not installed", 'pip install "onrecord[msg]"')

        without.setattr(outlook, "library", missing)
        without.setattr("onrecord.text.outlook_msg.library", missing)
        without.setattr(outlook, "fingerprint", lambda media: "")
        assert run("build").code == 5
        assert "onrecord[msg]" in run("status").out
    assert run("build").code == 0
    assert "RE: Pier 7 inspection" in run("export", "messages").out


CALENDAR = """\
BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:1@example.gov
SUMMARY:Pier 7 - path forward
DTSTART;TZID=America/New_York:20211104T140000
DTEND;TZID=America/New_York:20211104T150000
LOCATION:Conference Room 4B\\, second
  floor
ORGANIZER;CN="Okafor, Ngozi (HPA)":mailto:nokafor@example.gov
ATTENDEE;ROLE=REQ-PARTICIPANT;CN="Okafor, Ngozi (HPA)":mailto:nokafor@example.gov
ATTENDEE;ROLE=REQ-PARTICIPANT;CN="Lindqvist, Per (HPA)":mailto:plindqvist@example.gov
ATTENDEE;ROLE=OPT-PARTICIPANT;CN=Dana Marsh:mailto:dana@example.org
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
END:VCALENDAR
"""
APPOINTMENT = """\
Subject: Pier 7 - path forward
Location: Conference Room 4B, second floor
Start: Thu 11/4/2021 2:00 PM
End: Thu 11/4/2021 3:00 PM
Show Time As: Busy
Organizer: Okafor, Ngozi (HPA)
Required Attendees: Lindqvist, Per (HPA)
Optional Attendees: Dana Marsh

Please bring no handouts.
"""


def invitation(calendar: str = CALENDAR) -> bytes:
    mail = EmailMessage()
    mail["From"] = '"Okafor, Ngozi (HPA)" <nokafor@example.gov>'
    mail["To"] = '"Lindqvist, Per (HPA)" <plindqvist@example.gov>'
    mail["Date"] = "Tue, 02 Nov 2021 14:15:00 +0000"
    mail["Subject"] = "Pier 7 - path forward"
    mail.set_content("Please bring no handouts.\n")
    mail.add_alternative(calendar, subtype="calendar")
    return mail.as_bytes()


def test_an_invitation_by_mail_says_what_the_printed_appointment_says(tmp_path: Path) -> None:
    with build(tmp_path, "a.txt", APPOINTMENT.encode()) as printed, build(tmp_path, "a.eml", invitation()) as native:
        (expected,), (found,) = printed.export("invites"), native.export("invites")
        for field in ("subject", "location", "start", "end"):
            assert found[field] == expected[field], field
        assert expected["organizer"] == "Okafor, Ngozi (HPA)"
        assert found["organizer"] == "Okafor, Ngozi (HPA) <nokafor@example.gov>"
        assert expected["required"] == ["Lindqvist, Per (HPA)"]
        assert found["required"] == ["Lindqvist, Per (HPA) <plindqvist@example.gov>"]
        assert (expected["optional"], found["optional"]) == (["Dana Marsh"], ["Dana Marsh <dana@example.org>"])
        assert len(list(native.export("files"))) == 1


# An invitation in UTC that was shown without its offset would be hours off.
def test_a_meeting_in_utc_keeps_its_offset(tmp_path: Path) -> None:
    calendar = CALENDAR.replace("DTSTART;TZID=America/New_York:20211104T140000", "DTSTART:20211104T180000Z")
    with build(tmp_path, "a.eml", invitation(calendar)) as case:
        (found,) = case.export("invites")
        assert found["start"] == "2021-11-04T18:00+00:00"
