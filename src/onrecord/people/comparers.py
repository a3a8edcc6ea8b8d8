"""Comparers of full names: our own, and that of FollowTheMoney as a second opinion, which an extra installs."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from onrecord.errors import UsageError
from onrecord.people import clusters, likeness
from onrecord.people.forms import Form
from onrecord.people.likeness import APART, Likeness

#: Says how two full names agree; `APART` when they part two people.
Comparer = Callable[[Form, Form], Likeness]

#: Names that FollowTheMoney finds this much alike are taken for spellings of one.
_ALIKE = 0.85


def named(name: str) -> Comparer:
    """The comparer called ``own`` or ``followthemoney``. Raises UsageError where the extra is not installed."""
    if name == "own":
        return clusters.compare
    if find_spec("followthemoney") is None:
        raise UsageError("the name comparison of FollowTheMoney is not installed", "pip install 'onrecord[ftm]'")
    return followthemoney


def stamp(name: str) -> str:
    """A comparer and the version of the library behind it, for the keys of finished work."""
    return name if name == "own" else f"{name} {version('followthemoney')}"


def followthemoney(a: Form, b: Form) -> Likeness:
    """Our own comparison, and where it finds nothing, that of FollowTheMoney: spellings that our rules do not know.

    What parts people stays apart: generations, middle names, and two given names that are both known as such. What it
    finds counts as a slip of spelling, so that it needs the support that a slip needs.
    """
    own = clusters.compare(a, b)
    if own.score or _part(a, b):
        return own
    score = _score(*sorted((a.shown, b.shown)))
    if score < _ALIKE:
        return APART
    return Likeness(round(min(score, 1.0) * 0.9, 3), f"{likeness.SECOND_OPINION} {a.shown} and {b.shown} alike")


def _part(a: Form, b: Form) -> bool:
    if a.generation != b.generation and a.generation and b.generation:
        return True
    both_known = likeness.is_given(a.given) and likeness.is_given(b.given)
    return clusters.middles_part(a.middles, b.middles) or (both_known and not likeness.given(a.given, b.given).score)


@lru_cache(maxsize=400_000)
def _score(a: str, b: str) -> float:
    """What `followthemoney.compare.compare_names` says of two names, 0 to 1."""
    from followthemoney import model
    from followthemoney.compare import compare_names

    schema = model.get("Person")
    assert schema is not None
    return float(compare_names(schema, _entity(model, a), _entity(model, b)) or 0.0)


def _entity(model: Any, name: str) -> Any:
    entity = model.make_entity("Person")
    entity.add("name", name)
    return entity
