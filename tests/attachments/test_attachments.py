"""Attachments: who names them, and what counts as their production."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord import attachments, messages
from onrecord.attachments import Index, mentions
from onrecord.model import Attachment, Page, quote_at
from onrecord.pages.finish import finish
from tests.timing import assert_linear, repeated

FILE = "a" * 64
HEAD = """\
From: Okafor, Ngozi (HPA)
Sent: Tuesday, November 2, 2021 9:15 AM EST
To: Lindqvist, Per (HPA)
Subject: Pier 7 inspection
"""
SHEET = "The inspection of Pier 7\nThe divers found cracks in eleven of forty piles, most of them at the waterline.\n"


def pages(texts: Sequence[str]) -> list[Page]:
    return [
        finish(file=FILE, number=number, text=text, engine="text", engine_version="1")
        for number, text in enumerate(texts, 1)
    ]


def find(*texts: str, **known: object) -> list[Attachment]:
    made = pages(texts)
    texts_by_key = {page.key: page.text for page in made}
    empty: dict[str, object] = {"inside": {}, "named": {}, "pages": {FILE: len(made)}, "below": {}}
    index = Index(**{**empty, **known})  # type: ignore[arg-type]
    found = list(attachments.of_file(messages.split(made), texts_by_key.get, index))
    for one in found:
        assert one.citation.quote == quote_at(one.citation.spans, texts_by_key)
    return found


def numbers(one: Attachment) -> list[int]:
    return [int(key.rpartition("/")[2]) for key in one.pages]


def named(names: str) -> str:
    return f"{HEAD}Attachments: {names}\n\nPer, here it is.\nNgozi\n"


def test_the_name_in_the_foot_tells_whose_pages_they_are() -> None:
    first, second, third = find(
        named("Report.pdf; Budget.xlsx; Photos.zip"),
        SHEET + "Budget.xlsx\n",
        SHEET + "C:\\files\\Report.pdf 1 of 2\n",
        SHEET + "C:\\files\\Report.pdf 2 of 2\n",
        HEAD.replace("9:15", "9:45") + "\nAnother message.\n",
        SHEET + "Photos.zip\n",
    )
    assert (first.name, first.produced, numbers(first)) == ("Report.pdf", True, [3, 4])
    assert (second.name, second.produced, numbers(second)) == ("Budget.xlsx", True, [2])
    # what stands behind the next message is not this one's
    assert (third.name, third.produced, third.pages) == ("Photos.zip", False, ())
    assert first.citation.quote == "Report.pdf"


def test_pages_that_belong_to_nothing_else_are_those_of_a_single_attachment() -> None:
    (only,) = find(named("Report.pdf"), SHEET, SHEET)
    assert only.produced and numbers(only) == [2, 3]
    assert only.how == "the pages that follow belong to nothing else"


def test_two_attachments_and_two_pages_are_told_by_order_with_a_doubt() -> None:
    first, second = find(named("Report.pdf; Budget.xlsx"), SHEET, SHEET)
    assert (numbers(first), numbers(second)) == ([2], [3])
    assert first.doubts == ("which page is which is told by their order",) and first.certainty < 1


def test_two_attachments_and_one_page_are_not_guessed() -> None:
    assert [one.produced for one in find(named("Report.pdf; Budget.xlsx"), SHEET)] == [False, False]


def test_files_taken_out_of_a_mail_load_files_and_files_of_that_name() -> None:
    other = "b" * 64
    inside = find(named("Report.pdf"), inside={(FILE, "report.pdf"): other}, pages={FILE: 1, other: 2})
    assert inside[0].how == "taken out of the mail" and len(inside[0].pages) == 2
    elsewhere = find(named("Report.pdf"), named={"report.pdf": other}, pages={FILE: 1, other: 1})
    assert elsewhere[0].how == "a file of this name is in the case"
    # an archive has no pages, but it is there
    packed = find(named("Photos.zip"), inside={(FILE, "photos.zip"): other})
    assert packed[0].produced and packed[0].pages == ()


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("Per,\nPlease see the attached report.\nNgozi\n", "Please see the attached report"),
        ("Per,\nAttached are my notes.\nNgozi\n", "Attached are my notes"),
        ("Per,\nI have attached the table you asked for.\nNgozi\n", "I have attached the table you asked for"),
        ("Per,\nThe plan is attached. Call me.\nNgozi\n", "The plan is attached"),
        ("Per,\nI attach Plan_B.docx and Map.pdf.\nNgozi\n", "Plan_B.docx"),
    ],
)
def test_words_that_say_that_something_is_attached(body: str, quote: str) -> None:
    found = find(f"{HEAD}\n{body}")
    assert quote in found[0].citation.quote
    assert found[0].named == "text" and not found[0].produced
    assert "only the text speaks of it" in found[0].doubts


@pytest.mark.parametrize(
    "body",
    [
        "Per,\nNothing is attached.\nNgozi\n",
        "Per,\nThe file was not attached, please send it.\nNgozi\n",
        "Per,\nThe note attached to your mail is clear.\nNgozi\n",
        "Per,\nI am attached to this pier.\nNgozi\n".replace("attached to this", "fond of this"),
        "Per,\nThe attachment point of the fender is cracked.\nNgozi\n",
        "Per,\n> see attached\nno.\nNgozi\n",
    ],
)
def test_words_that_do_not(body: str) -> None:
    assert find(f"{HEAD}\n{body}") == []


def test_a_name_in_a_subject_or_list_is_no_foot() -> None:
    (one,) = find(named("Report.pdf"), HEAD.replace("9:15", "9:45") + "Attachments: Report.pdf\n\nAgain.\n")[:1]
    assert not one.produced


@pytest.mark.parametrize("part", ["see attached ", "attached"])
def test_a_hostile_body_takes_linear_time(part: str) -> None:
    text = repeated(part, before=f"{HEAD}\n")
    assert_linear(lambda one: list(mentions.of(one)), lambda length: messages.split(pages([text(length)]))[0], 200_000)


# Web mail lists the names one a line below the body; that is no production.
def test_the_list_of_a_message_itself_is_no_foot() -> None:
    listed = f"{HEAD}\nPer, here it is.\nNgozi\n\n2 attachments\nReport.pdf\n12K\nBudget.xlsx\n14K\n"
    found = find(f"{HEAD}\nFirst.\n", listed)
    assert [(one.name, one.produced) for one in found] == [("Report.pdf", False), ("Budget.xlsx", False)]


def test_the_page_on_which_a_message_lists_its_names_is_no_page_of_theirs() -> None:
    """Notes lists them below the body, here on a page of its own."""
    first = HEAD + "\nPer, here it is. The divers went down twice, and the piles are worse than we thought.\n"
    (only,) = find(first, "Attachments: Talking_Points.xlsx\n", HEAD.replace("9:15", "9:45") + "\nAnother message.\n")
    assert (only.name, only.produced) == ("Talking_Points.xlsx", False)
