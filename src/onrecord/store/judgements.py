"""Findings as judged: what stages found, joined with what persons accepted, rejected and corrected.

A judgement names a finding by its id, a person by the keys of the names. Of several standing ones the latest holds;
corrections of different fields add up. A judgement on a finding that states something else now does not count for it:
its state is ``changed`` until somebody looks again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, TypeVar, get_type_hints

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from onrecord.model import Decision, Finding, Person
from onrecord.model.interactions import Dated

Kind = TypeVar("Kind", bound=Finding)

#: States of what a person stands behind, as found or as corrected. Only these may be published.
ACCEPTED = frozenset({"accepted", "edited"})

#: What a correction of one field makes untrue in others.
_FOLLOWS: dict[tuple[type[Finding], str], dict[str, object]] = {
    (Dated, "date"): {"inferred": (), "approx": False},
    (Dated, "date_end"): {"inferred": ()},
}


class Edit(Struct, frozen=True, kw_only=True):
    """A field that a person corrected: what stood there, what stands there now, who, when and why."""

    field: str
    before: object
    value: object
    by: str
    at: str
    reason: str = ""


class Judgement(Struct, frozen=True, kw_only=True):
    """What was decided about a finding.

    `state` is ``draft`` (nothing), ``accepted``, ``edited`` (accepted with corrections), ``rejected``, or ``changed``:
    judged once, but the finding states something else since. `by`, `at` and `reason` are those of the latest decision,
    `decision` its id. `notes` are the notes on the finding. `words` is the text in which it was accepted for a
    chronology, empty where it was accepted without one, or corrected since.
    """

    state: str = "draft"
    by: str = ""
    at: str = ""
    reason: str = ""
    decision: str = ""
    edits: tuple[Edit, ...] = ()
    notes: tuple[Decision, ...] = ()
    words: str = ""

    @property
    def accepted(self) -> bool:
        """Whether a person stands behind it, as found or as corrected."""
        return self.state in ACCEPTED


DRAFT = Judgement()


class Judgements:
    """The standing decisions on findings, ready for joining. `held` are those that stand, by time."""

    def __init__(self, held: Iterable[Decision]) -> None:
        self._verdicts: dict[str, Decision] = {}
        self._words: dict[str, Decision] = {}
        self._edits: defaultdict[str, dict[str, Decision]] = defaultdict(dict)
        self._notes: defaultdict[str, list[Decision]] = defaultdict(list)
        self.on_findings: list[Decision] = []
        #: What decisions on findings, and notes, call their subjects.
        self.touched: set[str] = set()
        for decision in held:
            self._put(decision)

    def _put(self, decision: Decision) -> None:
        if decision.action in ("accept", "reject", "edit", "note"):
            self.touched.update(decision.subjects)
        for subject in decision.subjects:
            if decision.action in ("accept", "reject", "edit"):
                self._verdicts[subject] = decision
            if decision.action == "accept" and decision.value:
                self._words[subject] = decision
            if decision.action == "edit":
                self._edits[subject][decision.field] = decision
            if decision.action == "note":
                self._notes[subject].append(decision)
        if decision.action in ("accept", "reject", "edit") or (decision.action == "note" and decision.kind):
            self.on_findings.append(decision)

    def of(self, finding: Finding) -> Judgement:
        """What was decided about a finding, given as it was found."""
        names = subjects(finding)
        verdicts = [self._verdicts[name] for name in names if name in self._verdicts]
        notes = tuple(note for name in names for note in self._notes.get(name, ()))
        if not verdicts:
            return Judgement(notes=notes) if notes else DRAFT
        last = max(verdicts, key=lambda decision: (decision.at, decision.id))
        edits = tuple(_edit(decision) for decision in self._corrections(finding))
        return Judgement(
            state=_state(finding, last, bool(edits)),
            by=last.by,
            at=last.at,
            reason=last.note,
            decision=last.id,
            edits=edits,
            notes=notes,
            words=self._accepted_words(names, last),
        )

    def _accepted_words(self, names: tuple[str, ...], last: Decision) -> str:
        """The words of the latest acceptance, unless something else was decided since; a correction is accepted with
        its words at the same moment.
        """
        held = [self._words[name] for name in names if name in self._words]
        newest = max(held, key=lambda decision: (decision.at, decision.id), default=None)
        return newest.value if newest is not None and newest.at >= last.at and last.action != "reject" else ""

    def corrected(self, finding: Kind) -> Kind:
        """A finding with its fields as corrected; corrections that were made of another statement are left out."""
        changes: dict[str, Any] = {}
        for decision in self._corrections(finding):
            for (kind, field), more in _FOLLOWS.items():
                changes |= more if isinstance(finding, kind) and field == decision.field else {}
            changes[decision.field] = field_value(type(finding), decision.field, json.loads(decision.value))
        return replace(finding, **changes) if changes else finding

    def both(self, finding: Kind) -> tuple[Kind, Judgement]:
        """A finding as corrected, and what was decided about it; next to nothing for one nobody has decided about."""
        if self.touched.isdisjoint(subjects(finding)):
            return finding, DRAFT
        return self.corrected(finding), self.of(finding)

    def _corrections(self, finding: Finding) -> Iterator[Decision]:
        """The corrections of a finding that count for what it states, by time."""
        found = [one for name in subjects(finding) for one in self._edits.get(name, {}).values()]
        for decision in sorted(found, key=lambda one: (one.at, one.id)):
            if decision.stated == finding.stated and _fits(finding, decision):
                yield decision

    def notes_on(self, page: str) -> tuple[Decision, ...]:
        """The notes on regions of the page with this key."""
        return tuple(self._notes.get(page, ()))


def subjects(finding: Finding) -> tuple[str, ...]:
    """What decisions may call a finding: its id; a person also by the names' keys and the ids of those merged in."""
    if isinstance(finding, Person):
        return (finding.id, *finding.keys, *finding.formerly)
    return (finding.id,)


def field_value(kind: type[Finding], field: str, value: object) -> Any:
    """A JSON value as a field of this kind holds it. Raises msgspec.ValidationError where it cannot."""
    return msgspec.convert(value, field_type(kind, field))


def field_type(kind: type[Finding], field: str) -> Any:
    """The type of a field."""
    return _types(kind)[field]


@cache
def _types(kind: type[Finding]) -> dict[str, Any]:
    return get_type_hints(kind)


def _fits(finding: Finding, decision: Decision) -> bool:
    """Whether a correction can be made: one from another program may name a field or a value that this one lacks."""
    if decision.field not in finding.EDITABLE:
        return False
    try:
        json.loads(decision.before)
        field_value(type(finding), decision.field, json.loads(decision.value))
    except ValueError:
        return False
    return True


def _state(finding: Finding, last: Decision, edited: bool) -> str:
    if last.stated != finding.stated:
        return "changed"
    if last.action == "reject":
        return "rejected"
    return "edited" if edited else "accepted"


def _edit(decision: Decision) -> Edit:
    return Edit(
        field=decision.field,
        before=json.loads(decision.before),
        value=json.loads(decision.value),
        by=decision.by,
        at=decision.at,
        reason=decision.note,
    )
