"""What changes something must come from a page of ours: checked for every request but those that only read."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from onrecord.web.access import Access, Reader
from onrecord.web.desk import current_reader

#: The field of a form, and the header of a script, that carry the token.
FIELD, HEADER = "token", "X-Form-Token"

_READING = frozenset({"GET", "HEAD", "OPTIONS"})

#: The longest form, in bytes.
LARGEST = 64 * 1024


async def of_ours(request: Request, reader: Annotated[Reader, Depends(current_reader)]) -> None:
    """Refuse a request that changes something and does not come from a page of ours; every route depends on it.

    Its origin must be this server (browsers say where a form stands), and it must carry the token that only our pages
    hold. Raises PermissionError, and notes that it did.
    """
    if request.method in _READING:
        return
    access: Access = request.app.state.access
    if not _same_origin(request):
        why = "this form stands on a page of somebody else's"
    elif not _has_token(request, str((await request.form()).get(FIELD, ""))):
        why = "this form is out of date: load the page again and send it once more"
    else:
        return
    access.note(reader, "refused", request.url.path)
    raise PermissionError(why)


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin", "")
    ours = not origin or urlsplit(origin).netloc == request.headers.get("host", "")
    return ours and request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def _has_token(request: Request, field: str) -> bool:
    access: Access = request.app.state.access
    given, wanted = request.headers.get(HEADER, field), access.form_token(request)
    return bool(wanted) and hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


class Bounded:
    """ASGI middleware that takes no body longer than `LARGEST`, and none whose length is not said beforehand."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        length = headers.get("content-length", "0")
        if "transfer-encoding" in headers or not length.isdecimal() or int(length) > LARGEST:
            await PlainTextResponse("the request is too long\n", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)(
                scope, receive, send
            )
            return
        await self._app(scope, receive, send)
