"""PostgreSQL's own ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from onrecord.store.dialect import Values
from onrecord.store.postgres import lexemes
from onrecord.store.session import Statements

#: From so many rows on COPY is quicker than INSERT.
_COPIED = 16

_ARRAYS = {int: "bigint[]", str: "text[]", bytes: "bytea[]"}

_WORDS = (
    ("%", "%%"),
    (":numbers", "SELECT value::bigint AS value FROM json_array_elements_text(?::json)"),
    (":texts", 'SELECT value COLLATE "C" AS value FROM json_array_elements_text(?::json)'),
    ("CROSS JOIN", "JOIN"),
    ("instr(", "strpos("),
    ("?", "%s"),
)


class PostgresDialect:
    """Implements `onrecord.store.dialect.Dialect`."""

    temporary = "pg_temp"
    by_time = ""

    index = staticmethod(lexemes.LexemeWriter)
    matches = staticmethod(lexemes.matches)
    present = staticmethod(lexemes.present)
    problems = staticmethod(lexemes.problems)

    @staticmethod
    @lru_cache(maxsize=512)
    def sql(text: str) -> str:
        """A statement of the common SQL as psycopg and PostgreSQL want it."""
        for common, own in _WORDS:
            text = text.replace(common, own)
        return text

    def put(self, driver: Any, table: str, rows: Sequence[Values], *, skip_known: bool) -> None:
        """Insert whole rows."""
        listed = [tuple(map(_storable, row)) for row in rows]
        with driver.cursor() as cursor:
            if skip_known:
                types = ", ".join(f"%s::{_ARRAYS[type(value)]}" for value in listed[0])
                columns = [list(column) for column in zip(*listed, strict=True)]
                cursor.execute(f"INSERT INTO {table} SELECT * FROM unnest({types}) ON CONFLICT DO NOTHING", columns)
            elif len(listed) < _COPIED:
                cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(listed[0]))})", listed)
            else:
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    for row in listed:
                        copy.write_row(row)

    def hold(self, driver: Any) -> None:
        """Nothing: readers are in a repeatable transaction from their first statement on."""

    def renumber(self, write: Statements, table: str, column: str) -> None:
        """Put the sequence of the column behind its greatest number."""
        sequence = f"pg_get_serial_sequence('{table}', '{column}')"
        write.rows(f"SELECT setval({sequence}, coalesce(max({column}), 0) + 1, false) FROM {table}")

    def stream(self, driver: Any, sql: str, values: Values, size: int) -> Iterator[Any]:
        """The rows of a query, `size` in memory at a time: a cursor of the server."""
        with driver.cursor(name="rows") as cursor:
            cursor.itersize = size
            cursor.execute(sql, values)
            yield from cursor


def _storable(value: Any) -> Any:
    """A value as a plain one; a text without the one character that PostgreSQL's texts cannot hold."""
    return str(value).replace("\0", "\ufffd") if isinstance(value, str) else value
