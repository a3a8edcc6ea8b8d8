"""The version of a store's tables: which one a file has, and how it is brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, text

from onrecord import __version__
from onrecord.errors import CaseVersion

if TYPE_CHECKING:
    from alembic.config import Config

#: The versions of the schema that this program knows, oldest first; the last one is written. A test holds them against
#: the folder of migrations, so that opening a store need not load Alembic.
VERSIONS = ("0001",)


def version(read: Callable[[str], list[Any]]) -> str:
    """The schema version of a store with tables; empty when they were only begun. `read` gives the rows of a query.

    Raises CaseVersion when a newer program made it.
    """
    row = read("SELECT version_num FROM alembic_version")
    found = str(row[0][0]) if row else ""
    if found and found not in VERSIONS:
        program = read("SELECT value FROM meta WHERE name = 'program'")
        raise _newer(found, str(program[0][0]) if program else "a newer version")
    return found


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
        kept = "INSERT INTO meta VALUES ('program', :it) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        connection.execute(text(kept), {"it": __version__})


def config(connection: object = None) -> Config:
    """Alembic's view of the migrations in this package, to run on `connection`."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
