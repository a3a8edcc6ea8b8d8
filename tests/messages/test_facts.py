"""What a document says about itself."""

from __future__ import annotations

from onrecord.messages import facts, split
from tests.messages.printed import page

HEAD = "UNCLASSIFIED U.S. Department of State Case No. F-2019-00417 Doc No. C05900012 Date: 02/28/2020\n"
MAIL = """\
                                                        RELEASE IN PART
                                                        B5,B6
From:                         Vance, Ada <vancea@state.example.gov>
Sent:                         Monday, May 6, 2019 9:05 AM
To:                           Tran, Minh
Subject:                      Pumps
Read on.
                                                                                          B5
"""
PAPER = """\
                                                        RELEASE IN FULL
                  THE HARBOR OF TOMORROW
                       May 9, 2019
The harbor of tomorrow will have more gates than the harbor of today.
"""


def of(text: str) -> facts.Facts:
    pages = [page(text)]
    return facts.of(pages, split(pages))


def test_a_mail_gives_its_header() -> None:
    known = of(HEAD + MAIL)
    assert known.sender is not None
    assert (known.number, known.sender.name, known.sent) == ("C05900012", "Vance, Ada", "2019-05-06T09:05")
    assert (known.subject, known.release_mark, known.exemptions) == ("Pumps", "RELEASE IN PART", ("B5", "B6"))


def test_a_paper_gives_its_date_and_title() -> None:
    known = of(HEAD + PAPER)
    assert (known.sender, known.sent, known.subject) == (None, "2019-05-09", "THE HARBOR OF TOMORROW")
    assert (known.release_mark, known.exemptions) == ("RELEASE IN FULL", ())


def test_codes_at_the_margin_stand_in_for_a_stamp_without_codes() -> None:
    known = of(HEAD + MAIL.replace("                                                        B5,B6\n", ""))
    assert (known.release_mark, known.exemptions) == ("RELEASE IN PART", ("B5",))


def test_a_document_without_words_has_no_facts() -> None:
    assert facts.of([], []) == facts.Facts()
    assert of("\n") == facts.Facts()


def test_a_title_goes_on_where_its_line_ends_in_the_middle() -> None:
    long = "Talking points for the call to the harbor master on the naming of a new keeper of the east gate for a"
    known = of(HEAD + f"RELEASE IN FULL\n{long}\nterm of two years\nMay 9, 2019\nHe is able.\n")
    assert known.subject == f"{long} term of two years"


def test_a_title_ends_before_the_sentence_that_repeats_it() -> None:
    known = of(HEAD + "RELEASE IN FULL\nAda Vance\nAda Vance is the keeper of the east gate.\n")
    assert known.subject == "Ada Vance"


def test_the_head_of_a_letter_in_two_columns_is_no_title() -> None:
    known = of(
        HEAD
        + f"RELEASE IN FULL\nADA VANCE, HARBORVILLE{' ' * 60}MINH TRAN, EASTGATE\nHelp with the tides\nMay 9, 2019\n"
    )
    assert known.subject == "Help with the tides"
