"""The contract of exporters, run on each, and what single formats promise."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pytest

from onrecord.errors import UsageError
from onrecord.publish.exporters import EXPORTERS, exporter
from onrecord.publish.exporters.csv import cell

ROWS: list[Mapping[str, object]] = [
    {"id": "m1", "to": ["Okafor, Ngozi", "Lindqvist, Per"], "subject": "Pier 7 – “cracks”", "page": 3, "sent": None},
    {"id": "m2", "to": [], "subject": "=HYPERLINK(1)", "page": 4, "sent": "2021-11-01"},
]


def written(fmt: str, rows: list[Mapping[str, object]]) -> str:
    out = io.StringIO()
    assert exporter(fmt).write(iter(rows), out) == len(rows)
    return out.getvalue()


@pytest.mark.parametrize("fmt", sorted(EXPORTERS))
def test_the_bytes_depend_on_the_rows_alone(fmt: str) -> None:
    assert written(fmt, ROWS) == written(fmt, [dict(row) for row in ROWS])


@pytest.mark.parametrize("fmt", sorted(EXPORTERS))
def test_no_rows_are_no_records(fmt: str) -> None:
    text = written(fmt, [])
    assert (json.loads(text) if fmt == "json" else text.split()) == []


def test_json_and_jsonl_give_the_rows_back() -> None:
    assert json.loads(written("json", ROWS)) == ROWS
    assert [json.loads(line) for line in written("jsonl", ROWS).splitlines()] == ROWS


def test_csv_has_a_header_and_joins_lists() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", ROWS))))
    assert rows[0] == {
        "id": "m1",
        "to": "Okafor, Ngozi; Lindqvist, Per",
        "subject": "Pier 7 – “cracks”",
        "page": "3",
        "sent": "",
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        # a formula in a subject line would run when the export is opened
        ("=cmd()", "'=cmd()"),
        ("@here", "'@here"),
        # LibreOffice runs a formula after spaces, and takes the full-width sign for the sign
        (" =1+1", "' =1+1"),
        ("＝1+1", "'＝1+1"),
        ("\n=1+1", "'\n=1+1"),
        # negative numbers are numbers, not formulas
        (-3, -3),
        (True, True),
        ({"a": 1}, '{"a":1}'),
        (None, ""),
    ],
)
def test_cells_of_csv(value: object, expected: object) -> None:
    assert cell(value) == expected


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as error:
        exporter("xml")
    assert "jsonl" in error.value.next_step
