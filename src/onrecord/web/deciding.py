"""Decisions in the browser: one declaration for the form and for programs, who decides, and how it is written down."""

from __future__ import annotations

import getpass
import inspect
import json
import os
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from fastapi import Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from onrecord.errors import CaseBusy, NotFound
from onrecord.model import Decision
from onrecord.review import decisions as review
from onrecord.web.answer import Answer, Room
from onrecord.web.desk import Desk
from onrecord.web.render import page

#: The cookie with the name that decisions bear on a server without users.
NAMED = "decides"

#: Seconds for which a decision waits for another writer, and between two attempts. Other reviewers take milliseconds;
#: a build takes longer than anybody waits.
PATIENCE, PAUSE = 3.0, 0.05

#: What a person types into a form.
Reason = Annotated[str, Form(max_length=2000, description="why, in the person's words")]
Line = Annotated[str, Form(max_length=500)]
Words = Annotated[str, Form(max_length=10_000)]
Onward = Annotated[str, Form(max_length=2000, description="the page of this server to go on to")]


class Decided(Answer):
    """A decision. `on` are ids of findings, keys of names or of pages; `stands`: it was not taken back; `gone`: what
    it was made of is no longer in the case. `others` were decided in the same act. `href` leads to what it is about.
    """

    id: str
    at: str
    by: str
    action: str
    on: tuple[str, ...]
    said: str
    field: str
    before: str
    value: str
    note: str
    undoes: str
    stands: bool
    gone: bool
    others: int
    href: str


class Made(Answer):
    """What was written down, and where one would go on to."""

    decisions: tuple[Decided, ...]
    what: str
    onward: str


Function = TypeVar("Function", bound=Callable[..., Made])


def acts(room: Room, path: str) -> Callable[[Function], Function]:
    """Serve a function that decides as the target of a form at `path`, and for programs at ``path.json``.

    A form is answered with a redirect, one sent by htmx with a fragment that takes the form's place.
    """

    def register(function: Function) -> Function:
        room.router.add_api_route(
            path + ".json", function, methods=["POST"], response_model=Made, operation_id=function.__name__
        )
        room.router.add_api_route(
            path, _as_form(function), methods=["POST"], response_class=HTMLResponse, include_in_schema=False
        )
        return function

    return register


def _as_form(function: Callable[..., Made]) -> Callable[..., Response]:
    def act(*, asked: Request, then: str, **given: Any) -> Response:
        made = function(**given)
        if asked.headers.get("hx-request") == "true":
            return page(asked, "made.html", made)
        return RedirectResponse(local(then) or made.onward, HTTPStatus.SEE_OTHER)

    signature = inspect.signature(function, eval_str=True)
    own = [
        inspect.Parameter("asked", inspect.Parameter.KEYWORD_ONLY, annotation=Request),
        inspect.Parameter("then", inspect.Parameter.KEYWORD_ONLY, default="", annotation=Onward),
    ]
    given = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in signature.parameters.values()]
    act.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[*own, *given], return_annotation=Response
    )
    act.__name__ = function.__name__
    return act


def local(path: str) -> str:
    """`path` when it is one of this server, else nothing: a form never leads to another."""
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if plain and path.isprintable() else ""


def who(here: Desk) -> str:
    """Whose name decisions bear: the user's; without users the name that was given, else that of the account."""
    return here.reader.name or here.named or os.environ.get("ONRECORD_USER", "") or getpass.getuser()


def signed(here: Desk) -> tuple[str, str]:
    """Who decides, and now."""
    return who(here), review.now()


def decide(here: Desk, made: Iterable[Decision], what: str, onward: str) -> Made:
    """Write decisions down. Raises CaseBusy when another process writes for longer than anybody waits."""
    listed, until = list(made), time.monotonic() + PATIENCE
    while True:
        try:
            here.case.decide(listed, address=here.reader.address)
            break
        except CaseBusy:
            if time.monotonic() > until:
                raise
            time.sleep(PAUSE)
    return Made(decisions=tuple(map(decided, listed)), what=what, onward=onward)


def decided(one: Decision, *, stands: bool = True, gone: bool = False, others: int = 0) -> Decided:
    """A decision as pages show it."""
    return Decided(
        id=one.id,
        at=one.at,
        by=one.by,
        action=one.action,
        on=one.subjects,
        said=one.said,
        field=one.field,
        before=_typed(one.before),
        value=_typed(one.value) if one.action == "edit" else one.value,
        note=one.note,
        undoes=one.undoes,
        stands=stands,
        gone=gone,
        others=others,
        href="" if gone else _href(one),
    )


def _typed(text: str) -> str:
    """What an edit holds as JSON, as a person would type it."""
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return typed(tuple(value) if isinstance(value, list) else value)


def typed(value: object) -> str:
    """A value as a person would type it: names parted by semicolons, yes and no."""
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _href(one: Decision) -> str:
    if one.region is not None:
        return f"/p/{one.region.file}/{one.region.page}/notes#{one.id}"
    return f"/review/{one.subjects[0]}" if one.kind and one.kind != "people" else ""


def decision(here: Desk, id: str) -> Decision:
    """The decision with this id. Raises NotFound."""
    found = next((one for one in here.store.decisions() if one.id == id), None)
    if found is None:
        raise NotFound(f"there is no decision {id} in this case", "the log lists them: /decisions")
    return found
