"""Asks an application for pages without a server: one ASGI request after another."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote, urlsplit

from fastapi import FastAPI
from msgspec import Struct
from starlette.types import Message


class Asked(Struct, frozen=True):
    """An answer: its status, the kind of content without parameters, and the content."""

    status: int
    kind: str
    body: bytes


class Asking:
    """Asks one application; close it afterwards."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._loop = asyncio.Runner()

    def __enter__(self) -> Asking:
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.close()

    def get(self, address: str) -> Asked:
        """The answer to GET `address`, a path with or without a query."""
        return self._loop.run(self._get(address))

    async def _get(self, address: str) -> Asked:
        parts = urlsplit(address)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
            "client": ("127.0.0.1", 0),
            "server": ("localhost", 80),
        }
        came: list[Message] = []
        body = iter([{"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> Message:
            for message in body:
                return message
            return await asyncio.Future()  # nobody hangs up before the answer is there

        async def send(message: Message) -> None:
            came.append(message)

        await self._app(scope, receive, send)
        headers = {name.lower(): value.decode() for name, value in came[0]["headers"]}
        content = b"".join(message.get("body", b"") for message in came[1:])
        return Asked(came[0]["status"], headers.get(b"content-type", "").partition(";")[0], content)
