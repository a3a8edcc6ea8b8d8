"""The words in which a chronology tells findings: what a person accepts, and what then stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Contact, Finding
from onrecord.model.interactions import Dated
from onrecord.publish.chronology.drafting import chronology
from onrecord.publish.chronology.entries import Wanted
from onrecord.store.view import View


def words(view: View, findings: Iterable[Finding]) -> dict[str, str]:
    """The text of each of `findings` that a chronology tells, by id, as it stands in the one of the whole case."""
    wanted = {one.id for one in findings if isinstance(one, Dated | Contact)}
    found: dict[str, str] = {}
    for routine in (False, True):
        if wanted - found.keys():
            entries = chronology(view, Wanted(routine=routine)).entries
            told = {id: part.text for entry in entries for part in entry.parts for id in part.records}
            found |= {id: told[id] for id in wanted & told.keys() - found.keys()}
    return found
