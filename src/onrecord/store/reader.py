"""Reading a store. Every call sees one state of it, whatever a writer does meanwhile."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from itertools import chain, islice, starmap
from operator import attrgetter
from typing import Any, cast

from sqlalchemy import Engine

from onrecord.model import (
    Decision,
    Document,
    Extent,
    Failure,
    Finding,
    Location,
    Message,
    Note,
    Page,
    Release,
    Sketch,
    SourceFile,
    page_number,
    stamp_key,
)
from onrecord.store import bundles, facets, figures, filters, names, places, search
from onrecord.store.codec import (
    decision_from,
    document_from,
    finding_from,
    sketch_from,
    spans_from,
)
from onrecord.store.dialect import Dialect, Values, as_list, prefix_range
from onrecord.store.finding_writer import about_key
from onrecord.store.packing import unpack
from onrecord.store.phrases import Phrases
from onrecord.store.places import LOCATION_ORDER
from onrecord.store.protocol import Facets, Kind, Moment, Query, Results
from onrecord.store.rows import BUNDLE_OF
from onrecord.store.session import Statements
from onrecord.store.unpacking import MESSAGE, PAGE, Unpacker, sound
from onrecord.store.writer import StoreWriter

#: Pages of one file fetched at a time while iterating.
_BATCH = 256

#: The shortest beginning of a message id that stands for it.
_SHORTEST_ID = 6

_PAGES = f"SELECT {PAGE} FROM {{source}} CROSS JOIN packs k ON k.no = p.pack {{where}}"
_MESSAGES = (
    f"SELECT {MESSAGE} FROM {{source}} CROSS JOIN message_texts t ON t.no = m.text CROSS JOIN file_names n"
    " ON n.no = m.file LEFT JOIN packs k ON k.no = t.base {where}"
)

#: Of several versions of a finding or sketch `f` that of the first unit is shown, whichever was written first.
_FIRST = (
    "NOT EXISTS (SELECT 1 FROM {table} g"
    f" CROSS JOIN bundles d ON d.no = {BUNDLE_OF.format(no='g.no')} CROSS JOIN units v ON v.no = d.unit"
    f" CROSS JOIN bundles b ON b.no = {BUNDLE_OF.format(no='f.no')} CROSS JOIN units u ON u.no = b.unit"
    f" WHERE g.no != f.no AND {names.NAMED.format(of='g', number='f.name')}"
    "{alike} AND (v.stage, v.scope, v.unit) < (u.stage, u.scope, u.unit))"
)
_FINDINGS = (
    "SELECT c.name, f.no, f.name FROM {source} JOIN finding_kinds c ON c.no = f.kind"
    f" WHERE {{where}} AND {_FIRST.format(table='findings', alike=' AND g.kind = f.kind')} ORDER BY {{order}}"
)
_SKETCHES = f"SELECT f.no, f.name FROM {{source}} WHERE {_FIRST.format(table='sketches', alike='')} ORDER BY f.no"

#: The order of places, for messages `m` and the places `o` of their files.
PLACE_ORDER = "o.ordinal, m.page, m.start, m.depth, m.id"


class Reader(ABC):
    """The reading half of `onrecord.store.protocol.Store`.

    `faults` makes a context that turns the errors of the database into those of `onrecord.errors`.
    """

    def __init__(self, engine: Engine, dialect: Dialect, faults: Callable[[], AbstractContextManager[None]]) -> None:
        self._engine = engine
        self._dialect = dialect
        self._faults = faults

    @contextmanager
    def reading(self) -> Iterator[Statements]:
        """A connection for queries of one's own."""
        with self._faults(), self._engine.connect() as connection:
            yield Statements(connection, self._dialect)

    def _rows(self, sql: str, values: Values = ()) -> list[Any]:
        with self.reading() as read:
            return read.rows(sql, values)

    def releases(self) -> list[Release]:
        """All releases, by date received, then name; those without a date last."""
        names = Release.__struct_fields__
        sql = f"SELECT {', '.join(names)} FROM releases ORDER BY received = '', received, name"
        return [Release(**dict(zip(names, row, strict=True))) for row in self._rows(sql)]

    def files(self) -> list[SourceFile]:
        """All files, by id."""
        sql = (
            "SELECT n.id, f.size, f.media, f.linked, f.parent FROM files f JOIN file_names n ON n.no = f.file"
            " ORDER BY n.id DESC, f.parent DESC, f.unit = 0, f.linked DESC, f.media DESC, f.size DESC"
        )
        found = {  # of several versions the last one read stays
            id: SourceFile(id=id, size=size, media=media, linked=linked, parent=parent)
            for id, size, media, linked, parent in self._rows(sql)
        }
        return [found[id] for id in reversed(found)]

    def extents(self) -> dict[str, int]:
        """The number of pages of every file that was opened, by file id."""
        sql = "SELECT n.id, min(e.pages) FROM extents e JOIN file_names n ON n.no = e.file GROUP BY n.id ORDER BY n.id"
        return {extent.file: extent.pages for extent in (Extent(file=f, pages=p) for f, p in self._rows(sql))}

    def locations(self, *, file: str = "", path: str = "") -> list[Location]:
        """Locations by release, path and file; narrowed to a file or to the end of a path."""
        conditions: list[str] = ["TRUE"]
        values: list[str | int] = []
        if file:
            conditions.append("l.file = (SELECT no FROM file_names WHERE id = ?)")
            values.append(file)
        if path:
            conditions.append("(l.path = ? OR (length(l.path) > ? AND substr(l.path, length(l.path) - ?) = ?))")
            values += [path, len(path), len(path), "/" + path]
        sql = (
            "SELECT l.release, l.path, n.id FROM locations l JOIN file_names n ON n.no = l.file"
            " LEFT JOIN releases r ON r.name = l.release"
            f" WHERE {' AND '.join(conditions)} GROUP BY l.release, l.path, n.id, r.name, r.received"
            f" ORDER BY {LOCATION_ORDER}"
        )
        return [Location(release=release, path=name, file=id) for release, name, id in self._rows(sql, tuple(values))]

    def files_in_order(self) -> Iterator[str]:
        """The ids of all files, in the order of their first locations."""
        sql = "SELECT n.id FROM places o CROSS JOIN file_names n ON n.no = o.file ORDER BY o.ordinal"
        return (str(id) for (id,) in self._stream(sql))

    def file_id(self, prefix: str) -> str:
        """The id of the file whose id starts with `prefix`."""
        sql = "SELECT id FROM file_names WHERE id >= ? AND id < ? ORDER BY id LIMIT 1"
        return "".join(id for (id,) in self._rows(sql, prefix_range(prefix)))

    def failures(self) -> list[Failure]:
        """All failures, by path, then page."""
        sql = (
            "SELECT DISTINCT stage, file, path, page, what, next_step FROM failures"
            " ORDER BY path, page, file, stage, what, next_step"
        )
        return [
            Failure(stage=stage, file=file, path=path, page=page, what=what, next_step=step)
            for stage, file, path, page, what, step in self._rows(sql)
        ]

    def notes(self) -> list[Note]:
        """All notes, by file, then page."""
        sql = "SELECT DISTINCT kind, file, page, what, spans FROM notes ORDER BY file, page, kind, what, spans"
        return [
            Note(kind=kind, file=file, page=page, what=what, spans=spans_from(spans))
            for kind, file, page, what, spans in self._rows(sql)
        ]

    def documents(self) -> list[Document]:
        """All load-file documents, by first stamp."""
        found = self._rows("SELECT id, record FROM documents ORDER BY first_stamp, id, record DESC")
        least = dict(found)  # of several versions the last one read stays
        return [document_from(record) for record in least.values()]

    def pages(self, file: str = "") -> Iterator[Page]:
        """The pages of one file by number, or of all files in the order of their first location."""
        if file:
            return self._pages_of(file)
        source = "places o CROSS JOIN pages p ON p.file = o.file"
        sql = _PAGES.format(source=source, where="ORDER BY o.ordinal, p.number")
        return starmap(Unpacker().page, self._stream(sql))

    def _pages_of(self, file: str) -> Iterator[Page]:
        """Batch by batch: an open query would keep a writer's log from being taken into the store."""
        where = "WHERE p.file = (SELECT no FROM file_names WHERE id = ?) AND p.number > ? ORDER BY p.number LIMIT ?"
        sql = _PAGES.format(source="pages p", where=where)
        last = 0
        while batch := self._rows(sql, (file, last, _BATCH)):
            for page in starmap(Unpacker().page, batch):
                last = page.number
                yield page

    def page(self, key: str) -> Page | None:
        """The page with this key."""
        prefix, slash, number = key.rpartition("/")
        if not (slash and prefix and number.isdecimal() and len(number) < 10):
            return None
        where = "WHERE n.id >= ? AND n.id < ? AND p.number = ? ORDER BY n.id LIMIT 1"
        sql = _PAGES.format(source="file_names n JOIN pages p ON p.file = n.no", where=where)
        found = list(starmap(Unpacker().page, self._rows(sql, (*prefix_range(prefix), int(number)))))
        return found[0] if found and found[0].key == key else None

    def page_texts(self, keys: Iterable[str]) -> dict[str, str]:
        """The texts of the pages with these keys, by key."""
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        for key in keys:
            numbers[key.rpartition("/")[0]].append(page_number(key))
        sql = (
            "SELECT p.number, p.pack, p.place, k.texts FROM file_names n JOIN pages p ON p.file = n.no"
            " JOIN packs k ON k.no = p.pack WHERE n.id >= ? AND n.id < ? AND p.number IN (:numbers) ORDER BY n.id DESC"
        )
        with self.reading() as read:
            return {
                f"{prefix}/{number}": unpacker.text(*packed)
                for prefix, some in numbers.items()
                for unpacker in (Unpacker(),)
                for number, *packed in read.rows(sql, (*prefix_range(prefix), as_list(some)))
            }

    def pages_by_stamp(self, stamp: str) -> list[Page]:
        """The pages that bear this stamp, in the order of their places."""
        source = "page_stamps s JOIN pages p ON p.row = s.row JOIN places o ON o.file = p.file"
        sql = _PAGES.format(source=source, where="WHERE s.stamp = ? ORDER BY o.ordinal, p.number")
        with self.reading() as read:
            places.ready(read)
            return list(starmap(Unpacker().page, read.rows(sql, (stamp_key(stamp),))))

    def page_stamps(self, file: str, first: int, last: int) -> dict[int, tuple[str, ...]]:
        """The stamps of the pages `first` to `last` of a file, by page number."""
        sql = (
            "SELECT number, stamps FROM pages WHERE file = (SELECT no FROM file_names WHERE id = ?)"
            " AND number BETWEEN ? AND ? AND stamps != '' ORDER BY number"
        )
        return {number: tuple(stamps.split("\n")) for number, stamps in self._rows(sql, (file, first, last))}

    def messages(self, query: Query | None = None) -> Iterator[Message]:
        """The messages that pass the filters of `query`, in the order of their places."""
        chosen = filters.parse(query or Query())
        conditions, values = chosen.conditions("m.row")
        source = "places o CROSS JOIN messages m ON m.file = o.file"
        sql = _MESSAGES.format(source=source, where=f"WHERE {conditions} ORDER BY {PLACE_ORDER}")
        return starmap(Unpacker().message, self._stream(sql, values))

    def messages_in(self, file: str, size: int) -> Iterator[list[Message]]:
        """The messages of a file in order; between two batches no query is open (see `_pages_of`)."""
        where = (
            "WHERE m.file = (SELECT no FROM file_names WHERE id = ?)"
            " AND (m.page, m.start, m.depth, m.id) > (?, ?, ?, ?) ORDER BY m.page, m.start, m.depth, m.id LIMIT ?"
        )
        sql = _MESSAGES.format(source="messages m", where=where)
        last: Values = (0, 0, 0, "")
        while batch := list(starmap(Unpacker().message, self._rows(sql, (file, *last, size)))):
            yield batch
            end = batch[-1]
            last = (end.page_start, end.citation.spans[0].start, end.depth, end.id)

    def pages_with_messages(self, file: str) -> frozenset[int]:
        """The numbers of the pages of a file on which a message stands."""
        sql = "SELECT DISTINCT number FROM message_pages WHERE file = (SELECT no FROM file_names WHERE id = ?)"
        return frozenset(number for (number,) in self._rows(sql, (file,)))

    def days_sent(self) -> dict[str, int]:
        """How many messages were sent on each day."""
        sql = "SELECT substr(sent, 1, 10) AS day, count(*) FROM messages WHERE length(sent) >= 10 GROUP BY day"
        return dict(self._rows(sql))

    def message(self, id: str) -> Message | None:
        """The message with this id, or the only one whose id starts so."""
        sql = _MESSAGES.format(source="messages m", where="WHERE m.id >= ? AND m.id < ? ORDER BY m.id LIMIT 2")
        if len(id) < _SHORTEST_ID:
            sql, bounds = sql.replace("m.id >= ? AND m.id < ?", "m.id = ? AND m.id = ?"), (id, id)
        else:
            bounds = prefix_range(id)
        found = list(starmap(Unpacker().message, self._rows(sql, bounds)))
        exact = [message for message in found if message.id == id]
        return (exact or found)[0] if len(exact or found) == 1 else None

    def messages_called(self, ids: Iterable[str]) -> list[Message]:
        """The messages with these ids, by id."""
        sql = _MESSAGES.format(source="messages m", where="WHERE m.id IN (:texts) ORDER BY m.id")
        return list(starmap(Unpacker().message, self._rows(sql, (as_list(ids),))))

    def messages_on(self, key: str) -> list[Message]:
        """The messages that stand on a page, in the order of their places."""
        page = self.page(key)
        if page is None:
            return []
        where = "WHERE s.file = (SELECT no FROM file_names WHERE id = ?) AND s.number = ?"
        return self._placed("message_pages s JOIN messages m ON m.row = s.row", where, (page.file, page.number))

    def chain(self, chain: str) -> list[Message]:
        """The messages of a printed chain by depth."""
        found = self._placed("messages m", "WHERE m.chain = ?", (chain,))
        return sorted(found, key=lambda message: message.depth)

    def findings(self, kind: type[Kind]) -> Iterator[Kind]:
        """All findings of a kind, in the order of their places."""
        source = "places o CROSS JOIN findings f ON f.file = o.file"
        sql = _FINDINGS.format(
            source=source,
            where="f.kind = (SELECT no FROM finding_kinds WHERE name = ?)",
            order="o.ordinal, f.page, f.start, f.name",
        )
        return (cast(Kind, found) for found in self._found(sql, (kind.KIND,)))

    def finding(self, id: str) -> Finding | None:
        """The finding with this id, or the only one whose id starts so."""
        bounds = list(names.ranges(id))[: None if len(id) >= _SHORTEST_ID else 1]
        where = " OR ".join("f.name >> 32 BETWEEN ? AND ? AND f.name BETWEEN ? AND ?" for _ in bounds)
        values = tuple(chain.from_iterable((least >> 32, most >> 32, least, most) for least, most in bounds))
        sql = _FINDINGS.format(source="findings f", where=f"({where})", order="f.name")
        found = [finding for finding in self._found(sql, values) if finding.id.startswith(id)]
        exact = [finding for finding in found if finding.id == id]
        return (exact or found)[0] if len(exact or found) == 1 else None

    def about(self, id: str) -> list[Finding]:
        """The findings that speak of a record, by id."""
        source = "finding_about a JOIN findings f ON f.no = a.finding"
        sql = _FINDINGS.format(source=source, where="a.about = ?", order="f.name")
        found = self._found(sql, (about_key(id),))
        return sorted((finding for finding in found if id in finding.about), key=attrgetter("id"))

    def _found(self, sql: str, values: Values) -> Iterator[Finding]:
        """The findings that a query of the form `_FINDINGS` gives, a batch in memory at a time."""
        with self.reading() as read:
            places.ready(read)
            rows, phrases = read.stream(sql, values), Phrases(read)
            while some := list(islice(rows, _BATCH)):
                opened = bundles.opened(read, (no for _, no, _ in some))
                for kind, no, name in some:
                    found = sound(partial(finding_from, kind, name, bundles.record(opened, no)[1]))
                    yield phrases.put_in(found)

    def _placed(self, source: str, where: str, values: Values) -> list[Message]:
        source = f"{source} JOIN places o ON o.file = m.file"
        sql = _MESSAGES.format(source=source, where=f"{where} ORDER BY {PLACE_ORDER}")
        with self.reading() as read:
            places.ready(read)
            return list(starmap(Unpacker().message, read.rows(sql, values)))

    def sketches(self) -> Iterator[Sketch]:
        """The sketches of all messages, in the order in which they are packed."""
        return self._sketched("sketches f")

    def sketches_called(self, ids: Iterable[str]) -> list[Sketch]:
        """The sketches of the messages with these ids, in that order too."""
        source = f"(:numbers) j CROSS JOIN sketches f ON {names.NAMED.format(of='f', number='j.value')}"
        return list(self._sketched(source, (as_list({names.number(id) for id in ids}),)))

    def _sketched(self, source: str, values: Values = ()) -> Iterator[Sketch]:
        with self.reading() as read:
            rows = read.stream(_SKETCHES.format(source=source), values)
            while some := list(islice(rows, _BATCH)):
                opened = bundles.opened(read, (no for no, _ in some))
                for no, name in some:
                    yield sound(partial(sketch_from, name, bundles.record(opened, no)[1]))

    def memo(self, name: str) -> bytes:
        """What a stage remembered under `name`."""
        found = self._rows("SELECT data FROM memos WHERE name = ? ORDER BY unit LIMIT 1", (name,))
        return unpack(found[0][0]) if found else b""

    def counts(self, release: str = "") -> dict[str, int]:
        """How many records of each kind there are, in the case or in one release."""
        with self.reading() as read:
            return figures.counts(read, release)

    def decisions(self) -> list[Decision]:
        """All decisions, by time, then id."""
        found = [decision_from(record) for (record,) in self._rows("SELECT record FROM decisions", ())]
        return sorted(found, key=lambda decision: (decision.at, decision.id))

    def moment(self) -> Moment:
        """How often records and decisions were written."""
        sql = (
            "SELECT coalesce((SELECT value FROM meta WHERE name = 'records'), '0'),"
            " (SELECT coalesce(max(no), 0) FROM decisions)"
        )
        records, decisions = self._rows(sql)[0]
        return Moment(int(records), int(decisions))

    def problems(self) -> list[str]:
        """What is wrong with the store itself."""
        with self.reading() as read:
            return figures.problems(read)

    def search(self, query: Query) -> Results:
        """Find messages or pages; see the protocol and `onrecord.store.search`."""
        with self.reading() as read:
            return search.run(read, query)

    def facets(self, query: Query) -> Facets:
        """How what a search finds is spread; see `onrecord.store.facets`."""
        with self.reading() as read:
            return facets.tally(read, query)

    @abstractmethod
    def writing(self) -> AbstractContextManager[StoreWriter]:
        """Become the one writer."""

    def close(self) -> None:
        """Let go of files and connections."""
        self._engine.dispose()

    def _stream(self, sql: str, values: Values = ()) -> Iterator[Any]:
        """The rows of a query in the order of places, a batch in memory at a time."""
        with self.reading() as read:
            places.ready(read)
            yield from read.stream(sql, values)
