"""``onrecord users``."""

from __future__ import annotations

import secrets

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option

ROLES = ("reader", "reviewer", "admin")


@click.group()
def command() -> None:
    """Who may sign in to the reading room of this case (`onrecord serve`), and with which role.

    A reader reads; a reviewer also decides; an admin also sees the audit log.

    \b
    Examples:
      onrecord users add ana --role reviewer
      onrecord users list
      onrecord users remove ana
    """


@command.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="reader", show_default=True, help="What the user may do.")
@click.option("--generate", is_flag=True, help="Make up a password and print it.")
@click.pass_obj
def add_command(options: Options, name: str, role: str, generate: bool) -> None:
    """Let somebody sign in; for a known name: another role and password. Asks for the password.

    \b
    Examples:
      onrecord users add ana --role reviewer
      onrecord users add ben --generate
    """
    from onrecord.web.access import Role
    from onrecord.web.access.book import Book

    with options.open_case() as case:
        password = (
            secrets.token_urlsafe(15)
            if generate
            else click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        )
        user = Book(case.path).add(name, Role(role), password)
        case.audit.append("", "user_added", user.name, detail=f"as {user.role}, from the command line")
    if generate:
        click.echo(password)
    click.echo(f"{user.name} may sign in as {user.role}", err=True)


@command.command("remove")
@click.argument("name")
@click.pass_obj
def remove_command(options: Options, name: str) -> None:
    """Let somebody sign in no more. Open sessions end at once; what the user decided stays.

    \b
    Example:
      onrecord users remove ana
    """
    from onrecord.web.access.book import Book

    with options.open_case() as case:
        Book(case.path).remove(name)
        case.audit.append("", "user_removed", name, detail="from the command line")
    click.echo(f"{name} may no longer sign in", err=True)


@command.command("list")
@format_option
@click.pass_obj
def list_command(options: Options, fmt: str) -> None:
    """Everybody who may sign in.

    \b
    Example:
      onrecord users list
    """
    from onrecord.web.access.book import Book

    with options.open_case() as case:
        emit([{"name": one.name, "role": str(one.role)} for one in Book(case.path).users()], fmt, ("name", "role"))
