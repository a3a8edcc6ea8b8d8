"""Input that would break a reader or make it slow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.messages import split
from onrecord.pages import furniture
from tests.messages.printed import check, names, page, read
from tests.timing import assert_linear, repeated

HEADER = "From: Vance, Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: {to}\nSubject: Pumps\nIt runs.\n"


def test_five_thousand_recipients() -> None:
    people = [f"Surname{n:04d}, Given (HPA)" for n in range(5000)]
    lines = ";\n".join("; ".join(people[n : n + 4]) for n in range(0, 5000, 4))
    (message,) = read(HEADER.format(to=lines))
    assert names(message.to) == people
    assert message.body == "It runs."


def test_five_thousand_recipients_between_blanked_boxes() -> None:
    people = [f"Surname{'abcdefghij'[n % 10]}{'klmnopqrst'[n // 10 % 10]}, Given" for n in range(5000)]
    lines = "\n".join(" yyoe; ".join(people[n : n + 4]) + " WG@>;" for n in range(0, 5000, 4))
    top = "From: Vance, Ada (NIH/OD) [E]\nSent: Mon, 6 May 2019 09:05:00 +0000\n"
    (message,) = read(f"{top}To: {lines}\nSubject: Pumps\nIt runs.\nNIH-000417\n")
    assert message.layout == "nih"
    assert names(message.to) == people


def test_right_to_left_and_non_latin_names() -> None:
    people = ["יעל כהן", "علي حسن", "李 明", "Иванова, Анна", "Σοφία Παππά", "नेहा शर्मा"]
    header = f"From: {people[0]}\nSent: Monday, May 6, 2019 9:05 AM\nTo: {'; '.join(people[1:])}\nSubject: שלום\n"
    (message,) = read(header + "הכל תקין.\n")
    assert message.sender is not None
    assert [message.sender.name, *names(message.to)] == people
    assert (message.subject.printed if message.subject else "", message.body) == ("שלום", "הכל תקין.")
    (boxed,) = read(header.replace("Monday, May 6, 2019 9:05 AM", "Mon, 6 May 2019 09:05:00 +0000") + "NIH-000417\n")
    assert boxed.layout == "nih"
    assert names(boxed.to) == people[1:]


def test_labels_of_other_scripts_are_labels() -> None:
    (message,) = read("От: Анна Иванова\nДата: 06.05.2019 09:05\nКому: Лев Орлов\nТема: Насосы\nРаботает.\n")
    assert message.sender is not None
    assert (message.sender.name, names(message.to), message.body) == ("Анна Иванова", ["Лев Орлов"], "Работает.")


def test_a_message_whose_every_field_is_blanked() -> None:
    header = "From: (b)(6)\nSent: (b)(6)\nTo: (b)(6); (b)(6)\nCc: (b)(6)\nSubject: (b)(5)\n(b)(5)\n"
    (message,) = read(header)
    parties = [message.sender, *message.to, *message.cc]
    assert [(party.redacted, party.name, party.address) for party in parties if party] == [(True, "", "")] * 4
    assert message.sent is None or not message.sent.local
    assert message.certainty < 1
    (bare,) = read("From:\nSent: Mon, 6 May 2019 09:05:00 +0000\nTo:\nSubject:\n")
    assert bare.sender is not None
    assert bare.sender.redacted
    assert [party.redacted for party in bare.to] == [True]


@pytest.mark.parametrize(
    "sign", ["\x00", "\x01", "\x07", "\x0b", "\x1b", "\x7f", "\u200b", "\ufeff", "\u2028", "\ufffd"]
)
def test_control_characters_change_no_place(sign: str) -> None:
    header = f"From: Vance, {sign}Ada\nSent: Monday, May 6, 2019 9:05 AM\nTo: Tran, Minh\nSubject: Pu{sign}mps\n"
    (message,) = read(header + f"It{sign}runs.\n")
    assert message.sender is not None
    assert "Vance" in message.sender.name
    assert names(message.to) == ["Tran, Minh"]
    assert (message.body[:2], message.body[-5:], len(message.body)) == ("It", "runs.", 7 + len(sign))


def test_a_chain_two_hundred_deep() -> None:
    texts = []
    for n in range(200):
        day = 200 - n
        date = f"2019-{1 + day // 28:02d}-{1 + day % 28:02d} 9:05 AM"
        texts.append(f"From: Writer{n:03d}, Ada\nSent: {date}\nTo: Tran, Minh\nSubject: RE: Pumps\nReply {n}.\n")
    messages = read("".join(texts))
    assert [message.depth for message in messages] == list(range(200))
    assert [message.body for message in messages] == [f"Reply {n}." for n in range(200)]


def test_a_page_that_is_only_headers() -> None:
    messages = read(HEADER.format(to="Tran, Minh").replace("It runs.\n", "") * 5)
    assert [message.body for message in messages] == [""] * 5


@pytest.mark.parametrize("text", ["", "\n", " \n \n", "From:", "From:\n", "From:\nTo:\n", ">", "> > >\n", ":", "On "])
def test_next_to_nothing_is_no_message(text: str) -> None:
    assert read(text) == []


def test_no_pages_are_no_messages() -> None:
    assert split([]) == []


FRAGMENTS = st.sampled_from(
    [
        "From: ", "Sent: ", "To: ", "Cc: ", "Subject: ", "Date: ", "On May 6, 2019, at 9:05 AM, ", " wrote:", "> ",
        "\n", "\n\n", "Vance, Ada", "; ", ", ", "<a@b.example.org>", "(b)(6)", "B6", "\x00", "\x1b[0m", "\u202e",
        "\U0001f600",
        "-----Original Message-----", "Begin forwarded message:", "---- Forwarded by Ada Vance on 05/06/2019 ----",
        "5/6/2019 9:05 AM",
        "Monday, May 6, 2019 9:05 AM", "  ", "            ", "RELEASE IN", "PART", "HPA-000123",
        "Organizer: ", "Start: ", "Re: ", "Dear Minh,", "2 messages", "Page 1 of 2", "\u05d9\u05e2\u05dc", "\t", "é",
    ]
)  # fmt: skip


@given(st.lists(st.lists(FRAGMENTS, max_size=40).map("".join), max_size=4))
@settings(max_examples=300)
def test_whatever_is_printed_spans_hold(texts: list[str]) -> None:
    pages = [page(text, number) for number, text in enumerate(texts, 1)]
    check(pages, split(pages))


@given(st.text(max_size=400))
@settings(max_examples=100)
def test_any_characters_at_all(text: str) -> None:
    read(text)


UNITS = [
    "From: ", "To: a; ", "Subject: ", "From: a Sent: Monday, May 6, 2019 9:05 AM To: b Subject: c ", "On May 6, 2019, ",
    "On May 6, 2019, at 9:05 AM, Lars Holm wrote: ", "> ", ">", ";", ",", "@", "<", "(", '"', " ", "A-", "a, A ", "-",
    "RELEASE IN ", "B6 ", "(b)(6)", "re: ", "Re:    ", "Forwarded by a on 1 ", "9:05 ", "Vance, Ada; ", "_", "\t",
    "http://a/", "Original Message", "Dear A, ", "x@y.example ", "1/1 ",
]  # fmt: skip
HEADS = ["", HEADER.format(to="Tran, Minh").replace("It runs.\n", ""), "From: a\nTo: "]
CHARACTERS = 24_000


def messages_of(text: str) -> object:
    return split([page(text)])


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_with_the_length_and_no_faster(unit: str) -> None:
    for head in HEADS:
        for joined in (unit, unit.rstrip() + "\n"):
            for work in (messages_of, furniture.find):
                assert_linear(work, repeated(joined, before=head), CHARACTERS)


@given(st.sampled_from(HEADS), st.lists(FRAGMENTS, min_size=1, max_size=5).map("".join), st.booleans())
@settings(max_examples=40)
def test_no_line_costs_more_than_its_characters(head: str, unit: str, boxed: bool) -> None:
    assert_linear(messages_of, repeated(unit, before=head, after="\nNIH-000417\n" if boxed else ""), CHARACTERS)
