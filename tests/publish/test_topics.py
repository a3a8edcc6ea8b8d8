"""Topics: kept as decisions, used by the chronology and the network, and suggested with counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.publish import suggestions
from onrecord.publish.topics import meant, subject
from tests.conftest import Run
from tests.publish.test_chronology_words import ASKED, LATER, OTHER, RUDD, SOLANO, built, entries, mail

ANSWER = mail(
    "Tuesday, December 7, 2021 10:00 AM", SOLANO, RUDD, "RE: Wells", "Nobody asked me to do it before August."
)


@pytest.fixture
def wells(case_folder: Path, tmp_path: Path, run: Run) -> Path:
    """A case with mails on pumps, wells and valves, and a topic."""
    built(run, tmp_path, "first", ASKED, LATER, OTHER, ANSWER)
    assert run("topics", "add", "Water", "pump*", "wells", "--note", "as in the complaint").code == 0
    return case_folder


def test_a_topic_narrows_the_chronology_and_the_network(wells: Path, run: Run) -> None:
    assert [one["date"] for one in entries(run, "--topic", "water", "--all")] == [
        "2021-12-03",
        "2021-12-06",
        "2021-12-07",
    ]
    assert [one["date"] for one in entries(run, "--topic", "valve")] == ["2021-12-07"]
    found = json.loads(run("network", "--topic", "Water", "--format", "json").out)
    assert {one["name"] for one in found} == {"Rudd, Anneke", "Solano, Carla"}
    assert "3 messages" in run("network", "--topic", "Water").err
    assert "1 messages" in run("network", "--topic", "pumps").err


def test_the_subject_of_a_thread_stands_for_all_its_messages(wells: Path) -> None:
    with Case.open(wells) as case:
        found = meant(case.view(), ("wells",))
        bodies = {case.message(id).body.split(",")[0].split(" ")[0] for id in found.messages}
    assert bodies == {"Why", "Nobody"}


def test_a_topic_is_a_decision_that_is_sent_packed_and_taken_back(wells: Path, tmp_path: Path, run: Run) -> None:
    assert run("build").code == 0
    (kept,) = json.loads(run("topics", "list", "--format", "json").out)
    assert (kept["name"], kept["terms"], kept["messages"]) == ("Water", ["pump*", "wells"], 3)
    assert kept["note"] == "as in the complaint"
    with Case.open(wells) as case:
        case.pack(tmp_path / "case.zip")
    Case.unpack(tmp_path / "case.zip", tmp_path / "again")
    with Case.open(tmp_path / "again") as again:
        assert [one.terms for one in again.topics()] == [("pump*", "wells")]
    sent = tmp_path / "decisions.jsonl"
    sent.write_text(run("review", "export").out, encoding="utf-8")
    assert run("topics", "remove", "WATER").code == 0
    assert json.loads(run("topics", "list", "--format", "json").out) == []
    assert run("review", "import", sent).code == 0  # known: what was removed stays so
    assert json.loads(run("topics", "list", "--format", "json").out) == []
    removed = json.loads(run("review", "log", "--format", "json").out)[-1]
    assert run("review", "undo", removed["id"]).code == 0
    assert [one["name"] for one in json.loads(run("topics", "list", "--format", "json").out)] == ["Water"]


def test_the_latest_set_of_terms_holds(wells: Path, run: Run) -> None:
    assert run("topics", "add", "water", "valves").code == 0
    (kept,) = json.loads(run("topics", "list", "--format", "json").out)
    assert (kept["name"], kept["terms"]) == ("water", ["valves"])


@pytest.mark.parametrize("given", [("add", "", "x"), ("add", "x", "?"), ("add", "x", 'a "b"')])
def test_what_is_no_topic_is_refused(wells: Path, run: Run, given: tuple[str, ...]) -> None:
    assert run("topics", *given).code == 2
    assert run("topics", "remove", "nothing").code == 4


def test_suggestions_count_noun_phrases_of_several_threads(case_folder: Path, tmp_path: Path, run: Run) -> None:
    days = ("Monday, December 6", "Tuesday, December 7", "Wednesday, December 8", "Thursday, December 9")
    mails = [
        mail(f"{day}, 2021 8:00 AM", RUDD, SOLANO, subject, f"{start} the pumping station and Anneke Rudd.")
        for day, subject, start in zip(
            days, ("Levels", "Costs", "Bids", "Staff"), ("Look at", "Who built", "We sold", "They like"), strict=True
        )
    ]
    built(run, tmp_path, "first", *mails, mails[0] + "\nReleased again.\n")
    (found,) = json.loads(run("topics", "suggest", "--format", "json").out)
    assert (found["phrase"], found["messages"], found["of"], found["threads"]) == ("pumping station", 4, 4, 4)
    assert "“pumping station” stands in 4 of 4 messages, in 4 threads" in run("topics", "suggest").out
    assert run("topics", "add", "station", "pumping station").code == 0
    assert json.loads(run("topics", "suggest", "--format", "json").out) == []


def test_a_phrase_ends_at_small_words_and_stops() -> None:
    found = set(suggestions._phrases("The dry wells, and the Ellsmere order of 12 May"))
    assert found == {"dry wells", "Ellsmere order"}


def test_subjects_are_bare(wells: Path) -> None:
    with Case.open(wells) as case:
        assert {subject(one) for one in case.messages()} == {"Pumps", "Wells", "Valves"}
