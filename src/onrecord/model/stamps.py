"""The numbers printed on pages, as series: which pages bear them, what is missing, and what OCR got wrong."""

from __future__ import annotations

import re
from typing import ClassVar

from msgspec import Struct

from onrecord.model.findings import Finding

_NOISE = re.compile(r"[\s\-\u2010-\u2015_]+")


def stamp_key(stamp: str) -> str:
    """`stamp` as look-ups compare it: capital letters, no spaces, no hyphens."""
    return _NOISE.sub("", stamp).upper()


class StampRun(Struct, frozen=True, array_like=True):
    """Consecutive pages `first_page` to `last_page` of `file`, with the numbers `first` to `last`.

    In a series that numbers pages, number and page grow together; in one that numbers documents, `first` is `last`.
    """

    file: str
    first_page: int
    last_page: int
    first: int
    last: int


class StampSeries(Finding, frozen=True, kw_only=True):
    """A series of numbers: `prefix`, then digits, `width` of them (0: no zeros in front).

    `unit` is what a number stands for: ``page``, ``document`` (its pages bear the same), or ``unknown`` where too few
    pages tell. `runs` map numbers to pages and back. `skipped` are ranges of numbers that no page bears (of a series of
    documents only where numbers are dense), `repeated` numbers that more than one page of a page series bears, and
    `backward` the page keys at which a file goes back to a lower number. `bearing` of `pages` pages of the files
    concerned bear a number; these are the denominators, as are `first` to `last`. `total` is the number of pages that a
    document says it has ("Page 20 of 47"), 0 for other series; of such documents only incomplete ones are kept.
    """

    KIND: ClassVar[str] = "stamp_series"

    prefix: str
    width: int
    unit: str
    first: int
    last: int
    pages: int
    bearing: int
    runs: tuple[StampRun, ...]
    total: int = 0
    skipped: tuple[tuple[int, int], ...] = ()
    repeated: tuple[int, ...] = ()
    backward: tuple[str, ...] = ()

    def label(self, number: int) -> str:
        """The stamp with this number."""
        return f"{self.prefix}{number:0{self.width}d}"


class StampReading(Finding, frozen=True, kw_only=True):
    """A stamp of which the page text is not the whole truth. Stamps that were read plainly have no such record.

    `page` is the key of the page, `printed` what was read there (empty when nothing was), `value` the stamp as it must
    be. `state` is ``repaired`` (neighbours prove what OCR got wrong), ``inferred`` (nothing was read, neighbours prove
    what must stand there), ``unproven`` (read by OCR, and no neighbour confirms it) or ``contradicted`` (neighbours say
    otherwise, and it is not a slip). `reason` says by what. `series` is the id of the `StampSeries`.
    """

    KIND: ClassVar[str] = "stamp_readings"

    page: str
    printed: str
    value: str
    state: str
    reason: str
    series: str

    @property
    def about(self) -> tuple[str, ...]:
        """The series, the page, and the stamp, under its look-up key: `stamp_about`."""
        return self.series, self.page, stamp_about(self.value)


def stamp_about(stamp: str) -> str:
    """The name under which readings of `stamp` are looked up in a store."""
    return f"stamp:{stamp_key(stamp)}"
