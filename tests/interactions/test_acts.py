"""What a message does, told by its words."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from onrecord.interactions import of_message, rules
from onrecord.interactions.needed import needed
from onrecord.model import (
    HeaderKind,
    Interaction,
    Message,
    MessageKind,
    Party,
    Sent,
    Span,
    Text,
    cite,
)
from tests.timing import assert_linear, repeated


def message(
    body: str, subject: str = "Wells", kind: MessageKind = MessageKind.EMAIL, starts: str = ""
) -> tuple[Message, dict[str, str]]:
    """A message printed on one page: its subject in the first line, its body below."""
    text = f"{subject}\n{body}"
    head = Span("c/1", 0, len(subject))
    return (
        Message(
            id="m1",
            file="c",
            page_start=1,
            page_end=1,
            chain="c1",
            depth=0,
            header_kind=HeaderKind.TOP,
            citation=cite([head], {"c/1": text}),
            kind=kind,
            sender=Party(printed="Rudd, Anneke", name="Rudd, Anneke"),
            to=(Party(printed="Solano, Piet", name="Solano, Piet"),),
            sent=Sent(printed="", local="2021-03-10T09:00"),
            subject=Text(subject, (head,)),
            body=body,
            body_spans=(Span("c/1", len(subject) + 1, len(text)),),
            starts=starts,
        ),
        {"c/1": text},
    )


def found(body: str, subject: str = "Wells") -> list[Interaction]:
    return list(of_message(*message(body, subject)))


ACTS = [
    ("Can you call me about the wells before noon?", {"asks for a call"}),
    ("Could we meet on Thursday to go over the report?", {"asks for a meeting"}),
    ("Who approved the pumps?", {"asks for information"}),
    ("Please send me the figures.", {"asks for information"}),
    ("A draft of the letter is attached for your review.", {"sends a draft"}),
    ("See my changes in red.", {"sends corrections"}),
    ("Thank you for your help with the wells.", {"thanks"}),
    ("I urge you to wait until counsel has read it.", {"urges"}),
    ("I cannot support the order as it stands.", {"declines"}),
    ("Works for me.", {"accepts"}),
    ("Please delete the earlier versions once this one is saved.", {"instructs to delete"}),
    ("Please handle.", {"instructs"}),
    ("We would like to invite you to the hearing.", {"invites"}),
    ("Here are the figures that you asked for.", {"supplies information"}),
    ("I am available after ten.", {"accepts"}),
    ("No calls before noon, please.", {"instructs"}),
    ("A statement is below and says that the wells are open.", {"sends a draft"}),
    ("To answer your question, the wells were closed in May.", {"supplies information"}),
    ("This memorandum records what was said at the wells.", {"supplies information"}),
    ("Olive Tarn has been appointed director of the wells.", {"supplies information"}),
    ("The second pump gave out at about 5:40 this morning.", {"supplies information"}),
    # A name before a comma greets
    ("Mr. Solano,\nThank you for your help with the wells.", {"thanks"}),
    ("Piet and Olive,\nWorks for me.", {"accepts"}),
    # two acts of one sentence
    ("I urge you to wait, and I would like counsel's view on it.", {"urges", "asks for information"}),
    # two acts of one message
    ("Thanks for the note. Who approved the pumps?", {"thanks", "asks for information"}),
    # who keeps is no deleter
    ("Do not delete anything that concerns the wells.", {"instructs"}),
    # greetings, partings, notices and what is quoted below do nothing
    ("Piet,\n\nThanks,\nAnneke", set()),
    (
        "Anneke\n\nThe information in this e-mail is confidential. If you have received it in error please delete it.",
        set(),
    ),
    ("Noted.\n\nOn Mar 9, 2021, at 9:00 AM, Piet Solano wrote:\n> Please call me.", set()),
]


@pytest.mark.parametrize(("body", "wanted"), ACTS)
def test_acts(body: str, wanted: set[str]) -> None:
    assert {one.act for one in found(body)} == wanted


def test_each_act_has_the_words_that_show_it_at_their_place() -> None:
    body = "Piet,\n\nWho approved the pumps? And when?\n\nPlease call me."
    subject = "Wells"
    for one in found(body, subject):
        text = f"{subject}\n{body}"
        assert all(text[said.spans[0].start : said.spans[0].end] == said.text for said in one.quotes)
        assert one.citation.quote == "\n".join(said.text for said in one.quotes)
    assert [said.text for said in found(body)[0].quotes] == ["Who approved the pumps?", "And when?"]


def test_a_forwarded_message_forwards_whatever_is_written_above() -> None:
    (one,) = found("", "FW: Wells")
    assert (one.act, one.channel, one.citation.quote) == ("forwards", "forward", "FW: Wells")


def test_an_invitation_invites_on_its_own_day() -> None:
    (one,) = of_message(*message("Agenda below.", "Call about the wells", MessageKind.INVITE, "2021-03-12T10:00"))
    assert (one.act, one.channel, one.date) == ("invites", "call", "2021-03-12")


def test_what_else_an_invitation_does_it_does_when_it_is_sent() -> None:
    invite, texts = message("Please bring no handouts.", "Wells", MessageKind.INVITE, "2021-03-12T10:00")
    asked = next(one for one in of_message(invite, texts) if one.act == "instructs")
    assert (asked.date, asked.precision) == ("2021-03-10", "day")
    asked = next(one for one in of_message(replace(invite, sent=None), texts) if one.act == "instructs")
    assert (asked.date, asked.precision, asked.inferred) == (
        "2021-03-12", "bound", ("not after the day of the appointment",),
    )  # fmt: skip


def test_a_reported_contact_is_between_those_it_names() -> None:
    (one,) = found("Director Vance had just taken a call from Councilmember Lyle when I reached her.")
    assert (one.actors, one.to, one.channel) == (("Councilmember Lyle",), ("Director Vance",), "call")
    (one,) = found("I have spoken with Marta yesterday.")
    assert (one.actors, one.to, one.channel, one.date) == (("Rudd, Anneke",), ("Marta",), "conversation", "2021-03-09")


def test_a_call_is_set_up_for_the_day_that_is_named() -> None:
    (one,) = found("Would Friday, March 12 suit you?")
    assert (one.act, one.date, one.status) == ("sets up a call", "2021-03-12", "scheduled")


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?:can|could) we (?:meet|talk)", [{" we "}, {"meet", "talk"}, {"can", "could"}]),
        ("let(?:.s| us) discuss", [{" discuss"}, {"let"}, {"s", " us"}]),
        ("(?:call|phone) ?me", [{"call", "phone"}, {"me"}]),
        ("abx?cd", [{"ab"}, {"cd"}]),
        ("(?:really )?should not", [{"should not"}]),
        ("^keep ", [{"\nkeep "}]),
        ("^(?:one|two)$", [{"one", "two"}]),
        (r"op-?ed is\b.{0,3}e\.g\.", [{"ed is"}, {"e.g."}, {"op"}]),
        (r"please,? (?!let me|find)\w+", [{"please"}, {" "}]),
        ("(?:one|)", []),
        (r"[a-z|(]+\w", []),
        ("(?:deep(?:er)?|(?:down|out))!", [{"deep", "down", "out"}, {"!"}]),
    ],
)
def test_needed_words_are_those_that_a_pattern_cannot_do_without(pattern: str, words: list[set[str]]) -> None:
    found = needed(pattern)
    assert sorted(map(sorted, found)) == sorted(map(sorted, words))
    assert [min(map(len, some)) for some in found] == sorted((min(map(len, some)) for some in found), reverse=True)


def test_every_clause_tells_the_words_it_needs() -> None:
    """A clause that told none would be searched for in every sentence of every message."""
    for clause in rules.clauses():
        assert clause.needs, clause.pattern.pattern
        assert clause.pattern.search("") is None


#: A stretch of words from everywhere: sentences of which many are in reach of several rules.
TALK = (
    "please delete the old drafts", "could you send me your comments by friday?", "do not move it", "i have agreed",
    "have the staff call me", "thank you for your letter", "th ank you for this", "fyi", "the answer is below",
    "nobody speaks to her", "the 3rd version of the memo is attached", "we met with the board", "how are you?",
    "please send", "as promised, see below", "will you be available to join us for lunch?", "", "pls respond!",
)  # fmt: skip


def test_the_index_finds_what_trying_every_rule_finds() -> None:
    def tried(sentence: str) -> str | None:
        for number, rule in enumerate(rules.rules()):
            some = [one.pattern for one in rules.clauses() if one.rule == number]
            if rule.question and not sentence.endswith("?"):
                continue
            if any(one.search(sentence) for one in some) and not (rule.unless and rule.unless.search(sentence)):
                return rule.act
        return None

    assert rules.shown(TALK) == [tried(sentence) for sentence in TALK]
    assert len(set(map(tried, TALK))) > 8


@pytest.mark.parametrize("piece", ["please ", "a draft of ", "would you ", "Thanks. ", "\n", "clear x ", "On Mar 9, "])
def test_linear(piece: str) -> None:
    assert_linear(found, repeated(piece), 20_000)
