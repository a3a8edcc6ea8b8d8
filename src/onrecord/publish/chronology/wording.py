"""The words in which a chronology tells findings: what a person accepts, and what then stays as it is."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Contact, Finding, Interaction
from onrecord.model.interactions import Dated
from onrecord.publish.chronology import logged
from onrecord.publish.chronology.drafting import chronology
from onrecord.publish.chronology.entries import Wanted
from onrecord.store.view import View

#: In a case with more interactions a finding is told as in the chronology of its own day, with names in full: whoever
#: accepts does not wait for the names of a hundred thousand others.
LARGE = 20_000


def words(view: View, findings: Iterable[Finding]) -> dict[str, str]:
    """The text of each of `findings` that a chronology tells, by id, as it stands in the one of the whole case."""
    listed = [one for one in findings if isinstance(one, Dated | Contact)]
    wanted = {one.id for one in listed}
    since, until = _days(listed) if view.store.counts().get(f"findings:{Interaction.KIND}", 0) > LARGE else ("", "")
    found: dict[str, str] = {}
    for routine in (False, True):
        if wanted - found.keys():
            entries = chronology(view, Wanted(since=since, until=until, routine=routine)).entries
            told = {id: part.text for entry in entries for part in entry.parts for id in part.records}
            found |= {id: told[id] for id in wanted & told.keys() - found.keys()}
    return found


def _days(listed: Iterable[Dated | Contact]) -> tuple[str, str]:
    """The first and the last day of findings; none where one of them has no day."""
    told = [logged.told(one) if isinstance(one, Contact) else one for one in listed]
    days = [day for one in told for day in (one.date, one.date_end)]
    return (min(days), max(days)) if days and all(days) else ("", "")
