"""One declaration, two addresses: a function that answers is served as a page at ``/x`` and as JSON at ``/x.json``.

The function's parameters are those of the request, its return type is a model, and the OpenAPI document is made of
both. The template is given that same model, so a page cannot show what its JSON twin does not hold.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict

from onrecord.web.render import page

Function = TypeVar("Function", bound=Callable[..., BaseModel])

#: The JSON twin of the front page.
FRONT = "/index.json"


class Answer(BaseModel):
    """The base of all that pages show."""

    model_config = ConfigDict(frozen=True)


class Room:
    """The routes of one topic. `label` and `path` make its entry in the navigation; a room without a label has none."""

    def __init__(self, label: str = "", path: str = "", *, tag: str = "") -> None:
        self.label = label
        self.path = path
        #: The function behind `path`, once it is declared.
        self.front: Callable[..., BaseModel] | None = None
        self.router = APIRouter(tags=[tag or label.lower() or "case"])

    def answers(self, path: str, template: str) -> Callable[[Function], Function]:
        """Serve a function as a page made with `template` at `path`, and as JSON at the same path with ``.json``."""

        def register(function: Function) -> Function:
            model = inspect.signature(function, eval_str=True).return_annotation
            self.router.add_api_route(twin(path), function, response_model=model, operation_id=function.__name__)
            shown = _as_page(function, template)
            self.router.add_api_route(path, shown, response_class=HTMLResponse, include_in_schema=False)
            if path == self.path:
                self.front = function
            return function

        return register


def twin(path: str) -> str:
    """The address of the JSON twin of a page."""
    return FRONT if path == "/" else path + ".json"


def _as_page(function: Callable[..., BaseModel], template: str) -> Callable[..., HTMLResponse]:
    """`function` with its answer shown by `template`: the same parameters, and the request itself."""

    def show(*, asked: Request, **given: Any) -> HTMLResponse:
        return page(asked, template, function(**given))

    signature = inspect.signature(function, eval_str=True)
    request = inspect.Parameter("asked", inspect.Parameter.KEYWORD_ONLY, annotation=Request)
    parameters = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in signature.parameters.values()]
    show.__signature__ = signature.replace(  # type: ignore[attr-defined]
        parameters=[request, *parameters], return_annotation=HTMLResponse
    )
    show.__name__ = function.__name__
    return show
