"""Tables in few words: one definition for every database.

Numbers are 64 bits wide. Texts are ordered by their code points everywhere, which PostgreSQL must be told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alembic import op
from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint, text

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def table(
    metadata: MetaData,
    name: str,
    *columns: Column[str] | Column[int] | Column[bytes],
    unique: Sequence[str] = (),
    by: Mapping[str, Sequence[str]] | None = None,
) -> Table:
    """A table in which no two rows are alike in all `unique` columns, with an index over the columns of each `by`.

    Columns of an index may be expressions in brackets. In SQLite a table that has no number of its own for each row is
    kept in the order of its key.
    """
    numbered = any(column.info.get("numbers") for column in columns)
    indexes = [
        Index(f"{name}_by_{each}", *(text(one) if "(" in one else one for one in listed))
        for each, listed in (by or {}).items()
    ]
    constraints = [UniqueConstraint(*unique)] if unique else []
    return Table(name, metadata, *columns, *constraints, *indexes, sqlite_with_rowid=numbered)


def words(name: str, *, key: bool = False) -> Column[str]:
    """A column of texts."""
    return Column(name, _TEXT, primary_key=key, nullable=False)


def number(name: str, *, key: bool = False) -> Column[int]:
    """A column of integers."""
    return Column(name, _NUMBER, primary_key=key, nullable=False, autoincrement=False)


def blob(name: str, *, key: bool = False) -> Column[bytes]:
    """A column of bytes."""
    return Column(name, LargeBinary, primary_key=key, nullable=False)


def address(name: str) -> Column[int]:
    """The number of a row, given by the program."""
    return Column(name, _NUMBER, primary_key=True, autoincrement=False, info={"numbers": True})


def counter(name: str) -> Column[int]:
    """The number of a row, given by the database when none is named."""
    return Column(name, _NUMBER, primary_key=True, autoincrement=True, info={"numbers": True})


def on(dialect: str) -> bool:
    """Whether a migration runs on the database called so: ``sqlite`` or ``postgresql``."""
    return op.get_context().dialect.name == dialect


def only_added(name: str) -> None:
    """Have the database refuse to change or remove rows of a table."""
    for when in ("UPDATE", "DELETE"):
        trigger = f"{name}_no_{when.lower()}"
        if on("sqlite"):
            refuse = f"BEGIN SELECT raise(ABORT, '{name} are only added'); END"
            op.execute(f"CREATE TRIGGER {trigger} BEFORE {when} ON {name} {refuse}")
        else:
            refuse = f"$$ BEGIN RAISE EXCEPTION '{name} are only added'; END $$"
            op.execute(f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS {refuse}")
            op.execute(f"CREATE TRIGGER {trigger} BEFORE {when} ON {name} EXECUTE FUNCTION {trigger}()")


def digested(name: str, *columns: str) -> None:
    """Put digests in the place of long texts in the key of a table: PostgreSQL's trees hold 2,700 bytes an entry.

    `columns` are those of the key; texts that may be long are written ``md5(NAME)``.
    """
    op.execute(f"ALTER TABLE {name} DROP CONSTRAINT {name}_pkey")
    op.execute(f"CREATE UNIQUE INDEX {name}_pkey ON {name} ({', '.join(columns)})")
