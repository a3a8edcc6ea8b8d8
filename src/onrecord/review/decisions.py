"""Decisions of every kind: made with ids of their own, written down, taken back, sent and received."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from onrecord.errors import UsageError
from onrecord.model import ACTIONS, Decision, stable_id


def now() -> str:
    """This moment as decisions have it: to the microsecond, for their order is that of time."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def made(action: str, subjects: tuple[str, ...], by: str, at: str, **more: Any) -> Decision:
    """A decision with the id that its contents give it: the same decision imported twice is one.

    `more` are further fields of `Decision`.
    """
    ordered = tuple(sorted(subjects)) if action == "merge" else subjects
    decision = Decision(id="", at=at, by=by, action=action, subjects=ordered, **more)
    parts = (decision.value, decision.undoes, decision.field, json.dumps(msgspec.to_builtins(decision.region)))
    return replace(decision, id=stable_id("d", action, *ordered, *parts, by, at))


def undo(decision: Decision, by: str, at: str, note: str = "") -> Decision:
    """A decision is taken back."""
    return made("undo", (decision.id,), by, at, undoes=decision.id, note=note)


def act_of(everything: Iterable[Decision], one: Decision) -> list[Decision]:
    """The decisions that were made in one act with `one`, itself included: by the same person at the same moment."""
    return [each for each in everything if (each.by, each.at) == (one.by, one.at)]


def undo_act(everything: Iterable[Decision], one: Decision, by: str, at: str, note: str = "") -> list[Decision]:
    """All that was decided in one act with `one` is taken back."""
    return [undo(each, by, at, note) for each in act_of(everything, one)]


def written(decisions: Iterable[Decision]) -> Iterator[str]:
    """Decisions as JSON, one a line."""
    return (json.dumps(msgspec.to_builtins(decision), ensure_ascii=False, sort_keys=True) for decision in decisions)


def read(lines: Iterable[str]) -> list[Decision]:
    """Decisions out of lines that `written` made. Raises UsageError for anything else."""
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decision = msgspec.json.decode(line.encode(), type=Decision)
        except msgspec.MsgspecError as error:
            raise UsageError(
                f"line {number} is no decision: {error}", "give a file that `onrecord review export` wrote"
            ) from None
        if decision.action not in ACTIONS:
            raise UsageError(
                f"line {number}: there is no decision {decision.action!r}", f"it is one of {', '.join(ACTIONS)}"
            )
        found.append(decision)
    return found
