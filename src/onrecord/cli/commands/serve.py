"""``onrecord serve``."""

from __future__ import annotations

import ipaddress

import click

from onrecord.cli.main import Options
from onrecord.errors import UsageError


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8417, show_default=True, help="The port; 0: any free one."
)
@click.pass_obj
def command(options: Options, host: str, port: int) -> None:
    """Open the reading room: the case as pages in a browser, each with a JSON twin (.json).

    Only this machine can reach it. Ends with Ctrl+C.

    \b
    Example:
      onrecord serve
    """
    with options.open_case() as case:
        folder = case.path
    if not is_loopback(host):
        raise UsageError(f"{host} can be reached by others, and this case has no users", "leave out --host")
    import uvicorn

    from onrecord.web.app import create_app

    click.echo(f"reading room of {folder.resolve().name}: http://{host}:{port}/", err=True)
    uvicorn.run(create_app(folder), host=host, port=port, log_level="warning", server_header=False, proxy_headers=False)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
