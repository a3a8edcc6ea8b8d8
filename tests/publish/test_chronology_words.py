"""The words of a chronology: names with posts, exchanges, what is planned or reported, and what a person accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.model import Citation, Interaction, Said, Span
from onrecord.publish.chronology import phrases, wording
from onrecord.publish.chronology.tellings import everyday
from tests.conftest import Run


def mail(day: str, sender: str, to: str, subject: str, *body: str) -> str:
    """One printed mail."""
    lines = [f"From: {sender}", f"Sent: {day}", f"To: {to}", f"Subject: {subject}", "", *body, ""]
    return "\n".join(lines)


RUDD, SOLANO, HUGO = "Rudd, Anneke (EWB)", "Solano, Carla (EWB)", "Solano, Hugo (LSC)"
ASKED = mail("Friday, December 3, 2021 9:15 AM", RUDD, SOLANO, "Pumps", "Can you call me about the pumps before noon?")
ANSWERED = mail(
    "Friday, December 3, 2021 11:40 AM", SOLANO, RUDD, "RE: Pumps",
    "I cannot support the order as it stands, and Chief Engineer Carla Solano does not sign what she does not read.",
)  # fmt: skip
LATER = mail("Monday, December 6, 2021 8:00 AM", RUDD, SOLANO, "Wells", "Why were the wells not tested in June?")
OTHER = mail("Tuesday, December 7, 2021 8:00 AM", RUDD, HUGO, "Valves", "Why were the valves not tested in June?")
TOLD = mail(
    "Wednesday, December 8, 2021 8:00 AM", RUDD, SOLANO, "Calls",
    "I spoke with Hugo Solano yesterday about the valves.",
)  # fmt: skip


def entries(run: Run, *flags: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("chronology", "--format", "json", *map(str, flags)).out)["entries"]
    return found


def built(run: Run, folder: Path, release: str, *mails: str) -> None:
    """Add mails, a file each, and build."""
    (folder / release).mkdir()
    for number, text in enumerate(mails):
        (folder / release / f"{number}.txt").write_text(text, encoding="utf-8")
    assert run("add", folder / release, "--release", release).code == 0
    assert run("build").code == 0


def test_a_post_is_told_of_the_day_alone_for_which_a_page_shows_it(case_folder: Path, tmp_path: Path, run: Run) -> None:
    early = ASKED.replace("December 3", "December 1").replace("Friday", "Wednesday").replace(SOLANO, "Solano, Carla")
    built(run, tmp_path, "first", early, ANSWERED, LATER)
    told = entries(run)
    assert [one["name"] for one in told[0]["introduced"]] == ["Anneke Rudd"]
    assert told[0]["text"].startswith("Anneke Rudd of EWB asked Carla Solano for a call")
    only = entries(run, "--from", "2021-12-03", "--to", "2021-12-03")[0]
    assert only["text"].startswith("Chief Engineer Carla Solano declined, writing to Anneke Rudd")
    carla = only["introduced"][0]
    assert carla["post"] == "Chief Engineer" and "Chief Engineer" in carla["quote"]
    assert carla["source"] == "first: first/1.txt, p. 1"
    for fmt in ("table", "markdown", "html", "csv", "ics"):
        assert "Chief Engineer" in run("chronology", "--from", "2021-12-03", "--format", fmt).out.replace("\r\n ", "")


def test_two_of_one_surname_keep_their_full_names(case_folder: Path, tmp_path: Path, run: Run) -> None:
    built(run, tmp_path, "first", ANSWERED, LATER, OTHER)
    texts = [one["text"] for one in entries(run)]
    assert texts[1].startswith("Rudd asked Carla Solano:")
    assert texts[2].startswith("Rudd asked Hugo Solano of LSC:")
    # without the other one there is no doubt who is meant
    assert entries(run, "--to", "2021-12-06")[1]["text"].startswith("Rudd asked Solano:")


def test_an_exchange_is_one_entry_in_the_order_of_its_messages(case_folder: Path, tmp_path: Path, run: Run) -> None:
    built(run, tmp_path, "first", ANSWERED + "\n" + ASKED, LATER)
    first, second = entries(run)
    assert first["text"] == (
        "Anneke Rudd of EWB asked Chief Engineer Carla Solano for a call: "
        "“Can you call me about the pumps before noon?” Solano declined, writing to Rudd: "
        "“I cannot support the order as it stands, and Chief Engineer Carla Solano does not sign "
        "what she does not read.”"
    )
    assert len(first["parts"]) == 2 and second["date"] == "2021-12-06"


def test_what_is_reported_is_told_as_reported_on_the_day_it_names(case_folder: Path, tmp_path: Path, run: Run) -> None:
    built(run, tmp_path, "first", TOLD)
    (one,) = entries(run)
    assert one["date"] == "2021-12-07" and one["inferred"]
    assert one["text"].startswith(
        "Anneke Rudd, writing on Dec. 8, reported a conversation with Hugo Solano on this day:"
    )


def test_accepted_words_stay_when_more_is_built(case_folder: Path, tmp_path: Path, run: Run) -> None:
    built(run, tmp_path, "first", LATER)
    (before,) = entries(run)
    assert before["text"].startswith("Anneke Rudd of EWB asked Carla Solano of EWB:")
    assert run("review", "accept", before["id"]).code == 0
    built(run, tmp_path, "second", ASKED)
    drafted, after = entries(run)
    # the names came up before, and would be drafted as surnames now
    assert drafted["state"] == "draft" and "Anneke Rudd" in drafted["text"]
    assert (after["text"], after["state"]) == (before["text"], "accepted")
    assert [one["text"] for one in entries(run, "--accepted")] == [before["text"]]
    assert run("review", "undo", json.loads(run("review", "log", "--format", "json").out)[0]["id"]).code == 0
    assert entries(run)[1]["text"].startswith("Rudd asked Solano:")


def test_accepted_words_are_flagged_when_a_copy_comes(case_folder: Path, tmp_path: Path, run: Run) -> None:
    built(run, tmp_path, "first", LATER)
    (before,) = entries(run)
    run("review", "accept", before["id"])
    built(run, tmp_path, "second", LATER + "\nReleased in part.\n")
    (after,) = entries(run)
    assert (after["text"], after["state"]) == (before["text"], "changed")
    assert len(after["sources"]) == 2


def test_a_correction_is_told_in_new_words_that_stay(case_folder: Path, tmp_path: Path, run: Run) -> None:
    built(run, tmp_path, "first", LATER)
    (before,) = entries(run)
    run("review", "accept", before["id"])
    assert run("review", "edit", before["id"], "act", "urges").code == 0
    (after,) = entries(run)
    assert after["text"].startswith("Anneke Rudd of EWB urged Carla Solano of EWB:") and after["state"] == "edited"
    built(run, tmp_path, "second", ASKED)
    assert entries(run)[1]["text"] == after["text"]


def test_words_that_are_accepted_by_surname_say_who_that_is(case_folder: Path, tmp_path: Path, run: Run) -> None:
    built(run, tmp_path, "first", ASKED, LATER)
    run("review", "accept", entries(run)[1]["id"])
    (alone,) = entries(run, "--accepted")
    assert alone["text"].startswith("Rudd asked Solano:")
    assert {one["name"] for one in alone["introduced"]} == {"Anneke Rudd", "Carla Solano"}


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (("Ana", [], ["Bo"], "call", [], ""), "Ana reported a call with Bo."),
        (("Ana", ["Bo"], [], "call", [], ""), "Ana reported a call from Bo."),
        (("Ana", ["Bo"], ["Cy"], "call", [], ""), "Ana reported a call from Bo to Cy."),
        (
            ("Ana", ["Bo"], ["Cy"], "meeting", [], "May 3"),
            "Ana, writing on May 3, reported a meeting of Bo and Cy on this day.",
        ),
        (("Ana", [], [], "conversation", ["We spoke."], ""), "Ana mentioned a conversation: “We spoke.”"),
    ],
)  # fmt: skip
def test_reported_contacts(told: tuple[Any, ...], text: str) -> None:
    assert phrases.reported(*told) == text


def test_planned_contacts_are_not_told_as_held() -> None:
    told = phrases.planned("Ana", ["Bo", "Cy"], "call", ["Bond"], "May 2", invited=True)
    assert told == "A call was planned for this day; Ana invited Bo and Cy: “Bond”"
    told = phrases.planned("Ana", ["Bo"], "meeting", [], "May 2", invited=False)
    assert told == "A meeting was planned for this day; Ana had written to Bo on May 2."
    assert phrases.planned("Bo", ["Ana"], "meeting", [], "May 3", invited=False, again=True) == (
        "Bo had written to Ana on May 3."
    )


@pytest.mark.parametrize(
    ("act", "words", "left_out"),
    [
        ("instructs", "Please handle and respond to this person.", True),
        ("instructs", "Nobody speaks to the press but Carla.", False),
        ("instructs", "Please hold the report until we have read it again with the auditors.", False),
        ("asks for information", "What say you?", True),
        ("asks for information", "Who wrote section 3?", False),
        ("asks for a meeting", "Let us discuss.", True),
        ("asks for a call", "Call me at 8.", False),
        # a disclaimer under every message is nobody's act
        ("urges", "It should not be used by anyone who is not the original intended recipient.", True),
        ("declines", "I cannot support the order as it stands.", False),
    ],
)
def test_words_that_say_next_to_nothing_are_everyday_traffic(act: str, words: str, left_out: bool) -> None:
    span = Span("0" * 16 + "/1", 0, len(words))
    one = Interaction(
        id="i1", citation=Citation((span,), words), record="m1", source="message", act=act,
        quotes=(Said(words, "Rudd", (span,)),),
    )  # fmt: skip
    assert everyday(one) is left_out


def test_of_many_names_the_first_are_printed_and_the_others_counted() -> None:
    for letters, text in (("ABCDEF", "A, B, C, D, E and F"), ("ABCDEFGH", "A, B, C, D, E and 3 others")):
        shown, others = phrases.shown(list(letters))
        assert phrases.series([*shown, *others]) == text


def test_whoever_is_not_printed_is_named_in_full_later(case_folder: Path, tmp_path: Path, run: Run) -> None:
    surnames = ("Abel", "Brandt", "Castell", "Dorn", "Ekdahl", "Farrow", "Solano")
    many = "; ".join(f"{last}, Carla (EWB)" if last == "Solano" else f"{last}, Ida (EWB)" for last in surnames)
    first = mail("Thursday, December 2, 2021 8:00 AM", RUDD, many, "Levels", "Who read the levels at the north well?")
    built(run, tmp_path, "first", first, LATER)
    told = [one["text"] for one in entries(run)]
    assert "Ekdahl of EWB and 2 others: “Who read" in told[0]
    assert told[1].startswith("Rudd asked Carla Solano of EWB:")


def test_a_line_that_was_read_as_a_post_is_not_printed(case_folder: Path, tmp_path: Path, run: Run) -> None:
    built(run, tmp_path, "first", LATER.replace("(EWB)", "(Producer of evening interviews)"))
    (one,) = entries(run)
    assert one["introduced"] == [] and one["text"].startswith("Anneke Rudd asked Carla Solano:")


def test_a_message_that_names_another_day_is_told_on_both(case_folder: Path, tmp_path: Path, run: Run) -> None:
    both = mail(
        "Monday, December 6, 2021 8:00 AM", RUDD, SOLANO, "Wells",
        "Why were the wells not tested in June?", "Let's set up a call for Thursday, December 9 at 11:00.",
    )  # fmt: skip
    built(run, tmp_path, "first", both)
    asked, planned = entries(run)
    assert (asked["date"], planned["date"]) == ("2021-12-06", "2021-12-09")
    assert asked["text"] == ("Anneke Rudd of EWB asked Carla Solano of EWB: “Why were the wells not tested in June?”")
    assert planned["text"].startswith("A call was planned for this day; Rudd had written to Solano on Dec. 6:")
    # one message is judged as one, and each of its parts keeps its own words
    assert run("review", "accept", asked["id"]).code == 0
    assert [(one["text"], one["state"]) for one in entries(run)] == [
        (asked["text"], "accepted"), (planned["text"], "accepted"),
    ]  # fmt: skip


def test_in_a_large_case_names_are_accepted_in_full(
    case_folder: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    built(run, tmp_path, "first", ASKED, LATER)
    (later,) = (one for one in entries(run) if one["date"] == "2021-12-06")
    assert later["text"].startswith("Rudd asked Solano:")
    monkeypatch.setattr(wording, "LARGE", 1)
    assert run("review", "accept", later["id"]).code == 0
    assert entries(run)[1]["text"].startswith("Anneke Rudd of EWB asked Carla Solano of EWB:")
