"""Examine: is everything here that a build needs, and is the case whole?"""

from __future__ import annotations

import importlib.util
import platform
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from onrecord.intake.vault import Vault
from onrecord.model import SourceFile
from onrecord.pipeline.executors.confine import closed
from onrecord.store.audit import Audit
from onrecord.store.protocol import Store

#: Optional packages: the module of each, the extra that installs it, and what it is for.
EXTRAS = {
    "pyarrow": ("pyarrow", "arrow", "Parquet and Arrow tables"),
    "pandas": ("pandas", "pandas", "data frames"),
    "extract-msg": ("extract_msg", "msg", "Outlook messages (.msg)"),
    "distributed": ("distributed", "dask", "builds on a Dask cluster"),
    "libpff-python": ("pypff", "pst", "Outlook data files (.pst, .ost)"),
    "psycopg": ("psycopg", "postgres", "stores on a PostgreSQL server"),
    "rapidocr": ("rapidocr", "rapidocr", "a second look at badly scanned pages"),
}


class Symptom(Struct, frozen=True, kw_only=True):
    """The answer to one question. `state` is ``ok``, ``note`` or ``wrong``."""

    check: str
    state: str
    detail: str
    next_step: str = ""

    def row(self) -> dict[str, object]:
        """The finding as a row to print."""
        return {"check": self.check, "state": self.state, "detail": self.detail, "next_step": self.next_step}


def installation() -> Iterator[Symptom]:
    """What the program itself needs."""
    from importlib.metadata import version  # loads the library for mail: only this check waits for it

    yield Symptom(check="python", state="ok", detail=f"{platform.python_version()} on {sys.platform}")
    yield _full_text()
    yield _ocr()
    yield _workers()
    for package, (module, extra, purpose) in EXTRAS.items():
        if importlib.util.find_spec(module):
            yield Symptom(check=package, state="ok", detail=f"{version(package)}: {purpose}")
        else:
            step = f'pip install "onrecord[{extra}]"'
            yield Symptom(check=package, state="note", detail=f"not installed: {purpose}", next_step=step)


def case(store: Store, vault: Path) -> Iterator[Symptom]:
    """Whether the case is whole: its store can be read, and every source file has the bytes that it had."""
    problems = store.problems()
    for problem in problems:
        step = "have it made anew from the source files: `onrecord doctor --repair`"
        yield Symptom(check="store", state="wrong", detail=problem, next_step=step)
    if not problems:
        yield Symptom(check="store", state="ok", detail="whole")
    keeper, files = Vault(vault), store.files()
    wrong = [finding for file in files if (finding := _source(keeper, file))]
    yield from wrong
    if not wrong:
        yield Symptom(check="source files", state="ok", detail=f"{len(files)} files, every hash as recorded")


def log(store: Store, audit: Audit) -> Iterator[Symptom]:
    """Whether the audit log is whole and knows of every decision. Nothing for a case without either."""
    decisions, entries = store.decisions(), list(audit.entries())
    known = {entry.about for entry in entries if entry.act in ("decide", "import")}
    step = "somebody changed the log, or it was not copied with the case: compare with a backup"
    problems = audit.problems()
    missing = [one for one in decisions if one.id not in known]
    if missing:
        problems.append(f"{len(missing)} of {len(decisions)} decisions are not in it, first {missing[0].id}")
    for problem in problems:
        yield Symptom(check="audit log", state="wrong", detail=problem, next_step=step)
    if entries and not problems:
        yield Symptom(
            check="audit log", state="ok", detail=f"{len(entries)} records, whole; last {entries[-1].hash[:16]}"
        )


def _full_text() -> Symptom:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("pragma compile_options")}
    connection.close()
    if "ENABLE_FTS5" in options:
        return Symptom(check="sqlite", state="ok", detail=f"{sqlite3.sqlite_version} with full-text search")
    step = "use a Python whose SQLite has FTS5, such as the one of python.org or of your distribution"
    return Symptom(check="sqlite", state="wrong", detail="no full-text search", next_step=step)


def _ocr() -> Symptom:
    try:
        from onrecord.pages.engines.tesseract import languages

        found = ", ".join(languages())
    except Exception as error:
        return Symptom(check="ocr", state="wrong", detail=str(error), next_step="install the program again")
    return Symptom(check="ocr", state="ok", detail=f"tesseract with {found}")


def _workers() -> Symptom:
    """Tells what the kernel keeps from the processes that open files."""
    network, files = closed()
    if network and files:
        return Symptom(check="workers", state="ok", detail="cut off from the network, and from files but the vault")
    lacking = " and ".join(
        what for what, holds in (("the network", network), ("files outside the vault", files)) if not holds
    )
    step = "use Linux 5.19 or later with Landlock for files that you do not trust"
    return Symptom(
        check="workers", state="note", detail=f"this system does not cut them off from {lacking}", next_step=step
    )


def _source(vault: Vault, file: SourceFile) -> Symptom | None:
    try:
        digest, _ = vault.link(vault.path(file))
    except OSError as error:
        detail = f"{file.id[:16]} cannot be read: {error.strerror}"
        return Symptom(check="source files", state="wrong", detail=detail, next_step="add the file again")
    if digest == file.id:
        return None
    detail = f"{file.id[:16]} has other bytes than when it was added"
    return Symptom(check="source files", state="wrong", detail=detail, next_step="add the original file again")
