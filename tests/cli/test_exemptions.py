"""``onrecord exemptions`` and what `status` says of pages that were withheld or failed."""

from __future__ import annotations

import json
from pathlib import Path

from onrecord.errors import Exit
from tests.conftest import Run
from tests.pages.documents import drawn

MAIL = """\
From: Okafor, Ngozi (HPA)
Sent: Tuesday, November 2, 2021 9:15 AM
To: Lindqvist, Per (HPA)
Subject: Pier 7 inspection

Per,
Please call (b)(6) about the report [redacted - (b)(5)].
Ngozi
"""
SLIP = "HPA-000004\nWITHHELD IN FULL\n2 pages withheld in full\nExemption(s): (b)(5)\n"


def test_table_and_page(case_folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "mails.txt").write_text(f"{MAIL}\f{SLIP}", encoding="utf-8")
    assert run("add", tmp_path / "mails.txt", "--release", "first").code == 0
    assert run("build").code == 0
    rows = [json.loads(line) for line in run("exemptions", "--format", "jsonl").out.splitlines()]
    assert {row["exemption"]: (row["printed"], row["withheld_pages"]) for row in rows} == {
        "(b)(5)": (2, 2),
        "(b)(6)": (1, 0),
    }
    assert "Okafor, Ngozi" in run("exemptions", "--by", "person").out
    assert "2021-11-02" in run("exemptions", "--by", "date").out
    assert "words taken out" in run("exemptions", "--page", "mails.txt:1").out
    assert "pages: withheld" in run("status").out
    assert run("exemptions", "--release", "second").code == Exit.NOT_FOUND


def test_pages_that_failed_and_boxes_with_their_part_of_the_page(case_folder: Path, tmp_path: Path, run: Run) -> None:
    path = drawn(
        tmp_path / "page.pdf", lambda canvas: canvas.rect(100, 100, 200, 60, fill=1)
    )  # its line is drawn 1 wide
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    assert run("add", path, tmp_path / "broken.pdf").code == 0
    run("build")
    shown = run("exemptions", "--page", "page.pdf:1").out
    assert "10.4% of the page is covered" in shown
    assert "(no code)" in run("exemptions").out
