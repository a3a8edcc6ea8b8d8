"""Name: find the people named in the texts of every file: bodies of messages, and pages on which none stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from importlib.util import find_spec
from itertools import islice

from onrecord.model import Failure
from onrecord.people import mentions
from onrecord.pipeline import plan
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages.by_file import ByFile, Part, PartAnswer
from onrecord.pipeline.tasks import NamedPart, NamePart, NameTask
from onrecord.store.protocol import Record
from onrecord.text.syntax import MODELS

#: Messages and pages of one part: a parser takes seconds for so many pages.
_MESSAGES, _PAGES = 64, 16


def perform(run: Run) -> None:
    """Run the stage."""
    _Naming(run).perform()


def _version() -> str:
    """The version of our rules and of the model, which is not loaded for it."""
    models = (name for name in MODELS if find_spec(name) is not None)
    return " ".join((mentions.VERSION, *(f"{name} {distribution(name).version}" for name in islice(models, 1))))


class _Naming(ByFile):
    """A part is some messages of a file, or some pages that none of them stands on."""

    stage = "name"

    def __init__(self, run: Run) -> None:
        self.version = _version()
        super().__init__(run)

    def parts(self, file: str) -> Iterator[NamePart]:
        """First the messages of the file, then the other pages."""
        store = self.run.store
        some = store.messages_in(file, _MESSAGES)
        names = tuple(sorted(frozenset[str]().union(*map(mentions.roster, some))))
        for number, messages in enumerate(store.messages_in(file, _MESSAGES)):
            yield NamePart(file, f"messages {number}", names, messages=tuple(messages))
        taken = store.pages_with_messages(file)
        bare = (page for page in store.pages(file) if page.number not in taken)
        for number, pages in enumerate(plan.bundles(bare, _PAGES)):
            yield NamePart(file, f"pages {number}", names, pages=tuple(pages))

    def task(self, parts: Sequence[Part]) -> NameTask:
        """A task of some parts."""
        return NameTask(tuple(part for part in parts if isinstance(part, NamePart)))

    def records(self, answer: PartAnswer) -> Sequence[Record]:
        """The mentions."""
        assert isinstance(answer, NamedPart)
        return answer.mentions

    def lost(self, part: Part, why: str) -> Failure:
        """That no names could be looked for."""
        what = f"no names could be looked for in {part.unit}: {why}"
        step = "the names in headers are in the case"
        return Failure(stage=self.stage, file=part.file, path="", page=0, what=what, next_step=step)
