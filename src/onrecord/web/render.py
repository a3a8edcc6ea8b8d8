"""Templates: one environment, everything escaped, and the few filters that all pages share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import jinja2
from fastapi import Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from onrecord import __version__
from onrecord.text.timex.words import MONTH_NAMES
from onrecord.web import links

if TYPE_CHECKING:
    from onrecord.web.cite import Place

MONTHS = tuple(name.capitalize() for name in MONTH_NAMES)


def page(request: Request, template: str, answer: BaseModel | None, status: int = HTTPStatus.OK) -> HTMLResponse:
    """The page that `template` makes of `answer`, in the layout of the reading room."""
    desk = getattr(request.state, "desk", None)
    text = (
        environment()
        .get_template(template)
        .render(
            answer=answer,
            request=request,
            desk=desk,
            case_name=request.app.state.shelf.case.path.resolve().name,
            rooms=request.app.state.rooms,
            twin=_twin(request),
            token=request.app.state.access.form_token(request),
        )
    )
    return HTMLResponse(text, status)


@cache
def environment() -> jinja2.Environment:
    """The environment of all templates: they escape whatever they print, and a misspelt name is an error."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("onrecord.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"number": number, "day": day, "moment": moment, "words": words, "count": count, "pages": pages}
    made.globals |= {"links": links, "version": __version__}
    return made


def number(value: float) -> str:
    """A number with thin spaces between thousands: 1 234 567."""
    return f"{value:,}".replace(",", "\u202f")


def count(value: int, one: str, many: str = "") -> str:
    """A number and what it counts: ``1 page``, ``12 pages``."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def day(iso: str) -> str:
    """An ISO date or time as a day: ``2 November 2021``; what is no date is left as it is."""
    parts = iso[:10].split("-")
    if not all(part.isdecimal() for part in parts) or not 1 <= len(parts) <= 3 or len(parts[0]) != 4:
        return iso
    if len(parts) > 1 and not 1 <= int(parts[1]) <= len(MONTHS):
        return iso
    return " ".join(
        [*(str(int(part)) for part in parts[2:]), *(MONTHS[int(part) - 1] for part in parts[1:2]), parts[0]]
    )


def moment(iso: str) -> str:
    """An ISO time as a day and the time of day: ``2 November 2021, 9:15``; with the offset where there is one."""
    if "T" not in iso:
        return day(iso)
    clock = iso.partition("T")[2]
    return f"{day(iso)}, {clock[:5].removeprefix('0')}{_offset(clock)}"


def _offset(clock: str) -> str:
    sign = max(clock.find("+"), clock.find("-"))
    return f" UTC{clock[sign:]}" if sign > 0 else ""


def words(name: Any) -> str:
    """A short name of the program's as words: ``low_confidence`` is "low confidence"."""
    return str(name).replace("_", " ")


def pages(places: Iterable[Place]) -> list[Place]:
    """The first place on each page, in order: what is said of a page is said once."""
    found: dict[tuple[str, int], Place] = {}
    for one in places:
        found.setdefault((one.sha256, one.page), one)
    return list(found.values())


def _twin(request: Request) -> str:
    """The address of this page as JSON, with what was asked."""
    path = "/index" if request.url.path == "/" else request.url.path
    return f"{path}.json" + (f"?{request.url.query}" if request.url.query else "")
