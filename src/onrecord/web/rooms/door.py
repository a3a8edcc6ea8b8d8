"""The door of a server with users: signing in and out."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from onrecord.errors import NotFound
from onrecord.web.access.users import DOOR, TooMany, Users
from onrecord.web.answer import Answer, Room
from onrecord.web.deciding import local
from onrecord.web.render import page

room = Room(tag="door")

Short = Annotated[str, Form(max_length=300)]


class Door(Answer):
    """What the door says. `then` is the path that was asked for, `failed` what was wrong with the last attempt."""

    then: str
    name: str = ""
    failed: str = ""
    token: str = ""


@room.router.get(DOOR, response_class=HTMLResponse, include_in_schema=False)
def door(request: Request, then: str = "/") -> Response:
    """The form to sign in with."""
    return _shown(request, Door(then=(local(then) or "/")))


@room.router.post(DOOR, response_class=HTMLResponse)
def sign_in(request: Request, name: Short = "", password: Short = "", then: Short = "/") -> Response:
    """Sign in and go on to what was asked for."""
    onward = RedirectResponse((local(then) or "/"), HTTPStatus.SEE_OTHER)
    try:
        if _users(request).sign_in(request, onward, name, password):
            return onward
    except TooMany as error:
        answer = _shown(
            request, Door(then=(local(then) or "/"), name=name, failed=str(error)), HTTPStatus.TOO_MANY_REQUESTS
        )
        answer.headers["Retry-After"] = str(error.wait)
        return answer
    failed = "this name and this password do not belong together"
    return _shown(request, Door(then=(local(then) or "/"), name=name, failed=failed), HTTPStatus.FORBIDDEN)


@room.router.post("/sign-out", response_class=RedirectResponse, status_code=HTTPStatus.SEE_OTHER)
def sign_out(request: Request) -> Response:
    """End the session."""
    onward = RedirectResponse(DOOR, HTTPStatus.SEE_OTHER)
    _users(request).sign_out(request, onward)
    return onward


def _shown(request: Request, answer: Door, status: int = HTTPStatus.OK) -> Response:
    users, kept = _users(request), Response()
    token = users.greet(request, kept)
    shown = page(request, "door.html", answer.model_copy(update={"token": users.form_token(request) or token}), status)
    shown.raw_headers += [(name, value) for name, value in kept.raw_headers if name == b"set-cookie"]
    return shown


def _users(request: Request) -> Users:
    access = request.app.state.access
    if not isinstance(access, Users):
        raise NotFound("nobody signs in here: only this machine reaches this server", "go to the overview")
    return access
