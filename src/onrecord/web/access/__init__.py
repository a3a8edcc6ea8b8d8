"""Who reads: the one seam between the reading room and whatever lets people in.

Every route depends on `Access.reader`; a room never asks a cookie or a header itself. `Loopback` is the access of a
server that only this machine can reach: whoever sits at it may do everything.
"""

from __future__ import annotations

import secrets
from enum import StrEnum
from typing import Protocol

from fastapi import Request
from msgspec import Struct


class Role(StrEnum):
    """What a reader may do; each role may do what those before it may."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"


_RANKS = tuple(Role)

#: Headers that say that somebody passed a request on.
PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


class Reader(Struct, frozen=True):
    """Somebody who reads. `name` is empty on a server without users; `address` is where the request came from."""

    name: str
    role: Role
    address: str = ""

    def may(self, role: Role) -> bool:
        """Whether this reader may do what `role` may."""
        return _RANKS.index(self.role) >= _RANKS.index(role)


class SignInNeeded(Exception):
    """Nobody is signed in: a page answers with the way to the door, JSON with 401. `door` is a path of this server."""

    def __init__(self, door: str) -> None:
        super().__init__("sign in first")
        self.door = door


class Access(Protocol):
    """What lets people in. One object serves all requests, from several threads."""

    @property
    def open_to_network(self) -> bool:
        """Whether a server with this access may be reached from other machines."""
        ...

    def reader(self, request: Request) -> Reader:
        """Who makes this request. Raises SignInNeeded, and PermissionError when the request is refused."""
        ...

    def note(self, reader: Reader, act: str, about: str) -> None:
        """Remember that `reader` did `act` (``read``, ``refused``, ...) with the record `about`."""
        ...

    def form_token(self, request: Request) -> str:
        """What a form of this reader carries to show that it comes from a page of ours, not from somebody else's."""
        ...


class Loopback:
    """The access of a server that only this machine reaches."""

    open_to_network = False

    def __init__(self) -> None:
        self._token = secrets.token_urlsafe()

    def reader(self, request: Request) -> Reader:
        """The person at this machine, who may do everything.

        Raises PermissionError for a request that a proxy passed on: others may stand behind it.
        """
        if any(name in request.headers for name in PASSED_ON):
            raise PermissionError("this came through a proxy: start the server with --proxy, then users sign in")
        return Reader("", Role.ADMIN)

    def note(self, reader: Reader, act: str, about: str) -> None:
        """Nothing: nobody else is there to be told apart."""

    def form_token(self, request: Request) -> str:
        """One token for as long as the server runs: other sites cannot read our pages."""
        return self._token
