"""``compare`` and ``gaps`` on a case of two small releases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord import Case
from onrecord.cli.main import cli
from onrecord.errors import UsageError

HEAD = """From: Ruiz, Ana (HPA)
Sent: Tuesday, March 9, 2021 4:42 PM
To: Cole, Ben (HPA)
Subject: RE: Pier 9 inspection

"""
CRACKED = "Both piles are sound but the cap is cracked from end to end."
OPEN = f"The divers finished bent 36. {CRACKED} I will report on Friday."
HIDDEN = "The divers finished bent 36. (b)(5) I will report on Friday."


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("two")
    for name, body in (("first", HIDDEN), ("second", OPEN)):
        (folder / f"{name}.txt").write_text(HEAD + body + "\n", encoding="utf-8")
    with Case.create(folder / "case") as made:
        for name, received in (("first", "2021-05-01"), ("second", "2021-09-01")):
            paths = [folder / f"{name}.txt"]
            made.add(paths, release=name, agency="Harbor Authority", received=received, request="21-7")
        made.build(executor="serial")
    return folder / "case"


def run(case: Path, *words: str) -> str:
    done = CliRunner().invoke(cli, ["--case", str(case), *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_releases_side_by_side_say_what_is_newly_open(case: Path) -> None:
    shown = run(case, "compare", "first", "second")
    assert "newly open" in shown
    assert "hidden here, open there" in shown
    (row,) = [json.loads(line) for line in run(case, "compare", "first", "second", "--format", "jsonl").splitlines()]
    assert row["text"] == CRACKED
    assert row["codes"] == ["(b)(5)"]


def test_messages_and_pages_are_compared_by_their_names(case: Path) -> None:
    with Case.open(case) as opened:
        a, b = (message.id for message in opened.messages())
        best = opened.best_text(opened.message(a))
    for names in ((a, b), ("first.txt:1", "second.txt:1")):
        rows = [json.loads(line) for line in run(case, "compare", *names, "--format", "jsonl").splitlines()]
        assert [row["kind"] for row in rows] == ["hidden"]
    assert " ".join(" ".join(piece.text.split()) for piece in best) == OPEN
    assert {piece.source for piece in best} == {b}


def test_what_cannot_be_compared_is_said(case: Path) -> None:
    done = CliRunner().invoke(cli, ["--case", str(case), "compare", "first", "second.txt:1"])
    assert done.exit_code != 0


def test_gaps_are_listed_and_drafted_as_a_letter(case: Path) -> None:
    (row,) = [json.loads(line) for line in run(case, "gaps", "--format", "jsonl").splitlines()]
    assert row["kind"] == "missing_parent"
    text = run(case, "gaps", "--letter")
    assert "Follow-up request: request 21-7" in text
    assert "Harbor Authority" in text
    assert "first.txt, page 1" in text
    assert "Appeal: request 21-7" in run(case, "gaps", row["id"][:8], "--appeal")
    assert run(case, "gaps", "--kind", "skipped_stamps", "--format", "jsonl") == ""


def test_the_best_text_says_which_copy_each_piece_is_from(case: Path) -> None:
    with Case.open(case) as opened:
        hiding, showing = (message.id for message in opened.messages())
    shown = run(case, "show", hiding, "--best")
    assert CRACKED in " ".join(shown.split())
    assert showing in shown


def test_status_keeps_the_dates_of_a_request(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello.\n", encoding="utf-8")
    run(tmp_path, "new", str(tmp_path / "case"))
    dates = ("--requested", "2021-01-05", "--deadline", "2021-06-30", "--appeal-by", "2021-09-30")
    run(tmp_path / "case", "add", str(tmp_path / "a.txt"), "--release", "first", *dates)
    row = json.loads(run(tmp_path / "case", "status", "--format", "jsonl").splitlines()[0])
    assert (row["requested"], row["deadline"], row["appeal_by"]) == ("2021-01-05", "2021-06-30", "2021-09-30")
    wrong = ["--case", str(tmp_path / "case"), "add", str(tmp_path / "a.txt"), "--deadline", "soon"]
    assert isinstance(CliRunner().invoke(cli, wrong).exception, UsageError)
