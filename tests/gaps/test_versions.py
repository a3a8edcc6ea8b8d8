"""A file that came again under its name or with its stamps is a version, and what changed is listed page by page."""

from __future__ import annotations

from onrecord.gaps import versions
from onrecord.gaps.versions import Leaf, Volume

WORDS = "The divers finished bent {} this afternoon and the cap is cracked from end to end."


def leaf(file: str, number: int, text: str = "", stamp: str = "", redactions: int = 0) -> Leaf:
    return Leaf(f"{file * 16}/{number}", stamp, text or WORDS.format(number), redactions)


def volume(file: str, order: int, path: str = "part-a.pdf", stamps: tuple[str, ...] = ()) -> Volume:
    return Volume(file * 64, (path,), ("first", "second")[order], order, stamps)


def details(old: list[Leaf], new: list[Leaf], *volumes: Volume) -> list[str]:
    pages = {"a" * 64: old, "b" * 64: new}
    return [gap.detail for gap in versions.find(volumes or (volume("b", 1), volume("a", 0)), lambda id: pages[id])]


def test_pages_removed_replaced_hidden_and_opened_are_listed() -> None:
    old = [leaf("a", 1), leaf("a", 2, redactions=1), leaf("a", 3), leaf("a", 4)]
    hidden = WORDS.format(1).replace("the cap is cracked", "(b)(5)")
    new = [leaf("b", 1, hidden, redactions=1), leaf("b", 2), leaf("b", 3, "Lunch at noon in the canteen of the ferry.")]
    (detail,) = details(old, new)
    assert detail == (
        "part-a.pdf came again with other content"
        " (removed: page 4; replaced: page 3; newly hidden: page 1; newly open: page 2)"
    )


def test_a_file_under_another_name_with_the_same_stamps_is_a_version_too() -> None:
    old = [leaf("a", n, stamp=f"HPA-{n}") for n in (1, 2, 3)]
    new = [leaf("b", n - 1, WORDS.format(n), stamp=f"HPA-{n}") for n in (2, 3)]
    stamps = ("HPA-1", "HPA-2", "HPA-3")
    (detail,) = details(old, new, volume("a", 0, stamps=stamps), volume("b", 1, "again.pdf", stamps[1:]))
    assert "removed: page 1" in detail


def test_the_same_content_and_other_names_are_no_version() -> None:
    old, new = [leaf("a", 1)], [leaf("b", 1)]
    assert details(old, new) == []
    assert details(old, [leaf("b", 1, "Other.")], volume("a", 0), volume("b", 1, "part-b.pdf")) == []
