"""Findings into their tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from zlib import crc32

from onrecord.model import Finding
from onrecord.store import bundles, citations, names
from onrecord.store.bases import Bases, Place
from onrecord.store.bundles import New
from onrecord.store.codec import plain_bytes
from onrecord.store.dialect import Values, as_list
from onrecord.store.packs import Base
from onrecord.store.rows import BUNDLE_OF, NUMBERS_OF
from onrecord.store.session import Session

#: Findings that one statement removes.
_REMOVED = 1000

#: A finding and its record, not packed yet.
_Encoded = tuple[Finding, bytes]

_OF_UNIT = (
    "SELECT f.no, f.kind, f.name FROM bundles b CROSS JOIN findings f"
    f" ON f.no BETWEEN {NUMBERS_OF.format(bundle='b.no')} WHERE b.unit = ?"
)

_NAMED = (
    "SELECT f.no, f.kind, f.name FROM (:numbers) j"
    f" CROSS JOIN findings f ON {names.NAMED.format(of='f', number='j.value')}"
    f" CROSS JOIN bundles b ON b.no = {BUNDLE_OF.format(no='f.no')} WHERE b.unit = ?"
)


def about_key(id: str) -> int:
    """The number under which findings about a record are looked up. Few records share one: readers look again."""
    return crc32(id.encode()) >> 1


class FindingWriter:
    """Puts findings in and takes them out. Versions by several units stand side by side; readers choose one."""

    def __init__(self, session: Session, bases: Bases) -> None:
        self.session, self.bases = session, bases
        self._kinds: dict[str, int] = {}
        self._gone = False
        session.hook(lambda: None, self._kinds.clear)

    def replacing(self, unit: int, *, before: bool) -> Replacing:
        """What puts findings in the place of those that `unit` wrote; `before`: it has written some."""
        return Replacing(self, unit, before=before)

    def remove(self, unit: int) -> None:
        """Take out what `unit` wrote."""
        self.delete([no for no, _, _ in self.session.rows(_OF_UNIT, (unit,))])

    def delete(self, numbers: Sequence[int]) -> None:
        """Take findings out by their numbers."""
        for start in range(0, len(numbers), _REMOVED):
            some = numbers[start : start + _REMOVED]
            self.session.run("DELETE FROM findings WHERE no IN (:numbers)", (as_list(some),))
            bundles.clear(self.session, "findings", some, self.bases.text)
        self._gone |= bool(numbers)

    def sweep(self) -> None:
        """Take out what findings that are gone spoke of. Nobody is misled by it before: readers look again."""
        if self._gone:
            self.session.run("DELETE FROM finding_about WHERE finding NOT IN (SELECT no FROM findings)")
            self._gone = False

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


class Replacing:
    """The findings of one unit under way, some at a time: a stage that looks at the whole case has a million of them.

    Those that stay as they were are left alone: such a stage finds most of them again.
    """

    def __init__(self, writer: FindingWriter, unit: int, *, before: bool) -> None:
        self._writer, self._session, self._unit, self._before = writer, writer.session, unit, before
        #: By kind and name, a number for what was written.
        self._told: defaultdict[int, dict[int, int]] = defaultdict(dict)

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
        changed, gone = [], []
        for (finding, record), place in zip(new, places, strict=True):
            no, *before = known.get(self._key(finding), (0,))
            if before == [bases[place].pack, record]:
                continue
            changed.append((finding, place, bases[place], record))
            gone += [no] if before else []
        self._writer.delete(gone)
        self._insert(changed)

    def finish(self) -> bool:
        """Remove what the unit wrote before and has not written again; whether it has written anything."""
        if self._before:
            found = self._session.rows(_OF_UNIT, (self._unit,))
            self._writer.delete([no for no, kind, name in found if name not in self._told[kind]])
        return any(self._told.values())

    def _key(self, finding: Finding) -> tuple[int, int]:
        """Kind and name."""
        return self._writer.kind(finding.KIND), names.number(finding.id)

    def _once(self, findings: Iterable[Finding]) -> list[_Encoded]:
        """Those that have not been written yet. Of each only two numbers are remembered."""
        new: list[_Encoded] = []
        for finding in findings:
            record = plain_bytes(finding)
            kind, name = self._key(finding)
            told = hash(record)
            known = self._told[kind].get(name)
            if known is None:
                self._told[kind][name] = told
                new.append((finding, record))
            elif known != told:
                raise ValueError(f"one unit of work wrote two different records called {finding.id}")
        return new

    def _known(self, new: Iterable[_Encoded]) -> dict[tuple[int, int], tuple[int, int, bytes]]:
        """By kind and name the number, pack of pages and record of those that the unit wrote before."""
        wanted = as_list(names.number(finding.id) for finding, _ in new)
        found = self._session.rows(_NAMED, (wanted, self._unit))
        opened = bundles.opened(self._session, (no for no, _, _ in found))
        return {(kind, name): (no, *bundles.record(opened, no)) for no, kind, name in found}

    def _insert(self, changed: Sequence[tuple[Finding, Place, Base, bytes]]) -> None:
        rows: list[Values] = []
        about: list[Values] = []
        speaks = {(finding.KIND, finding.id): finding.about for finding, *_ in changed}
        new = [
            New(finding.KIND, finding.id, place, finding.citation.spans[0].start, base, record)
            for finding, place, base, record in changed
        ]
        for some in bundles.divided(new):
            for no, one in bundles.put(self._session, self._writer.bases, self._unit, some):
                file, page, _ = one.stands
                rows.append((no, names.number(one.id), self._writer.kind(one.kind), file, page, one.start))
                about += [(key, no) for key in {about_key(other): None for other in speaks[one.kind, one.id]}]
        self._session.put("findings", rows)
        # numbers are used again, and what a finding spoke of may outlive it until `sweep`
        self._session.put("finding_about", about, skip_known=True)
