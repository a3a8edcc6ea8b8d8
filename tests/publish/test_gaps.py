"""Gaps as rows of the export contract."""

from __future__ import annotations

from pathlib import Path

from onrecord.model import Citation, Gap, Span
from onrecord.publish.rows import finding_row
from onrecord.store import open_store
from onrecord.store.view import View
from tests.store.records import mail, page, write


def test_row_has_the_fields_of_the_contract_and_counts_only_where_they_apply(tmp_path: Path) -> None:
    store = open_store(tmp_path / "s.sqlite", create=True)
    mail(store, "a.pdf", "Hi there")
    citation = Citation((Span(page("a.pdf", 1, "").key, 0, 2),), "Hi")
    gap = Gap(
        id="g1", citation=citation, kind="withheld_not_on_sheets", release="2", denominator="300 pages",
        question="Where are the others?", withheld=300, on_sheets=160,
    )  # fmt: skip
    write(store, ("gaps", "case", "*", [gap]))
    row = finding_row(View(store), next(store.findings(Gap)))
    store.close()
    assert list(row)[:7] == ["kind", "release", "stamp_start", "stamp_end", "detail", "denominator", "question"]
    assert (row["withheld"], row["on_sheets"], row["stamp_start"]) == (300, 160, None)
    assert "bates_first" not in row
    assert "files" not in row
