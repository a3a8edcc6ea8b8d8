"""One golden case for every layout: what is printed, and the records that come of it."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from onrecord.messages import split
from onrecord.messages.layouts import LAYOUTS, Layout, bid, layouts
from onrecord.model import HeaderKind, Message, MessageKind, NativeHead
from tests.messages.printed import check, names, page, read


@dataclass(frozen=True)
class Expected:
    """The fields of one message; kinds that are usual are left out."""

    sender: str
    to: list[str]
    sent: str
    subject: str
    body: str
    cc: list[str] = field(default_factory=list)
    header: HeaderKind = HeaderKind.TOP
    kind: MessageKind = MessageKind.EMAIL
    depth: int = 0


OUTLOOK_PRINT = """\
Lindgren, Mara (HPA)
From:               Lindgren, Mara (HPA)
To:                 Okafor, Daniel (HPA)
Cc:                 Tran, Minh (OGC); Whitfield, Rosa (HPA)
Subject:            Re: crane inspection
Date:               Monday, May 6, 2019 8:28:32 AM
Attachments:        crane log.xlsx

Daniel,
The log is attached.

Mara

From: Okafor, Daniel (HPA)
Sent: Friday, May 3, 2019 4:14 PM
To: Lindgren, Mara (HPA)
Subject: crane inspection

Where is the log?
"""
OUTLOOK_WEB = """\
Complaint about the east gate
  Moreau, Celine (HPA)
  Tue 5/7/2019 4:02 PM
  To:Tran, Minh (OGC) <minh.tran@harbor.example.gov>; Whitfield, Rosa (HPA)
     <rosa.whitfield@harbor.example.gov>;
  Cc:Okafor, Daniel (HPA) <daniel.okafor@harbor.example.gov>;
 1 attachments (956 KB)
gate 050719.pdf;
All,
Please see attached.
"""
FOIAXPRESS = """\
           Harbor Police </O=HARBOR/OU=EXCHANGE>
             From: (b)(6)
           SentVia:
                To: Tran, Minh
                CC:
           Subject: RE: Night patrols
              Date: 2019/05/08 06:55:28
           Priority: Normal
              Type: Note
Good morning, (b)(6) will call you.
"""
STATE = """\
UNCLASSIFIED U.S. Department of State Case No. F-2019-00417 Doc No. C05900012 Date: 02/28/2020
                                                                              RELEASE IN PART
                                                                              B6
From:                              Ostrander, Peer <ostranderp@state.example.gov>
Sent:                              Thursday, May 9, 2019 9:45 PM
To:                                                                                     B6
Subject:                           Fw: Port call

Please print.

    Original Message
From: Vance, Ada
To: Ostrander, Peer
Sent: Thu May 09 20:51:12 2019
Subject: Port call

Calling at 9.
UNCLASSIFIED U.S. Department of State Case No. F-2019-00417 Doc No. C05900012 Date: 02/28/2020
"""
NIH = """\
From: Adeyemi, Grace (NIH/NIXX) [E]
Sent: Fri, 10 May 2019 03:49:45 +0000 To: Sandoval, Luis Cc: 'Ibarra, Ines'
Subject: RE: Blood supply Luis:
Thanks for the note.
From: Luis Sandoval <luis@clinic.example.org> Sent: Thursday, May 9, 2019 9:53 AM To: Adeyemi, Grace (NIH/NIXX) [E] 9
Cc: Ibarra, Ines (NIH/OD) [E M> Subject: Blood supply
Dear Dr. Adeyemi: I write about the supply.
NIH-000417
"""
GMAIL = """\
Gmail - Street lights
Street lights
2 messages
Ana Ruiz <ana@neighbors.example.org>        Tue, May 14, 2019 at 9:53 AM
To: Daniel Okafor <daniel.okafor@harbor.example.gov>
The lights are out.
Daniel Okafor <daniel.okafor@harbor.example.gov>        Tue, May 14, 2019 at 10:07 AM
To: Ana Ruiz <ana@neighbors.example.org>
Cc: Rosa Whitfield <rosa.whitfield@harbor.example.gov>
We will look.
"""
LOTUS = """\
From: Peer Ostrander/HOU/HPA@HPA on 05/15/2001 09:19 AM
To: Ada Vance/HOU/HPA@HPA, Minh Tran/NYC/HPA@HPA
cc: Rosa Whitfield/HOU/HPA@HPA
Subject: Promotion

Check this out.
---------------------- Forwarded by Peer Ostrander/HOU/HPA on 05/15/2001
09:18 AM ---------------------------


Ada Vance@HPA
05/14/2001 05:01 PM
To: Peer Ostrander/HOU/HPA@HPA
cc:

Subject: Promotion

Congratulations.
"""
APPLE = """\
From: Rosa Whitfield <rosa@harbor.example.gov>
Subject: Fwd: Dredging
Date: May 16, 2019 at 7:05:51 AM EDT
To: Minh Tran <minh.tran@harbor.example.gov>
Cc: "Okafor, Daniel" <daniel.okafor@harbor.example.gov>

See below.

On May 15, 2019, at 10:44 PM, Lars Holm <lars@dredge.example.org> wrote:

> The barge is late.
"""
INVITE = """\
Subject:                Weekly sync
Location:               Room 5
Start:                  Thu 5/16/2019 10:00 AM
End:                    Thu 5/16/2019 11:00 AM
Show Time As:           Busy
Recurrence:             (none)
Meeting Status:         Accepted
Organizer:              Whitfield, Rosa (HPA)
Required Attendees:     Tran, Minh (OGC); Okafor, Daniel (HPA)
Optional Attendees:     Lindgren, Mara (HPA)

Agenda to follow.
"""
MEMO = """\
HARBOR AUTHORITY
MEMORANDUM
TO:       Rosa Whitfield, Director
FROM:     Minh Tran, Counsel
DATE:     May 17, 2019
SUBJECT:  Dredging permit

The permit expires in June.
"""

CASES: dict[str, tuple[str, list[Expected]]] = {
    "outlook_print": (
        OUTLOOK_PRINT,
        [
            Expected(
                "Lindgren, Mara (HPA)",
                ["Okafor, Daniel (HPA)"],
                "2019-05-06T08:28:32",
                "Re: crane inspection",
                "Daniel,\nThe log is attached.\n\nMara",
                ["Tran, Minh (OGC)", "Whitfield, Rosa (HPA)"],
            ),
            Expected(
                "Okafor, Daniel (HPA)",
                ["Lindgren, Mara (HPA)"],
                "2019-05-03T16:14",
                "crane inspection",
                "Where is the log?",
                header=HeaderKind.BLOCK,
                depth=1,
            ),
        ],
    ),
    "outlook_web": (
        OUTLOOK_WEB,
        [
            Expected(
                "Moreau, Celine (HPA)",
                ["Tran, Minh (OGC)", "Whitfield, Rosa (HPA)"],
                "2019-05-07T16:02",
                "Complaint about the east gate",
                "All,\nPlease see attached.",
                ["Okafor, Daniel (HPA)"],
            )
        ],
    ),
    "foiaxpress_export": (
        FOIAXPRESS,
        [
            Expected(
                "",
                ["Tran, Minh"],
                "2019-05-08T06:55:28",
                "RE: Night patrols",
                "Good morning, (b)(6) will call you.",
            )
        ],
    ),
    "state_department": (
        STATE,
        [
            Expected("Ostrander, Peer", [""], "2019-05-09T21:45", "Fw: Port call", "Please print."),
            Expected(
                "Vance, Ada",
                ["Ostrander, Peer"],
                "2019-05-09T20:51:12",
                "Port call",
                "Calling at 9.",
                header=HeaderKind.BLOCK,
                depth=1,
            ),
        ],
    ),
    "nih": (
        NIH,
        [
            Expected(
                "Adeyemi, Grace (NIH/NIXX) [E]",
                ["Sandoval, Luis"],
                "2019-05-10T03:49:45+00:00",
                "RE: Blood supply",
                "Luis:\nThanks for the note.",
                ["Ibarra, Ines"],
            ),
            Expected(
                "Luis Sandoval",
                ["Adeyemi, Grace (NIH/NIXX) [E]"],
                "2019-05-09T09:53",
                "Blood supply",
                "Dear Dr. Adeyemi: I write about the supply.",
                ["Ibarra, Ines (NIH/OD) [E]"],
                HeaderKind.BLOCK,
                depth=1,
            ),
        ],
    ),
    "gmail_print": (
        GMAIL,
        [
            Expected("Ana Ruiz", ["Daniel Okafor"], "2019-05-14T09:53", "Street lights", "The lights are out."),
            Expected(
                "Daniel Okafor", ["Ana Ruiz"], "2019-05-14T10:07", "", "We will look.", ["Rosa Whitfield"], depth=1
            ),
        ],
    ),
    "lotus_notes": (
        LOTUS,
        [
            Expected(
                "Peer Ostrander/HOU/HPA@HPA",
                ["Ada Vance/HOU/HPA@HPA", "Minh Tran/NYC/HPA@HPA"],
                "2001-05-15T09:19",
                "Promotion",
                "Check this out.",
                ["Rosa Whitfield/HOU/HPA@HPA"],
            ),
            Expected(
                "Ada Vance@HPA",
                ["Peer Ostrander/HOU/HPA@HPA"],
                "2001-05-14T17:01",
                "Promotion",
                "Congratulations.",
                header=HeaderKind.BLOCK,
                depth=1,
            ),
        ],
    ),
    "apple_mail": (
        APPLE,
        [
            Expected(
                "Rosa Whitfield",
                ["Minh Tran"],
                "2019-05-16T07:05:51-04:00",
                "Fwd: Dredging",
                "See below.",
                ["Okafor, Daniel"],
            ),
            Expected(
                "Lars Holm", [], "2019-05-15T22:44", "", "> The barge is late.", [], HeaderKind.ATTRIBUTION, depth=1
            ),
        ],
    ),
    "calendar_invite": (
        INVITE,
        [
            Expected(
                "Whitfield, Rosa (HPA)",
                ["Tran, Minh (OGC)", "Okafor, Daniel (HPA)"],
                "",
                "Weekly sync",
                "Agenda to follow.",
                ["Lindgren, Mara (HPA)"],
                kind=MessageKind.INVITE,
            )
        ],
    ),
    "memo_letter": (
        MEMO,
        [
            Expected(
                "Minh Tran, Counsel",
                ["Rosa Whitfield, Director"],
                "2019-05-17",
                "Dredging permit",
                "The permit expires in June.",
                kind=MessageKind.MEMO,
            )
        ],
    ),
}


def flat(message: Message) -> Expected:
    return Expected(
        sender=message.sender.name or message.sender.address if message.sender else "",
        to=names(message.to),
        sent=message.sent.iso if message.sent else "",
        subject=message.subject.printed if message.subject else "",
        body=message.body,
        cc=names(message.cc),
        header=message.header_kind,
        kind=message.kind,
        depth=message.depth,
    )


@pytest.mark.parametrize("layout", CASES)
def test_a_layout_is_read_as_printed(layout: str) -> None:
    text, expected = CASES[layout]
    messages = read(text)
    assert [flat(message) for message in messages] == expected
    assert {message.chain for message in messages} == {messages[0].chain}
    assert messages[0].layout == layout
    assert messages[0].why


def test_every_layout_has_a_golden_case() -> None:
    assert {*CASES, "native"} == set(LAYOUTS)
    assert [layout.name for layout in layouts()][: len(LAYOUTS)] == list(LAYOUTS)


def test_every_layout_keeps_the_interface_and_its_scores_in_bounds() -> None:
    for layout in layouts():
        assert isinstance(layout, Layout)
        for text, _ in CASES.values():
            assert 0.0 <= layout.score(page(text)) <= 1.0


def test_a_page_without_signs_is_bid_for_by_nobody() -> None:
    assert bid(page("Nothing here but prose.\n")) is None


def test_a_native_mail_is_read_by_its_places_and_its_quotation_as_print() -> None:
    head = "From: Ana Ruiz <ana@neighbors.example.org>\nTo: Minh Tran <minh.tran@harbor.example.gov>\n"
    head += "Date: Fri, 17 May 2019 08:00:00 -0400\nSubject: Lights\n\n"
    text = head + "Any news?\n\nOn May 16, 2019, at 10:44 PM, Minh Tran wrote:\n> We will see.\n"

    def place(value: str) -> tuple[int, int]:
        start = text.index(value)
        return start, start + len(value)

    native = NativeHead(
        message_id="<1@neighbors.example.org>",
        in_reply_to="",
        references=(),
        sent="2019-05-17T08:00:00-04:00",
        fields=(
            ("from", *place("Ana Ruiz <ana@neighbors.example.org>")),
            ("to", *place("Minh Tran <minh.tran@harbor.example.gov>")),
            ("date", *place("Fri, 17 May 2019 08:00:00 -0400")),
            ("subject", *place("Lights")),
        ),
        body_start=len(head),
    )
    pages = [page(text, native=native)]
    top, quoted = split(pages)
    check(pages, [top, quoted])
    assert (top.header_kind, top.layout, top.message_id) == (HeaderKind.NATIVE, "native", "<1@neighbors.example.org>")
    assert top.sent is not None
    assert top.sent.iso == "2019-05-17T08:00:00-04:00"
    assert (names(top.to), top.body) == (["Minh Tran"], "Any news?")
    assert (quoted.header_kind, quoted.depth, quoted.chain) == (HeaderKind.ATTRIBUTION, 1, top.chain)


def test_an_invite_tells_when_and_where() -> None:
    (invite,) = read(INVITE)
    assert (invite.starts, invite.ends) == ("2019-05-16T10:00", "2019-05-16T11:00")
    assert invite.location is not None
    assert invite.location.printed == "Room 5"


def test_attachments_are_named_one_by_one() -> None:
    assert [name.printed for name in read(OUTLOOK_PRINT)[0].attachments] == ["crane log.xlsx"]
    assert [name.printed for name in read(OUTLOOK_WEB)[0].attachments] == ["gate 050719.pdf"]


def test_web_mail_whose_sender_is_blank_paper_begins_with_its_subject() -> None:
    (message,) = read(OUTLOOK_WEB.replace("  Moreau, Celine (HPA)\n", ""))
    assert message.sender is None
    assert message.subject is not None
    assert message.subject.printed == "Complaint about the east gate"
    assert [one.printed for one in message.attachments] == ["gate 050719.pdf"]
