"""Reviewing from the command line, and what the rest of the program then says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

MAILS = """\
From: Rudd, Anneke (EWB)
Sent: Friday, December 3, 2021 9:15 AM
To: Solano, Piet (EWB)
Subject: Pumps

Piet,
Can you call me about the pumps before noon?
Anneke

From: Solano, Piet (EWB)
Sent: Sunday, December 5, 2021 4:40 PM
To: Rudd, Anneke (EWB)
Subject: RE: Pumps

Anneke,
I cannot support the order as it stands.
Piet
"""


@pytest.fixture
def mailed(case_folder: Path, tmp_path: Path, run: Run) -> Path:
    """A case with two mails that ask and refuse."""
    (tmp_path / "mails.txt").write_text(MAILS, encoding="utf-8")
    assert run("add", tmp_path / "mails.txt", "--release", "first").code == 0
    assert run("build").code == 0
    return tmp_path


def lines(out: str) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in out.splitlines()]


def asked(run: Run) -> str:
    """The id of the interaction that asks for a call."""
    (found,) = [row["id"] for row in lines(run("export", "interactions").out) if row["act"] == "asks for a call"]
    return str(found)


def test_accepting_shows_in_exports_and_the_chronology(mailed: Path, run: Run) -> None:
    id = asked(run)
    before = lines(run("review", "queue", "--format", "jsonl").out)
    assert id in {one for item in before for one in item["ids"]}
    assert run("chronology", "--accepted", "--format", "markdown").out.count("- **") == 0
    said = run("review", "accept", id[:9], "--by", "ana", "--note", "page checked")
    assert said.out.startswith(id[:9])
    (row,) = [row for row in lines(run("export", "interactions").out) if row["id"] == id]
    assert (row["state"], row["decided_by"], row["reason"]) == ("accepted", "ana", "page checked")
    assert id not in {one for item in lines(run("review", "queue", "--format", "jsonl").out) for one in item["ids"]}
    accepted = run("chronology", "--accepted", "--format", "json")
    (entry,) = json.loads(accepted.out)["entries"]
    assert (entry["state"], entry["decided_by"]) == ("accepted", ["ana"])
    assert "not yet decided" in run("chronology", "--accepted").out


def test_a_correction_shows_everywhere_and_survives_a_build(mailed: Path, run: Run) -> None:
    id = asked(run)
    run("review", "edit", id, "date", "2021-12-02", "--by", "ana", "--note", "misprint")
    for name in ("one", "two"):
        (row,) = [row for row in lines(run("export", "interactions").out) if row["id"] == id]
        assert (row["state"], row["date"], row["edits"][0]["before"]) == ("edited", "2021-12-02", "2021-12-03")
        more = mailed / f"{name}.txt"
        more.write_text(MAILS.replace("Pumps", "Wells").replace("Anneke\n", name), encoding="utf-8")
        assert run("add", more, "--release", "second").code == 0
        assert run("build").code == 0
    assert "2021-12-02" in run("chronology", "--accepted").out
    assert "2021-12-02" in run("show", id).out
    assert run("review", "edit", id, "citation", "x").code == 2


def test_what_is_rejected_leaves_the_chronology_and_comes_back(mailed: Path, run: Run) -> None:
    id = asked(run)
    run("review", "reject", id)
    shown = run("chronology", "--all").out
    assert "call" not in shown.split("entries from")[0]
    assert "1 rejected" in shown
    (decision,) = lines(run("review", "log", "--format", "jsonl").out)
    assert decision["said"].startswith("Can you call me")
    run("review", "undo", decision["id"])
    assert "for a call" in run("chronology", "--all").out


def test_a_decision_whose_finding_is_gone_is_kept_and_listed(mailed: Path, run: Run) -> None:
    id = asked(run)
    run("review", "accept", id, "--by", "ana")
    text = run("review", "export").out
    other = json.loads(text.splitlines()[0]) | {"id": "d" + "0" * 16, "subjects": ["i" + "0" * 16]}
    (mailed / "sent.jsonl").write_text(json.dumps(other) + "\n", encoding="utf-8")
    assert run("review", "import", mailed / "sent.jsonl").out.startswith("1 new")
    (lost,) = lines(run("review", "log", "--homeless", "--format", "jsonl").out)
    assert (lost["on"], lost["finding"], lost["stands"]) == (["i" + "0" * 16], "gone", "yes")


def test_one_unknown_id_decides_nothing(mailed: Path, run: Run) -> None:
    assert run("review", "accept", asked(run), "nobody-knows").code == 4
    assert lines(run("review", "log", "--format", "jsonl").out) == []


def test_notes_are_decisions(mailed: Path, run: Run) -> None:
    assert run("review", "note", asked(run), "ask the board", "--by", "ben").code == 0
    assert run("review", "note", "mails.txt:1", "in pencil", "--box", "1", "2", "30", "40").code == 0
    (on_finding, on_page) = lines(run("review", "log", "--format", "jsonl").out)
    assert (on_finding["by"], on_finding["note"]) == ("ben", "ask the board")
    assert on_page["region"]["box"] == [1.0, 2.0, 30.0, 40.0]


def test_everything_of_a_message_is_accepted_at_once(mailed: Path, run: Run) -> None:
    rows = lines(run("export", "interactions").out)
    message = next(row["message"] for row in rows if row["act"] == "asks for a call")
    run("review", "accept", message)
    states = {row["message"]: row["state"] for row in lines(run("export", "interactions").out)}
    assert states[message] == "accepted"
    assert len(set(states.values())) == 2


def test_every_decision_is_in_the_audit_log_and_doctor_checks_it(mailed: Path, run: Run) -> None:
    run("review", "accept", asked(run), "--by", "ana")
    run("review", "undo", lines(run("review", "log", "--format", "jsonl").out)[0]["id"], "--by", "ben")
    made = lines(run("audit", "--format", "jsonl").out)
    assert [(one["who"], one["act"], one["number"]) for one in made] == [("ana", "decide", 1), ("ben", "decide", 2)]
    assert [one["about"] for one in lines(run("audit", "--who", "ben", "--format", "jsonl").out)] == [made[1]["about"]]
    noted = run("audit", "--head").out.strip()
    assert noted == made[-1]["hash"]
    assert run("audit", "--since", noted).code == 0
    assert run("doctor").code == 0
    log = Path("audit.jsonl")
    log.write_text(log.read_text().replace('"who":"ana"', '"who":"cal"'))
    checked = run("doctor", "--format", "jsonl")
    assert checked.code == 5
    wrong = [row for row in lines(checked.out) if row["state"] == "wrong"]
    assert [row["check"] for row in wrong] == ["audit log"]
    assert "record 1" in wrong[0]["detail"]
    assert run("audit", "--since", noted).code == 5


def test_a_decision_that_the_log_lacks_shows(mailed: Path, run: Run) -> None:
    run("review", "accept", asked(run))
    Path("audit.jsonl").unlink()
    Path("audit.head").unlink()
    wrong = [row for row in lines(run("doctor", "--format", "jsonl").out) if row["state"] == "wrong"]
    assert wrong[0]["detail"].startswith("1 of 1 decisions are not in it")


def test_an_import_is_recorded_as_such(mailed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("review", "accept", asked(run), "--by", "ana")
    sent = json.loads(run("review", "export").out) | {"id": "d" + "1" * 16, "by": "ben"}
    (mailed / "sent.jsonl").write_text(json.dumps(sent) + "\n", encoding="utf-8")
    monkeypatch.setenv("ONRECORD_USER", "cal")
    run("review", "import", mailed / "sent.jsonl")
    assert [(one["who"], one["act"]) for one in lines(run("audit", "--format", "jsonl").out)][1] == ("cal", "import")


def test_undo_takes_back_all_of_one_act(mailed: Path, run: Run) -> None:
    rows = lines(run("export", "interactions").out)
    run("review", "accept", *(row["id"] for row in rows))
    decided = lines(run("review", "log", "--format", "jsonl").out)
    assert len(decided) == len(rows) > 1
    assert f"{len(rows)} decisions made at once" in run("review", "undo", decided[0]["id"]).out
    assert {row["state"] for row in lines(run("export", "interactions").out)} == {"draft"}
