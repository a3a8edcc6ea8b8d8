"""The writer's connection: statements, transactions, and the numbers of files."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

#: File numbers remembered at a time.
_REMEMBERED = 50_000

Values = tuple[Any, ...]


class Session:
    """Statements on one connection. What is remembered between them is forgotten when a transaction fails."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # Statements go to the driver: SQLAlchemy's 60 microseconds for each would be a third of the cost of writing.
        # Connections and transactions stay with SQLAlchemy.
        self._driver: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        self._depth = 0
        self._files: dict[str, int] = {}
        self._before_commit: list[Callable[[], None]] = []
        self._on_rollback: list[Callable[[], None]] = [self._files.clear]
        #: Set when files, locations or releases change: the order of places must be worked out again.
        self.moved = False

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
            with self._connection.begin():
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
            self.run("INSERT INTO meta VALUES ('places', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1")
            self.moved = False

    def run(self, sql: str, values: Values = ()) -> int:
        """Execute a statement; the number of rows it changed."""
        return self._driver.execute(sql, values).rowcount

    def many(self, sql: str, rows: Sequence[Values]) -> None:
        """Execute a statement for each of `rows`."""
        if rows:
            self._driver.executemany(sql, rows)

    def rows(self, sql: str, values: Values = ()) -> list[Any]:
        """All rows of a query."""
        return self._driver.execute(sql, values).fetchall()

    def row_of_new(self, sql: str, values: Values) -> int:
        """Execute an insert; the number of the new row."""
        return int(self._driver.execute(sql, values).lastrowid or 0)

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
        return self.row_of_new("INSERT INTO file_names (id) VALUES (?)", (id,))

    def _remember(self, id: str, number: int) -> int:
        if len(self._files) >= _REMEMBERED:
            self._files.clear()
        self._files[id] = number
        return number


def prefix_range(prefix: str) -> tuple[str, str]:
    """The half-open range of strings that start with `prefix`."""
    return prefix, prefix + "\U0010ffff"


def as_list(values: Iterable[Any]) -> str:
    """`values` for ``json_each``."""
    return json.dumps(list(values))
