"""The store on a PostgreSQL server: read and reviewed by many at once, written by one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool, QueuePool

from onrecord.errors import NoCase, UsageError
from onrecord.store import schema
from onrecord.store.postgres import lock
from onrecord.store.postgres.address import Address, parse
from onrecord.store.postgres.dialect import PostgresDialect
from onrecord.store.postgres.faults import damaged, translated
from onrecord.store.reader import Reader
from onrecord.store.writer import StoreWriter

#: Seconds to wait for the server to answer, before and within a connection that has gone quiet.
_PATIENCE = 10

_Driver = psycopg.Connection[Any]


def open(url: str, *, create: bool = False) -> PostgresStore:
    """The store at an address, brought up to date; see `onrecord.store.postgres.address`.

    Raises UsageError for an address without sense, ServerGone when the server does not answer or refuses, and for the
    rest see `onrecord.store.open_store`.
    """
    address = parse(url)
    with translated(address):
        with _connect(address) as driver:
            version = _version(driver, address)
            if version is None and not create:
                raise NoCase(
                    f"there is no store at {address.shown}", "make a case with `onrecord new FOLDER --store URL`"
                )
            if version is None:
                _lay_out(driver, address)
        if version != schema.VERSIONS[-1]:
            _upgrade(address)
    return PostgresStore(address)


class PostgresStore(Reader):
    """Implements `onrecord.store.protocol.Store`."""

    def __init__(self, address: Address) -> None:
        pool = create_engine(
            "postgresql+psycopg://",
            creator=lambda: _connect(address),
            poolclass=QueuePool,
            pool_size=2,
            max_overflow=-1,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
        )
        super().__init__(pool, PostgresDialect(), partial(translated, address))
        self.address = address

    @contextmanager
    def writing(self) -> Iterator[StoreWriter]:
        """Become the one writer. Raises CaseBusy when another process is."""
        engine = _writing_engine(self.address)
        try:
            with (
                self._faults(),
                engine.connect() as connection,
                lock.exclusive(connection.connection.driver_connection, self.address.schema),
            ):
                writer = StoreWriter(connection, self._dialect, self._faults)
                yield writer
                writer.close()
        finally:
            engine.dispose()


def _version(driver: _Driver, address: Address) -> str | None:
    """The schema version of a store; None where there is none, empty for one that was only begun."""
    sql = "SELECT tablename FROM pg_tables WHERE schemaname = %s"
    tables = {name for (name,) in driver.execute(sql, (address.schema,))}
    if tables and "alembic_version" not in tables:
        raise damaged(address, "it is not a store of onrecord")
    return schema.version(lambda sql: driver.execute(sql).fetchall()) if tables else None


def _lay_out(driver: _Driver, address: Address) -> None:
    encoding = driver.execute("SHOW server_encoding").fetchone()
    if encoding != ("UTF8",):
        raise UsageError("the database is not one of UTF-8", "make another one: createdb --encoding UTF8 NAME")
    driver.execute(f"CREATE SCHEMA IF NOT EXISTS {address.schema}")


def _upgrade(address: Address) -> None:
    engine = _writing_engine(address)
    try:
        with _connect(address) as driver, lock.exclusive(driver, address.schema):
            if _version(driver, address) != schema.VERSIONS[-1]:
                schema.upgrade(engine)
    finally:
        engine.dispose()


def _connect(address: Address) -> _Driver:
    driver = psycopg.connect(
        address.connect,
        application_name=lock.name(),
        client_encoding="UTF8",
        connect_timeout=_PATIENCE,
        keepalives_idle=_PATIENCE,
        keepalives_interval=_PATIENCE,
        keepalives_count=3,
    )
    try:
        driver.execute(f"SET search_path TO {address.schema}")
        driver.commit()
    except psycopg.Error:
        driver.close()
        raise
    return driver


def _writing_engine(address: Address) -> Engine:
    return create_engine("postgresql+psycopg://", creator=lambda: _connect(address), poolclass=NullPool)
