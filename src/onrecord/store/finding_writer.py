"""Findings into their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.model import Finding, page_number
from onrecord.store import citations
from onrecord.store.codec import plain_bytes
from onrecord.store.dialect import Values, as_list
from onrecord.store.packing import pack, unpack
from onrecord.store.session import Session

#: Ids that one statement removes.
_REMOVED = 1000

#: A finding and its record, not packed yet.
_Encoded = tuple[Finding, bytes]


class FindingWriter:
    """Puts findings in and takes them out. Versions by several units stand side by side; readers choose one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def replacing(self, unit: int, *, before: bool) -> Replacing:
        """What puts findings in the place of those that `unit` wrote; `before`: it has written some."""
        return Replacing(self._session, unit, before=before)

    def remove(self, unit: int) -> None:
        """Take out what `unit` wrote."""
        for table in ("finding_about", "findings"):
            self._session.run(f"DELETE FROM {table} WHERE unit = ?", (unit,))


class Replacing:
    """The findings of one unit under way, some at a time: a stage that looks at the whole case has a million of them.

    Those that stay as they were are left alone: such a stage finds most of them again.
    """

    def __init__(self, session: Session, unit: int, *, before: bool) -> None:
        self._session, self._unit, self._before = session, unit, before
        self._told: dict[str, int] = {}

    def put(self, findings: Iterable[Finding], pages: set[str]) -> None:
        """Write findings that cite `pages` or pages of the store.

        Raises ValueError for one without a citation, with spans on a page that is not known, or that differs from
        another with its id.
        """
        new = self._once(findings)
        citations.check(self._session, (finding for finding, _ in new), pages)
        known = self._known(new) if self._before else {}
        changed = [one for one in new if one[0].id not in known or unpack(known[one[0].id]) != one[1]]
        self._remove([finding.id for finding, _ in changed if finding.id in known])
        self._insert(changed)

    def finish(self) -> bool:
        """Remove what the unit wrote before and has not written again; whether it has written anything."""
        if self._before:
            found = self._session.rows("SELECT id FROM findings WHERE unit = ?", (self._unit,))
            self._remove([id for (id,) in found if id not in self._told])
        return bool(self._told)

    def _once(self, findings: Iterable[Finding]) -> list[_Encoded]:
        """Those that have not been written yet. Of each only a number is remembered."""
        new: list[_Encoded] = []
        for finding in findings:
            record = plain_bytes(finding)
            told = hash((finding.KIND, record))
            known = self._told.get(finding.id)
            if known is None:
                self._told[finding.id] = told
                new.append((finding, record))
            elif known != told:
                raise ValueError(f"one unit of work wrote two different records called {finding.id}")
        return new

    def _known(self, new: Iterable[_Encoded]) -> dict[str, bytes]:
        sql = "SELECT id, record FROM findings WHERE unit = ? AND id IN (:texts)"
        return dict(self._session.rows(sql, (self._unit, as_list(finding.id for finding, _ in new))))

    def _remove(self, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), _REMOVED):
            listed = as_list(ids[start : start + _REMOVED])
            for table in ("finding_about", "findings"):
                self._session.run(f"DELETE FROM {table} WHERE unit = ? AND id IN (:texts)", (self._unit, listed))

    def _insert(self, new: Iterable[_Encoded]) -> None:
        rows: list[Values] = []
        about: list[Values] = []
        for finding, record in new:
            span = finding.citation.spans[0]
            file = self._session.file_with_prefix(span.page.rpartition("/")[0])
            rows.append((finding.id, self._unit, finding.KIND, file, page_number(span.page), span.start, pack(record)))
            about += [(other, finding.id, self._unit) for other in dict.fromkeys(finding.about)]
        self._session.put("findings", rows)
        self._session.put("finding_about", about)
