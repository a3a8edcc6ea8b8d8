"""What went wrong, said in one clear line: as a page, or as JSON where JSON was asked for."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from onrecord.errors import CaseBusy, DiskFailed, NotFound, OnrecordError, UsageError
from onrecord.web.access import SignInNeeded
from onrecord.web.answer import Answer
from onrecord.web.render import page

_STATUS = {
    NotFound: HTTPStatus.NOT_FOUND,
    UsageError: HTTPStatus.BAD_REQUEST,
    CaseBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    DiskFailed: HTTPStatus.SERVICE_UNAVAILABLE,
}

_WHAT = {404: "there is no such page here", 405: "this address does not take that", 403: "this is not open to you"}


class Fault(Answer):
    """What went wrong and what to do next, each a line; `next_step` may be empty."""

    status: int
    what: str
    next_step: str = ""


def install(app: FastAPI) -> None:
    """Answer every error of a route with a `Fault`."""
    app.add_exception_handler(OnrecordError, _ours)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(SignInNeeded, _sign_in)
    app.add_exception_handler(PermissionError, _refused)
    app.add_exception_handler(Exception, _unexpected)


def shown(request: Request, fault: Fault) -> Response:
    """A fault as whoever asked can read it."""
    if request.url.path.endswith(".json"):
        return JSONResponse(fault.model_dump(), fault.status)
    return page(request, "fault.html", fault, fault.status)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, OnrecordError)
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return shown(request, Fault(status=status, what=error.what, next_step=error.next_step))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    what = _WHAT.get(error.status_code, str(error.detail))
    return shown(request, Fault(status=error.status_code, what=what))


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"][1:])
    what = f"{name}: {first['msg'][:1].lower()}{first['msg'][1:]}" if name else "the request cannot be read"
    return shown(request, Fault(status=HTTPStatus.UNPROCESSABLE_ENTITY, what=what))


def _sign_in(request: Request, error: Exception) -> Response:
    assert isinstance(error, SignInNeeded)
    if request.url.path.endswith(".json") or request.method not in ("GET", "HEAD"):
        return shown(request, Fault(status=HTTPStatus.UNAUTHORIZED, what="sign in first"))
    return RedirectResponse(error.door, HTTPStatus.SEE_OTHER)


def _refused(request: Request, error: Exception) -> Response:
    return shown(request, Fault(status=HTTPStatus.FORBIDDEN, what=str(error) or _WHAT[403]))


def _unexpected(request: Request, error: Exception) -> Response:
    what = f"the server failed: {type(error).__name__}"
    return shown(request, Fault(status=500, what=what, next_step="its log has the details"))
