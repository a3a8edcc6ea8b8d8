"""What an agency says about its own release: letters with their figures, and sheets for pages that are not there."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from onrecord.model.findings import Finding


class ReleaseLetter(Finding, frozen=True, kw_only=True):
    """The letter that came with a release, and the figures that it states.

    `number` is the number of the release as the letter counts ("sixth interim release": ``6``), empty when it names
    none. `release` is the name under which its file was added. `date` is ISO. The counts are pages, None where the
    letter states none; `withheld` is stated only when the letter says so itself. `bates_first` and `bates_last` are
    the stamps that bound the release, as printed. `consultation` is ``answered`` when a letter without a number answers
    for pages that another agency was asked about, ``mentioned`` when it only speaks of that.
    """

    KIND: ClassVar[str] = "letters"

    number: str
    release: str
    file: str
    page_start: int
    page_end: int
    date: str = ""
    pages_reviewed: int | None = None
    pages_released: int | None = None
    withheld: int | None = None
    bates_first: str = ""
    bates_last: str = ""
    consultation: str = ""

    @property
    def pages_withheld(self) -> int | None:
        """Pages withheld in full: as stated, else those reviewed and not released."""
        if self.withheld is not None or self.pages_reviewed is None or self.pages_released is None:
            return self.withheld
        return self.pages_reviewed - self.pages_released


class ListedPage(Struct, frozen=True, array_like=True):
    """One line of a list of deleted pages: the page's number on the list, and the reason as printed."""

    number: int
    reason: str


class WithheldSheet(Finding, frozen=True, kw_only=True):
    """A sheet in the place of pages that are not there.

    `kind` is ``deleted_pages`` (a list, perhaps over several pages) or ``withheld_in_full`` (a slip for one document).
    `total` counts the withheld pages: as printed, or the lines of the list when `counted` is true; None when neither
    tells. `codes` are the exemptions printed. `runs` are the first and last stamp of each run of withheld pages, where
    the sheet prints stamps or the stamps of the file's other pages prove what its numbers are. `near` are stamps of
    the file's other pages, those next to the sheet first, at most a few dozen.
    """

    KIND: ClassVar[str] = "sheets"

    kind: str
    release: str
    file: str
    page_start: int
    page_end: int
    total: int | None = None
    counted: bool = False
    listed: tuple[ListedPage, ...] = ()
    codes: tuple[str, ...] = ()
    runs: tuple[tuple[str, str], ...] = ()
    near: tuple[str, ...] = ()


class ReleaseAccount(Finding, frozen=True, kw_only=True):
    """One release as its agency accounts for it: what its letters state, and the sheets found for it.

    `number` is that of its letters (``consult`` for the answer to a consultation), or the name of the release when
    they name none. `release` is the name under which the letter was added. The figures are those of the first letter
    that states them. `letters` and `sheets` are ids; `on_sheets` adds up the totals of the sheets.
    """

    KIND: ClassVar[str] = "accounts"

    number: str
    release: str
    date: str = ""
    pages_reviewed: int | None = None
    pages_released: int | None = None
    withheld: int | None = None
    bates_first: str = ""
    bates_last: str = ""
    letters: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    on_sheets: int = 0

    @property
    def about(self) -> tuple[str, ...]:
        """The letters and sheets that it adds up."""
        return self.letters + self.sheets


class VaughnEntry(Finding, frozen=True, kw_only=True):
    """One row of a Vaughn index: pages by their stamps, the exemptions claimed for them, and what they are said to be.

    `codes` are as printed.
    """

    KIND: ClassVar[str] = "vaughn"

    release: str
    file: str
    stamp_start: str
    stamp_end: str
    codes: tuple[str, ...]
    description: str = ""
