"""The accounts of one release: numbers passed over, pages withheld, the sheets that say so, and the letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from examples.press import letters
from examples.press.flow import Sheet
from examples.press.letters import Account, Office
from examples.press.stamp import Series
from examples.press.volume import Volume

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Withheld:
    """A run of pages that was left out, and whether a slip stands in its place (else a sheet lists it)."""

    first: int
    last: int
    codes: tuple[str, ...]
    volume: Volume
    slip: bool


@dataclass(slots=True)
class Ledger:
    """Keeps the accounts of release `name`, the `number`th by its letter."""

    office: Office
    name: str
    number: int
    series: Series
    first: int = field(init=False)
    skipped: list[tuple[int, int, str]] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    sheets: list[Record] = field(default_factory=list)
    stamped: int = 0

    def __post_init__(self) -> None:
        self.first = self.series.next

    def skip(self, volume: Volume, count: int) -> None:
        """Numbers that nobody accounts for."""
        first, last = self.series.skip(count)
        self.skipped.append((first, last, volume.file))

    def withhold(self, volume: Volume, count: int, codes: Sequence[str], slip: bool) -> None:
        """Leave pages out, with a slip in their place or to be listed by `list_deleted`."""
        first, last = self.series.skip(count)
        run = Withheld(first, last, tuple(codes), volume, slip)
        self.withheld.append(run)
        if slip:
            labels = self.series.label(first), self.series.label(last)
            page = volume.add(letters.slip(self.office, *labels, count, codes), stamped=False)
            self._sheet(volume, page, "withheld_in_full", count, [run])

    def list_deleted(self, volume: Volume) -> None:
        """Print the sheet that lists the pages left out of `volume` without a slip, if there are any."""
        runs = [run for run in self.withheld if run.volume is volume and not run.slip]
        pages = [(number, run.codes) for run in runs for number in range(run.first, run.last + 1)]
        if pages:
            page = volume.add(letters.deleted_pages(self.office, pages), stamped=False)
            self._sheet(volume, page, "deleted_page_sheet", len(pages), runs)

    def _sheet(self, volume: Volume, page: int, kind: str, total: int, runs: list[Withheld]) -> None:
        self.sheets.append(
            {
                "release": self.name,
                "file": volume.file,
                "page": page,
                "kind": kind,
                "total": total,
                "stamp_first": self.series.label(runs[0].first),
                "stamp_last": self.series.label(runs[-1].last),
                "codes": sorted({code for run in runs for code in run.codes}),
            }
        )

    def count(self, volume: Volume) -> None:
        """Add a finished volume's released pages."""
        self.stamped += sum(bool(sheet.stamps) for sheet in volume.sheets)

    def account(self, date: str) -> Account:
        """The figures for the letter, once every volume is counted."""
        reviewed = self.series.next - self.first
        return Account(self.number, date, reviewed, self.stamped, self.first, self.series.next - 1)

    def letter(self, account: Account, codes: Sequence[tuple[str, str]]) -> list[Sheet]:
        """The letter's pages."""
        return letters.letter(self.office, account, self.series, codes, letters.dated(account.date))

    def record(self, account: Account, letter_file: str) -> Record:
        """The release as truth."""
        return {
            "release": str(account.number),
            "name": self.name,
            "date": account.date,
            "pages_reviewed": account.reviewed,
            "pages_released": account.released,
            "withheld": account.withheld,
            "bates_first": account.first,
            "bates_last": account.last,
            "letter_files": [letter_file],
            "deleted_page_sheets": [{"file": sheet["file"], "total": sheet["total"]} for sheet in self.sheets],
        }

    def gaps(self, account: Account) -> Iterator[Record]:
        """What the numbers lack."""
        for first, last, file in self.skipped:
            yield self._run("skipped_stamps", first, last, file)
        for run in self.withheld:
            gap = self._run("withheld_page", run.first, run.last, run.volume.file)
            yield {**gap, "codes": list(run.codes), "on": "slip" if run.slip else "sheet"}
        on_sheets = sum(sheet["total"] for sheet in self.sheets)
        if on_sheets != account.withheld:
            yield {
                "kind": "withheld_not_on_sheets",
                "release": str(account.number),
                "withheld": account.withheld,
                "on_sheets": on_sheets,
            }

    def _run(self, kind: str, first: int, last: int, file: str) -> Record:
        span = {"stamp_start": self.series.label(first), "stamp_end": self.series.label(last)}
        return {"kind": kind, "release": self.name, "file": file, **span, "pages": last - first + 1}


def missing_letters(releases: Sequence[Record]) -> Iterator[Record]:
    """Numbers between the first and the last letter for which none came."""
    numbers = {int(entry["release"]): entry for entry in releases}
    for number in range(min(numbers), max(numbers)):
        if number not in numbers:
            before, after = numbers.get(number - 1), numbers.get(number + 1)
            yield {
                "kind": "missing_release",
                "release": str(number),
                "bates_first": before["bates_last"] + 1 if before else None,
                "bates_last": after["bates_first"] - 1 if after else None,
            }
