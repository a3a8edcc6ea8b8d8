"""The records of a case, kept and found again: `open_store` opens a store, `protocol` says what it does."""

from __future__ import annotations

from pathlib import Path

from onrecord.store.protocol import Hit, Query, Record, Results, Store, Writer

__all__ = ["Hit", "Query", "Record", "Results", "Store", "Writer", "open_store"]


def open_store(path: Path, *, create: bool = False) -> Store:
    """The store in the file `path`; `create` makes a new one where there is none.

    Raises NoCase when there is none and `create` is false, CaseVersion when a newer version of the program made it,
    CaseDamaged when it cannot be read, DiskFailed when it cannot be written.
    """
    from onrecord.store.sqlite import store  # here, because it loads SQLAlchemy, which help texts do without

    return store.open(path, create=create)
