"""``onrecord case``: pack and unpack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.main import Options
from onrecord.errors import Exit

if TYPE_CHECKING:
    from onrecord.pipeline.pack import Packed


@click.group()
def command() -> None:
    """Move a case as one archive, with everything needed to build it again.

    \b
    Example:
      onrecord case pack harbor.zip
      onrecord case unpack harbor.zip elsewhere/harbor
    """


@command.command()
@click.argument("archive", type=click.Path(path_type=Path))
@click.option("--store", "with_store", is_flag=True, help="Put the records in too: larger, but nothing is to be built.")
@click.pass_obj
def pack(options: Options, archive: Path, with_store: bool) -> None:
    """Write the case to ARCHIVE: source files, names, decisions, settings, audit log, each with its hash.

    Files that were left in place go with it. Accounts of readers do not. The same case gives the same archive.

    \b
    Example:
      onrecord case pack harbor.zip
    """
    with options.open_case() as case:
        packed = case.pack(archive, with_store=with_store)
    click.echo(f"packed {packed.files:,} files in {packed.size:,} bytes")
    _tell_missing(packed)


@command.command()
@click.argument("archive", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
def unpack(archive: Path, folder: Path) -> None:
    """Make the case FOLDER of ARCHIVE. Every part is checked; what is no part of a case is refused.

    \b
    Example:
      onrecord case unpack harbor.zip elsewhere/harbor
    """
    from onrecord.case import Case

    packed = Case.unpack(archive, folder)
    click.echo(f"made the case {folder} with {packed.files:,} files, every hash as recorded")
    if not packed.with_store:
        click.echo(f"next: onrecord --case {folder} build", err=True)
    _tell_missing(packed)


def _tell_missing(packed: Packed) -> None:
    for file in packed.missing:
        click.echo(f"onrecord: {file} is missing or has other bytes than when it was added", err=True)
    if packed.missing:
        raise click.exceptions.Exit(Exit.FAILURES_LISTED)
