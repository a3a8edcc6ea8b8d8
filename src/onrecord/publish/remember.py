"""What was worked out of a whole case once, kept as long as the view that it was worked out of.

A view stands for a case at one moment: whoever shows a case makes a new one when something is written, and what was
remembered goes with the old one.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from onrecord.store.view import View

Thing = TypeVar("Thing")

#: Things that are kept for one view; the one that was asked for longest ago gives way.
MOST = 64

_KEPT: WeakKeyDictionary[View, OrderedDict[Hashable, Any]] = WeakKeyDictionary()
#: One thing at a time is worked out: several requests for the same one wait instead of each doing it. What makes one
#: thing may ask for another.
_MAKING = threading.RLock()
_KEEPING = threading.Lock()


def remembered(view: View, key: Hashable, make: Callable[[], Thing]) -> Thing:
    """What `make` returns for this view and `key`, made once. It must not depend on anything but these two."""
    if (found := _kept(view, key)) is None:
        with _MAKING:
            if (found := _kept(view, key)) is None:
                found = (make(),)
                _keep(view, key, found)
    thing: Thing = found[0]
    return thing


def _kept(view: View, key: Hashable) -> tuple[Any] | None:
    with _KEEPING:
        kept = _KEPT.get(view)
        if kept is None or key not in kept:
            return None
        kept.move_to_end(key)
        found: tuple[Any] = kept[key]
        return found


def _keep(view: View, key: Hashable, found: tuple[Any]) -> None:
    with _KEEPING:
        kept = _KEPT.setdefault(view, OrderedDict())
        kept[key] = found
        if len(kept) > MOST:
            kept.popitem(last=False)
