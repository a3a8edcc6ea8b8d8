"""Lists of recipients taken apart, and names cleaned."""

from __future__ import annotations

import pytest

from onrecord.text import names

#: A list as printed; the entries. What each row guards is said above it.
LISTS = [
    ("Tran, Minh; Holm, Lars", ["Tran, Minh", "Holm, Lars"]),
    ("Tran, Minh (OGC) [E];Holm, Lars", ["Tran, Minh (OGC) [E]", "Holm, Lars"]),
    # One person: the comma is inside the name.
    ("Tran, Minh", ["Tran, Minh"]),
    ("Tran, Minh B., MD", ["Tran, Minh B., MD"]),
    ("Corey MD, Larry", ["Corey MD, Larry"]),
    # Two people, parted by a comma.
    ("Minh Tran, Lars Holm", ["Minh Tran", "Lars Holm"]),
    ("minh@harbor.example.gov, lars@dredge.example.org", ["minh@harbor.example.gov", "lars@dredge.example.org"]),
    # Quoted names hold commas of their own.
    (
        '"Tran, Minh" <minh@harbor.example.gov>, "Holm, Lars" <lars@dredge.example.org>',
        ['"Tran, Minh" <minh@harbor.example.gov>', '"Holm, Lars" <lars@dredge.example.org>'],
    ),
    # Surname first, address last, parted by commas.
    (
        "Tran, Minh <minh@harbor.example.gov>, Holm, Lars <lars@dredge.example.org>",
        ["Tran, Minh <minh@harbor.example.gov>", "Holm, Lars <lars@dredge.example.org>"],
    ),
    # A surname of three words.
    ("De la Vega, Ines <ines@harbor.example.gov>", ["De la Vega, Ines <ines@harbor.example.gov>"]),
    # Organisation paths.
    ("Ada Vance/HOU/HPA@HPA, Minh Tran/NYC/HPA@HPA", ["Ada Vance/HOU/HPA@HPA", "Minh Tran/NYC/HPA@HPA"]),
    # A lost semicolon after an office, an address, or debris.
    ("Tran, Minh (OGC) Holm, Lars", ["Tran, Minh (OGC)", "Holm, Lars"]),
    ("Tran, Minh oe Holm, Lars", ["Tran, Minh oe", "Holm, Lars"]),
    # A blanked entry leaves a wide gap.
    ("Minh Tran             Lars Holm", ["Minh Tran", "Lars Holm"]),
    ("", []),
    (" ; ; ,", []),
]


@pytest.mark.parametrize(("printed", "entries"), LISTS)
def test_a_list_is_parted_into_people(printed: str, entries: list[str]) -> None:
    assert [printed[start:end].strip(" ,") for start, end in names.split(printed)] == entries


#: An entry as printed; name, address, blanked.
ENTRIES = [
    ("Tran, Minh (OGC) [E]", "Tran, Minh (OGC) [E]", "", False),
    # The bracket and what follows it are OCR of a blanked address.
    ("Tran, Minh (OGC) [E yy wo@-", "Tran, Minh (OGC) [E]", "", False),
    ("Tran, Minh (OGC) [EJ ee", "Tran, Minh (OGC) [E]", "", False),
    ("Tran, Minh (HPA/OGC) 9 @@>", "Tran, Minh (HPA/OGC)", "", False),
    ("Minh Tran <minh@harbor.example.gov>", "Minh Tran", "minh@harbor.example.gov", False),
    ("'minh@harbor.example.gov'", "", "minh@harbor.example.gov", False),
    # OCR wrote a copyright sign, or spaces, into an address.
    ("Ada <ada©harbor.example.gov>", "Ada", "ada@harbor.example.gov", False),
    ("'mi nh@harbor.exam ple.gov'", "", "minh@harbor.example.gov", False),
    ("Minh Tran [mailto:minh@harbor.example.gov]", "Minh Tran", "minh@harbor.example.gov", False),
    ("Minh Tran oe@>", "Minh Tran", "", False),
    # A middle initial, a degree and a number are not debris.
    ("Tran, Minh B", "Tran, Minh B", "", False),
    ("Minh Tran, MD", "Minh Tran, MD", "", False),
    ("Conference Room 5", "Conference Room 5", "", False),
    ("Ada Vance/HOU/HPA@HPA", "Ada Vance/HOU/HPA@HPA", "", False),
    ("H", "H", "", False),
    ("李 明", "李 明", "", False),
    ("(b)(6)", "", "", True),
    ("<(b)(6)>", "", "", True),
    ("9 9@@>", "", "", True),
    ("████", "", "", True),
    ("ee", "", "", True),
]


@pytest.mark.parametrize(("printed", "name", "address", "redacted"), ENTRIES)
def test_an_entry_is_read(printed: str, name: str, address: str, redacted: bool) -> None:
    entry = names.read(printed)
    assert (entry.name, entry.address, entry.redacted) == (name, address, redacted)


#: Entries on pages whose blanked names are boxes.
BOXED = [("Minh Tran M", "Minh Tran"), ("Minh Tran OO", "Minh Tran"), ("E", ""), ("OLO)", ""), ("CMS", "CMS")]


@pytest.mark.parametrize(("printed", "name"), BOXED)
def test_letters_that_ocr_sees_in_boxes_are_no_names(printed: str, name: str) -> None:
    assert names.read(printed, letters=False).name == name
