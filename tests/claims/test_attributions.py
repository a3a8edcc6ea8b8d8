"""Sentences as reports write them, and who says what in each."""

from __future__ import annotations

import pytest

from onrecord.claims import Attribution, attributions


def said(text: str) -> list[tuple[str, str, str]]:
    def words(found: Attribution, role: str) -> str:
        return " … ".join(text[start:end] for start, end in getattr(found, role))

    return [(words(one, "source"), words(one, "cue"), words(one, "content")) for one in attributions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a clause
        ("Ana Ruiz said that the pier was safe.", ("Ana Ruiz", "said", "that the pier was safe")),
        ("The pier was safe, Ana Ruiz said.", ("Ana Ruiz", "said", "The pier was safe")),
        # who tells more about the source is not the source
        ("Ruiz, who led the board, wrote that it was safe.", ("Ruiz", "wrote", "that it was safe")),
        # a quotation, and one that a second sentence goes on with
        ("“It was safe,” Ruiz said.", ("Ruiz", "said", "“It was safe,”")),
        ("“It was safe,” Ruiz said. “We checked it.”", ("Ruiz", "said", "“It was safe,” … “We checked it.”")),
        ('"It was safe," said Ruiz.', ("Ruiz", "said", '"It was safe,"')),
        # the sentence around the phrase
        (
            "The pier was closed in May, according to two officials.",
            ("two officials", "according to", "The pier was closed in May"),
        ),
        # an infinitive
        ("Ruiz declined to comment on the report.", ("Ruiz", "declined", "to comment on the report")),
        # an object, with what belongs to the judgement
        ("Ruiz criticized the plan as a giveaway.", ("Ruiz", "criticized", "the plan as a giveaway")),
        # behind a preposition
        ("The board called for a new inspection.", ("The board", "called for", "a new inspection")),
        # a noun and whose it is
        (
            "Nobody believed Ruiz's claim that the pier was safe.",
            ("Ruiz", "claim", "that the pier was safe"),
        ),
        # what is not said or done: with two objects what, not whom; "so"; what follows "able"; whom one blames
        ("Ruiz did not address the series of letters.", ("Ruiz", "did not address", "the series of letters")),
        ("The port isn't offering pilots the training.", ("The port", "isn't offering", "the training")),
        ("Ruiz doesn't think so.", ("Ruiz", "doesn't think", "so")),
        ("Ruiz won't be able to brag about the lead.", ("Ruiz", "to brag about", "the lead")),
        ("They can't blame this on Director Ruiz.", ("They", "can't blame", "Director Ruiz")),
        # who is blamed for it has done it
        ("The board faulted Ruiz for refusing to testify.", ("Ruiz", "refusing", "to testify")),
        # an adjective
        ("Ruiz was confident that the pier would hold.", ("Ruiz", "was confident", "that the pier would hold")),
        # what is not said
        ("The authority did not respond to a request.", ("The authority", "did not respond to", "a request")),
        # nobody in particular says it
        ("Ruiz is expected to resign in June.", ("", "is expected", "Ruiz … to resign in June")),
        # a poll
        ("In a poll of ferry riders, most wanted a bridge.", ("a poll of ferry riders", "In", "most wanted a bridge")),
    ],
)
def test_forms(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "The pier is made of wood.",
        # an infinitive tells of no attack that was made
        "The board met to attack the problem.",
        # what stands inside a quotation is the quoted person's
        "“She said so.”",
    ],
)
def test_what_attributes_nothing(text: str) -> None:
    assert said(text) == []


def test_offsets_are_of_the_whole_text_and_batches_give_the_same() -> None:
    from onrecord.claims import of_texts

    texts = ["First line.\n\nAna Ruiz said that it was safe.\r\n“No,” Ostler said.", "Ruiz wrote it."]
    alone = [attributions(text) for text in texts]
    assert list(of_texts(texts)) == alone
    assert said(texts[0])[1] == ("Ostler", "said", "“No,”")


@pytest.mark.parametrize("text", ["“" * 5000, "said " * 3000, "\x00\x01 said \ud7ff that\n" * 50, "(" * 3000])
def test_hostile_text_ends(text: str) -> None:
    attributions(text)
