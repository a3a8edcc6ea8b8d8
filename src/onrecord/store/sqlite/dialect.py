"""SQLite's own ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from onrecord.store.dialect import Values
from onrecord.store.session import Statements
from onrecord.store.sqlite import fts5

_MEMBERS = "SELECT value FROM json_each(?)"


class SqliteDialect:
    """Implements `onrecord.store.dialect.Dialect`."""

    temporary = "temp"

    # the planner would take another index and sort
    by_time = "INDEXED BY messages_by_time"

    index = staticmethod(fts5.Fts5Writer)
    matches = staticmethod(fts5.matches)
    present = staticmethod(fts5.present)
    problems = staticmethod(fts5.problems)

    @staticmethod
    @lru_cache(maxsize=512)
    def sql(text: str) -> str:
        """A statement of the common SQL as SQLite wants it."""
        return text.replace(":numbers", _MEMBERS).replace(":texts", _MEMBERS)

    def put(self, driver: Any, table: str, rows: Sequence[Values], *, skip_known: bool) -> None:
        """Insert whole rows."""
        skip = " ON CONFLICT DO NOTHING" * skip_known
        driver.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))}){skip}", rows)

    def hold(self, driver: Any) -> None:
        """Begin a transaction; the pool of connections ends it."""
        driver.execute("BEGIN")

    def renumber(self, write: Statements, table: str, column: str) -> None:
        """Nothing: SQLite numbers on from the greatest."""

    def stream(self, driver: Any, sql: str, values: Values, size: int) -> Iterator[Any]:
        """The rows of a query, `size` in memory at a time."""
        result = driver.execute(sql, values)
        yield from chain.from_iterable(iter(lambda: result.fetchmany(size), []))
