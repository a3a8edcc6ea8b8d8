"""The records of a case, kept and found again: `open_store` opens a store, `protocol` says what it does."""

from __future__ import annotations

from pathlib import Path

from onrecord.errors import MissingExtra
from onrecord.store.postgres.address import SCHEMES
from onrecord.store.protocol import Hit, Query, Record, Results, Store, Writer

__all__ = [
    "Hit",
    "Query",
    "Record",
    "Results",
    "Store",
    "Writer",
    "is_address",
    "open_store",
]


def open_store(place: Path | str, *, create: bool = False) -> Store:
    """The store in the file `place`, or at the address ``postgresql://...``; `create` makes one where there is none.

    Raises NoCase when there is none and `create` is false, CaseVersion when a newer version of the program made it,
    CaseDamaged when it cannot be read, DiskFailed when it cannot be written, ServerGone when its server does not answer
    or refuses the login, UsageError for an address without sense, MissingExtra without psycopg.
    """
    if is_address(place):
        return _on_server(str(place), create=create)
    from onrecord.store.sqlite import store  # here, because it loads SQLAlchemy, which help texts do without

    return store.open(Path(place), create=create)


def is_address(place: Path | str) -> bool:
    """Whether `place` is the address of a store on a server; other texts are paths."""
    return isinstance(place, str) and place.startswith(SCHEMES)


def _on_server(url: str, *, create: bool) -> Store:
    try:
        from onrecord.store.postgres import store
    except ImportError:
        raise MissingExtra("stores on PostgreSQL need psycopg", 'pip install "onrecord[postgres]"') from None
    return store.open(url, create=create)
