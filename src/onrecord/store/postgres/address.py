"""Where a store on a PostgreSQL server is: ``postgresql://USER@HOST:PORT/DATABASE?schema=NAME``.

Everything that libpq understands in such an address counts (``host``, ``service``, ``sslmode``, ...). `schema` is ours:
a database can hold many cases, each in a schema of its own.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from msgspec import Struct

from onrecord.errors import UsageError

#: What addresses begin with.
SCHEMES = ("postgresql://", "postgres://")

#: The schema of an address that names none.
SCHEMA = "onrecord"

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class Address(Struct, frozen=True, kw_only=True):
    """`connect` is for libpq and may hold a password; `shown` never does, and finds the same store again."""

    connect: str
    shown: str
    schema: str


def parse(url: str) -> Address:
    """The parts of an address. Raises UsageError for one that cannot be read."""
    try:
        parts = urlsplit(url)
        given = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query))
        login, at, place = parts.netloc.rpartition("@")
    except ValueError:
        raise wrong("the address of the store cannot be read") from None
    schema = dict(given).get("schema", SCHEMA)
    if not _NAME.fullmatch(schema):
        raise wrong(f"{schema!r} cannot be the name of a schema: small letters, digits and _ can")
    options = [(name, value) for name, value in given if name != "schema"]
    harmless = [(name, value) for name, value in given if name not in ("password", "sslpassword")]
    return Address(
        connect=_written(parts.netloc, parts.path, options),
        shown=_written(login.partition(":")[0] + at + place, parts.path, harmless),
        schema=schema,
    )


def _written(server: str, path: str, options: list[tuple[str, str]]) -> str:
    query = urlencode(options, quote_via=quote, safe="/")
    return f"{SCHEMES[0]}{server}{path}" + f"?{query}" * bool(query)


def wrong(what: str) -> UsageError:
    """The error for an address that is none."""
    return UsageError(what, "write it as postgresql://USER@HOST:PORT/DATABASE?schema=NAME")
