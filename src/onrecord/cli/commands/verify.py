"""``onrecord verify``."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.main import Options
from onrecord.errors import Exit


@click.command()
@click.argument("site", type=click.Path(exists=True, file_okay=False))
@click.option("--manifest", default="", metavar="SHA-256", help="The digest of manifest.json as its publisher told it.")
@click.option(
    "--sources",
    type=click.Path(exists=True),
    multiple=True,
    help="A file or folder in which the source files must be; may be repeated.",
)
@click.option(
    "--case", "case_path", type=click.Path(exists=True, file_okay=False), default=None, help="The case behind."
)
@click.pass_obj
def command(options: Options, site: str, manifest: str, sources: tuple[str, ...], case_path: str | None) -> None:
    """Check a site that `onrecord site` wrote against its manifest, offline: that no file was changed, added or lost.

    With --sources or --case also that the source files have the hashes that the site was made from, and with --case
    that the pages still read so.

    \b
    Examples:
      onrecord verify harbor-site
      onrecord verify harbor-site --sources ~/records
      onrecord verify harbor-site --case harbor
    """
    from onrecord.publish.edition import manifest as manifests

    files = [path for name in sources for path in _files(Path(name))]
    if case_path is None:
        checked = manifests.verify(Path(site), expected=manifest, sources=files)
    else:
        from onrecord.case import Case
        from onrecord.model import page_key

        with Case.open(case_path) as case:
            linked = [Path(file.linked) for file in case.store.files() if file.linked]
            files += [path for path in linked if path.is_file()] + _files(case.vault)

            def text(file: str, number: int) -> str | None:
                page = case.store.page(page_key(file, number))
                return page.text if page else None

            checked = manifests.verify(Path(site), expected=manifest, sources=files, text=text)
    for problem in checked.problems:
        click.echo(problem)
    parts = [f"{checked.files} files of the site"]
    parts += [f"{checked.sources} sources"] if checked.sources else []
    parts += [f"{checked.pages} pages"] if checked.pages else []
    click.echo(f"checked {', '.join(parts)}: {len(checked.problems) or 'nothing'} wrong", err=True)
    if checked.problems:
        raise click.exceptions.Exit(Exit.FAILURES_LISTED)


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else sorted(found for found in path.rglob("*") if found.is_file())
