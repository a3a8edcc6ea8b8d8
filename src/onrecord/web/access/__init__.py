"""Who reads: the one seam between the reading room and whatever lets people in.

Every route depends on `Access.reader`; a room never asks a cookie or a header itself. `Loopback` is the access of a
server that only this machine can reach: whoever sits at it may do everything.
"""

from __future__ import annotations

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


class Reader(Struct, frozen=True):
    """Somebody who reads. `name` is empty on a server without users."""

    name: str
    role: Role

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
        """Remember that `reader` did `act` (``read``, ``decide``, ...) with the record `about`."""
        ...


class Loopback:
    """The access of a server that only this machine reaches."""

    open_to_network = False

    def reader(self, request: Request) -> Reader:
        """The person at this machine, who may do everything."""
        return Reader("", Role.ADMIN)

    def note(self, reader: Reader, act: str, about: str) -> None:
        """Nothing: nobody else is there to be told apart."""
