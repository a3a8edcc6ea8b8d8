"""Under which names the server may be addressed: a page elsewhere must not reach it by a name of its own."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send


class Hosts:
    """ASGI middleware that refuses requests whose Host header names none of `names`; ``*`` allows any.

    A name is given without a port, an IPv6 address in brackets (RFC 3986, 3.2.2).
    """

    def __init__(self, app: ASGIApp, names: Sequence[str]) -> None:
        self._app = app
        self._names = frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        asked = name_in(Headers(scope=scope).get("host", "")) if scope["type"] == "http" else ""
        if scope["type"] == "lifespan" or "*" in self._names or asked in self._names:
            await self._app(scope, receive, send)
        else:
            await PlainTextResponse("this server is not called so", status_code=400)(scope, receive, send)


def name_in(host: str) -> str:
    """The name in a Host header, in small letters and without the port; empty for what is none."""
    name, bracket, port = host.strip().lower().rpartition("]")
    if bracket:
        name, port = name + bracket, port.removeprefix(":")
    else:
        name, _, port = port.partition(":")
    plain = name.startswith("[") if bracket else "[" not in name
    return name if plain and (not port or (port.isascii() and port.isdecimal())) else ""
