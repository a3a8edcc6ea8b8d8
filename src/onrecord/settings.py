"""One frozen `Settings`, read from the case's ``onrecord.toml``, the environment and the flags, in that order."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from onrecord.errors import UsageError

#: The settings file of a case, beside its store.
FILE_NAME = "onrecord.toml"

#: Environment variables are this and the upper-case name of a setting, for example ``ONRECORD_WORKERS``.
ENVIRONMENT_PREFIX = "ONRECORD_"

#: A number of which there is at least one.
Count = Annotated[int, Meta(ge=1)]


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a user can set.

    `workers`: processes of a build, 0 for one a core. `executor`: where the work is done: ``processes``, ``serial``,
    ``dask`` (a Dask cluster on this machine) or ``dask://HOST:PORT`` (the scheduler of one). `storage`: where the
    workers of such a cluster find the source files, as a URL such as ``s3://bucket/folder``; empty when they see the
    case under the same path.
    `page_seconds`: how long a page may take; what takes longer is recorded as a failure. `task_memory_mb`: how much
    memory a worker may use. `max_file_mb`: larger files are recorded as failures. `unpack_mb`: how much one archive
    may hold in all. `unpack_files`: how many files one archive may hold. `unpack_depth`: how deep archives may lie in
    one another. `first_year`: the year of the first entry of chronologies that print none, 0 to infer it.
    `image_pixels`: the largest page image that is read. `language`: Tesseract language of pages without a text layer,
    several joined by ``+``. `ocr_dpi`: dots an inch at which such pages are drawn. `second_look`: read doubtful page
    images again with the extra rapidocr, where it is installed: ten seconds a page. `name_comparison`: ``own``, or
    ``followthemoney`` to have names that our rules part compared by FollowTheMoney too (extra ``ftm``). `store`: the
    address of the store on a PostgreSQL server, without a password; empty for the file in the case folder.
    """

    workers: Annotated[int, Meta(ge=0, le=1024)] = 0
    executor: str = "processes"
    storage: str = ""
    page_seconds: Annotated[float, Meta(gt=0)] = 60.0
    task_memory_mb: Annotated[int, Meta(ge=256)] = 2048
    max_file_mb: Count = 4096
    unpack_mb: Count = 8192
    unpack_files: Count = 200_000
    unpack_depth: Annotated[int, Meta(ge=0)] = 5
    first_year: Annotated[int, Meta(ge=0, le=9999)] = 0
    image_pixels: Count = 120_000_000
    language: str = "eng"
    second_look: bool = True
    ocr_dpi: Annotated[int, Meta(ge=50, le=1200)] = 200
    name_comparison: Literal["own", "followthemoney"] = "own"
    store: str = ""


def load(case: Path | None = None, flags: Mapping[str, object] | None = None) -> Settings:
    """The settings of `case`: its file, then the environment, then `flags` (those that are not None).

    Raises UsageError naming the place and the setting that cannot be read.
    """
    values: dict[str, Any] = {}
    if case is not None and (path := case / FILE_NAME).is_file():
        values |= _from_file(path)
    values |= _from_environment(os.environ)
    values |= {name: value for name, value in (flags or {}).items() if value is not None}
    try:
        return msgspec.convert(values, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise UsageError(
            f"a setting cannot be used: {error}", "correct it in onrecord.toml, the environment or the flag"
        ) from None


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not valid TOML: {error}", "correct the file or remove it") from None


def _from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    names = {f"{ENVIRONMENT_PREFIX}{name.upper()}": name for name in Settings.__struct_fields__}
    return {names[key]: value for key, value in environment.items() if key in names}
