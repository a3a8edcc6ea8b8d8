"""The contract of exporters of files, run on each, and every format read back by a library that consumes it."""

from __future__ import annotations

import email
import importlib.util
import json
import shutil
import sqlite3
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import networkx
import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord import Case
from onrecord.errors import UsageError
from onrecord.model import Message, Party
from onrecord.publish.exporters import FILE_EXPORTERS, file_exporter, listed
from onrecord.publish.exporters.eml import mail
from onrecord.publish.exporters.parcel import Parcel
from tests.publish.conftest import BENEATH
from tests.support import kinds_here

NEEDED = {"parquet": "pyarrow"}


def save(case: Case, fmt: str, folder: Path, name: str = "", kind: str = "") -> Path:
    """Exports the usual kind of a format and gives the path."""
    if (package := NEEDED.get(fmt)) and not importlib.util.find_spec(package):
        pytest.skip(f"{package} is not installed")
    out = folder / (name or f"out{file_exporter(fmt).ENDING}")
    case.save(fmt, out, kind or ("" if file_exporter(fmt).KINDS else "messages"))
    return out


def contents(path: Path) -> bytes:
    """All bytes of an export, those of the members of a zip unpacked."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    return path.read_bytes()


@pytest.mark.parametrize("fmt", FILE_EXPORTERS)
def test_the_same_case_gives_the_same_bytes(records: Case, tmp_path: Path, fmt: str) -> None:
    assert save(records, fmt, tmp_path, "a" + file_exporter(fmt).ENDING).read_bytes() == (
        save(records, fmt, tmp_path, "b" + file_exporter(fmt).ENDING).read_bytes()
    )


@pytest.mark.parametrize("fmt", FILE_EXPORTERS)
def test_words_beneath_a_redaction_are_in_no_export(records: Case, tmp_path: Path, fmt: str) -> None:
    assert any(redaction.bad for page in records.pages() for redaction in page.redactions)  # there is such a one
    everything = contents(save(records, fmt, tmp_path)).lower()
    assert not any(word.encode() in everything for word in BENEATH.split())


@pytest.mark.parametrize("fmt", FILE_EXPORTERS)
def test_a_case_without_records_exports(tmp_path: Path, fmt: str) -> None:
    with Case.create(tmp_path / "case") as case:
        assert save(case, fmt, tmp_path).exists()


@pytest.mark.parametrize("fmt", FILE_EXPORTERS)
def test_a_kind_that_a_format_does_not_hold_is_refused(records: Case, tmp_path: Path, fmt: str) -> None:
    with pytest.raises(UsageError):
        records.save(fmt, tmp_path / "x", "rumours")


def test_every_format_is_listed_with_what_it_takes() -> None:
    rows = {str(row["format"]): row for row in listed(["messages", "pages"])}
    assert set(FILE_EXPORTERS) < set(rows)
    assert rows["csv"]["kinds"] == "messages pages" and rows["eml"]["kinds"] == "messages"
    assert rows["parquet"]["extra"] == "arrow"


@pytest.mark.parametrize("kind", kinds_here())
def test_parquet_gives_every_row_back(records: Case, tmp_path: Path, kind: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = list(records.export(kind))
    if not rows:
        return
    found = parquet.read_table(save(records, "parquet", tmp_path, kind=kind)).to_pylist()
    assert len(found) == len(rows)
    assert [row.get("id") for row in found] == [row.get("id") for row in rows]
    if kind == "messages":
        assert found[0]["to"] == rows[0]["to"] and found[0]["citation"]["quote"] == rows[0]["citation"]["quote"]  # type: ignore[index]


# the types were those of the first rows: a column that was empty there could hold nothing later
def test_parquet_takes_columns_that_fill_up_late(
    records: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("onrecord.publish.exporters.parquet._BATCH", 10)
    rows = [
        {"id": n, "subject": None if n < 25 else f"s{n}", "spans": [] if n < 15 else [{"page": n}]} for n in range(40)
    ]
    monkeypatch.setattr("onrecord.publish.exporters.source.rows", lambda *_: iter(rows))
    path = save(records, "parquet", tmp_path)
    assert parquet.read_table(path).to_pylist() == rows
    assert parquet.ParquetFile(path).num_row_groups == 4  # so many rows are in memory at a time


def test_parquet_is_read_by_pandas(records: Case, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_parquet(save(records, "parquet", tmp_path))
    assert list(frame["subject"]) == [row["subject"] for row in records.export("messages")]


def test_sqlite_has_keys_and_search(records: Case, tmp_path: Path) -> None:
    base = sqlite3.connect(save(records, "sqlite", tmp_path))
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    sql = (
        "SELECT m.id, r.name FROM messages_fts f JOIN messages m ON m.rowid = f.rowid"
        " JOIN recipients r ON r.message = m.id"
    )
    found = base.execute(f"{sql} WHERE messages_fts MATCH 'divers' AND field = 'to'").fetchall()
    assert [name for _, name in found] == ["Okafor, Ngozi (HPA)"]
    cited = "SELECT count(*) FROM citations c JOIN pages p ON p.key = c.page_key WHERE c.record = ?"
    assert base.execute(cited, (found[0][0],)).fetchone()[0] >= 1
    # a blanked sender has no name, and is no reason to lose the message
    assert base.execute("SELECT name FROM recipients WHERE redacted").fetchall() == [(None,)]
    base.close()


def test_sqlite_quotes_what_the_pages_say(records: Case, tmp_path: Path) -> None:
    base = sqlite3.connect(save(records, "sqlite", tmp_path))
    sql = (
        'SELECT substr(p.text, c.start + 1, c."end" - c.start), m.quote FROM citations c'
        " JOIN pages p ON p.key = c.page_key JOIN messages m ON m.id = c.record WHERE c.position = 0"
    )
    rows = base.execute(sql).fetchall()
    assert rows and all(quote.startswith(text) for text, quote in rows)
    base.close()


def test_sqlite_is_ready_for_datasette(records: Case, tmp_path: Path) -> None:
    sqlite_utils = pytest.importorskip("sqlite_utils")
    path = save(records, "sqlite", tmp_path)
    base = sqlite_utils.Database(path)
    assert base["messages"].detect_fts() == "messages_fts" and base["pages"].detect_fts() == "pages_fts"
    assert [row["page"] for row in base["pages"].search("divers")] == [2]
    assert {key.other_table for key in base["recipients"].foreign_keys} == {"messages", "people"}
    tables = json.loads(path.with_suffix(".metadata.json").read_text())["databases"]["out"]["tables"]
    for name, facts in tables.items():
        if name in base.table_names():
            wanted = {*facts.get("facets", ()), *filter(None, (facts.get("sort"), facts.get("label_column")))}
            assert wanted <= {column.name for column in base[name].columns}
    base.close()


def test_graphml_and_gexf_are_read_by_networkx(records: Case, tmp_path: Path) -> None:
    graph = networkx.read_graphml(save(records, "graphml", tmp_path))
    names = {data["label"] for _, data in graph.nodes(data=True)}
    assert "Ngozi Okafor" in names and graph.number_of_edges() >= 1
    assert set(networkx.read_gexf(save(records, "gexf", tmp_path))) == set(graph)


def mails(path: Path) -> list[EmailMessage]:
    with zipfile.ZipFile(path) as archive:
        return [parsed(archive.read(name)) for name in archive.namelist()]


def parsed(data: bytes) -> EmailMessage:
    return email.message_from_bytes(data, policy=SMTP)


def test_mail_files_are_read_back(records: Case, tmp_path: Path) -> None:
    first, second = mails(save(records, "eml", tmp_path))
    assert not first.defects and not second.defects
    assert first["Subject"] == "RE: Pier 7 inspection"
    # a zone that is not printed is not made up
    assert first["Date"].datetime.isoformat() == "2021-11-02T09:15:00" and str(first["Date"]).endswith("-0000")
    # a name without an address is a group without members, and an address is one only where it is printed
    assert [(group.display_name, group.addresses) for group in first["From"].groups] == [("Okafor, Ngozi (HPA)", ())]
    assert [address.addr_spec for address in first["To"].addresses] == ["dana.marsh@example.org"]
    body = [row["body"] for row in records.export("messages")]
    assert [one.get_content().replace("\r\n", "\n").rstrip("\n") for one in (first, second)] == body


def test_a_blanked_sender_stays_blanked(records: Case, tmp_path: Path) -> None:
    _, second = mails(save(records, "eml", tmp_path))
    assert [(group.display_name, group.addresses) for group in second["From"].groups] == [("redacted", ())]
    assert second["X-Onrecord-Redacted"] == "from=1"
    # only the day is printed: an hour would be invented
    assert second["Date"] is None and second["X-Onrecord-Sent"] == "Wednesday, November 3, 2021"


def test_mail_files_cite_their_pages(records: Case, tmp_path: Path) -> None:
    pages = {(page.file, page.number): page.text for page in records.pages()}
    for row, one in zip(records.export("messages"), mails(save(records, "eml", tmp_path)), strict=True):
        assert one["X-Onrecord-Id"] == row["id"]
        name, *facts = one.get_all("X-Onrecord-Citation", [])[0].split("; ")
        at = dict(fact.split("=") for fact in facts)
        text = pages[at["sha256"], int(at["page"])][int(at["start"]) : int(at["end"])]
        assert name == "records.pdf" and str(row["citation"]["quote"]).startswith(text)  # type: ignore[index]


#: What OCR makes of names: anything that a page can hold.
printed = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=120)


@given(printed, printed, printed)
def test_no_name_ends_a_header_or_adds_an_address(name: str, subject: str, body: str) -> None:
    with Case.open(_Shared.path) as case:
        plain = next(iter(case.messages()))
        party = Party(printed=name, name=name)
        made = mail(case.view(), _changed(plain, party, subject, body))
    found = parsed(made)
    assert set(found.keys()) <= {"From", "To", "Date", "Subject", "Content-Type", "Content-Transfer-Encoding",
                                 "MIME-Version", *(key for key in found if key.startswith("X-Onrecord-"))}  # fmt: skip
    assert not found["From"].addresses and not found["To"].addresses
    assert len(found["To"].groups) == 1


class _Shared:
    path: Path


@pytest.fixture(autouse=True)
def _share(records_case: Path) -> None:
    _Shared.path = records_case


def _changed(plain: Message, party: Party, subject: str, body: str) -> Message:
    text: Any = replace(plain.subject, printed=subject)  # type: ignore[type-var]
    return replace(plain, sender=party, to=(party,), cc=(), bcc=(), subject=text, body=body)


def test_a_searchable_pdf_has_the_words_in_their_places(records: Case, tmp_path: Path) -> None:
    path = save(records, "pdf", tmp_path, "out.pdf")
    reader = pypdf.PdfReader(path)
    assert [" ".join(page.extract_text().split()) for page in reader.pages] == [
        " ".join(page.text.split()) for page in records.pages(file="records.pdf")
    ]
    document = pypdfium2.PdfDocument(path)
    text = document[1].get_textpage()
    index, count = text.search("naïve").get_next()
    (page,) = [page for page in records.pages(file="records.pdf") if page.number == 2]
    (word,) = [word for word in records.words(page) if "naïve" in page.text[word.start : word.end]]
    left, bottom, right, top = text.get_charbox(index)
    assert count == 5 and word.box[0] <= left <= right <= word.box[2] + 1
    assert abs((792 - (bottom + top) / 2) - (word.box[1] + word.box[3]) / 2) < 6
    document.close()


def test_a_searchable_pdf_paints_over_redactions(records: Case, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(save(records, "pdf", tmp_path, "out.pdf"))
    (page,) = [page for page in records.pages(file="records.pdf") if page.number == 1]
    image = document[0].render(scale=2, grayscale=True).to_pil()
    for redaction in page.redactions:
        box = tuple(round(edge * 2) for edge in redaction.box)
        assert image.crop(box).getextrema()[1] < 60  # one colour: no letter shines through
    document.close()


def test_a_page_that_cannot_be_drawn_keeps_its_number(records_case: Path, tmp_path: Path) -> None:
    shutil.copytree(records_case, tmp_path / "case")
    with Case.open(tmp_path / "case") as case:
        for path in (tmp_path / "case" / "files").rglob("*"):
            if path.is_file():
                path.chmod(0o644)
                path.write_bytes(b"gone")
        reader = pypdf.PdfReader(save(case, "pdf", tmp_path, "out.pdf"))
    assert len(reader.pages) == 2 and "cannot be drawn" in reader.pages[1].extract_text()


def test_documentcloud_notes_lie_around_the_words(records: Case, tmp_path: Path) -> None:
    (document,) = json.loads(save(records, "documentcloud", tmp_path, kind="messages").read_text())["documents"]
    pages = {page.number: page for page in records.pages(file="records.pdf")}
    assert len(document["sha256"]) == 64 and len(document["notes"]) == 2
    for note in document["notes"]:
        # the API: a title, a page from 0, and all four edges as parts of the page, or none
        assert note["title"] and note["page_number"] in (0, 1) and note["access"] == "private"
        assert 0 <= note["x1"] < note["x2"] <= 1 and 0 <= note["y1"] < note["y2"] <= 1
    page = pages[2]
    word = next(word for word in records.words(page) if page.text[word.start : word.end] == "From:")
    (second,) = [note for note in document["notes"] if note["page_number"] == 1]
    assert 0 <= word.box[0] - second["x1"] * page.width < 2 and abs(second["y1"] * page.height - word.box[1]) < 1


def test_notes_carry_no_markup_of_strangers(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "From: Ana Ruiz\nSent: May 3, 2021 9:00 AM\nTo: Ben <b>\nSubject: <script>x</script>\n\nHi\n"
    )
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "a.txt"])
        case.build(executor="serial")
        text = save(case, "documentcloud", tmp_path, kind="messages").read_text()
    contents = [note["content"] for document in json.loads(text)["documents"] for note in document["notes"]]
    assert contents and not any("<script" in content for content in contents)


def test_a_parcel_keeps_names_safe_and_apart(tmp_path: Path) -> None:
    with Parcel(tmp_path / "out") as parcel:
        first = parcel.free("../../etc/a:b.pdf", ".pdf", "1")
        parcel.write(first, b"1")
        second = parcel.free("../etc/a:b.pdf", ".pdf", "2")
        parcel.write(second, b"2")
    assert (first, second) == ("etc/a_b.pdf", "etc/a_b-2.pdf")
    with pytest.raises(UsageError, match="not empty"):
        Parcel(tmp_path / "out")
