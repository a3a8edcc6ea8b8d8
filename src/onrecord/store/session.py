"""Statements on one connection, and the writer's transactions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from onrecord.store.dialect import Dialect, Values, prefix_range

#: File numbers remembered at a time.
_REMEMBERED = 50_000

#: Records fetched at a time while streaming.
_BATCH = 256

#: Counts one more change of what is named.
_COUNTED = (
    "INSERT INTO meta VALUES (?, '1') ON CONFLICT (name)"
    " DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)"
)


class Statements:
    """Statements in the common SQL (see `onrecord.store.dialect`) on one connection.

    They go to the driver: SQLAlchemy's 60 microseconds for each would be a third of the cost of writing, and making its
    rows would take longer than finding them. Connections and transactions stay with SQLAlchemy.
    """

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        self.connection = connection
        self.dialect = dialect
        self._driver: Any = connection.connection.driver_connection

    def run(self, sql: str, values: Values = ()) -> int:
        """Execute a statement; the number of rows it changed."""
        return int(self._driver.execute(self.dialect.sql(sql), values).rowcount)

    def rows(self, sql: str, values: Values = ()) -> list[Any]:
        """All rows of a query, or of a statement that returns some."""
        found: list[Any] = self._driver.execute(self.dialect.sql(sql), values).fetchall()
        return found

    def number(self, sql: str, values: Values = ()) -> int:
        """The one number that a query, or a statement that returns one, gives."""
        return int(self.rows(sql, values)[0][0])

    def stream(self, sql: str, values: Values = ()) -> Iterator[Any]:
        """The rows of a query, a batch in memory at a time."""
        return self.dialect.stream(self._driver, self.dialect.sql(sql), values, _BATCH)

    def hold(self) -> None:
        """Let all that is read from now on be of one state."""
        self.dialect.hold(self._driver)

    def settle(self) -> None:
        """Keep what a reading connection made for itself."""
        self._driver.commit()


class Session(Statements):
    """The writer's connection. What is remembered between statements is forgotten when a transaction fails."""

    def __init__(self, connection: Connection, dialect: Dialect) -> None:
        super().__init__(connection, dialect)
        self._depth = 0
        self._files: dict[str, int] = {}
        self._before_commit: list[Callable[[], None]] = []
        self._on_rollback: list[Callable[[], None]] = [self._files.clear]
        #: Set when files, locations or releases change: the order of places must be worked out again.
        self.moved = False
        #: Set when records are written: what readers have worked out of them no longer holds.
        self.changed = False

    def hook(self, before_commit: Callable[[], None], on_rollback: Callable[[], None]) -> None:
        """Have `before_commit` write what is held back, and `on_rollback` forget it."""
        self._before_commit.append(before_commit)
        self._on_rollback.append(on_rollback)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another transaction, a part of that one."""
        if self._depth:
            yield
            return
        self._depth += 1
        try:
            with self.connection.begin():
                yield
                self._finish()
        except BaseException:
            for forget in self._on_rollback:
                forget()
            raise
        finally:
            self._depth -= 1

    def _finish(self) -> None:
        for write in self._before_commit:
            write()
        if self.moved:
            self.run(_COUNTED, ("places",))
        if self.moved or self.changed:
            self.run(_COUNTED, ("records",))
        self.moved = self.changed = False

    def put(self, table: str, rows: Sequence[Values], *, skip_known: bool = False) -> None:
        """Insert whole rows; `skip_known` passes over those whose key is in the table already."""
        if rows:
            self.dialect.put(self._driver, table, rows, skip_known=skip_known)

    def file(self, id: str) -> int:
        """The number of the file with this id, which is given one when it has none."""
        number = self._files.get(id)
        return self._remember(id, self._file_number(id)) if number is None else number

    def file_with_prefix(self, prefix: str) -> int:
        """The number of the file named by a page key; 0 when there is none."""
        number = self._files.get(prefix)
        if number is not None:
            return number
        found = self.rows("SELECT no FROM file_names WHERE id >= ? AND id < ? LIMIT 1", prefix_range(prefix))
        return self._remember(prefix, found[0][0]) if found else 0

    def _file_number(self, id: str) -> int:
        found = self.rows("SELECT no FROM file_names WHERE id = ?", (id,))
        if found:
            return int(found[0][0])
        self.moved = True
        return self.number("INSERT INTO file_names (id) VALUES (?) RETURNING no", (id,))

    def _remember(self, id: str, number: int) -> int:
        if len(self._files) >= _REMEMBERED:
            self._files.clear()
        self._files[id] = number
        return number
