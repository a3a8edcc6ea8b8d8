"""The chronology: entries from messages, pages and known events, in every format; and a published one checked."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from onrecord.publish.chronology import phrases
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

From: Rudd, Anneke (EWB)
Sent: Thursday, December 9, 2021 8:00 AM
To: Solano, Piet (EWB)
Subject: RE: Pumps

Thank you for your help with the wells.
"""
PAGE = "\n\n".join(
    [
        "Ellsmere Water Board Records on Failing Wells",
        "Records about Anneke Rudd and Piet Solano, released in response to a public records request.",
        "On Dec. 3, Anneke Rudd wrote to Piet Solano: “Can you call me about the pumps before noon?”",
        "On Dec. 5, Solano wrote to Rudd that he would “never sign anything like it.”",
        "On Dec. 7, Rudd wrote to Solano: “I cannot support the order as it stands.”",
        "On Dec. 20, Rudd emailed Solano.",
    ]
)


@pytest.fixture
def drafted(case_folder: Path, tmp_path: Path, run: Run) -> Path:
    """A case with three mails and a page that tells of them."""
    (tmp_path / "mails.txt").write_text(MAILS, encoding="utf-8")
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    assert run("add", tmp_path / "mails.txt", "--release", "first").code == 0
    assert run("add", tmp_path / "page.txt", "--release", "press").code == 0
    assert run("build", "--year", "2021").code == 0
    return case_folder


def test_entries_are_cited_dated_and_drafts(drafted: Path, run: Run) -> None:
    found = json.loads(run("chronology", "--format", "json").out)
    told = {entry["text"]: entry for entry in found["entries"] if entry["kind"] == "message"}
    assert list(told) == [
        "Anneke Rudd of EWB asked Piet Solano of EWB for a call: “Can you call me about the pumps before noon?”",
        "Solano declined, writing to Rudd: “I cannot support the order as it stands.”",
    ]
    assert all(entry["sources"] == ["first: mails.txt, p. 1"] and entry["state"] == "draft" for entry in told.values())
    assert found["left_out"] == 1  # the thanks
    days = [entry["date"] for entry in found["entries"]]
    assert days == sorted(days)


def test_filters(drafted: Path, tmp_path: Path, run: Run) -> None:
    def count(*flags: object) -> int:
        return len(json.loads(run("chronology", "--format", "json", *flags).out)["entries"])

    assert count("--release", "first") == 2
    assert count("--release", "first", "--all") == 3
    assert count("--from", "2021-12-05", "--to", "2021-12-05", "--release", "first") == 1
    assert count("--to", "2021-12", "--release", "first") == 2
    assert count("--topic", "pumps", "--release", "press") == 1
    assert count("--person", "nobody") == 0
    (tmp_path / "known.csv").write_text(
        "date,what,url\n2021-12-04,The wells ran dry,https://example.org/dry\n", encoding="utf-8"
    )
    assert count("--release", "first", "--events", tmp_path / "known.csv") == 3
    (tmp_path / "bad.csv").write_text("date,what,url\nsoon,The wells ran dry,\n", encoding="utf-8")
    assert run("chronology", "--events", tmp_path / "bad.csv").code == 2


def test_every_format_has_every_entry_and_marks_what_is_inferred(drafted: Path, tmp_path: Path, run: Run) -> None:
    for fmt in ("table", "markdown", "html", "csv", "ics"):
        out = run("chronology", "--format", fmt).out
        assert "for a call" in out, fmt
        assert "inferred" in out or "the year" in out, fmt
    calendar = run("chronology", "--format", "ics").out
    assert calendar.count("BEGIN:VEVENT") == calendar.count("END:VEVENT") == 6
    assert all(len(line.encode()) <= 75 for line in calendar.splitlines())
    assert run("chronology", "--format", "docx").code == 2
    assert run("chronology", "--format", "docx", "--out", tmp_path / "c.docx").code == 0
    import docx

    paragraphs = [one.text for one in docx.Document(io.BytesIO((tmp_path / "c.docx").read_bytes())).paragraphs]
    assert len(paragraphs) == 2 + 6  # a heading, a line of counts, the entries
    with ZipFile(tmp_path / "c.docx") as package:
        notes = package.read("word/footnotes.xml").decode()
        body = package.read("word/document.xml").decode()
    assert [one in notes for one in ("Anneke Rudd: EWB, as stated", "Piet Solano: EWB, as stated")] == [True, True]
    assert body.count("<w:footnoteReference") == notes.count("<w:footnoteRef/>") == 2
    assert any("for a call" in text and "(draft)" in text for text in paragraphs)
    before = (tmp_path / "c.docx").read_bytes()
    run("chronology", "--format", "docx", "--out", tmp_path / "c.docx")
    assert (tmp_path / "c.docx").read_bytes() == before


def test_a_published_chronology_is_held_against_the_messages(drafted: Path, run: Run) -> None:
    rows = [json.loads(line) for line in run("check", "page.txt", "--format", "jsonl").out.splitlines()]
    assert [row["finding"] for row in rows] == ["supported", "partly", "contradicted", "not found"]
    assert rows[0]["file"] == "mails.txt" and rows[3]["message"] == ""
    assert "another day and writer" in rows[2]["why"]
    assert run("check", "mails.txt").code == 2
    assert run("check", "nothing.html").code == 4


def test_long_quotations_are_cut_between_words() -> None:
    cut = phrases.cut("word " * 100)
    assert cut.endswith("word …") and len(cut) <= phrases.QUOTE + 2
    assert phrases.sentence(["A", "B"], ["A", "B"], "meets", []) == "A and B met."
    assert phrases.sentence([], ["B"], "urges", ["no"]) == "Somebody whose name is hidden urged B: “no”"


def test_what_others_published_is_told_as_a_quotation_of_theirs(drafted: Path, run: Run) -> None:
    told = [one["text"] for one in json.loads(run("chronology", "--format", "json").out)["entries"]]
    assert "The page “Ellsmere Water Board Records on Failing Wells” wrote: “On Dec. 20, Rudd emailed Solano.”" in told
    assert phrases.published("The Gazette", "He asked Rudd.", ["Piet Solano"]) == (
        "The Gazette wrote: “He asked Rudd.” It tells of Piet Solano."
    )


def test_an_empty_cell_of_a_table_stays_empty(drafted: Path, run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("chronology", "--release", "first", "--format", "csv").out)))
    assert rows[0]["inferred"] == "" and rows[0]["decided_by"] == ""
    assert "parts" not in rows[0] and "as stated" in rows[0]["introduced"]
