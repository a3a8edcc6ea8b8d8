"""The access of a server with users: a session in a cookie, a token in every form, a limit to guessing, a log."""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256
from urllib.parse import urlencode

from fastapi import Request, Response

from onrecord.store.audit import Audit
from onrecord.web.access import Reader, Role, SignInNeeded
from onrecord.web.access.book import LONGEST, Book
from onrecord.web.access.passwords import right

#: The way to the door: the only address that is open to those who have not signed in.
DOOR = "/sign-in"

#: Failed attempts within `WINDOW` seconds after which no more are answered: on one name from one address, from one
#: address, and on one name from anywhere (a higher number, or anybody could lock a user out).
WINDOW = 900.0
LIMITS = {"both": 5, "address": 20, "name": 50}

#: Cookies by what they hold. A browser takes ``__Host-`` cookies only over TLS, for this host, and for all paths.
_SESSION, _VISIT = "session", "visit"


class TooMany(Exception):
    """Too many failed attempts; `wait` seconds until the next is answered."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"too many failed attempts: try again in {max(wait // 60, 1)} minutes")
        self.wait = wait


class Users:
    """Implements `onrecord.web.access.Access` with the users of `book`, and writes what they do to `audit`."""

    open_to_network = True

    def __init__(self, book: Book, audit: Audit) -> None:
        self._book = book
        self._audit = audit

    def reader(self, request: Request) -> Reader:
        """Whose session the request carries. Raises SignInNeeded when there is none, but for the door itself."""
        token = _cookie(request, _SESSION)
        user = self._book.holder(token) if token else None
        if user is not None:
            return Reader(user.name, user.role, address(request))
        if request.url.path == DOOR:
            return Reader("", Role.READER, address(request))
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        raise SignInNeeded(f"{DOOR}?{urlencode({'then': wanted})}" if request.method == "GET" else DOOR)

    def note(self, reader: Reader, act: str, about: str) -> None:
        """Write to the audit log."""
        self._audit.append(reader.name, act, about, address=reader.address)

    def form_token(self, request: Request) -> str:
        """A token that belongs to the session, or before there is one to the visit; "" for a browser without either."""
        held = _cookie(request, _SESSION) or _cookie(request, _VISIT)
        return hmac.new(held.encode(), b"form", sha256).hexdigest() if held else ""

    def greet(self, request: Request, response: Response) -> str:
        """Begin a visit, so that the form of the door has a token too; that token."""
        if not (held := _cookie(request, _VISIT)):
            held = secrets.token_urlsafe(32)
            _set(request, response, _VISIT, held)
        return hmac.new(held.encode(), b"form", sha256).hexdigest()

    def sign_in(self, request: Request, response: Response, name: str, password: str) -> bool:
        """Begin a session of whoever has this name and password; whether there is such a user.

        Raises TooMany when too many attempts failed of late.
        """
        where = address(request)
        counts = _counted(name, where)
        for kind, what in counts.items():
            failed = self._book.failures(what, WINDOW)
            if len(failed) >= LIMITS[kind]:
                self._audit.append(name, "sign_in_limited", address=where)
                raise TooMany(int(WINDOW))
        if not right(password, self._book.password(name)):
            self._book.failed(*counts.values())
            self._audit.append(name, "sign_in_failed", address=where)
            return False
        if old := _cookie(request, _SESSION):
            self._book.end(old)
        _set(request, response, _SESSION, self._book.begin(name))
        response.delete_cookie(_name(request, _VISIT), secure=_secure(request), httponly=True, samesite="strict")
        self._audit.append(name, "sign_in", address=where)
        return True

    def sign_out(self, request: Request, response: Response) -> None:
        """End the session of a request."""
        token = _cookie(request, _SESSION)
        user = self._book.holder(token)
        self._book.end(token)
        response.delete_cookie(_name(request, _SESSION), secure=_secure(request), httponly=True, samesite="strict")
        self._audit.append(user.name if user else "", "sign_out", address=address(request))


def _counted(name: str, where: str) -> dict[str, str]:
    """What a failed attempt is counted against, by the kind of limit. Names are hashed: they may be passwords."""
    known = sha256(name.casefold().encode("utf-8", "replace")).hexdigest()
    return {"both": f"both:{where}:{known}", "address": f"address:{where}", "name": f"name:{known}"}


def address(request: Request) -> str:
    """Where a request came from: the other end, or what a proxy that the server trusts says of it."""
    return request.client.host if request.client else ""


def _secure(request: Request) -> bool:
    return request.url.scheme == "https"


def _name(request: Request, what: str) -> str:
    return f"__Host-{what}" if _secure(request) else what


def _cookie(request: Request, what: str) -> str:
    return request.cookies.get(_name(request, what), "")


def _set(request: Request, response: Response, what: str, value: str) -> None:
    response.set_cookie(
        _name(request, what),
        value,
        max_age=int(LONGEST),
        path="/",
        secure=_secure(request),
        httponly=True,
        samesite="strict",
    )
