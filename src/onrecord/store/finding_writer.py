"""Findings into their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.model import Finding, page_number
from onrecord.store import citations
from onrecord.store.codec import finding_bytes
from onrecord.store.dialect import Values
from onrecord.store.session import Session


class FindingWriter:
    """Puts findings in and takes them out. Versions by several units stand side by side; readers choose one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def check(self, findings: Iterable[Finding], pages: set[str]) -> None:
        """Raise ValueError for a finding without a citation, or with spans on a page that is not known."""
        citations.check(self._session, findings, pages)

    def put(self, unit: int, findings: Sequence[Finding]) -> None:
        """Write `findings`, which have different ids, as work of `unit`."""
        rows: list[Values] = []
        about: list[Values] = []
        for finding in findings:
            span = finding.citation.spans[0]
            file = self._session.file_with_prefix(span.page.rpartition("/")[0])
            place = (file, page_number(span.page), span.start)
            rows.append((finding.id, unit, finding.KIND, *place, finding_bytes(finding)))
            about += [(other, finding.id, unit) for other in dict.fromkeys(finding.about)]
        self._session.put("findings", rows)
        self._session.put("finding_about", about)

    def remove(self, unit: int) -> None:
        """Take out what `unit` wrote."""
        for table in ("finding_about", "findings"):
            self._session.run(f"DELETE FROM {table} WHERE unit = ?", (unit,))
