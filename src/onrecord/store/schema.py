"""The version of a store's tables: which one a file has, and how it is brought up to date."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from onrecord import __version__
from onrecord.errors import CaseVersion
from onrecord.store.faults import damaged

if TYPE_CHECKING:
    from alembic.config import Config

#: The versions of the schema that this program knows, oldest first; the last one is written. A test holds them against
#: the folder of migrations, so that opening a store need not load Alembic.
VERSIONS = ("0001",)


def version(connection: sqlite3.Connection, path: Path) -> str:
    """The schema version of the store behind `connection`; empty for a file without tables.

    Raises CaseVersion when a newer program made it, CaseDamaged when it is a database of something else.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return ""
    if "alembic_version" not in tables:
        raise damaged(path, "it is not a store of onrecord")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    found = str(row[0]) if row else ""
    if found and found not in VERSIONS:
        raise _newer(found, _program(connection))
    return found


def _program(connection: sqlite3.Connection) -> str:
    row = connection.execute("SELECT value FROM meta WHERE name = 'program'").fetchone()
    return str(row[0]) if row else "a newer version"


def _newer(found: str, program: str) -> CaseVersion:
    return CaseVersion(
        f"this case was made by onrecord {program} (store version {found});"
        f" this is onrecord {__version__} (store version {VERSIONS[-1]})",
        "upgrade with `pip install --upgrade onrecord`, or use the version that made the case",
    )


def upgrade(engine: Engine) -> None:
    """Bring the store behind `engine` to the last version, a transaction to each migration."""
    from alembic import command  # here, because a store that is up to date does without a third of a second

    with engine.connect() as connection:
        command.upgrade(config(connection), "head")
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT OR REPLACE INTO meta VALUES ('program', ?)", (__version__,))


def config(connection: object = None) -> Config:
    """Alembic's view of the migrations in this package, to run on `connection`."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
