"""Records that two units of work wrote: readers see one version, chosen by the names of the units alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Generic, TypeVar

from onrecord.store.dialect import as_list
from onrecord.store.session import Session

Kept = TypeVar("Kept")

_UNIT_OF = "SELECT no, stage, scope, unit FROM units WHERE no IN (:numbers)"


class Hidden(Generic[Kept]):
    """The versions of records of one kind that are not shown.

    `encode` and `decode` turn a whole record to bytes and back.
    """

    def __init__(
        self, session: Session, kind: str, encode: Callable[[Kept], bytes], decode: Callable[[bytes], Kept]
    ) -> None:
        self._session, self._kind, self._encode, self._decode = session, kind, encode, decode

    def first(self, units: Iterable[int]) -> int:
        """The unit whose version is shown."""
        named = self._session.rows(_UNIT_OF, (as_list(units),))
        return int(min(named, key=lambda row: tuple(row[1:]))[0])

    def put(self, unit: int, id: str, record: Kept) -> None:
        """Keep a version that another one hides."""
        sql = (
            "INSERT INTO hidden VALUES (?, ?, ?, ?) ON CONFLICT (kind, id, unit) DO UPDATE SET record = excluded.record"
        )
        self._session.run(sql, (self._kind, id, unit, self._encode(record)))

    def forget(self, unit: int) -> None:
        """Drop the versions of a unit."""
        self._session.run("DELETE FROM hidden WHERE kind = ? AND unit = ?", (self._kind, unit))

    def heirs(self, ids: Iterable[str]) -> list[tuple[int, Kept]]:
        """Take out, for each of `ids`, the version that is shown now that the one above it is gone."""
        sql = "SELECT id, unit, record FROM hidden WHERE kind = ? AND id IN (:texts) ORDER BY id, unit"
        found = self._session.rows(sql, (self._kind, as_list(ids)))
        taken = []
        for id, group in groupby(found, key=lambda row: str(row[0])):
            versions = {int(unit): record for _, unit, record in group}
            unit = self.first(versions)
            self._session.run("DELETE FROM hidden WHERE kind = ? AND id = ? AND unit = ?", (self._kind, id, unit))
            taken.append((unit, self._decode(versions[unit])))
        return taken
