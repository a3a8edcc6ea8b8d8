"""Rows as Arrow tables and pandas frames, for notebooks. Needs the extra ``arrow`` or ``pandas``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from onrecord.errors import MissingExtra
from onrecord.publish.rows import Row

if TYPE_CHECKING:
    import pandas
    import pyarrow


def to_arrow(rows: Iterable[Row]) -> pyarrow.Table:
    """An Arrow table of `rows`; nested values become structs and lists. Raises MissingExtra without pyarrow."""
    return library("pyarrow", "arrow").Table.from_pylist(list(rows))


def to_pandas(rows: Iterable[Row]) -> pandas.DataFrame:
    """A data frame of `rows`, nested values as Python objects. Raises MissingExtra without pandas."""
    frame: pandas.DataFrame = library("pandas", "pandas").DataFrame.from_records(list(rows))
    return frame


def library(name: str, extra: str) -> Any:
    """The package `name`. Raises MissingExtra, naming the `extra` that brings it, when it is not installed."""
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        raise MissingExtra(f"this needs {name}, which is not installed", f'pip install "onrecord[{extra}]"') from None
