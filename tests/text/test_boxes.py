"""Lists of recipients on pages where OCR saw letters in the boxes that blank addresses."""

from __future__ import annotations

import pytest

from onrecord.text import names
from tests.timing import assert_linear, repeated

#: A list as printed; the names found. What each row guards is said above it.
LISTS = [
    # The box covers the semicolon: two people became one.
    ("Tran, Minh (HPA/OGC) [E] NO Holm, Lars (HPA) [E]", ["Tran, Minh (HPA/OGC) [E]", "Holm, Lars (HPA) [E]"]),
    ("Tran, Minh (HPA/OGC) [EB Holm, Lars (HPA) 9 @@>", ["Tran, Minh (HPA/OGC)", "Holm, Lars (HPA)"]),
    ("Tran, Minh oe Vance, Ada yyy >", ["Tran, Minh", "Vance, Ada"]),
    ("Minh Tran SEE Carlos Rivera Duarte OO Ryan Holm NNN VANCE, Ada BO >",
     ["Minh Tran", "Carlos Rivera Duarte", "Ryan Holm", "VANCE, Ada"]),
    # It reads the semicolon as a comma.
    ("Tran, Minh (HPA) [E] OO, Holm, Lars (HPA) [E o>", ["Tran, Minh (HPA) [E]", "Holm, Lars (HPA) [E]"]),
    ("Tran, Minh A. EOP/HPA BOO, Holm, Lars K. EOP/HPA fy WG", ["Tran, Minh A. EOP/HPA", "Holm, Lars K. EOP/HPA"]),
    # Debris before a name was taken for a part of the surname.
    ("NG Minh Tran <minh@harbor.example.gov>", ["Minh Tran"]),
    ("UNO Tran, Minh (HPA) PG >", ["Tran, Minh (HPA)"]),
    ("(Oo a Ada Vance SOG", ["Ada Vance"]),
    ("TO YY @G@o'hara, Devin M. EOP/HPA OO-", ["o'hara, Devin M. EOP/HPA"]),
    ("®)@-Tran, Minh EOP/HPA", ["Tran, Minh EOP/HPA"]),
    # OCR wrote a small letter at the beginning of a name.
    ("Tran, Minh (HPA) [E]) a OO Holm, Lars (HPA) [E] 7 chang, Debra (HPA) [E] SOG",
     ["Tran, Minh (HPA) [E]", "Holm, Lars (HPA) [E]", "chang, Debra (HPA) [E]"]),
    ("charles rivera", ["charles rivera"]),
    ("Minh tran (HPA/OD) [E] yyoe", ["Minh tran (HPA/OD) [E]"]),
    # The frame of a box hangs on the name.
    ("Minh Tranberg!) @@", ["Minh Tranberg"]),
    ("JP Holm! OG", ["JP Holm"]),
    # A surname of two words; two people parted by a comma.
    ("Dela Vega, Ines Ty ee@>", ["Dela Vega, Ines"]),
    ("Minh Tran, Lars Holm", ["Minh Tran", "Lars Holm"]),
    ("minh@harbor.example.gov, lars@dredge.example.org", ["minh@harbor.example.gov", "lars@dredge.example.org"]),
    # A name within a name.
    ("Jacqueline (Jackie) Rivera-Holm M66 >", ["Jacqueline (Jackie) Rivera-Holm"]),
    ("Tran, Minh (Mike) (HPA/OGC) Ty Oe@>", ["Tran, Minh (Mike) (HPA/OGC)"]),
    # Degrees, initials and small words stay; what follows them goes.
    ("Minh B. Tran, MD MTO >", ["Minh B. Tran, MD"]),
    ("Tran, Minh J DO O>", ["Tran, Minh J"]),
    ("Carlos del Rio yy", ["Carlos del Rio"]),
    ("D.A. Holm I 66>", ["D.A. Holm"]),
    # A capital E is a stroke of a box, and no Spanish "and".
    ("Minh Tran E a", ["Minh Tran"]),
    ("Ines Vega y Holm oe", ["Ines Vega y Holm"]),
    ("Gere diRivera yo", ["Gere diRivera"]),
    # Offices and lists have no given name.
    ("HPA OD AM", ["HPA OD"]),
    ("Port Director's Executive Committee <pdec@harbor.example.gov>", ["Port Director's Executive Committee"]),
    # Nothing but boxes.
    ("yyy woe @@>", [""]),
    ("(OLO)", [""]),
    ("Toe", [""]),
    ("李 明 OO", ["李 明"]),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "people"), LISTS)
def test_people_are_found_between_boxes(printed: str, people: list[str]) -> None:
    entries = names.split(printed, letters=False)
    read = [names.read(printed[start:end].strip(" ,;"), letters=False) for start, end in entries]
    assert [entry.name or entry.address for entry in read] == people


@pytest.mark.parametrize("unit", ["Tran, Minh OO ", "OO ", "a", "(", "(a", "[E] ", "Tran, ", "@G@", "aa)", ")", "A. "])
def test_work_grows_with_the_length_and_no_faster(unit: str) -> None:
    assert_linear(lambda text: names.split(text, letters=False), repeated(unit), 40_000)
