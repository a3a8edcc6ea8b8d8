"""What a reviewer does: accept, reject, correct, note, answer, merge, split, rename, and take back."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import NotFound, UsageError
from onrecord.model import Decision, Finding, IdentityQuestion, Person
from onrecord.publish.chronology.wording import words
from onrecord.review import decisions, findings, people
from onrecord.review.summaries import summary
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.deciding import (
    NAMED,
    Decided,
    Line,
    Made,
    Onward,
    Reason,
    Words,
    acts,
    decide,
    decided,
    decision,
    local,
    signed,
    who,
)
from onrecord.web.desk import Desk, Here, Reviewing
from onrecord.web.rooms.review import found_as

room = Room("Decisions", "/decisions")

#: Decisions on one page.
PER_PAGE = 100

#: Seconds for which a browser remembers under which name somebody decides on a server without users: a year.
_REMEMBERED = 365 * 86_400


class Decisions(Answer):
    """Every act, newest first, by the first decision in it; `homeless` counts decisions whose finding is gone."""

    decisions: tuple[Decided, ...]
    total: int
    homeless: int
    page: int
    pages: int
    decider: str
    may_decide: bool
    signs_in: bool


@room.answers("/decisions", "decisions.html")
def decision_log(here: Here, page: int = 1, homeless: bool = False) -> Decisions:
    """Everything that was decided: when, by whom, what, why, and whether it stands."""
    held = {one.id for one in here.view.standing}
    lost = {one.id for one in here.view.homeless()}
    listed = _acts(one for one in here.store.decisions() if not homeless or one.id in lost)
    pages = max(-(-len(listed) // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    chosen = listed[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Decisions(
        decisions=tuple(
            decided(act[0], stands=act[0].id in held, gone=act[0].id in lost, others=len(act) - 1) for act in chosen
        ),
        total=len(listed),
        homeless=len(lost),
        page=page,
        pages=pages,
        decider=who(here),
        may_decide=here.may_decide,
        signs_in=bool(here.reader.name),
    )


def _acts(found: Iterable[Decision]) -> list[list[Decision]]:
    """Decisions by the act in which they were made, newest first."""
    acts_of: dict[tuple[str, str], list[Decision]] = {}
    for one in found:
        acts_of.setdefault((one.at, one.by), []).append(one)
    return list(acts_of.values())[::-1]


@acts(room, "/review/{id}/accept")
def accept(here: Reviewing, id: str, reason: Reason = "") -> Made:
    """Stand behind a finding and all that is judged with it."""
    meant = _together(here, id)
    name, at = signed(here)
    told = words(here.view, meant)
    made = [findings.accept(one, name, at, reason, told.get(one.id, "")) for one in meant]
    return decide(here, made, f"Accepted: {summary(meant[0])}", links.review(id))


@acts(room, "/review/{id}/reject")
def reject(here: Reviewing, id: str, reason: Reason = "") -> Made:
    """Reject a finding and all that is judged with it."""
    meant = _together(here, id)
    name, at = signed(here)
    made = [findings.reject(one, name, at, reason) for one in meant]
    return decide(here, made, f"Rejected: {summary(meant[0])}", links.review(id))


@acts(room, "/review/{id}/edit")
def edit(here: Reviewing, id: str, field: Line, value: Words = "", reason: Reason = "") -> Made:
    """Correct a field of a finding, and accept it with that."""
    meant = _together(here, id)
    pairs = [(one, here.view.judgements.corrected(one)) for one in meant]
    name, at = signed(here)
    made = findings.edit_together(pairs, meant[0].id, field, value, name, at, reason)
    done = decide(here, made, f"Corrected: {field.replace('_', ' ')} is now {value}", links.review(id))
    told = words(here.case.view(), meant)
    decide(here, [findings.accept(one, name, at, reason, told[one.id]) for one in meant if one.id in told], "", "")
    return done


@acts(room, "/review/{id}/note")
def note(here: Reviewing, id: str, text: Words) -> Made:
    """Write a note on a finding."""
    made = findings.note_on(found_as(here, id), text, *signed(here))
    return decide(here, [made], f"Noted: {text}", links.review(id))


@acts(room, "/review/{id}/answer")
def answer(here: Reviewing, id: str, key: Annotated[str, Form(max_length=300)] = "", reason: Reason = "") -> Made:
    """Say whom a name means, by the key of the person; without one: it cannot be told."""
    question = found_as(here, id)
    if not isinstance(question, IdentityQuestion):
        raise UsageError("this is no question", "accept or reject it")
    whom = _person(here, key) if key else None
    made = people.answer(question, whom, *signed(here), reason)
    said = whom.name if whom else "it cannot be told"
    return decide(here, [made], f"{question.name}: {said}", "/review")


@acts(room, "/review/{id}/merge")
def merge(here: Reviewing, id: str, other: Line, reason: Reason = "") -> Made:
    """Say that a person and another, given by name, key or id, are one."""
    one, two = _person(here, id), _person(here, other)
    made = people.merge(one, two, *signed(here), reason)
    return decide(here, [made], f"{one.name} and {two.name} are one person", links.review(one.id))


@acts(room, "/review/{id}/split")
def split(here: Reviewing, id: str, name: Annotated[list[str], Form()], reason: Reason = "") -> Made:
    """Say that some names of a person are somebody else's."""
    whole = _person(here, id)
    made = people.split(whole, name, *signed(here), reason)
    return decide(here, [made], f"{', '.join(name)}: not {whole.name}", links.review(whole.id))


@acts(room, "/review/{id}/rename")
def rename(here: Reviewing, id: str, name: Line, reason: Reason = "") -> Made:
    """Call a person by another name."""
    whom = _person(here, id)
    made = people.rename(whom, name, *signed(here), reason)
    return decide(here, [made], f"{whom.name} is called {name}", links.review(whom.id))


@acts(room, "/review/{id}/not-a-person")
def not_a_person(here: Reviewing, id: str, reason: Reason = "") -> Made:
    """Say that what was taken for a person is none."""
    whom = _person(here, id)
    made = people.not_a_person(whom, *signed(here), reason)
    return decide(here, [made], f"{whom.name} is no person", "/review")


@acts(room, "/decisions/{id}/undo")
def undo(here: Reviewing, id: str, reason: Reason = "") -> Made:
    """Take a decision back, with what was decided in the same act; it stays in the log."""
    found = decision(here, id)
    made = decisions.undo_act(here.store.decisions(), found, *signed(here), reason)
    return decide(here, made, f"Taken back: {found.action.replace('_', ' ')} of {found.at[:10]}", "/decisions")


@room.router.post("/decisions/name", response_class=RedirectResponse, include_in_schema=False)
def call_me(here: Reviewing, name: Line = "", then: Onward = "") -> Response:
    """Remember under which name somebody decides on a server without users."""
    if here.reader.name:
        raise NotFound("decisions bear the name that you signed in with", "sign in under another name")
    onward = RedirectResponse(local(then) or "/decisions", HTTPStatus.SEE_OTHER)
    plain = " ".join("".join(letter for letter in name if letter.isprintable()).split())[:64]
    onward.set_cookie(NAMED, plain.encode().hex(), max_age=_REMEMBERED, httponly=True, samesite="strict")
    return onward


def _together(here: Desk, id: str) -> list[Finding]:
    """What is judged with a finding, itself first."""
    found = found_as(here, id)
    if isinstance(found, Person):
        return [found]
    return sorted(here.case.judged_together(found.id), key=lambda one: one.id != found.id)


def _person(here: Desk, name: str) -> Person:
    """A person by key, id or name. Raises NotFound when there is none, or several."""
    by_key = next((one for one in here.view.people if name in one.keys), None)
    return by_key or people.person(here.view.people, name)
