"""Decisions about topics: a named set of terms is kept, or removed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from onrecord.errors import NotFound, UsageError
from onrecord.model import Decision
from onrecord.review.decisions import made
from onrecord.store.topics import Topic, folded


def keep(name: str, terms: Iterable[str], by: str, at: str, note: str = "") -> Decision:
    """A topic has these terms from now on. Raises UsageError without a name, and for a term without a word."""
    name, listed = " ".join(name.split()), list(dict.fromkeys(" ".join(term.split()) for term in terms))
    if not name or not listed:
        raise UsageError("a topic needs a name and terms", 'such as: onrecord topics add wells "dry well" pumps')
    for term in listed:
        if not re.search(r"\w", term) or '"' in term:
            raise UsageError(f"{term!r} is no term", "give words without quotation marks; a star at the end: pump*")
    return made("topic", (name,), by, at, value=json.dumps(listed, ensure_ascii=False), note=note)


def remove(topics: Iterable[Topic], name: str, by: str, at: str, note: str = "") -> Decision:
    """A topic is no longer one; it stays in the log. Raises NotFound where there is none of this name."""
    found = next((one for one in topics if folded(one.name) == folded(name)), None)
    if found is None:
        raise NotFound(f"no topic {name!r} in this case", "`onrecord topics list` lists them")
    return made("topic", (found.name,), by, at, value="[]", note=note)
