"""The message scorer: a right answer scores 100, and every kind of wrong answer costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from quality.messages import errors, person, same_time, score

Record = dict[str, Any]


def message(depth: int, page: int, **fields: Any) -> Record:
    return {
        "depth": depth,
        "kind": "email",
        "from": "Vance, Marisol",
        "to": ["Ostler, Graham"],
        "cc": [],
        "sent": f"2021-03-0{1 + depth}T09:{10 + page}",
        "subject": "Pier 9",
        "body": f"The divers finished bent {depth} on page {page} this afternoon.",
        "attachments": [],
        "file": "release-1/a.pdf",
        "page": page,
        "scanned": False,
        **fields,
    }


def truth() -> Record:
    chain = [message(0, 1), message(1, 1, **{"from": "Ostler, Graham", "to": ["Vance, Marisol"]}), message(2, 2)]
    single = [message(0, 4, subject="Ferry", cc=["Imre, Lucas"])]
    scan = [message(0, 1, file="release-1/b.pdf", scanned=True)]
    memo = [message(0, 6, kind="memo", sent="2021-05-01")]
    return {
        "messages": {
            "dontcare": [{"file": "release-1/letter.pdf", "page": 1}],
            "threads": [
                {"thread": name, "file": messages[0]["file"], "messages": messages}
                for name, messages in (("t1", chain), ("t2", single), ("t3", scan), ("t4", memo))
            ],
        },
        "pages": [{"file": "release-1/b.pdf", "page": 1, "scanned": True}],
    }


def perfect() -> list[Record]:
    return [
        {**one, "page_start": one["page"], "chain": thread["thread"], "file": one["file"].split("/")[1]}
        for thread in truth()["messages"]["threads"]
        for one in thread["messages"]
    ]


def f1(predictions: list[Record], part: str = "all", depth: str = "all") -> float:
    value: float = score(truth(), predictions)["messages"][part][depth]["F1"]
    return value


def test_the_truth_scores_full_marks() -> None:
    found = score(truth(), perfect())
    for part in found["messages"].values():
        assert all(figures["F1"] in (100.0, None) for figures in part.values())
    for name in ("depth", "sender", "sent", "subject", "body", "kind"):
        assert found["fields"]["all"][name] == 100.0
    assert found["fields"]["all"]["chain"]["F1"] == 100.0
    assert found["papers"]["F1"] == 100.0
    assert found["messages"]["scanned"]["all"]["true"] == 1
    assert not list(errors(truth(), perfect()))


#: What is done to the first prediction, and the field figure that must fall (none: only P, R and F1 do).
WRONGS: list[tuple[str, Callable[[Record], Record], str]] = [
    # A message on the next page is not where it was printed.
    ("page", lambda one: {"page_start": one["page_start"] + 1}, ""),
    # AM read as PM.
    ("half of the day", lambda _: {"sent": "2021-03-01T21:11"}, "sent"),
    ("another day", lambda _: {"sent": "2021-03-02T09:11"}, "sent"),
    # An offset that nobody printed.
    ("made-up offset", lambda _: {"sent": "2021-03-01T09:11-05:00"}, "sent"),
    ("no time", lambda _: {"sent": None}, "sent"),
    ("another sender", lambda _: {"from": "Ostler, Graham"}, "sender"),
    # On a text page a sender with one wrong letter is a wrong sender.
    ("misread sender", lambda _: {"from": "Vanse, Marisol"}, "sender"),
    ("no sender", lambda _: {"from": ""}, "sender"),
]


@pytest.mark.parametrize(("change", "field"), [wrong[1:] for wrong in WRONGS], ids=[wrong[0] for wrong in WRONGS])
def test_wrong_header_costs(change: Callable[[Record], Record], field: str) -> None:
    predictions = perfect()
    predictions[0] |= change(predictions[0])
    assert f1(predictions) == 80.0
    if field:
        assert score(truth(), predictions)["fields"]["all"][field] < 100
    assert any(line.startswith(("WRONG", "MISSED")) for line in errors(truth(), predictions))


def test_missed_message_costs_recall() -> None:
    figures = score(truth(), perfect()[1:])["messages"]["all"]["all"]
    assert (figures["P"], figures["R"]) == (100.0, 80.0)


def test_made_up_message_costs_precision() -> None:
    extra = {**perfect()[0], "page_start": 5, "subject": "Nothing of the kind", "body": "Other words", "sent": None}
    figures = score(truth(), [*perfect(), extra])["messages"]["all"]["all"]
    assert (figures["P"], figures["R"]) == (83.33, 100.0)


def test_the_same_message_twice_costs_precision() -> None:
    figures = score(truth(), [*perfect(), perfect()[0]])["messages"]["all"]["all"]
    assert figures["P"] == 83.33


def test_messages_of_another_file_do_not_count() -> None:
    moved = [{**one, "file": "c.pdf"} for one in perfect()]
    assert f1(moved) == 0.0


def test_quoted_message_given_as_top_costs_in_both() -> None:
    predictions = perfect()
    predictions[1]["depth"] = 0
    assert f1(predictions) == 100.0
    assert f1(predictions, depth="top") < 100
    assert f1(predictions, depth="quoted") < 100
    assert score(truth(), predictions)["fields"]["all"]["depth"] == 80.0


def test_scanned_and_text_pages_are_counted_apart() -> None:
    predictions = [one for one in perfect() if one["file"] == "a.pdf"]
    assert f1(predictions, "text") == 100.0
    assert f1(predictions, "scanned") == 0.0


def test_scans_may_misread_one_letter_in_eight_but_no_digit_of_a_time() -> None:
    predictions = perfect()
    scan = next(one for one in predictions if one["file"] == "b.pdf")
    scan["from"] = "Vanse, Marisol"
    assert f1(predictions, "scanned") == 100.0
    scan["from"] = "Vonse, Marlson"
    assert f1(predictions, "scanned") == 0.0
    scan |= {"from": "Vance, Marisol", "sent": "2021-03-01T09:17"}
    assert f1(predictions, "scanned") == 0.0


def test_hidden_sender_must_stay_hidden() -> None:
    hidden = truth()
    hidden["messages"]["threads"][0]["messages"][0]["from"] = ""
    guessed = perfect()
    kept = [{**guessed[0], "from": ""}, *guessed[1:]]
    assert score(hidden, kept)["messages"]["all"]["all"]["F1"] == 100.0
    assert score(hidden, guessed)["messages"]["all"]["all"]["F1"] == 80.0


def test_people_are_counted_one_by_one() -> None:
    predictions = perfect()
    predictions[3]["cc"] = ["Imre, Lucas", "Fosse, Danielle"]
    figures = score(truth(), predictions)["fields"]["all"]["cc"]
    assert (figures["P"], figures["R"]) == (50.0, 100.0)
    predictions[3]["cc"] = []
    assert score(truth(), predictions)["fields"]["all"]["cc"]["R"] == 0.0


def test_wrong_body_lowers_body_only() -> None:
    predictions = perfect()
    predictions[0]["body"] = "Entirely different words here."
    found = score(truth(), predictions)
    assert found["messages"]["all"]["all"]["F1"] == 100.0
    assert found["fields"]["all"]["body"] < 90


def test_wrong_subject_lowers_subject() -> None:
    predictions = perfect()
    predictions[0]["subject"] = "Pier 7"
    assert score(truth(), predictions)["fields"]["all"]["subject"] == 80.0


def test_torn_and_merged_chains_cost() -> None:
    torn, merged = perfect(), perfect()
    torn[2]["chain"] = "elsewhere"
    merged[3]["chain"] = "t1"
    assert score(truth(), torn)["fields"]["all"]["chain"]["R"] < 100
    assert score(truth(), merged)["fields"]["all"]["chain"]["P"] < 100


def test_release_letters_are_left_out_and_papers_scored_apart() -> None:
    letter = {**perfect()[0], "file": "letter.pdf", "page_start": 1, "kind": "letter"}
    assert f1([*perfect(), letter]) == 100.0
    no_memo = [one for one in perfect() if one["kind"] != "memo"]
    found = score(truth(), no_memo)
    assert found["messages"]["all"]["all"]["F1"] == 100.0
    assert found["papers"]["F1"] == 0.0
    made_up = {**perfect()[0], "page_start": 9, "kind": "memo", "sent": None}
    assert score(truth(), [*perfect(), made_up])["papers"]["P"] == 50.0


def test_nothing_predicted() -> None:
    found = score(truth(), [])
    assert found["messages"]["all"]["all"] == {"P": None, "R": 0.0, "F1": 0.0, "true": 5, "predicted": 0}
    assert found["fields"] == {}


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("Vance, Marisol (HPA/OED) [E]", "marisolvance"),
        ("Marisol Vance <mvance@hpa.example.gov>", "marisolvance"),
        ('"Vance, Marisol (HPA)" <mvance@hpa.example.gov>', "marisolvance"),
        ("Marisol Vance/OED/HPA@HPA", "marisolvance"),
        ("'mvance@hpa.example.gov'", "mvancehpaexamplegov"),
        ("<mvance@hpa.example.gov>", "mvancehpaexamplegov"),
        ("De la Vega, Tabitha", "tabithadelavega"),
        ("Imre, Lucas (HPA) on behalf of Vance, Marisol (HPA)", "lucasimre"),
        ("HPA-Managers", "hpamanagers"),
        ("", ""),
    ],
)
def test_names_are_compared_whatever_their_form(printed: str, key: str) -> None:
    assert person(printed) == key


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("2021-03-01T09:11", "2021-03-01T09:11:00", True),
        ("2021-03-01T09:11:30", "2021-03-01T09:11", True),
        ("2021-03-01T09:11:30", "2021-03-01T09:11:31", False),
        ("2021-03-01", "2021-03-01", True),
        ("2021-03-01", "2021-03-01T00:00", False),
        # The same instant in another zone is not what the page says.
        ("2021-03-01T09:11+00:00", "2021-03-01T04:11-05:00", False),
        (None, "", True),
        (None, "2021-03-01", False),
        ("2021-03-01", "yesterday", False),
    ],
)
def test_times(a: str | None, b: str | None, same: bool) -> None:
    assert same_time(a, b) is same
