"""Findings into their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zlib import crc32

from onrecord.model import Finding
from onrecord.store import citations
from onrecord.store.bases import Bases, Place
from onrecord.store.codec import plain_bytes
from onrecord.store.dialect import Values, as_list
from onrecord.store.packing import pack, unpack
from onrecord.store.packs import Base
from onrecord.store.session import Session

#: Ids that one statement removes.
_REMOVED = 1000

#: A finding and its record, not packed yet.
_Encoded = tuple[Finding, bytes]


def about_key(id: str) -> int:
    """The number under which findings about a record are looked up. Few records share one: readers look again."""
    return crc32(id.encode()) >> 1


class FindingWriter:
    """Puts findings in and takes them out. Versions by several units stand side by side; readers choose one."""

    def __init__(self, session: Session, bases: Bases) -> None:
        self.session, self.bases = session, bases
        self._kinds: dict[str, int] = {}
        self._next = 0
        self._gone = False
        session.hook(lambda: None, self._forget)

    def replacing(self, unit: int, *, before: bool) -> Replacing:
        """What puts findings in the place of those that `unit` wrote; `before`: it has written some."""
        return Replacing(self, unit, before=before)

    def remove(self, unit: int) -> None:
        """Take out what `unit` wrote."""
        self.delete([no for (no,) in self.session.rows("SELECT no FROM findings WHERE unit = ?", (unit,))])

    def delete(self, numbers: Sequence[int]) -> None:
        """Take findings out by their numbers."""
        for start in range(0, len(numbers), _REMOVED):
            self.session.run(
                "DELETE FROM findings WHERE no IN (:numbers)", (as_list(numbers[start : start + _REMOVED]),)
            )
        self._gone |= bool(numbers)

    def sweep(self) -> None:
        """Take out what findings that are gone spoke of. Nobody is misled by it before: readers look again."""
        if self._gone:
            self.session.run("DELETE FROM finding_about WHERE finding NOT IN (SELECT no FROM findings)")
            self._gone = False

    def number(self) -> int:
        """The number of the next finding."""
        if not self._next:
            self._next = self.session.number("SELECT coalesce(max(no), 0) + 1 FROM findings")
        self._next += 1
        return self._next - 1

    def kind(self, name: str) -> int:
        """The number of a kind."""
        if name not in self._kinds:
            found = self.session.rows("SELECT no FROM finding_kinds WHERE name = ?", (name,))
            new = "INSERT INTO finding_kinds (name) VALUES (?) RETURNING no"
            self._kinds[name] = found[0][0] if found else self.session.number(new, (name,))
        return self._kinds[name]

    def stands(self, finding: Finding) -> Place:
        """The page that a finding cites first."""
        return self.bases.place(finding.citation.spans[0].page)

    def _forget(self) -> None:
        self._kinds.clear()
        self._next = 0


class Replacing:
    """The findings of one unit under way, some at a time: a stage that looks at the whole case has a million of them.

    Those that stay as they were are left alone: such a stage finds most of them again.
    """

    def __init__(self, writer: FindingWriter, unit: int, *, before: bool) -> None:
        self._writer, self._session, self._unit, self._before = writer, writer.session, unit, before
        self._told: dict[str, int] = {}

    def put(self, findings: Iterable[Finding], pages: set[str]) -> None:
        """Write findings that cite `pages` or pages of the store.

        Raises ValueError for one without a citation, with spans on a page that is not known, or that differs from
        another with its id.
        """
        new = self._once(findings)
        citations.check(self._session, (finding for finding, _ in new), pages)
        places = [self._writer.stands(finding) for finding, _ in new]
        bases = self._writer.bases.of(places)
        known = self._known(new) if self._before else {}
        changed = []
        for (finding, record), place in zip(new, places, strict=True):
            base = bases[place]
            if finding.id not in known or self._plain(*known[finding.id][1:]) != (base, record):
                changed.append((finding, place, base, record))
        self._writer.delete([known[finding.id][0] for finding, *_ in changed if finding.id in known])
        self._insert(changed)

    def finish(self) -> bool:
        """Remove what the unit wrote before and has not written again; whether it has written anything."""
        if self._before:
            found = self._session.rows("SELECT no, id FROM findings WHERE unit = ?", (self._unit,))
            self._writer.delete([no for no, id in found if id not in self._told])
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

    def _known(self, new: Iterable[_Encoded]) -> dict[str, tuple[int, int, bytes]]:
        """Number, pack and record of those that the unit wrote before."""
        sql = "SELECT id, no, base, record FROM findings WHERE unit = ? AND id IN (:texts)"
        found = self._session.rows(sql, (self._unit, as_list(finding.id for finding, _ in new)))
        return {id: (no, base, record) for id, no, base, record in found}

    def _plain(self, base: int, record: bytes) -> tuple[Base, bytes]:
        found = Base(base, record[0], record[1])
        return found, unpack(record[2:], self._writer.bases.text(found))

    def _insert(self, new: Iterable[tuple[Finding, Place, Base, bytes]]) -> None:
        rows: list[Values] = []
        about: list[Values] = []
        for finding, (file, page, _), base, record in new:
            no, kind = self._writer.number(), self._writer.kind(finding.KIND)
            packed = base.places + pack(record, self._writer.bases.text(base))
            start = finding.citation.spans[0].start
            rows.append((no, finding.id, self._unit, kind, file, page, start, base.pack, packed))
            about += [(key, no) for key in {about_key(other): None for other in finding.about}]
        self._session.put("findings", rows)
        self._session.put("finding_about", about)
