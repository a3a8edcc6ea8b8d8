"""What databases do each in a way of their own, and the SQL that they have in common.

Statements are written once, in what SQLite and PostgreSQL both understand, but for these signs, which `Dialect.sql`
puts in the words of its database:

============================ ==================================================================================
``?``                        a parameter
``:numbers``, ``:texts``     a query for the members, called `value`, of one parameter, which `as_list` made
``a CROSS JOIN b ON``        a join in which a database that keeps to an order takes `a` first
``instr(a, b)``              where the text `b` begins in `a`, from 1; 0 when it does not occur
============================ ==================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from onrecord.store.filters import Filters
    from onrecord.store.query import Parsed
    from onrecord.store.session import Session, Statements
    from onrecord.store.targets import Target

Values = tuple[Any, ...]

#: Score (less is better) and row of what a search found.
Scored = list[tuple[float, int]]


class IndexWriter(Protocol):
    """Keeps the search index of one kind of record in step with the texts."""

    def add(self, row: int, *texts: str) -> None:
        """Index `texts`, one for each column, under `row`: at the latest when the transaction ends."""
        ...

    def remove(self, rows: str) -> None:
        """Take the rows in the list `rows` (see `as_list`) out. Their records must still be in the store."""
        ...

    def flush(self) -> None:
        """Write what is held back."""
        ...


class Dialect(Protocol):
    """One database. Errors of its driver pass through; stores turn them into those of `onrecord.errors`."""

    #: The schema of temporary tables.
    temporary: str

    #: What follows the name of the table `messages` in a query that is to read it by time.
    by_time: str

    def sql(self, text: str) -> str:
        """A statement of the common SQL in the words of this database."""
        ...

    def put(self, driver: Any, table: str, rows: Sequence[Values], *, skip_known: bool) -> None:
        """Insert `rows`, whole ones; `skip_known` passes over those whose key is in the table already."""
        ...

    def stream(self, driver: Any, sql: str, values: Values, size: int) -> Iterator[Any]:
        """The rows of a query, about `size` of them in memory at a time. `sql` is in the words of this database."""
        ...

    def hold(self, driver: Any) -> None:
        """Let all that a reading connection reads from now on be of one state."""
        ...

    def renumber(self, write: Statements, table: str, column: str) -> None:
        """Have new rows of `table` numbered on from the greatest number in `column`, after rows came with theirs."""
        ...

    def index(self, session: Session, target: Target) -> IndexWriter:
        """What writes the search index of `target`."""
        ...

    def matches(self, read: Statements, target: Target, parsed: Parsed, chosen: Filters, most: int) -> Scored:
        """The first `most` records that match, by row, with FTS5's bm25 as their score."""
        ...

    def present(self, read: Statements, target: Target, words: Sequence[str]) -> set[str]:
        """Those of `words` that the search index of `target` holds now."""
        ...

    def problems(self, read: Statements) -> Iterator[str]:
        """What is wrong with the files of the database and with the search index, a line each."""
        ...


def as_list(values: Iterable[Any]) -> str:
    """`values` as one parameter, for ``:numbers`` and ``:texts``."""
    return json.dumps(list(values))


def prefix_range(prefix: str) -> tuple[str, str]:
    """The half-open range of strings that start with `prefix`."""
    return prefix, prefix + "\U0010ffff"
