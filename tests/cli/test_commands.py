"""The commands as a user calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.cli.main import COMMANDS, cli
from onrecord.errors import Exit
from onrecord.publish.exporters import FILE_EXPORTERS
from onrecord.publish.rows import KINDS
from tests.conftest import TWO_MAILS, Run
from tests.support import kinds_here
from tests.timing import PATIENCE


def test_every_command_has_help_with_an_example(run: Run) -> None:
    assert set(cli.list_commands(None)) == set(COMMANDS)  # type: ignore[arg-type]
    for name in COMMANDS:
        ran = run(name, "--help")
        assert ran.code == 0
        assert "Example" in ran.out and f"onrecord {name}" in ran.out, name


def test_help_lists_the_exit_codes(run: Run) -> None:
    text = run("--help").out
    for code in Exit:
        assert f"{int(code)} " in text


def test_without_a_case_the_message_says_how_to_make_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("status")
    assert ran.code == Exit.NO_CASE
    assert "onrecord new" in ran.err
    assert "Traceback" not in ran.err


def test_a_case_is_found_upward_by_option_and_by_environment(
    built: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built / "files")
    assert run("search", "report").code == 0
    monkeypatch.chdir(tmp_path)
    assert run("--case", built, "search", "report").code == 0
    monkeypatch.setenv("ONRECORD_CASE", str(built))
    assert run("search", "report").code == 0


def test_new_refuses_to_make_a_case_twice(case_folder: Path, run: Run) -> None:
    ran = run("new", case_folder)
    assert ran.code == Exit.USAGE
    assert "is a case already" in ran.err


def test_search_prints_who_when_what_and_where(built: Path, run: Run) -> None:
    ran = run("search", "piles")
    assert ran.code == 0
    assert "2021-11-01 16:40" in ran.out
    assert "Lindqvist, Per (HPA)" in ran.out
    assert "mails.txt page 1" in ran.out
    assert "1 found" in ran.out


@pytest.mark.parametrize("fmt", ["json", "jsonl", "csv"])
def test_search_prints_for_programs(built: Path, run: Run, fmt: str) -> None:
    text = run("search", "piles", "--format", fmt).out
    if fmt == "csv":
        assert text.splitlines()[0].startswith("id,kind,score")
        assert len(text.splitlines()) == 2
    else:
        rows = json.loads(text) if fmt == "json" else [json.loads(line) for line in text.splitlines()]
        assert [row["from"] for row in rows] == ["Lindqvist, Per (HPA)"]


def test_search_filters(built: Path, run: Run) -> None:
    def found(*arguments: str) -> set[str]:
        lines = run("search", *arguments, "--format", "jsonl").out.splitlines()
        return {json.loads(line)["sent"] for line in lines}

    assert found("--person", "okafor", "pier") == {"2021-11-02T09:15", "2021-11-01T16:40"}
    assert found("pier", "--since", "2021-11-02") == {"2021-11-02T09:15"}
    assert found("pier", "--until", "2021-11-01") == {"2021-11-01T16:40"}
    assert found("pier", "--release", "first") == {"2021-11-02T09:15", "2021-11-01T16:40"}
    assert found("--person", "marsh") == {"2021-11-02T09:15"}


def test_show_a_message_prints_headers_body_chain_and_citation(built: Path, run: Run) -> None:
    (row,) = [json.loads(line) for line in run("search", "hold", "--format", "jsonl").out.splitlines()]
    ran = run("show", row["id"])
    assert ran.code == 0
    for part in ("Okafor, Ngozi (HPA)", "Marsh, Dana", "hold the report", "Printed chain of 2", "Citation"):
        assert part in ran.out, part
    assert row["sha256"] in ran.out


def test_show_a_page_by_file_and_number(built: Path, run: Run) -> None:
    ran = run("show", "mails.txt:1")
    assert ran.code == 0
    assert "eleven of forty piles" in ran.out


def test_show_draws_the_page(case_folder: Path, run: Run, tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "one.pdf"), pagesize=(400, 300), invariant=1)
    for line, text in enumerate(TWO_MAILS.splitlines()[:9]):
        canvas.drawString(30, 270 - 14 * line, text)
    canvas.save()
    assert run("add", tmp_path / "one.pdf").code == 0
    assert run("build").code == 0
    assert run("show", "one.pdf:1", "--image", tmp_path / "page.png", "--dpi", "72").code == 0
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    with Case.open(case_folder) as case:
        page = case.page("one.pdf:1")
        words = case.words(page)
    assert [page.text[word.start : word.end] for word in words[:3]] == ["From:", "Okafor,", "Ngozi"]
    assert all(0 <= word.box[0] < word.box[2] <= 400 and 0 <= word.box[1] < word.box[3] <= 300 for word in words)


def test_show_what_does_not_exist(built: Path, run: Run) -> None:
    ran = run("show", "HPA-000999")
    assert ran.code == Exit.NOT_FOUND
    assert "onrecord search" in ran.err


def test_export_messages_holds_the_contract(built: Path, run: Run) -> None:
    rows = [json.loads(line) for line in run("export", "messages").out.splitlines()]
    assert [(row["depth"], row["sent"], row["subject"]) for row in rows] == [
        (0, "2021-11-02T09:15", "RE: Pier 7 inspection"),
        (1, "2021-11-01T16:40", "Pier 7 inspection"),
    ]
    assert rows[0]["chain"] == rows[1]["chain"]
    assert rows[0]["cc"] == ["Marsh, Dana"]
    assert rows[0]["release"] == "first"


def test_every_kind_exports_in_every_format(built: Path, run: Run) -> None:
    here = kinds_here()
    listed = run("export", "--list").out.split()
    assert set(KINDS) | set(FILE_EXPORTERS) <= set(listed)
    for kind in KINDS:
        for fmt in ("jsonl", "json", "csv"):
            ran = run("export", kind, "--format", fmt)
            if kind in here:
                assert ran.code == 0, (kind, fmt, ran.err)
            else:
                assert ran.code == Exit.MISSING_EXTRA, (kind, fmt)
                assert "pip install 'onrecord[" in ran.err


def test_new_add_and_build_say_what_they_did_to_programs(tmp_path: Path, run: Run) -> None:
    (tmp_path / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    case = ("--case", tmp_path / "case")
    assert json.loads(run("new", tmp_path / "case", "--format", "jsonl").out) == {"case": str(tmp_path / "case")}
    added = json.loads(run(*case, "add", tmp_path / "mails.txt", "--format", "jsonl").out)
    assert added == {"release": "mails", "files": 1, "known": 0, "bytes": len(TWO_MAILS), "failures": 0}
    (built,) = json.loads(run(*case, "build", "--format", "json").out)
    assert built.pop("seconds") >= 0
    assert built == {"read": 1, "recovered": 2, "pages": 1, "messages": 2, "failures": 0}


def test_export_prints_a_table_for_people(built: Path, run: Run, tmp_path: Path) -> None:
    assert "mails.txt" in run("export", "files", "--format", "table").out
    assert run("export", "files", "--format", "table", "-o", tmp_path / "files.txt").code == Exit.USAGE


def test_export_of_an_unknown_kind_names_the_known_ones(built: Path, run: Run) -> None:
    ran = run("export", "rumours")
    assert ran.code == Exit.USAGE
    assert "messages" in ran.err


def test_export_to_parquet(built: Path, run: Run, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "messages.parquet"
    assert run("export", "messages", "--format", "parquet", "--out", out).code == 0
    assert parquet.read_table(out).num_rows == 2
    assert run("export", "messages", "--format", "parquet").code == Exit.USAGE


def test_export_of_files_says_what_it_wrote(built: Path, run: Run, tmp_path: Path) -> None:
    ran = run("export", "--format", "eml", "-o", tmp_path / "mails")
    assert ran.code == 0 and "2 records" in ran.err
    assert len(list((tmp_path / "mails").glob("*.eml"))) == 2
    assert run("export", "--format", "eml", "-o", tmp_path / "mails").code == Exit.USAGE  # it is not empty
    assert run("export", "--format", "sqlite").code == Exit.USAGE
    assert run("export", "pages", "--format", "eml", "-o", tmp_path / "x").code == Exit.USAGE
    assert run("export", "--format", "sqlite", "-o", tmp_path / "x.db", "--release", "first").code == Exit.USAGE
    assert run("export", "--format", "parquet", "-o", tmp_path / "x.parquet").code == Exit.USAGE


def test_status_counts_and_lists_failures(built: Path, run: Run, tmp_path: Path) -> None:
    assert run("status").code == 0
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    assert run("add", tmp_path / "broken.pdf", "--release", "first").code == 0
    assert run("build").code == Exit.FAILURES_LISTED
    ran = run("status")
    assert ran.code == Exit.FAILURES_LISTED
    assert "broken.pdf" in ran.out
    assert "Traceback" not in ran.out + ran.err


def test_add_says_what_does_not_exist(case_folder: Path, run: Run) -> None:
    ran = run("add", "nowhere.pdf")
    assert ran.code == Exit.USAGE
    assert "nowhere.pdf does not exist" in ran.err


def test_add_refuses_a_date_that_is_none(case_folder: Path, run: Run) -> None:
    ran = run("add", ".", "--received", "last week")
    assert ran.code == Exit.USAGE
    assert "YYYY-MM-DD" in ran.err


def test_the_same_file_added_twice_is_one_file_with_two_names(built: Path, run: Run, tmp_path: Path) -> None:
    copy = tmp_path / "again.txt"
    copy.write_bytes((tmp_path / "mails.txt").read_bytes())
    assert "1 of them known" in run("add", copy, "--release", "second").out
    assert run("build").code == 0
    files = [json.loads(line) for line in run("export", "files").out.splitlines()]
    assert [(row["release"], row["file"]) for row in files] == [("first", "mails.txt"), ("second", "again.txt")]
    assert len({row["sha256"] for row in files}) == 1
    assert len(run("export", "messages").out.splitlines()) == 2


def test_doctor_finds_a_source_file_that_changed(built: Path, run: Run) -> None:
    assert run("doctor").code == 0
    (source,) = [path for path in (built / "files").rglob("*") if path.is_file()]
    source.chmod(0o644)
    source.write_text("something else")
    ran = run("doctor")
    assert ran.code == Exit.FAILURES_LISTED
    assert "other bytes" in ran.out


def test_a_wrong_setting_names_the_file_and_the_setting(built: Path, run: Run) -> None:
    (built / "onrecord.toml").write_text("pages_per_minute = 3\n")
    ran = run("build")
    assert ran.code == Exit.USAGE
    assert "pages_per_minute" in ran.err


@pytest.mark.parametrize(
    "line", ["workers = -1", "page_seconds = 0", "task_memory_mb = 5", "image_pixels = 0", "ocr_dpi = 0"]
)
def test_a_setting_out_of_range_is_refused(built: Path, run: Run, line: str) -> None:
    (built / "onrecord.toml").write_text(line)
    ran = run("build")
    assert ran.code == Exit.USAGE
    assert line.partition(" ")[0] in ran.err


# a mistyped name looked like a case without such records
@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "pier", "--release", "frist"),
        ("export", "messages", "--release", "frist"),
        ("export", "pages", "--file", "mail.txt"),
    ],
)
def test_a_release_or_file_that_is_not_in_the_case_is_said(built: Path, run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert ran.code == Exit.NOT_FOUND
    assert "frist" in ran.err or "mail.txt" in ran.err
    assert ran.out == ""


@pytest.mark.parametrize("fmt", ["jsonl", "parquet"])
def test_a_file_that_cannot_be_written_is_said(built: Path, run: Run, tmp_path: Path, fmt: str) -> None:
    ran = run("export", "messages", "--format", fmt, "--out", tmp_path / "nowhere" / "x")
    assert ran.code == Exit.USAGE
    assert "No such file or directory" in ran.err and "internal" not in ran.err


def test_a_page_without_an_image_is_no_internal_error(built: Path, run: Run, tmp_path: Path) -> None:
    ran = run("show", "mails.txt:1", "--image", tmp_path / "x.png")
    assert ran.code == Exit.NOT_FOUND
    assert "have no image" in ran.err
    assert not (tmp_path / "x.png").exists()


# click leaves with 1 when a pipe is closed, which stands for an internal error here
def test_a_reader_who_has_seen_enough_is_no_error(built: Path) -> None:
    command = [sys.executable, "-m", "onrecord.cli.main", "export", "pages"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout and process.stderr
    process.stdout.close()
    with process.stderr as stderr:
        assert stderr.read() == b""
    assert process.wait(timeout=PATIENCE) == 0


def test_new_says_where_it_cannot_make_a_case_and_quotes_names(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "cd 'pier seven' &&" in run("new", "pier seven").err
    assert run("new", "").code == Exit.USAGE
    (tmp_path / "file").touch()
    assert run("new", "file").code == Exit.USAGE
    ran = run("new", "file/case")
    assert ran.code == Exit.DISK
    assert "file/case cannot be made" in ran.err


def test_a_case_that_lost_its_store_is_not_taken_for_an_empty_one(built: Path, run: Run) -> None:
    (built / "store.sqlite").write_bytes(b"")
    assert run("status").code == Exit.CASE_DAMAGED
    (built / "store.sqlite").unlink()
    ran = run("doctor")
    assert ran.code == Exit.CASE_DAMAGED
    assert "backup" in ran.err
    assert "sqlite" in ran.out


def test_an_internal_error_shows_no_traceback_without_debug(
    built: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("onrecord.case.Case.search", broken)
    ran = run("search", "x")
    assert ran.code == Exit.INTERNAL
    assert "--debug" in ran.err
    assert "Traceback" not in ran.err


def test_explain_shows_the_bids_and_what_each_line_became(built: Path, run: Run) -> None:
    message = next(json.loads(line) for line in run("export", "messages").out.splitlines())
    ran = run("build", "--explain", message["id"])
    assert ran.code == 0
    assert "outlook_print" in ran.out and "a From line" in ran.out
    assert "1:0" in ran.out and "from = Okafor, Ngozi (HPA)" in ran.out


def test_explain_of_an_unknown_message_is_not_found(built: Path, run: Run) -> None:
    assert run("build", "--explain", "m0000").code == Exit.NOT_FOUND
