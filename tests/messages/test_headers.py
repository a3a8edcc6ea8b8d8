"""Headers as OCR and printing leave them."""

from __future__ import annotations

import pytest

from onrecord.model import HeaderKind, Message, MessageKind
from tests.messages.printed import names, read

BODY = "The pump is running again.\n"


def one(header: str) -> Message:
    messages = read(header + BODY)
    assert len(messages) == 1
    return messages[0]


#: Header as printed; sender, recipients, copies, time, subject.
PRINTED = [
    # "Frorn" for "From", "Ce" for "Cc", "Subjecl" for "Subject": no field was found.
    (
        "Frorn: Vance, Ada (HPA)\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nCe: Holm, Lars\nSubjecl: Pumps\n",
        ("Vance, Ada (HPA)", ["Tran, Minh"], ["Holm, Lars"], "2019-05-06T09:05", "Pumps"),
    ),
    # The colons of Sent and Subject are lost: the header ended after From.
    (
        "From: Vance, Ada\nSent Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject Pumps\n",
        ("Vance, Ada", ["Tran, Minh"], [], "2019-05-06T09:05", "Pumps"),
    ),
    # All fields on two lines: everything after Sent became the time.
    (
        "From: Ada Vance <ada@harbor.example.gov> Sent: Monday, May 6, 2019 9:05 AM To: Tran, Minh\nCc: Lars Holm"
        " Subject: Pumps\n",
        ("Ada Vance", ["Tran, Minh"], ["Lars Holm"], "2019-05-06T09:05", "Pumps"),
    ),
    # A list wrapped over lines, with an empty line inside, and a field that begins within its last line.
    (
        "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh; Holm, Lars;\n\nRuiz, Ana\n"
        "<ana@neighbors.example.org> Subject: Pumps\n",
        ("Vance, Ada", ["Tran, Minh", "Holm, Lars", "Ruiz, Ana"], [], "2019-05-06T09:05", "Pumps"),
    ),
    # A lost semicolon made two people one.
    (
        "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh (OGC) [E] wo@- Holm, Lars (HPA) [E]\n"
        "Subject: Pumps\n",
        ("Vance, Ada", ["Tran, Minh (OGC) [E]", "Holm, Lars (HPA) [E]"], [], "2019-05-06T09:05", "Pumps"),
    ),
    # The space between year and hour, and the colon of the hour, are lost: no time was read.
    (
        "From: Vance, Ada\nSent: Monday, May 6, 20199:05 AM\nTo: Tran, Minh\nSubject: Pumps\n",
        ("Vance, Ada", ["Tran, Minh"], [], "2019-05-06T09:05", "Pumps"),
    ),
    (
        "From: Vance, Ada\nSent: Monday, May 6, 2019 120 PM\nTo: Tran, Minh\nSubject: Pumps\n",
        ("Vance, Ada", ["Tran, Minh"], [], "2019-05-06T13:20", "Pumps"),
    ),
    # A month damaged by OCR is read when its weekday confirms it.
    (
        "From: Vance, Ada\nSent: Monday, Au ust 5, 2019 9:05 AM\nTo: Tran, Minh\nSubject: Pumps\n",
        ("Vance, Ada", ["Tran, Minh"], [], "2019-08-05T09:05", "Pumps"),
    ),
    # A subject wrapped in its column belongs to the subject.
    (
        "From:                   Vance, Ada\nSent:                   Monday, May 6, 2019 9:05 AM\n"
        "To:                     Tran, Minh\nSubject:                Pumps, valves and gauges of the\n"
        "                        second basin\n\n",
        ("Vance, Ada", ["Tran, Minh"], [], "2019-05-06T09:05", "Pumps, valves and gauges of the second basin"),
    ),
    # The name in a column was cut off by a code at the margin.
    (
        "From:                   Vance, Ada                                                    B6\n"
        "Sent:                   Monday, May 6, 2019 9:05 AM\n"
        "To:                     Tran, Minh\nSubject:                Pumps\n",
        ("Vance, Ada", ["Tran, Minh"], [], "2019-05-06T09:05", "Pumps"),
    ),
    # Labels first, then values: the labels were taken for values.
    (
        "From: Sent: To: Subject:\nMon, 6 May 2019 09:05:00 -0400 Tran, Minh RE: Pumps\n",
        ("", ["Tran, Minh"], [], "2019-05-06T09:05:00-04:00", "RE: Pumps"),
    ),
    # "On behalf of" is not part of the name.
    (
        "From: Holm, Lars (HPA) on behalf of Vance, Ada (HPA)\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\n"
        "Subject: Pumps\n",
        ("Holm, Lars (HPA)", ["Tran, Minh"], [], "2019-05-06T09:05", "Pumps"),
    ),
    # Right-to-left and Chinese names, whose letters are no debris.
    (
        "From: יעל לוי\nSent: Monday, May 6, 2019 9:05 AM\nTo: 李 明; محمد علي\nSubject: Pumps\n",
        ("יעל לוי", ["李 明", "محمد علي"], [], "2019-05-06T09:05", "Pumps"),
    ),
    # German labels.
    (
        "Von: Vance, Ada\nGesendet: Montag, 6. Mai 2019 09:05\nAn: Tran, Minh\nBetreff: Pumpen\n",
        ("Vance, Ada", ["Tran, Minh"], [], "2019-05-06T09:05", "Pumpen"),
    ),
    # A list with addresses wrapped within a name: the name was cut, and its other half began the body.
    (
        "From: Ada Vance <ada@harbor.example.gov>\nDate: Monday, May 6, 2019 9:05 AM\nSubject: Pumps\n"
        "To: Minh Tran <minh@harbor.example.gov>, Ana\nRuiz <ana@neighbors.example.org>\n",
        ("Ada Vance", ["Minh Tran", "Ana Ruiz"], [], "2019-05-06T09:05", "Pumps"),
    ),
]


@pytest.mark.parametrize(("header", "expected"), PRINTED)
def test_a_damaged_header_is_read(header: str, expected: tuple[str, list[str], list[str], str, str]) -> None:
    message = one(header)
    assert message.sender is not None
    assert message.sent is not None
    assert message.subject is not None
    read_as = (
        message.sender.name,
        names(message.to),
        names(message.cc),
        message.sent.iso,
        message.subject.printed,
    )
    assert read_as == expected
    assert message.body.strip() == BODY.strip()


def test_whoever_acted_for_somebody_else_is_kept_apart() -> None:
    sender = one(PRINTED[11][0]).sender
    assert sender is not None
    assert sender.behalf_of == "Vance, Ada (HPA)"


#: Values of From that hide the sender: blank, a code, block characters, what OCR makes of a box.
HIDDEN = ["", "(b)(6)", "(b) (6), (b)(7)(C)", "████████", "[REDACTED]", "B6", "ee 9@@>"]


@pytest.mark.parametrize("value", HIDDEN)
def test_a_hidden_sender_is_no_name(value: str) -> None:
    sender = one(f"From: {value}\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: Pumps\n").sender
    assert sender is not None
    assert (sender.redacted, sender.name, sender.address) == (True, "", "")


def test_a_message_whose_every_field_is_hidden_is_still_a_message() -> None:
    message = one("From: (b)(6)\nSent: (b)(6)\nTo: (b)(6)\nCc: (b)(6)\nSubject: (b)(5)\n")
    assert [party.redacted for party in (*message.to, *message.cc)] == [True, True]
    assert message.sender is not None
    assert message.sender.redacted
    assert message.doubts


#: Texts with the word From and a colon, and no message.
REFUSED = [
    # A sentence.
    "From: the very beginning, the harbor authority said that the pumps would fail in winter.\nNobody listened.\n",
    # A table of a timetable.
    "From: Pier 7    To: Pier 9    Minutes: 12\nFrom: Pier 9    To: Pier 7    Minutes: 14\n",
    # A quotation of a label.
    'The form has a field "From:" and a field "To:".\nBoth must be filled in.\n',
    # A recipe of dates.
    "Leave was taken\nFrom: May 6\nUntil: May 9\n",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_only_looks_like_a_header_is_refused(text: str) -> None:
    assert read(text) == []


def test_a_memo_inside_a_mail_is_part_of_the_mail() -> None:
    header = "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: Pumps\n"
    memo = "MEMORANDUM\nTO: File\nFROM: Ada Vance\nDATE: May 1, 2019\nRE: Pumps\nThe pumps are old.\n"
    (message,) = read(header + memo)
    assert message.kind is MessageKind.EMAIL
    assert message.body == memo.strip()


#: A subject line into which OCR ran the first words of the body; what is subject, what is body.
RUN_IN = [
    ("RE: Pumps Minh:", "RE: Pumps", "Minh:"),
    ("Pumps Dear Mr. Tran,", "Pumps", "Dear Mr. Tran,"),
    ("Pumps of the east basin Good morning,", "Pumps of the east basin", "Good morning,"),
    # What looks like a greeting but is all there is of the subject.
    ("RE: Hello from the harbor", "RE: Hello from the harbor", ""),
    # A colon within a subject.
    ("RE: Pumps: the second basin", "RE: Pumps: the second basin", ""),
]


@pytest.mark.parametrize(("line", "subject", "body"), RUN_IN)
def test_a_subject_ends_where_somebody_is_greeted(line: str, subject: str, body: str) -> None:
    message = one(f"From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: {line}\n")
    assert message.subject is not None
    assert message.subject.printed == subject
    assert message.body == (body + "\n" + BODY).strip()


def test_a_subject_ends_where_the_quoted_one_does() -> None:
    text = (
        "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM To: Tran, Minh Subject: RE: Pumps again We shall see.\n"
        "From: Tran, Minh\nSent: Sunday, May 5, 2019 9:05 AM\nTo: Vance, Ada\nSubject: Pumps again\nAny news?\n"
    )
    top, quoted = read(text)
    assert top.subject is not None
    assert (top.subject.printed, top.body) == ("RE: Pumps again", "We shall see.")
    assert quoted.body == "Any news?"


#: Attribution lines; sender, address, time. None: no time is printed.
ATTRIBUTIONS = [
    ("On May 6, 2019, at 9:05 AM, Lars Holm <lars@dredge.example.org> wrote:", "Lars Holm", "2019-05-06T09:05"),
    ('On 5/6/19, 9:05 AM, "Holm, Lars" <lars@dredge.example.org> wrote:', "Holm, Lars", "2019-05-06T09:05"),
    ("On Mon, May 6, 2019 at 9:05 AM Lars Holm <lars@dredge.example.org>\nwrote:", "Lars Holm", "2019-05-06T09:05"),
    ("On 6 May 2019 at 09:05, Lars Holm wrote:", "Lars Holm", "2019-05-06T09:05"),
    ("Am 06.05.2019 um 09:05 schrieb Lars Holm:", "Lars Holm", "2019-05-06T09:05"),
    ("Le 6 mai 2019 à 09:05, Lars Holm a écrit :", "Lars Holm", "2019-05-06T09:05"),
    ("El 6 may. 2019, a las 09:05, Lars Holm escribió:", "Lars Holm", "2019-05-06T09:05"),
    ("Il giorno 6 mag 2019, alle ore 09:05, Lars Holm ha scritto:", "Lars Holm", "2019-05-06T09:05"),
    ("Op 6 mei 2019 om 09:05 schreef Lars Holm:", "Lars Holm", "2019-05-06T09:05"),
    ("2019-05-06 9:05 GMT+02:00 Lars Holm <lars@dredge.example.org>:", "Lars Holm", "2019-05-06T09:05"),
    ("Lars Holm <lars@dredge.example.org> 05/06/19 09:05AM >>>", "Lars Holm", "2019-05-06T09:05"),
    # The blanked address left debris, and the verb stuck to it.
    ("On May 6, 2019, at 9:05 AM, Lars Holm 9 @@>wrote:", "Lars Holm", "2019-05-06T09:05"),
]


@pytest.mark.parametrize(("line", "sender", "sent"), ATTRIBUTIONS)
def test_an_attribution_begins_a_quoted_message(line: str, sender: str, sent: str) -> None:
    header = "From: Vance, Ada\nSent: Tuesday, May 7, 2019 9:05 AM\nTo: Holm, Lars\nSubject: Pumps\nThanks.\n\n"
    top, quoted = read(header + line + "\n> It runs.\n")
    assert top.body == "Thanks."
    assert (quoted.header_kind, quoted.depth) == (HeaderKind.ATTRIBUTION, 1)
    assert quoted.sender is not None
    assert quoted.sender.name == sender
    assert quoted.sent is not None
    assert quoted.sent.local == sent
    assert quoted.body == "> It runs."


def test_a_sentence_with_a_date_is_no_attribution() -> None:
    header = "From: Vance, Ada\nSent: Tuesday, May 7, 2019 9:05 AM\nTo: Holm, Lars\nSubject: Pumps\n"
    (message,) = read(header + "On May 6, 2019, at 9:05 AM the pump in the second basin stopped for good.\n")
    assert "stopped for good" in message.body


NIH_PAGE = "From: Vance, Ada (NIH/NIXX) [E]\nSent: Fri, 10 May 2019 03:49:45 +0000 To: Tran, Minh\n{}\nNIH-000417\n"

#: On pages where OCR merges lines: the lines from Subject on; the subject, the body.
RUN_IN = [
    # An answer of one line ran into the subject.
    (
        "Subject: RE: Pumps and valves Thank you for your note.\nAda",
        "RE: Pumps and valves",
        "Thank you for your note.\nAda",
    ),
    # What OCR saw in a box at its end.
    ("Subject: RE: Results from WO\nMinh: see below.", "RE: Results from", "Minh: see below."),
    # A subject that ends with a small word goes on in the next line.
    ("Subject: Interview with\nDr. Holm\nHi Minh, see below.", "Interview with Dr. Holm", "Hi Minh, see below."),
    ("Subject: Interview with\nThanks, Minh.", "Interview with", "Thanks, Minh."),
]


@pytest.mark.parametrize(("printed", "subject", "body"), RUN_IN)
def test_a_subject_ends_where_the_body_begins(printed: str, subject: str, body: str) -> None:
    (message,) = read(NIH_PAGE.format(printed))
    assert message.subject is not None
    assert (message.subject.printed, message.body) == (subject, body)


def test_a_greeting_is_no_subject_though_two_messages_repeat_it() -> None:
    quoted = "From: Tran, Minh\nSent: Monday, May 6, 2019 9:05 AM\nTo: Vance, Ada\nSubject: Pumps Dear Ada,\nIt runs.\n"
    messages = read(NIH_PAGE.format("Subject: RE: Pumps Dear Ada,\nIt stopped.\n" + quoted))
    assert [message.subject.printed for message in messages if message.subject] == ["RE: Pumps", "Pumps"]


def test_a_letter_read_otherwise_does_not_hide_that_a_subject_is_repeated() -> None:
    quoted = (
        "From: Tran, Minh\nSent: Monday, May 6, 2019 9:05 AM\nTo: Vance, Ada\nSubject: Pumps in the lower basin\nBad.\n"
    )
    messages = read(NIH_PAGE.format("Subject: RE: Pumps in the Iower basin Any progress on this?\n" + quoted))
    assert messages[0].subject is not None
    assert messages[0].subject.printed == "RE: Pumps in the Iower basin"


def test_a_quoted_header_of_which_only_to_and_subject_are_left_is_one() -> None:
    below = "Take a look.\n \nTo: Vance, Ada (HPA/OD) [E]|_ WE Subject: Tide tables\nDear Ada:\nThe tables are wrong.\n"
    messages = read(NIH_PAGE.format("Subject: FW: Tide tables\n" + below))
    assert [message.body for message in messages] == ["Take a look.", "Dear Ada:\nThe tables are wrong."]
    assert messages[1].sender is None
    assert "no sender is printed" in messages[1].doubts
    assert len(read(NIH_PAGE.format("Subject: Tables\nTo: all of you\nSubject: to change, as said before.\n"))) == 1


def test_a_list_goes_on_over_the_empty_foot_of_its_page() -> None:
    first = "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh; Holm, Lars (HPA)\n" + " \n" * 7
    (message,) = read(first + "HPA-000123\n", "; Ruiz, Ana\nSubject: Pumps\nThe pump runs.\nHPA-000124\n")
    assert names(message.to) == ["Tran, Minh", "Holm, Lars (HPA)", "Ruiz, Ana"]
    assert (message.subject.printed if message.subject else "", message.body) == ("Pumps", "The pump runs.")


def test_the_time_of_a_header_may_stand_below_its_recipients() -> None:
    message = one(
        'From: "Vance, Ada"\nDate:\nTo: "Tran, Minh" <minh@harbor.example.gov>\n'
        "May 6, 2019 at 9:05:28 PM EST\n\nSubject: Pumps\n"
    )
    assert (message.sent.iso if message.sent else "", names(message.to)) == (
        "2019-05-06T21:05:28-05:00",
        ["Tran, Minh"],
    )


def test_a_date_and_a_verb_of_two_sentences_are_no_attribution() -> None:
    text = (
        "On June 4, 2018, the board decided to back Cole days before he left and months before anybody voted."
        " At the time, the Harbor Record wrote: “It was no surprise.”\n"
    )
    assert read(text) == []


def test_an_attribution_that_lost_its_verb_does_not_take_the_next_one_s() -> None:
    top = "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: Pumps\nSee below.\n"
    first = "On May 5, 2019, at 2:58 AM, Lars Holm\nShould it run?\nSent from my phone\n"
    second = "On May 4, 2019, at 7:53 PM, Lars Holm wrote:\nDoes it run?\n"
    found = read(top + first + second)
    assert [message.body for message in found] == ["See below.", "Should it run?\nSent from my phone", "Does it run?"]
    assert [message.sent.iso for message in found[1:] if message.sent] == ["2019-05-05T02:58", "2019-05-04T19:53"]


def test_in_a_message_dated_is_an_attribution() -> None:
    top = "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: Pumps\nSo true!\n"
    _, quoted = read(
        top
        + "In a message dated 5/5/2019 2:06:15 PM Eastern Standard Time, lars@dredge.example.org writes:\nIt runs.\n"
    )
    assert (quoted.sender.address if quoted.sender else "", quoted.body) == ("lars@dredge.example.org", "It runs.")
    assert quoted.sent is not None
    assert quoted.sent.iso == "2019-05-05T14:06:15-05:00"


def test_boxes_are_known_by_their_traces_where_no_layout_tells_of_them() -> None:
    blanked = "To: Tran, Minh (HPA/OD) [E] yyoe; Holm, Lars (HPA/OD) WG@> NO Ruiz, Ana @@>\n"
    message = one(f"From: Ada Vance O @@>\nSent: Monday, May 6, 2019 9:05 AM\n{blanked}Subject: Pumps\n")
    assert message.layout == "outlook_print"
    assert message.sender is not None
    assert message.sender.name == "Ada Vance"
    assert names(message.to) == ["Tran, Minh (HPA/OD) [E]", "Holm, Lars (HPA/OD)", "Ruiz, Ana"]
    # One letter is a name where nothing tells of boxes.
    letter = one("From: H\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: Pumps\n")
    assert letter.sender is not None
    assert letter.sender.name == "H"


def test_a_sentence_with_a_semicolon_below_a_list_is_no_name() -> None:
    body = "I would leave out the paragraph about the old weir; it raises more questions than it answers.\n"
    message = one(f"From: Ada Vance\nSent: Monday, May 6, 2019 9:05 AM\nTo: Lars Holm <lars@example.org>;\n{body}")
    assert names(message.to) == ["Lars Holm"]
    assert message.body.startswith(body.strip())


def test_words_that_have_the_letters_of_a_misread_box_stay_in_the_subject() -> None:
    header = "From: Vance, Ada (HPA/OD)\nSent: Mon, 6 May 2019 09:05:00 +0000\nTo: Tran, Minh (HPA/OD)\n"
    (message,) = read(f"{header}Subject: Media inquiry about the second well\nIt runs.\nNIH-000417\n")
    assert message.layout == "nih"
    assert message.subject is not None
    assert message.subject.printed == "Media inquiry about the second well"
    (message,) = read(f"{header}Subject: Pumps yyoe wG\nIt runs.\nNIH-000417\n")
    assert message.subject is not None
    assert message.subject.printed == "Pumps"
