"""Chains: which header opens one, what belongs to it, and that runs of pages may be cut."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.messages import opens_chain, split
from onrecord.model import HeaderKind, MessageKind
from tests.messages.printed import check, page, read

TOP = (
    "From: Vance, Ada [E]\nSent: Mon, 6 May 2019 09:0{n}:00 -0400\nTo: Tran, Minh [E]\nSubject: Pumps {n}\nSee below.\n"
)
QUOTED = "From: Tran, Minh\nSent: Sunday, May 5, 2019 9:0{n} AM\nTo: Vance, Ada\nSubject: Pumps {n}\nAny news {n}?\n"
COLUMNS = (
    "From:               Vance, Ada\nTo:                 Tran, Minh\nSubject:            Gauges {n}\n"
    "Date:               Monday, May 6, 2019 8:28:3{n} AM\n\nRead them.\n"
)
PROSE = "The basin was drained on the {n}rd.\nNobody was there to see it happen.\n"
STAMP = "HPA-00010{n}\n"
PARTS = [TOP, QUOTED, COLUMNS, PROSE, STAMP, "", "On May 4, 2019, at 9:0{n} AM, Lars Holm wrote:\n> It runs {n}.\n"]


@given(st.lists(st.lists(st.tuples(st.sampled_from(PARTS), st.integers(1, 9)), max_size=4), max_size=7))
@settings(max_examples=150)
def test_cutting_before_a_page_that_opens_a_chain_changes_nothing(texts: list[list[tuple[str, int]]]) -> None:
    pages = [page("".join(part.format(n=n) for part, n in parts), number) for number, parts in enumerate(texts, 1)]
    whole = split(pages)
    check(pages, whole)
    for cut in range(1, len(pages)):
        if opens_chain(pages[cut]):
            assert split(pages[:cut]) + split(pages[cut:]) == whole


def test_pages_of_two_files_are_never_one_chain() -> None:
    pages = [page(TOP.format(n=1), 1, file="a" * 64), page(QUOTED.format(n=1), 1, file="b" * 64)]
    first, second = split(pages)
    assert first.chain != second.chain


def test_a_quoted_message_may_begin_on_the_next_page() -> None:
    top, quoted = read(TOP.format(n=1), QUOTED.format(n=1))
    assert (top.chain, top.depth, quoted.depth) == (quoted.chain, 0, 1)


def test_a_header_cut_by_the_page_break_is_one_header() -> None:
    first, second = QUOTED.format(n=1).split("\n", 1)
    messages = read(TOP.format(n=1) + first + "\nHPA-000101\n", "HPA-000102\n" + second)
    assert [message.page_start for message in messages] == [1, 1]
    assert messages[1].body == "Any news 1?"


def test_a_body_that_runs_over_a_page_break_leaves_out_what_stands_between() -> None:
    (message,) = read(TOP.format(n=1) + "One.\nHPA-000101\n", "HPA-000102\nTwo.\n")
    assert message.body == "See below.\nOne.\nTwo."
    assert (message.page_start, message.page_end, message.stamp_start) == (1, 2, "HPA-000101")


def test_a_header_at_the_top_of_a_page_with_another_subject_opens_a_chain() -> None:
    first, second = read(QUOTED.format(n=1), QUOTED.format(n=1).replace("Pumps 1", "Gauges"))
    assert first.chain != second.chain
    assert second.header_kind is HeaderKind.TOP


def test_a_later_header_at_the_top_of_a_page_opens_a_chain() -> None:
    first, second = read(QUOTED.format(n=1), QUOTED.format(n=1).replace("May 5", "May 9"))
    assert first.chain != second.chain


def test_an_answer_at_the_top_of_a_page_is_not_quoted_by_what_it_answers() -> None:
    # The first clock is in Greenwich time: the answer seemed older.
    asked = "From: Vance, Ada\nSent: Mon, 6 May 2019 14:05:00 +0000\nTo: Tran, Minh\nSubject: Pumps 1\nWhich one?\n"
    answer = "From: Tran, Minh\nSent: Monday, May 6, 2019 11:38 AM\nTo: Vance, Ada\nSubject: RE: Pumps 1\nBoth.\n"
    assert [message.depth for message in read(asked, answer)] == [0, 0]
    assert [message.depth for message in read(asked, answer.replace("May 6", "May 5"))] == [0, 1]
    assert [message.depth for message in read(asked.replace("Subject: ", "Subject: FW: "), answer)] == [0, 1]


def test_the_name_of_the_mailbox_above_a_header_is_no_body() -> None:
    first, second = read(QUOTED.format(n=1), "Minh Tran\n" + QUOTED.format(n=1).replace("May 5", "May 9"))
    assert first.body == "Any news 1?"
    assert second.header_kind is HeaderKind.TOP


def test_a_chain_whose_top_is_missing_begins_with_a_quoted_message() -> None:
    (message,) = read("as I told you last week.\n" + QUOTED.format(n=1))
    assert (message.depth, message.header_kind) == (1, HeaderKind.BLOCK)


def test_pages_of_an_attachment_are_not_the_body() -> None:
    text = TOP.format(n=1).replace("Subject: Pumps 1\n", "Subject: Pumps 1\nAttachments: plan.pdf\n")
    (message,) = read(text, "The second basin\nIt was built in the year of the great storm, of concrete and steel.\n")
    assert message.body == "See below."


def test_a_sheet_for_withheld_pages_is_not_the_body() -> None:
    (message,) = read(TOP.format(n=1), "WITHHELD IN FULL\n4 pages withheld in full\n")
    assert message.body == "See below."


def test_a_letterhead_belongs_to_the_memo_below_it() -> None:
    memo = "HARBOR AUTHORITY\nMEMORANDUM\nTO: File\nFROM: Ada Vance\nDATE: May 1, 2019\nRE: Pumps\nThey are old.\n"
    mail, paper = read(TOP.format(n=1), memo)
    assert mail.body == "See below."
    assert paper.citation.quote.startswith("HARBOR AUTHORITY")


def test_ids_depend_on_file_and_place_alone() -> None:
    text = TOP.format(n=1)
    assert split([page(text)])[0].id == split([page(text)], document="d1")[0].id
    assert split([page(text)])[0].id != split([page(text, 2)])[0].id


def test_messages_printed_below_one_another_are_chains_of_their_own() -> None:
    # A print of a folder, oldest first: each message was taken for one that the message before it quotes.
    later = QUOTED.format(n=2).replace("May 5", "May 7").replace("Pumps 2", "Gauges")
    first, second, third = read(QUOTED.format(n=1) + later + later.replace("May 7", "May 6"))
    assert first.chain != second.chain == third.chain
    assert [message.depth for message in (first, second, third)] == [0, 0, 1]


def test_a_message_printed_again_on_the_next_page_is_not_quoted_by_the_first() -> None:
    first, second = read(QUOTED.format(n=1), QUOTED.format(n=1))
    assert first.chain != second.chain


def test_an_appointment_ends_before_the_mail_on_the_next_page() -> None:
    # The sender and the time of the mail became those of the appointment.
    appointment = (
        "Subject: Gauges\nLocation: Room 4\nStart: Mon 5/6/2019 11:00 AM\nEnd: Mon 5/6/2019 11:15 AM\n"
        "Organizer: Holm, Lars\nRequired Attendees: Vance, Ada\nBring the readings; all of them.\n"
    )
    first, second = read(appointment, QUOTED.format(n=1))
    assert (first.kind, first.sent, first.body) == (MessageKind.INVITE, None, "Bring the readings; all of them.")
    assert second.sender is not None and second.sender.name == "Tran, Minh"


WEB = "RE: Pumps 1\nVance, Ada\nMon 5/6/2019 6:23 PM\nTo:Tran, Minh <mtran@harbor.example.gov>;\n"


def test_a_short_answer_does_not_hide_the_header_below_it() -> None:
    # Subject, sender and time above To leave From to be found: the one of the quoted message was taken.
    top, quoted = read(WEB + "Minh,\nIt runs again, since noon.\nAda\n" + QUOTED.format(n=1))
    assert top.sender is not None and quoted.sender is not None
    assert (top.sender.name, top.body) == ("Vance, Ada", "Minh,\nIt runs again, since noon.\nAda")
    assert (quoted.sender.name, quoted.depth) == ("Tran, Minh", 1)


def test_what_is_quoted_below_does_not_change_how_the_top_is_read() -> None:
    # Words of Apple's programs in the quotations outbid the print of web mail above them.
    apple = (
        "On May 4, 2019, at 9:01 AM, Lars Holm wrote:\n> Begin forwarded message:\n> From: Ruiz, Ana\n"
        "> Date: May 3, 2019 at 8:00:00 AM EDT\n> To: Lars Holm\n> Subject: Pumps 1\n> Which one?\n"
    )
    top = read(QUOTED.format(n=3), WEB + "No.\nSent from my iPhone\n" + apple)[1]
    assert top.subject is not None
    assert (top.subject.printed, top.depth) == ("RE: Pumps 1", 0)


def test_a_quoted_message_of_another_subject_may_begin_a_page_where_tops_are_marked() -> None:
    quoted = "From: Tran, Minh\nSent: Monday, May 6, 2019 9:05 AM\nTo: Vance, Ada\nSubject: {}\nHigh water.\n"
    marked = (
        "From: Vance, Ada\nSent: Mon, 6 May 2019 14:00:00 +0000\nTo: Holm, Lars\nSubject: For your file\nSee below.\n"
    )
    assert [message.depth for message in read(marked, quoted.format("Tide tables"))] == [0, 1]
    # A program that marks no top message says nothing by leaving the mark out.
    plain = marked.replace("Mon, 6 May 2019 14:00:00 +0000", "Monday, May 6, 2019 2:00 PM")
    assert [message.depth for message in read(plain, quoted.format("Tide tables"))] == [0, 0]
