"""The command ``onrecord``: a thin layer over `onrecord.case`."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord import __version__
from onrecord.errors import Exit, NoCase, OnrecordError, RunStopped
from onrecord.settings import FILE_NAME

if TYPE_CHECKING:
    from onrecord.case import Case

#: In the order in which a newcomer needs them. Each is a module of `onrecord.cli.commands` with a `command`.
COMMANDS = (
    "new",
    "add",
    "build",
    "status",
    "search",
    "show",
    "people",
    "network",
    "exemptions",
    "compare",
    "gaps",
    "claims",
    "links",
    "evidence",
    "review",
    "topics",
    "chronology",
    "check",
    "export",
    "serve",
    "users",
    "site",
    "verify",
    "audit",
    "mcp",
    "assist",
    "case",
    "store",
    "doctor",
)

#: Errors that say so of any file that is written.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

EXIT_CODES = """\
\b
Exit codes: 0 done, 1 internal error, 2 wrong use, 3 no case, 4 not found,
5 finished with failures listed, 6 case busy, 7 case made by a newer version,
8 writing failed (disk full, read-only), 9 an optional package is missing,
10 case damaged, 11 cluster lost, 12 server of the store lost, 130 interrupted.
"""


class Options:
    """What was given before the command's name."""

    def __init__(self, case: str | None, store: str, debug: bool) -> None:
        self._case = case
        self.store = store
        self.debug = debug

    def open_case(self) -> Case:
        """The case named by ``--case`` or ``$ONRECORD_CASE``, or else the one that the current folder lies in."""
        from onrecord.case import Case

        return Case.open(Path(self._case), self.store) if self._case else Case.find(Path.cwd(), self.store)

    def case_folder(self) -> Path:
        """The folder of that case, whatever state it is in. Raises NoCase."""
        candidates = [Path(self._case)] if self._case else [Path.cwd(), *Path.cwd().parents]
        found = next((folder for folder in candidates if (folder / FILE_NAME).is_file()), None)
        if found is None:
            raise NoCase("no case here", "go into a case folder, or name one with --case")
        return found


class Commands(click.Group):
    """Loads a command when it is called: ``onrecord --help`` does not wait for engines and stores."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"onrecord.cli.commands.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command. Click would call it a failure that the reader of our output has seen enough."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python would complain once more while it shuts down
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(Exit.DONE) from None
        return result


@click.group(cls=Commands, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="onrecord")
@click.option(
    "--case",
    metavar="PATH",
    envvar="ONRECORD_CASE",
    help="The case folder. Default: the case that the current folder lies in.",
)
@click.option(
    "--store",
    metavar="URL",
    default="",
    help="The store of the case, postgresql://USER@HOST/DATABASE?schema=NAME. Default: what the case says.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def cli(context: click.Context, case: str | None, store: str, debug: bool) -> None:
    """Released public records in, a case of cited messages out.

    \b
    Example:
      onrecord new harbor && cd harbor
      onrecord add ~/records --release first --agency "Harbor Authority"
      onrecord build
      onrecord search '"dredging permit"'
    """
    context.obj = Options(case, store, debug)


def main() -> None:
    """Run the command line and leave with its exit code."""
    debug = "--debug" in sys.argv[1:]
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.ClickException as error:
        error.show()
        code = Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        code = _say("interrupted", "run the same command again: what was done is kept", Exit.INTERRUPTED)
    except OnrecordError as error:
        if debug:
            raise
        code = _say(error.what, error.next_step, error.exit_code if isinstance(error, RunStopped) else Exit.NOT_FOUND)
    except Exception as error:
        if debug:
            raise
        if isinstance(error, OSError) and error.errno in _FULL:
            sys.exit(_say("the disk is full", "free some space and run the command again", Exit.DISK))
        what = f"internal error: {type(error).__name__}: {error}".splitlines()[0]
        code = _say(what, "run again with --debug before the command and report what it prints", Exit.INTERNAL)
    sys.exit(int(code or 0))


def _say(what: str, next_step: str, code: Exit) -> Exit:
    click.echo(f"onrecord: {what}" + (f"; {next_step}" if next_step else ""), err=True)
    return code


if __name__ == "__main__":
    main()
