"""The texts with which records are packed, found while writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from onrecord.model import page_number
from onrecord.store.dialect import as_list
from onrecord.store.packs import MOST_PAGES, Base, Shelf
from onrecord.store.session import Session

#: The number of a file, and the first and last page there on which a record stands.
Place = tuple[int, int, int]


class Bases:
    """Finds the base of a record (see `onrecord.store.packs`) and its text."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._forget()
        session.hook(lambda: None, self._forget)

    def of(self, places: Iterable[Place]) -> dict[Place, Base]:
        """The base at each place: in the pack of the first page, as many of the pages as are in it."""
        wanted = list(dict.fromkeys(places))
        numbers: defaultdict[int, set[int]] = defaultdict(set)
        for file, first, last in wanted:
            numbers[file].update((first, last))
        packed = {file: self._packed(file, some) for file, some in numbers.items()}
        return {(file, first, last): _base(packed[file], first, last) for file, first, last in wanted}

    def place(self, page: str) -> Place:
        """Where a record stands that stands on one page: the one with this key."""
        number = page_number(page)
        return self._session.file_with_prefix(page.rpartition("/")[0]), number, number

    def text(self, base: Base) -> bytes:
        """The text at `base`."""
        if not base.pack:
            return b""
        held = self._shelf.holds(base.pack)
        found = [] if held else self._session.rows("SELECT texts FROM packs WHERE no = ?", (base.pack,))
        return self._shelf.before(base, found[0][0] if found else b"")

    def _packed(self, file: int, numbers: set[int]) -> dict[int, tuple[int, int]]:
        """Pack and place of pages, by page number."""
        sql = "SELECT number, pack, place FROM pages WHERE file = ? AND number IN (:numbers)"
        return {number: (pack, place) for number, pack, place in self._session.rows(sql, (file, as_list(numbers)))}

    def _forget(self) -> None:
        self._shelf = Shelf()


def _base(packed: dict[int, tuple[int, int]], first: int, last: int) -> Base:
    """From the page `first` to the page `last`, or to the end of the pack of the first one."""
    if first not in packed:
        return Base()
    pack, place = packed[first]
    end, end_place = packed.get(last, (0, 0))
    return Base(pack, place, end_place if end == pack and end_place >= place else MOST_PAGES)
