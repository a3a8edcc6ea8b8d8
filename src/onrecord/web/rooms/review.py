"""Review: what waits for a person, best first, and one finding with all that is needed to decide about it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query as Asked

from onrecord.errors import NotFound
from onrecord.model import Decision, Finding, IdentityQuestion, Person
from onrecord.review.people import key_of
from onrecord.review.queue import Item, by_kind, item, ranked
from onrecord.review.summaries import summary
from onrecord.store.judgements import Judgement, subjects
from onrecord.store.view import View
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.cite import Cited, cited
from onrecord.web.deciding import Decided, decided, typed, who
from onrecord.web.desk import Desk, Here

room = Room("Review", "/review")

#: Things to decide on one page.
PER_PAGE = 20

#: People that are offered by name.
MOST_NAMED = 2000


class Choice(Answer):
    """Somebody whom a name may mean. `key` is what an answer sends."""

    key: str
    name: str
    href: str


class Waiting(Answer):
    """Something that waits. `ids` are settled together by one answer; `choices` are those of a question."""

    id: str
    ids: tuple[str, ...]
    kind: str
    text: str
    settles: int
    why: str
    doubts: tuple[str, ...]
    changed: bool
    citation: Cited
    choices: tuple[Choice, ...]
    href: str


class Queue(Answer):
    """What waits, `per` a page. `kinds` are all kinds, with how many of each wait; `decider` is whose name decisions
    bear, `may_decide` whether the reader's role allows them.
    """

    waiting: tuple[Waiting, ...]
    total: int
    kind: str
    kinds: tuple[tuple[str, int], ...]
    page: int
    pages: int
    decider: str
    may_decide: bool


class Field(Answer):
    """A field of a finding that can be corrected, as a person types it. `listed`: names parted by semicolons."""

    name: str
    value: str
    listed: bool
    before: str = ""


class Told(Answer):
    """A finding that is judged together with another."""

    id: str
    text: str
    state: str
    href: str


class Whole(Answer):
    """A finding and what was decided about it. `names` are the names of a person that can be split off."""

    id: str
    kind: str
    text: str
    state: str
    by: str
    at: str
    reason: str
    changed: bool
    fields: tuple[Field, ...]
    citation: Cited
    together: tuple[Told, ...]
    choices: tuple[Choice, ...]
    names: tuple[str, ...]
    notes: tuple[Decided, ...]
    history: tuple[Decided, ...]
    decider: str
    may_decide: bool


@room.answers("/review", "review.html")
def waiting(
    here: Here,
    kind: Literal["", "questions", "interactions", "events", "claims", "links", "gaps"] = "",
    page: Annotated[int, Asked(ge=1, le=100_000)] = 1,
) -> Queue:
    """What waits for a person: first what was judged and changed since, then what settles most."""
    parted = by_kind(here.view)
    items = parted[kind] if kind else ranked(here.view)
    pages = max(-(-len(items) // PER_PAGE), 1)
    page = min(page, pages)
    return Queue(
        waiting=tuple(_waiting(here, item(one)) for one in items[(page - 1) * PER_PAGE : page * PER_PAGE]),
        total=len(items),
        kind=kind,
        kinds=tuple((name, len(found)) for name, found in parted.items()),
        page=page,
        pages=pages,
        decider=who(here),
        may_decide=here.may_decide,
    )


def _waiting(here: Desk, item: Item) -> Waiting:
    found = found_as(here, item.ids[0])
    return Waiting(
        id=item.ids[0],
        ids=item.ids,
        kind=item.kind,
        text=item.text,
        settles=item.settles,
        why=item.why,
        doubts=item.doubts,
        changed=item.changed,
        citation=cited(here.view, found.citation),
        choices=_choices(here.view, found),
        href=links.review(item.ids[0]),
    )


@room.answers("/review/{id}", "judge.html")
def whole(here: Here, id: str) -> Whole:
    """A finding by its id, as it stands after all decisions, with their history."""
    raw = found_as(here, id)
    here.saw(raw.id)
    view = here.view
    shown, judgement = view.judgements.corrected(raw), view.judgements.of(raw)
    return Whole(
        id=raw.id,
        kind=raw.KIND,
        text=summary(shown),
        state=judgement.state,
        by=judgement.by,
        at=judgement.at,
        reason=judgement.reason,
        changed=judgement.state == "changed",
        fields=tuple(_field(shown, name, judgement) for name in raw.EDITABLE),
        citation=cited(view, raw.citation),
        together=tuple(_told(view, one) for one in here.case.judged_together(raw.id) if one.id != raw.id),
        choices=_choices(view, raw),
        names=raw.aliases if isinstance(raw, Person) else (),
        notes=tuple(decided(note) for note in judgement.notes),
        history=_history(here, raw),
        decider=who(here),
        may_decide=here.may_decide,
    )


def found_as(here: Desk, id: str) -> Finding:
    """The finding with this id as it was found; a person as decided. Raises NotFound."""
    found = here.view.person(id) or here.view.found(id)
    if found is None:
        raise NotFound(f"there is no finding {id} in this case", "what waits is listed at /review")
    return found


def _choices(view: View, found: Finding) -> tuple[Choice, ...]:
    if not isinstance(found, IdentityQuestion):
        return ()
    among = {one.id: one for id in found.among if (one := view.person(id))}.values()
    return tuple(Choice(key=key_of(one), name=one.name, href=links.person(one.id)) for one in among)


def _field(shown: Finding, name: str, judgement: Judgement) -> Field:
    edit = next((one for one in judgement.edits if one.field == name), None)
    value = getattr(shown, name)
    return Field(
        name=name,
        value=typed(value),
        listed=isinstance(value, tuple),
        before=typed(tuple(edit.before) if isinstance(edit.before, list) else edit.before) if edit else "",
    )


def _told(view: View, one: Finding) -> Told:
    state = view.judgements.of(one).state
    return Told(id=one.id, text=summary(view.judgements.corrected(one)), state=state, href=links.review(one.id))


def _history(here: Desk, raw: Finding) -> tuple[Decided, ...]:
    """Every decision on a finding, newest first, those taken back included, and what took them back."""
    everything, names = here.store.decisions(), set(subjects(raw))
    held = {one.id for one in here.view.standing}
    own = [one for one in everything if names & set(one.subjects)]
    ids = {one.id for one in own}
    listed: list[Decision] = [*own, *(one for one in everything if one.undoes in ids)]
    listed.sort(key=lambda one: (one.at, one.id), reverse=True)
    return tuple(decided(one, stands=one.id in held) for one in listed)


@room.router.get("/names.json")
def names(here: Here, q: Annotated[str, Asked(max_length=100)] = "") -> tuple[Choice, ...]:
    """People whose name holds `q`, to choose from."""
    found = [one for one in here.view.people if q.lower() in f"{one.name} {one.filed}".lower()]
    return tuple(Choice(key=key_of(one), name=one.name, href=links.person(one.id)) for one in found[:MOST_NAMED])
