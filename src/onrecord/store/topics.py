"""The topics of a case: named sets of terms that persons keep, as decisions. The latest set under a name holds."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct

from onrecord.model import Decision


class Topic(Struct, frozen=True, kw_only=True):
    """A topic: its name, and terms of which one must occur; a term may be a phrase, and end in ``*`` to go on.

    `by` and `at` are of the decision that holds, `note` its reason.
    """

    name: str
    terms: tuple[str, ...]
    by: str
    at: str
    note: str = ""


def folded(name: str) -> str:
    """A name of a topic for comparing."""
    return " ".join(name.split()).casefold()


def topics(standing: Iterable[Decision]) -> tuple[Topic, ...]:
    """The topics that `standing` decisions, in order of time, leave; by name. One without terms was removed."""
    found: dict[str, Topic] = {}
    for one in standing:
        if one.action == "topic" and one.subjects:
            name = one.subjects[0]
            found[folded(name)] = Topic(name=name, terms=_terms(one.value), by=one.by, at=one.at, note=one.note)
    return tuple(sorted((one for one in found.values() if one.terms), key=lambda one: folded(one.name)))


def _terms(value: str) -> tuple[str, ...]:
    """The terms of a decision; none where another program wrote something else."""
    try:
        read = json.loads(value)
    except ValueError:
        return ()
    return tuple(one for one in read if isinstance(one, str) and one.strip()) if isinstance(read, list) else ()
