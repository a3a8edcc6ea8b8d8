"""People: who is who among all names of the case, found again when any message or mention was."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Finding, Mention
from onrecord.people import headers, persons
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole

STAGE = "people"


def perform(run: Run) -> None:
    """Run the stage."""
    whole.perform(run, STAGE, persons.VERSION, ("split", "name"), lambda: _find(run))


def _find(run: Run) -> Iterator[Finding]:
    placed = [one for message in run.store.messages() for one in headers.uses(message)]
    placed += map(headers.mentioned, run.store.findings(Mention))
    return persons.persons(placed)
