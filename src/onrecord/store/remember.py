"""What was worked out of a whole case once, kept as long as that which it was worked out of.

A view stands for a case at one moment: whoever shows a case makes a new one when something is written, and what was
remembered of the view goes with the old one. What rests on the records alone is remembered of the view's `facts`, what
rests on them and on who is who of its `known`: the next view takes both over as long as nothing of theirs was written.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from onrecord.store.facts import Facts
from onrecord.store.known import Known
from onrecord.store.view import View

Thing = TypeVar("Thing")

#: What things are worked out of.
Ground = View | Facts | Known

#: Things that are kept for one ground; the one that was asked for longest ago gives way.
MOST = 64

_KEPT: WeakKeyDictionary[Ground, OrderedDict[Hashable, Any]] = WeakKeyDictionary()
#: One thing at a time is worked out: several requests for the same one wait instead of each doing it. What makes one
#: thing may ask for another.
_MAKING = threading.RLock()
_KEEPING = threading.Lock()


def remembered(ground: Ground, key: Hashable, make: Callable[[], Thing]) -> Thing:
    """What `make` returns for this ground and `key`, made once. It must not depend on anything but these two."""
    if (found := _kept(ground, key)) is None:
        with _MAKING:
            if (found := _kept(ground, key)) is None:
                found = (make(),)
                _keep(ground, key, found)
    thing: Thing = found[0]
    return thing


def _kept(ground: Ground, key: Hashable) -> tuple[Any] | None:
    with _KEEPING:
        kept = _KEPT.get(ground)
        if kept is None or key not in kept:
            return None
        kept.move_to_end(key)
        found: tuple[Any] = kept[key]
        return found


def _keep(ground: Ground, key: Hashable, found: tuple[Any]) -> None:
    with _KEEPING:
        kept = _KEPT.setdefault(ground, OrderedDict())
        kept[key] = found
        if len(kept) > MOST:
            kept.popitem(last=False)
