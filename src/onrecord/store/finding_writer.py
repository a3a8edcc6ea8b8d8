"""Findings into their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.model import Finding, page_number
from onrecord.store import citations
from onrecord.store.codec import finding_bytes
from onrecord.store.dialect import Values, as_list
from onrecord.store.session import Session


class FindingWriter:
    """Puts findings in and takes them out. Versions by several units stand side by side; readers choose one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, findings: Iterable[Finding], pages: set[str]) -> None:
        """Raise ValueError for a finding without a citation, or with spans on a page that is not known."""
        citations.check(self._session, findings, pages)

    def replace(self, unit: int, findings: Sequence[Finding]) -> None:
        """Put `findings`, which have different ids, in the place of what `unit` wrote before.

        Those that stay as they were are left alone: a stage that looks at the whole case finds most of them again.
        """
        known = dict(self._session.rows("SELECT id, record FROM findings WHERE unit = ?", (unit,)))
        encoded = [(finding, finding_bytes(finding)) for finding in findings]
        new = [(finding, record) for finding, record in encoded if known.get(finding.id) != record]
        gone = known.keys() - {finding.id for finding in findings} | {one.id for one, _ in new if one.id in known}
        if gone:
            for table in ("finding_about", "findings"):
                sql = f"DELETE FROM {table} WHERE unit = ? AND id IN (:texts)"
                self._session.run(sql, (unit, as_list(sorted(gone))))
        self._put(unit, new)

    def put(self, unit: int, findings: Sequence[Finding]) -> None:
        """Write `findings`, which have different ids, as work of `unit`, which has written none."""
        self._put(unit, [(finding, finding_bytes(finding)) for finding in findings])

    def _put(self, unit: int, encoded: Sequence[tuple[Finding, bytes]]) -> None:
        rows: list[Values] = []
        about: list[Values] = []
        for finding, record in encoded:
            span = finding.citation.spans[0]
            file = self._session.file_with_prefix(span.page.rpartition("/")[0])
            rows.append((finding.id, unit, finding.KIND, file, page_number(span.page), span.start, record))
            about += [(other, finding.id, unit) for other in dict.fromkeys(finding.about)]
        self._session.put("findings", rows)
        self._session.put("finding_about", about)

    def remove(self, unit: int) -> None:
        """Take out what `unit` wrote."""
        for table in ("finding_about", "findings"):
            self._session.run(f"DELETE FROM {table} WHERE unit = ?", (unit,))
