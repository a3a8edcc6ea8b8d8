"""Names taken apart."""

from __future__ import annotations

import pytest

from onrecord.people.forms import Kind, is_shared, read


@pytest.mark.parametrize(
    ("name", "shown", "filed", "kind"),
    [
        ("Ruiz, Ana (HPA/ENG) [E]", "Ana Ruiz", "Ruiz, Ana", Kind.FULL),
        ("Ana M. Ruiz", "Ana M. Ruiz", "Ruiz, Ana M.", Kind.FULL),
        # the surname in capitals stands first in many countries
        ("RUIZ Ana", "Ana Ruiz", "Ruiz, Ana", Kind.FULL),
        ("de la Cruz, Juan", "Juan de la Cruz", "de la Cruz, Juan", Kind.FULL),
        ("Juan de la Cruz", "Juan de la Cruz", "de la Cruz, Juan", Kind.FULL),
        ("Dr. Ana Ruiz, M.D.", "Ana Ruiz", "Ruiz, Ana", Kind.FULL),
        ("Ruiz, Thomas R. Jr.", "Thomas R. Ruiz", "Ruiz, Thomas R.", Kind.FULL),
        # OCR read a comma as a full stop, or lost it
        ("Ruiz. Ana M", "Ana M Ruiz", "Ruiz, Ana M", Kind.FULL),
        ("ana.ruiz", "Ana Ruiz", "Ruiz, Ana", Kind.FULL),
        ("Ana Ruiz/ENG/HPA@HPA", "Ana Ruiz", "Ruiz, Ana", Kind.FULL),
        # what OCR made of a box stands in capitals before the surname
        ("UNO Ruiz, Ana (HPA)", "Ana Ruiz", "Ruiz, Ana", Kind.FULL),
        ("HPA-Managers", "HPA-Managers", "HPA-Managers", Kind.GROUP),
        # Press is a surname where a list prints surnames first
        ("Press, Eric", "Eric Press", "Press, Eric", Kind.FULL),
        ("Press Office", "Press Office", "Press Office", Kind.GROUP),
        ("AR", "AR", "AR", Kind.WORD),
        ("", "", "", Kind.NONE),
        ("(b)(6)", "", "", Kind.NONE),
    ],
)
def test_a_name_is_taken_apart(name: str, shown: str, filed: str, kind: Kind) -> None:
    form = read(name)
    assert (form.kind, form.shown, form.filed) == (kind, shown, filed)


def test_parts_are_told_apart() -> None:
    form = read('Ruiz, Samuel ("Sandy") J. III')
    assert (form.given, form.family, form.generation, form.nicks) == ("samuel", "ruiz", "iii", ("sandy",))


def test_two_forms_of_a_name_differ_in_their_keys() -> None:
    assert read("Ruiz, Ana").key != read("Ana, Ruiz").key
    assert read("Ruiz, Ana (HPA)").key == read("Ana Ruiz").key


@pytest.mark.parametrize(
    ("local", "shared"), [("press", True), ("no-reply", True), ("aruiz", False), ("ana.ruiz", False)]
)
def test_an_office_address_is_known(local: str, shared: bool) -> None:
    assert is_shared(local) is shared
