"""What `explain` says of each line."""

from __future__ import annotations

from onrecord import messages
from onrecord.messages.explain import explain, start
from onrecord.pages.finish import finish
from tests.conftest import TWO_MAILS

PAGES = [
    finish(file="a" * 64, number=1, text=TWO_MAILS + "\nHPA-000123\n", engine="text", engine_version="1"),
    finish(
        file="a" * 64, number=2, text="The rest of it.\nRe: our talk\nHPA-000124\n", engine="text", engine_version="1"
    ),
]


def readings(depth: int) -> dict[str, tuple[str, str]]:
    message = messages.split(PAGES)[depth]
    found = explain(PAGES, message.id)
    assert found is not None
    return {line.text: (line.became, line.why) for line in found.lines}


def test_every_line_of_the_pages_is_there_once_with_its_place() -> None:
    message = messages.split(PAGES)[1]
    found = explain(PAGES, message.id)
    assert found is not None
    for page in PAGES:
        own = [line for line in found.lines if line.page == page.number]
        assert [line.text for line in own] == page.text.split("\n")
        assert all(page.text[line.start : line.start + len(line.text)] == line.text for line in own)


def test_header_lines_name_their_field_and_what_was_read() -> None:
    lines = readings(1)
    assert lines["From: Lindqvist, Per (HPA)"] == ("from", "from = Lindqvist, Per (HPA)")
    assert lines["Sent: Monday, November 1, 2021 4:40 PM"] == ("sent", "sent = 2021-11-01T16:40")
    assert lines["Subject: Pier 7 inspection"] == ("subject", "subject = Pier 7 inspection")


def test_body_furniture_and_neighbours_are_told_apart() -> None:
    lines = readings(1)
    top = messages.split(PAGES)[0].id
    assert lines["The rest of it."][0] == "body: text"
    assert lines["HPA-000124"][0] == "furniture: stamp HPA-000124"
    assert lines["Please hold the report until we have spoken."][0] == f"message {top}: body: text"
    assert lines["Cc: Marsh, Dana"][0] == f"message {top}: cc"


# A developer asks most often why a line did not become a header.
def test_a_label_in_the_body_says_why_it_is_no_header() -> None:
    became, why = readings(1)["Re: our talk"]
    assert became == "body: text"
    assert why == "no header: re alone are not enough"


def test_the_bids_of_all_layouts_are_listed_best_first() -> None:
    message = messages.split(PAGES)[0]
    found = explain(PAGES, message.id)
    assert found is not None
    assert found.offers[0].layout == message.layout
    scores = [offer.score for offer in found.offers if offer.page == 1]
    assert scores == sorted(scores, reverse=True) and min(scores) > 0
    assert all(offer.why for offer in found.offers)


def test_a_message_that_is_not_there_is_none() -> None:
    assert explain(PAGES, "m0") is None


def test_the_start_is_the_page_that_opens_the_chain() -> None:
    zoned = TWO_MAILS.replace("9:15 AM", "9:15 AM EST")
    opening = finish(file="b" * 64, number=1, text=zoned, engine="text", engine_version="1")
    assert messages.opens_chain(opening)
    assert start([PAGES[1], opening, PAGES[1]], 2) == 1
    assert start([PAGES[1], PAGES[1]], 1) == 0
