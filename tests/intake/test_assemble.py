from __future__ import annotations

import pytest
from msgspec.structs import replace

from onrecord.intake.assemble import PathIndex, assemble
from onrecord.intake.loadfile import Row
from onrecord.model import page_key

FILES = [
    ("prod/VOL1/IMAGES/001/WB-0001.tif", "a" * 64, 1),
    ("prod/VOL1/IMAGES/001/WB-0002.tif", "b" * 64, 1),
    ("prod/VOL1/IMAGES/002/WB-0001.tif", "c" * 64, 1),
    ("prod/VOL1/NATIVES/WB-0005.pdf", "d" * 64, 3),
    ("prod/VOL1/TEXT/WB-0001.txt", "e" * 64, 2),
    ("prod/VOL1/IMAGES/multi.tif", "f" * 64, 3),
]
LOOKUP = PathIndex(FILES)


@pytest.mark.parametrize(
    ("path", "letters"),
    [
        ("VOL1\\IMAGES\\001\\WB-0001.TIF", "a"),
        (".\\images\\001\\wb-0001.tif", "a"),
        ("D:\\Exports\\VOL1\\IMAGES\\002\\WB-0001.tif", "c"),
        ("\\\\server\\share\\002\\WB-0001.tif", "c"),
        ("multi.tif", "f"),
        # two files of this name, and nothing that tells which
        ("WB-0001.tif", "ac"),
        ("VOL1\\IMAGES\\001\\WB-0009.tif", ""),
        ("", ""),
        ("\\", ""),
    ],
)
def test_paths_as_written_find_files_as_added(path: str, letters: str) -> None:
    assert [file[0] for file, _ in LOOKUP(path)] == list(letters)


def row(first: str, **values: object) -> Row:
    return replace(Row(source="s" * 64, line=int(first[-4:]), first=first, last=first), **values)


def image(stamp: str, path: str, page: int = 0) -> tuple[str, str, int]:
    return stamp, path, page


def test_a_page_list_and_a_dat_make_one_document() -> None:
    listed = row(
        "WB-0001",
        last="WB-0002",
        source="0" * 64,
        images=(image("WB-0001", "001\\WB-0001.tif"), image("WB-0002", "001\\WB-0002.tif")),
    )
    told = row("WB-0001", last="WB-0002", text="TEXT\\WB-0001.txt", fields=(("Custodian", "Ann Lee"),))
    for rows in ([listed, told], [told, listed]):
        documents, failures = assemble(rows, LOOKUP)
        assert failures == []
        assert len(documents) == 1
        document = documents[0]
        assert document.source == "s" * 64
        assert document.pages == (page_key("a" * 64, 1), page_key("b" * 64, 1))
        assert document.stamps == ("WB-0001", "WB-0002")
        assert document.text_file == "e" * 64
        assert document.fields == (("Custodian", "Ann Lee"),)


def test_a_native_gives_all_its_pages_and_numbers_that_fit() -> None:
    documents, _ = assemble([row("WB-0005", last="WB-0007", native="NATIVES\\WB-0005.pdf")], LOOKUP)
    assert documents[0].pages == tuple(page_key("d" * 64, n) for n in (1, 2, 3))
    assert documents[0].stamps == ("WB-0005", "WB-0006", "WB-0007")


def test_numbers_that_do_not_fit_the_pages_are_not_made_up() -> None:
    documents, _ = assemble([row("WB-0005", last="WB-0009", native="NATIVES\\WB-0005.pdf")], LOOKUP)
    assert documents[0].stamps == ("WB-0005", "", "")


def test_without_pages_the_text_is_the_document() -> None:
    documents, _ = assemble([row("WB-0001", text="TEXT\\WB-0001.txt")], LOOKUP)
    assert documents[0].pages == (page_key("e" * 64, 1), page_key("e" * 64, 2))
    # a text file named besides pages is taken for a copy of them and not read
    assert documents[0].text_file == ""


def test_lines_that_name_one_file_count_its_pages() -> None:
    images = tuple(image(f"WB-000{n}", "multi.tif") for n in (1, 2, 3))
    documents, failures = assemble([row("WB-0001", last="WB-0003", images=images)], LOOKUP)
    assert failures == []
    assert documents[0].pages == tuple(page_key("f" * 64, n) for n in (1, 2, 3))


def test_one_line_for_a_file_of_several_pages_means_all_of_them() -> None:
    documents, _ = assemble([row("WB-0001", images=(image("WB-0001", "multi.tif"),))], LOOKUP)
    assert documents[0].pages == tuple(page_key("f" * 64, n) for n in (1, 2, 3))
    assert documents[0].stamps == ("WB-0001", "", "")


def test_a_page_named_inside_a_file_is_that_page() -> None:
    documents, failures = assemble([row("WB-0002", images=(image("WB-0002", "multi.tif", 2),))], LOOKUP)
    assert documents[0].pages == (page_key("f" * 64, 2),)
    assert failures == []


def test_a_missing_page_is_a_failure_and_the_document_keeps_the_others() -> None:
    images = (image("WB-0001", "001\\WB-0001.tif"), image("WB-0002", "001\\gone.tif"), image("WB-0003", "multi.tif", 9))
    documents, failures = assemble([row("WB-0001", images=images)], LOOKUP)
    assert documents[0].pages == (page_key("a" * 64, 1),)
    assert documents[0].stamps == ("WB-0001",)
    assert [(failure.path, failure.file) for failure in failures] == [
        ("001\\gone.tif", "s" * 64),
        ("multi.tif", "s" * 64),
    ]


def test_a_path_that_means_two_files_is_a_failure() -> None:
    documents, failures = assemble([row("WB-0001", native="WB-0001.tif")], LOOKUP)
    assert documents[0].pages == ()
    assert "cannot be told apart" in failures[0].what


def test_a_document_whose_files_are_all_missing_is_kept() -> None:
    documents, failures = assemble([row("WB-0008", native="gone.pdf", text="gone.txt")], LOOKUP)
    assert [document.first_stamp for document in documents] == ["WB-0008"]
    assert len(failures) == 2


def test_families_by_the_numbers_of_their_attachments() -> None:
    rows = [row("WB-0001", family="WB-0001"), row("WB-0003", family="WB-0001"), row("WB-0006", family="WB-0006")]
    mail, attached, alone = assemble(rows, LOOKUP)[0]
    assert mail.family == attached.family == mail.id
    assert (mail.parent, attached.parent) == ("", mail.id)
    assert (alone.family, alone.parent) == ("", "")


def test_families_by_parents_over_generations() -> None:
    rows = [row("WB-0001"), row("WB-0003", parent="WB-0001"), row("WB-0004", parent="WB 0003")]
    mail, attached, deeper = assemble(rows, LOOKUP)[0]
    assert mail.family == attached.family == deeper.family == mail.id
    assert (attached.parent, deeper.parent) == (mail.id, attached.id)


def test_a_family_without_its_first_document_still_holds_together() -> None:
    one, other = assemble([row("WB-0003", family="WB-0001"), row("WB-0004", family="WB-0001")], LOOKUP)[0]
    assert one.family == other.family != ""
    assert one.parent == ""


def test_parents_in_a_circle_end_and_parents_unknown_are_failures() -> None:
    rows = [row("WB-0001", parent="WB-0002"), row("WB-0002", parent="WB-0001"), row("WB-0003", parent="WB-0099")]
    documents, failures = assemble(rows, LOOKUP)
    assert len(documents) == 3
    assert ["WB-0099" in failure.what for failure in failures] == [True]


def test_a_document_listed_twice_is_kept_twice() -> None:
    twice = [row("WB-0001", native="NATIVES\\WB-0005.pdf"), row("WB-0001", line=9, native="multi.tif")]
    documents, failures = assemble(twice, LOOKUP)
    assert len({document.id for document in documents}) == 2
    assert failures == []


def test_ten_thousand_documents_are_joined_in_a_moment() -> None:
    rows = [row(f"WB-{n:06d}", line=n, family=f"WB-{n // 3 * 3:06d}") for n in range(10_000)]
    documents, _ = assemble(rows, LOOKUP)
    assert len({document.id for document in documents}) == 10_000
