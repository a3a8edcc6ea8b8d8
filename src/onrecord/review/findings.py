"""Decisions on findings of every kind: accepted, rejected, corrected; and notes, on a finding or a part of a page."""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable
from datetime import date

import msgspec

from onrecord.errors import UsageError
from onrecord.model import Decision, Finding, IdentityQuestion, Page, Person, Region, page_key
from onrecord.model.pages import Box
from onrecord.review.decisions import made
from onrecord.review.people import key_of
from onrecord.store.judgements import field_type, field_value

#: Characters of a finding's words that a decision keeps.
_SAID = 400

#: Fields that hold an ISO day, or nothing.
_DAYS = frozenset({"date", "date_end", "since", "until", "ended_by", "published"})


def accept(finding: Finding, by: str, at: str, note: str = "", words: str = "") -> Decision:
    """A person stands behind a finding, as found or, where it was corrected, as corrected.

    `words` is the text in which a chronology tells it: it stays as it is from now on.
    """
    return _judged("accept", finding, by, at, note=note, value=words)


def reject(finding: Finding, by: str, at: str, note: str = "") -> Decision:
    """A finding is wrong, or says nothing."""
    return _judged("reject", finding, by, at, note=note)


def edit_together(
    findings: Iterable[tuple[Finding, Finding]], id: str, field: str, text: str, by: str, at: str, note: str = ""
) -> list[Decision]:
    """A field of the finding `id` is corrected, and of those told with it that say the same; all are accepted.

    `findings` are pairs: as found, and as it reads with earlier corrections. Raises as `edit`.
    """
    pairs = list(findings)
    named = next((raw, shown) for raw, shown in pairs if raw.id == id)
    decisions = [edit(*named, field, text, by, at, note)]
    for raw, shown in pairs:
        if raw.id != id:
            same = type(raw) is type(named[0]) and getattr(shown, field) == getattr(named[1], field)
            decisions.append(edit(raw, shown, field, text, by, at, note) if same else accept(raw, by, at, note))
    return decisions


def edit(finding: Finding, shown: Finding, field: str, text: str, by: str, at: str, note: str = "") -> Decision:
    """A field of a finding is corrected, and the finding accepted with that.

    `finding` is as it was found, `shown` as it reads with earlier corrections. `text` is the new value as a person
    types it: several names are parted by semicolons or lines, yes and no are ``yes`` and ``no``. Raises UsageError
    for a field that cannot be edited, a value that does not fit it, and for one that changes nothing.
    """
    if field not in finding.EDITABLE:
        step = f"it is one of {', '.join(finding.EDITABLE)}" if finding.EDITABLE else "accept or reject it"
        raise UsageError(f"{field!r} of {finding.KIND} cannot be corrected", step)
    value, before = parsed(type(finding), field, text), getattr(shown, field)
    if value == before:
        raise UsageError(f"{field} is {text!r} already", "accept the finding, or give another value")
    values = {"value": _json(value), "before": _json(before)}
    return _judged("edit", finding, by, at, field=field, note=note, **values)


def parsed(kind: type[Finding], field: str, text: str) -> object:
    """What a person typed, as the field holds it. Raises UsageError when it does not fit."""
    text, wanted = text.strip(), field_type(kind, field)
    value: object = text
    if typing.get_origin(wanted) is tuple:
        value = [part for each in text.replace("\n", ";").split(";") if (part := " ".join(each.split()))]
    elif wanted is bool:
        value = {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
    elif wanted is int or isinstance(wanted, types.UnionType):
        value = int(text) if text.lstrip("-").isdecimal() else text or None
    if field in _DAYS and text:
        _check_day(text)
    try:
        return field_value(kind, field, value)
    except msgspec.ValidationError as error:
        raise UsageError(f"{text!r} does not fit {field}", str(error).rstrip(".")) from None


def _check_day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no day", "write it as 2021-03-09, or leave it empty for an open one") from None


def note_on(finding: Finding, text: str, by: str, at: str) -> Decision:
    """A note on a finding. Raises UsageError for an empty one."""
    return _judged("note", finding, by, at, note=_text(text))


def note_at(page: Page, box: Iterable[float], text: str, by: str, at: str) -> Decision:
    """A note on a part of a page, `box` in points from its top left corner.

    Raises UsageError for an empty note, and for a box that is none or lies outside of the page.
    """
    region = Region(file=page.file, page=page.number, box=_box(page, list(box)))
    return made("note", (page_key(page.file, page.number),), by, at, note=_text(text), region=region)


def _box(page: Page, box: list[float]) -> Box:
    if len(box) != 4 or not (0 <= box[0] < box[2] and 0 <= box[1] < box[3]):
        raise UsageError("a box is four numbers: left, top, right, bottom", "give points from the top left of the page")
    if page.width and (box[2] > page.width + 1 or box[3] > page.height + 1):
        size = f"{page.width:g} by {page.height:g} points"
        raise UsageError("the box lies outside of the page", f"the page measures {size}")
    left, top, right, bottom = (round(each, 1) for each in box)
    return left, top, right, bottom


def _text(text: str) -> str:
    if not text.strip():
        raise UsageError("the note is empty", "write what you saw")
    return text.strip()


def _judged(action: str, finding: Finding, by: str, at: str, **more: str) -> Decision:
    if isinstance(finding, IdentityQuestion) and action != "note":
        raise UsageError("a question is answered, not judged", f"onrecord review answer {finding.id[:9]} NAME")
    subject = key_of(finding) if isinstance(finding, Person) else finding.id
    said = " ".join(finding.citation.quote.split())[:_SAID]
    return made(action, (subject,), by, at, kind=finding.KIND, said=said, stated=finding.stated, **more)


def _json(value: object) -> str:
    return json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
