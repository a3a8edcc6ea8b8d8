from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ItemFailed
from onrecord.intake.loadfile import Row, parse


def dat(*lines: list[str]) -> str:
    return "\r\n".join("\x14".join(f"\u00fe{value}\u00fe" for value in line) for line in lines) + "\r\n"


def rows(data: bytes | str, media: str = "load_dat") -> list[Row]:
    found, failures = parse(data.encode("utf-8") if isinstance(data, str) else data, media, "s")
    assert failures == []
    return found


HEADER = ["BEGDOC", "ENDDOC", "BEGATTACH", "ENDATTACH", "PARENTID", "TEXTPATH", "NATIVELINK", "Custodian"]
VALUES = ["WB-0001", "WB-0003", "WB-0001", "WB-0005", "", "TEXT\\WB-0001.txt", "NATIVES\\WB-0001.pdf", "Ann Lee"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_dat_in_its_usual_encodings(encoding: str) -> None:
    found, failures = parse(dat(HEADER, [*VALUES[:7], "Zo\u00eb"]).encode(encoding), "load_dat", "s")
    assert failures == []
    assert found == [
        Row(
            source="s",
            line=2,
            first="WB-0001",
            last="WB-0003",
            family="WB-0001",
            native="NATIVES\\WB-0001.pdf",
            text="TEXT\\WB-0001.txt",
            fields=(("Custodian", "Zo\u00eb"),),
        )
    ]


def test_a_dat_full_of_empty_fields_is_not_taken_for_another_script() -> None:
    # more than a fifth of the bytes are the quote U+00FE in cp1252
    data = dat(["BEGDOC", *"ABCDEFGH"], ["WB-1", *[""] * 8]).encode("cp1252")
    assert rows(data)[0].first == "WB-1"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        # vendors' names differ by case, spaces and underscores
        ("Begin Bates", "first"),
        ("BEG_BATES", "first"),
        ("Prod Beg", "first"),
        ("bates_beg", "first"),
        ("End Bates", "last"),
        ("Parent ID", "parent"),
        ("File Path", "native"),
        ("Text Link", "text"),
        ("Beg Attach", "family"),
        ("Family ID", "family"),
    ],
)
def test_columns_go_by_many_names(header: str, field: str) -> None:
    first = [] if field == "first" else ["BEGDOC"]
    row = rows(dat([header, *first], ["value", *(["WB-1"] if first else [])]))[0]
    assert getattr(row, field) == "value"


def test_a_family_told_as_a_range_is_its_first_number() -> None:
    assert rows(dat(["BEGDOC", "Attach Range"], ["WB-2", "WB-1 - WB-9"]))[0].family == "WB-1"


def test_the_number_of_a_document_is_preferred_to_its_id() -> None:
    row = rows(dat(["DOCID", "BEGDOC"], ["77", "WB-1"]))[0]
    assert row.first == "WB-1"
    assert row.fields == (("DOCID", "77"),)


def test_line_feeds_inside_fields() -> None:
    # the registered sign stands for a line feed; some writers leave the line feed itself
    row = rows(dat(["BEGDOC", "Notes"], ["WB-1", "one\u00aetwo\r\nthree"]))[0]
    assert row.fields == (("Notes", "one\ntwo\nthree"),)


def test_fields_without_quotes() -> None:
    assert rows("BEGDOC\x14ENDDOC\nWB-1\x14WB-2\n")[0].last == "WB-2"
    assert rows("\u00feBEGDOC\u00fe\x14\u00feENDDOC\u00fe\n\u00feWB-1\u00fe\x14WB-2\n")[0].last == "WB-2"


def test_a_line_that_cannot_be_read_is_a_failure_and_the_others_go_on() -> None:
    data = dat(["BEGDOC", "ENDDOC"], ["WB-1", "WB-2"], ["", "x"], ["a", "b", "c"], ["WB-3", "WB-4"])
    found, failures = parse(data.encode(), "load_dat", "s")
    assert [row.first for row in found] == ["WB-1", "WB-3"]
    assert [failure.what[:8] for failure in failures] == ["line 3 o", "line 4 o"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_file_unseen() -> None:
    data = dat(["BEGDOC", "ENDDOC"], ["WB-1", "WB-2"]) + "\u00feWB-3\u00fe\x14\u00feWB-4\n" + dat(["WB-5", "WB-6"])
    found, failures = parse(data.encode(), "load_dat", "s")
    assert len(found) + len(failures) >= 2
    assert found[0].first == "WB-1"


def test_a_dat_without_numbers_fails() -> None:
    with pytest.raises(ItemFailed, match="no column"):
        parse(dat(["Custodian"], ["Ann"]).encode(), "load_dat", "s")


OPT = "WB-1,VOL1,IMG\\1.tif,Y,,,2\r\nWB-2,VOL1,IMG\\2.tif,,,,\r\nWB-3,VOL1,IMG\\3.tif,Y,,,1\r\n"


def test_opt_lines_are_pages_and_y_begins_a_document() -> None:
    found = rows(OPT, "load_opt")
    assert [(row.first, row.last, row.line) for row in found] == [("WB-1", "WB-2", 1), ("WB-3", "WB-3", 3)]
    assert found[0].images == (("WB-1", "IMG\\1.tif", 0), ("WB-2", "IMG\\2.tif", 0))


LFP = """\
VN,VOL1,x
IM,WB-1,D,0,@VOL1;IMG\\001;1.tif;2,0
IM,WB-2, ,0,@VOL1;IMG\\001;2.tif;2,0
IM,WB-3,C,2,@VOL1;IMG;m.tif;2,0
"""


def test_lfp_lines_are_pages_and_d_or_c_begins_a_document() -> None:
    found = rows(LFP, "load_lfp")
    assert [row.first for row in found] == ["WB-1", "WB-3"]
    assert found[0].images == (("WB-1", "IMG\\001\\1.tif", 0), ("WB-2", "IMG\\001\\2.tif", 0))
    assert found[1].images == (("WB-3", "IMG\\m.tif", 2),)


@pytest.mark.parametrize(("media", "data"), [("load_opt", OPT + "WB-4\n"), ("load_lfp", LFP + "IM,WB-4,D\n")])
def test_a_page_line_that_cannot_be_read_is_a_failure(media: str, data: str) -> None:
    found, failures = parse(data.encode(), media, "s")
    assert len(found) == 2
    assert [failure.file for failure in failures] == ["s"]


@given(
    st.text(alphabet="\u00fe\x14\u00ae\n,;@IMDY0123abc\\ ", max_size=300),
    st.sampled_from(["load_dat", "load_opt", "load_lfp"]),
)
def test_any_text_gives_rows_or_failures(text: str, media: str) -> None:
    try:
        found, failures = parse(text.encode(), media, "s")
    except ItemFailed:
        return
    assert all(row.first for row in found)
    assert all(failure.what for failure in failures)
