"""What should be there and is not."""

from __future__ import annotations

from typing import ClassVar

from onrecord.model.findings import Finding


class Gap(Finding, frozen=True, kw_only=True):
    """Something that should be there and is not, or that two sources count differently.

    `kind` is a short word such as ``withheld_page`` or ``missing_parent``. `release` is the number that the release's
    letter gives it, or the name it was added under. `stamp_start` and `stamp_end` bound the pages concerned, empty
    where stamps do not tell. `detail` says what is known, `denominator` what it is counted against ("12 of 345 pages"),
    and `question` asks what a person could find out: a gap is never worded as a fact about anybody.

    `withheld`, `on_sheets`, `bates_first` and `bates_last` are counts and numbers of pages, None where they do not
    apply; `files` are names of files as added. `records` are the ids of the messages and findings that it speaks of.
    """

    KIND: ClassVar[str] = "gaps"
    EDITABLE: ClassVar[tuple[str, ...]] = ("kind", "release", "detail", "question")
    PHRASED: ClassVar[str] = "denominator"
    #: What it is counted against grows with the case, and what somebody decided about the gap holds.
    ASIDE: ClassVar[frozenset[str]] = frozenset({"denominator"})

    kind: str
    release: str = ""
    stamp_start: str = ""
    stamp_end: str = ""
    detail: str = ""
    denominator: str
    question: str
    withheld: int | None = None
    on_sheets: int | None = None
    bates_first: int | None = None
    bates_last: int | None = None
    files: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The records that the gap speaks of."""
        return self.records
