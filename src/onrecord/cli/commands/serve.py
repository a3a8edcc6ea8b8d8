"""``onrecord serve``."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.main import Options
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.web.access.users import Users


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8417, show_default=True, help="The port; 0: any free one."
)
@click.option("--sign-in", is_flag=True, help="Ask for name and password on this machine too.")
@click.option("--name", "names", multiple=True, help="A name under which others reach the server; can be repeated.")
@click.option(
    "--proxy", default="", metavar="ADDRESS", help="A TLS proxy stands at this address: believe what it says."
)
@click.pass_obj
def command(options: Options, host: str, port: int, sign_in: bool, names: tuple[str, ...], proxy: str) -> None:
    """Open the reading room: the case as pages in a browser, each with a JSON twin (.json).

    By default only this machine can reach it, and nobody signs in. Where others can, by another --host or through a
    --proxy, they sign in as one of the users of the case (`onrecord users add`). Ends with Ctrl+C.

    \b
    Examples:
      onrecord serve
      onrecord serve --proxy 127.0.0.1 --name records.example.org
    """
    host = host.removeprefix("[").removesuffix("]")
    with options.open_case() as case:
        folder = case.path
    users = _users(folder) if sign_in or proxy or not is_loopback(host) else None
    if not is_loopback(host) and not proxy:
        click.echo("onrecord: no TLS: passwords and pages can be read on the way; put a proxy before it", err=True)
    import uvicorn

    from onrecord.web.app import LOOPBACK_NAMES, create_app

    hosts = names or (("*",) if users else LOOPBACK_NAMES)
    app = create_app(folder, access=users, hosts=hosts, ahead=True)
    click.echo(f"reading room of {folder.resolve().name}: http://{address(host)}:{port}/", err=True)
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        server_header=False,
        proxy_headers=bool(proxy),
        forwarded_allow_ips=proxy or None,
    )


def _users(folder: Path) -> Users:
    """The access of the users of a case. Raises UsageError when there is none."""
    from onrecord.store.audit import Audit
    from onrecord.web.access.book import Book
    from onrecord.web.access.users import Users

    book = Book(folder)
    if not book.users():
        raise UsageError(
            "others could reach this server, and this case has no users", "make one: onrecord users add NAME"
        )
    return Users(book, Audit(folder))


def address(host: str) -> str:
    """A host as it stands in an address: one of IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
