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
