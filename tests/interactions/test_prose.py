"""Chronologies in prose: who contacted whom, when, how and in which words."""

from __future__ import annotations

import pytest

from onrecord.interactions.prose import Told, read
from onrecord.text.timex import Reading
from tests.timing import assert_linear, repeated

PEOPLE = "Records about Stefan Rudd, Piet Solano, Ottilie Brandvold, Gene Hallam and Marta Keys."


def told(*paragraphs: str, year: int | None = 2021) -> list[Told]:
    return [one for one in read([PEOPLE, *paragraphs], Reading(year=year)) if one.paragraph]


def line(one: Told) -> tuple[str, str, str, str]:
    """Day, actors, recipients and channel, names without first names."""
    names = [" + ".join(name.replace("Stefan ", "").replace("Piet ", "").replace("Gene ", "") for name in group)
             for group in (one.actors, one.to)]  # fmt: skip
    return (one.when.first.isoformat()[5:] if one.when else "", *names, one.channel)  # type: ignore[return-value]


#: A sentence, and what it tells.
TOLD = [
    ("On Jan. 5, Rudd emailed Solano about the wells.", [("01-05", "Rudd", "Solano", "email")]),
    ("On Jan. 5, Rudd and Solano spoke by phone.", [("01-05", "Rudd + Solano", "Rudd + Solano", "conversation")]),
    ("On May 4, at 9:05 a.m., Rudd wrote to Solano and Hallam.", [("05-04", "Rudd", "Solano + Hallam", "email")]),
    ("Rudd met with Solano on March 3.", [("03-03", "Rudd", "Solano", "meeting")]),
    ("In a March 5 email, Rudd told Solano that “nobody reads.”", [("03-05", "Rudd", "Solano", "message")]),
    # what records show is told as it is
    ("Emails from March 6 show that Solano asked Rudd for a meeting.", [("03-06", "Solano", "Rudd", "message")]),
    # two days of one sentence are two contacts
    (
        "On Feb. 14, and again the next day, Rudd asked to talk with Solano.",
        [("02-14", "Rudd", "Solano", "message"), ("02-15", "Rudd", "Solano", "message")],
    ),
    (
        "Between Feb. 3 and Feb. 10, Rudd and Hallam exchanged emails.",
        [("02-03", "Rudd + Hallam", "Rudd + Hallam", "email")],
    ),
    ("On Sept. 1, Rudd received a letter from Hallam.", [("09-01", "Hallam", "Rudd", "email")]),
    (
        "On Oct. 3, a meeting between Rudd, Hallam and Solano was held.",
        [("10-03", "Rudd + Hallam + Solano", "Rudd + Hallam + Solano", "meeting")],
    ),
    # the one who had been written to wrote back
    (
        "On Oct. 4, Rudd wrote to Hallam. That evening, he wrote back: “Fine.”",
        [("10-04", "Rudd", "Hallam", "email"), ("10-04", "Hallam", "Rudd", "email")],
    ),
    # of two dates the printed day says it better
    ("Two weeks later, on Nov. 5, Solano called Rudd.", [("11-05", "Solano", "Rudd", "call")]),
    (
        "On Feb. 14, Board Secretary Marta Keys was invited to a meeting by Rudd.",
        [("02-14", "Rudd", "Marta Keys", "invite")],
    ),
    ("On March 22, Hallam—who was at the board then—wrote to Solano.", [("03-22", "Hallam", "Solano", "email")]),
    ("On July 3, Rudd, who had just returned, emailed Hallam.", [("07-03", "Rudd", "Hallam", "email")]),
    ("On July 4, both Rudd and Solano emailed Hallam.", [("07-04", "Rudd + Solano", "Hallam", "email")]),
    # the person written to is the subject of what follows, not a second recipient
    (
        "On June 8, Rudd emailed Solano, and Solano replied, “No.”",
        [("06-08", "Rudd", "Solano", "email"), ("06-08", "Solano", "Rudd", "email")],
    ),
    (
        "On June 8, Rudd wrote to Solano: “Now?” Solano answered, “Yes,” to which Rudd replied, “Good.”",
        [
            ("06-08", "Rudd", "Solano", "email"),
            ("06-08", "Solano", "Rudd", "email"),
            ("06-08", "Rudd", "Solano", "email"),
        ],
    ),
    # one contact of two verbs
    ("On June 10, Rudd emailed Hallam and asked him to “speak this week.”", [("06-10", "Rudd", "Hallam", "email")]),
    (
        "On June 10, Rudd wrote, “Look into it,” and forwarded the chain to Hallam.",
        [("06-10", "Rudd", "Hallam", "forward")],
    ),
    ("On June 14, Rudd set up another call with Hallam.", [("06-14", "Rudd", "Hallam", "call_request")]),
    ("On June 14, Rudd asked Hallam to call him.", [("06-14", "Rudd", "Hallam", "call_request")]),
    ("“Where is it?” Rudd asked Hallam on June 17. “I need it.”", [("06-17", "Rudd", "Hallam", "message")]),
    ("On June 24, Solano reached out to Rudd’s scheduler.", [("06-24", "Solano", "Rudd’s scheduler", "message")]),
    ("On June 24, an aide to Solano told a colleague.", [("06-24", "an aide to Solano", "a colleague", "message")]),
    (
        "On June 24, engineer Piet Solano asked the board’s lawyer, Ottilie Brandvold, for a report.",
        [("06-24", "Solano", "Ottilie Brandvold", "message")],
    ),
    # no contacts
    ("On June 19, Rudd was copied on the message.", []),
    ("On June 19, Rudd set up a committee.", []),
    ("On June 19, Rudd had lunch alone.", []),
    ("On June 19, Rudd said the wells were failing.", []),
]


@pytest.mark.parametrize(("text", "lines"), TOLD)
def test_what_is_told(text: str, lines: list[tuple[str, str, str, str]]) -> None:
    assert [line(one) for one in told(text) if one.inside < 0 and not one.what] == lines


#: What a contact does.
ACTS = [
    ("Rudd asked Hallam to meet", "asks for a meeting"),
    ("Rudd asked to set up a call with Hallam", "asks for a call"),
    ("Rudd asked Hallam to delete the drafts", "instructs to delete"),
    ("Rudd asked Hallam to send the list", "instructs"),
    ("Rudd asked Hallam whether the wells were safe", "asks for information"),
    ("Rudd sent “corrections” to Hallam", "sends corrections"),
    ("Rudd sent Hallam a draft of the letter", "sends a draft"),
    ("Rudd scheduled a meeting with Hallam", "sets up a meeting"),
    ("Rudd urged Hallam to wait", "urges"),
    ("Rudd thanked Hallam", "thanks"),
]


@pytest.mark.parametrize(("text", "act"), ACTS)
def test_acts(text: str, act: str) -> None:
    assert [one.act for one in told(f"On June 3, {text}.")] == [act]


def test_reported_contacts_are_interactions_of_their_own() -> None:
    outer, inner = told("On July 14, Rudd’s assistant told a colleague that Rudd had just taken a call from Solano.")
    assert line(outer) == ("07-14", "Rudd’s assistant", "a colleague", "message")
    assert (line(inner), inner.inside) == (("07-14", "Solano", "Rudd", "call"), 0 + outer.inside + 1)


def test_what_was_received_before_is_only_bounded() -> None:
    outer, inner = told("On July 14, Hallam asked two officials to discuss “orders” he had received from Rudd.")
    assert outer.to == ("two officials",)
    assert (inner.actors, inner.to) == (("Stefan Rudd",), ("Gene Hallam",))
    assert inner.when is not None and inner.when.precision == "bound"


def test_a_forwarded_email_has_a_writer() -> None:
    outer, inner = told("Rudd forwarded an email from Ines Falk, head of the union, to Hallam on Feb. 27.")
    assert line(outer) == ("02-27", "Rudd", "Hallam", "forward")
    assert inner.actors == ("Ines Falk",) and inner.when is not None and inner.when.precision == "bound"


def test_public_events_stay_events() -> None:
    text = "On March 1, Rudd wrote to Hallam. The next day, Solano resigned. On March 5, the board issued an order."
    assert [(one.what, one.actors) for one in told(text) if one.what] == [
        ("resignation", ("Piet Solano",)),
        ("order", ("the board",)),
    ]


def test_quotes_have_their_speaker() -> None:
    text = "On June 8, Rudd wrote to Solano: “Now?” Solano answered, “Yes.”"
    quotes = [(text[low:high], speaker) for one in told(text) for low, high, speaker in one.quotes]
    assert quotes == [("Now?", "Stefan Rudd"), ("Yes.", "Piet Solano")]


def test_names_in_quotations_do_nothing() -> None:
    (one,) = told("On Jan. 28, Rudd invited Hallam to a “Meeting with Piet Solano.”")
    assert (one.to, one.others) == (("Gene Hallam",), ())


def test_a_surname_of_two_people_is_left_as_it_is() -> None:
    (one,) = read(["About Ann Coyne and Wendell Coyne.", "On May 3, Coyne emailed Ann Coyne."], Reading(year=2021))
    assert (one.actors, one.to) == (("Coyne",), ("Ann Coyne",))


def test_nothing_before_the_first_date_and_no_invented_days() -> None:
    assert told("Rudd emailed Solano.") == []
    assert told("On Jan. 5, Rudd emailed Solano.", year=None) == []


def test_a_paragraph_without_a_date_goes_on_with_the_day_and_says_so() -> None:
    first, then = told("On Jan. 5, Rudd emailed Solano.", "Solano replied, “No.”")
    assert then.carried and then.when is not None and first.when is not None
    assert then.when.first == first.when.first and "the sentence before" in then.when.inferred[-1]


def test_a_sentence_without_end_is_read_in_pieces_that_cite_what_is_there() -> None:
    text = "On Jan. 5, Rudd emailed Solano, " + "and Rudd emailed Hallam, " * 400
    found = told(text)
    assert len(found) > 400
    assert {text[one.start : one.end].count("emailed") for one in found} == {1}


@pytest.mark.parametrize(
    "piece",
    [
        "Rudd, ", "Rudd emailed Solano, and ", "“a” ", "On May 3, ", "the board ", "that Rudd had ", "a call with ",
        "he told her ", "On May 3, Rudd emailed Solano, and ", "the board’s assistant ", "x",
    ],
)  # fmt: skip
def test_linear(piece: str) -> None:
    text = repeated(piece, before="On May 3, Rudd emailed Solano. ")
    assert_linear(lambda paragraph: read([paragraph], Reading(year=2021)), text, 40_000)
