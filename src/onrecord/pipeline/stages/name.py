"""Name: find the people named in the texts of every file: bodies of messages, and pages on which none stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from importlib.metadata import distribution
from importlib.util import find_spec
from itertools import islice
from typing import TypeVar

from onrecord.model import Failure, Message, Page
from onrecord.model.ids import FILE_DIGITS
from onrecord.people import mentions
from onrecord.pipeline import keys
from onrecord.pipeline.run import WHOLE, Run
from onrecord.pipeline.tasks import NamedPart, NamePart, NameTask, Outcome
from onrecord.store.protocol import Record
from onrecord.text.syntax import MODELS

STAGE = "name"
Item = TypeVar("Item")

#: Messages and pages of one part: a parser takes seconds for so many pages.
_MESSAGES, _PAGES = 64, 16
#: Texts of one task.
_TASK = 64


def perform(run: Run) -> None:
    """Run the stage."""
    finished = run.writer.keys(STAGE)
    wanted = _wanted(run)
    with run.writer.transaction():
        for scope in sorted({scope for scope, _ in finished} - wanted.keys()):
            run.writer.prune(STAGE, scope, ())
    todo = {file: key for file, key in wanted.items() if not run.is_settled(finished.get((file, WHOLE)), key)}
    if todo:
        _name(run, todo)


def _wanted(run: Run) -> dict[str, str]:
    """The key of every file with pages: all that was read and split of it."""
    work: defaultdict[str, list[str]] = defaultdict(list)
    for stage in ("read", "split"):
        for (scope, unit), key in run.writer.keys(stage).items():
            work[scope[:FILE_DIGITS]].append(f"{stage}:{unit}={key}")
    return {
        file.id: keys.name_key(_version(), work[file.id[:FILE_DIGITS]])
        for file in run.store.files()
        if file.id[:FILE_DIGITS] in work
    }


def _version() -> str:
    """The version of our rules and of the model, which is not loaded for it."""
    models = (name for name in MODELS if find_spec(name) is not None)
    return " ".join((mentions.VERSION, *(f"{name} {distribution(name).version}" for name in islice(models, 1))))


def _name(run: Run, todo: dict[str, str]) -> None:
    run.progress.start(STAGE, len(todo))
    units: defaultdict[str, list[str]] = defaultdict(list)
    for batch in run.batches(_tasks(_parts(run, todo, units))):
        with run.writer.transaction():
            for outcome in batch:
                _store(run, todo, outcome)
    with run.writer.transaction():
        for file, key in todo.items():
            run.writer.prune(STAGE, file, units[file])
            run.writer.replace(STAGE, file, WHOLE, key, ())
    run.progress.finish()


def _tasks(parts: Iterator[NamePart]) -> Iterator[NameTask]:
    bundle: list[NamePart] = []
    for part in parts:
        bundle.append(part)
        if sum(len(one.messages) + len(one.pages) for one in bundle) >= _TASK:
            yield NameTask(tuple(bundle))
            bundle = []
    if bundle:
        yield NameTask(tuple(bundle))


def _parts(run: Run, todo: dict[str, str], units: defaultdict[str, list[str]]) -> Iterator[NamePart]:
    for file in todo:
        run.progress.advance(1)
        for part in _parts_of(run, file):
            units[file].append(part.unit)
            yield part


def _parts_of(run: Run, file: str) -> Iterator[NamePart]:
    """The parts of one file: first its messages, then the pages that none of them stands on."""
    found: dict[str, Message] = {}
    bare: list[Page] = []
    for page in run.store.pages(file):
        here = run.store.messages_on(page.key)
        found |= {message.id: message for message in here if message.file == file}
        if not here:
            bare.append(page)
    names = tuple(sorted(mentions.roster(found.values())))
    for number, some in enumerate(_chunks(list(found.values()), _MESSAGES)):
        yield NamePart(file, f"messages {number}", names, messages=tuple(some))
    for number, pages in enumerate(_chunks(bare, _PAGES)):
        yield NamePart(file, f"pages {number}", names, pages=tuple(pages))


def _chunks(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _store(run: Run, todo: dict[str, str], outcome: Outcome) -> None:
    assert isinstance(outcome.task, NameTask)
    answers = outcome.answers or (NamedPart(failures=(_lost(outcome),)),)
    for part, answer in zip(outcome.task.parts, answers, strict=True):
        assert isinstance(answer, NamedPart)
        run.writer.replace(STAGE, part.file, part.unit, todo[part.file], _records(answer))
        run.done[STAGE] += len(answer.mentions)


def _records(answer: NamedPart) -> Iterator[Record]:
    yield from answer.mentions
    yield from answer.failures


def _lost(outcome: Outcome) -> Failure:
    assert isinstance(outcome.task, NameTask)
    (part,) = outcome.task.parts
    what = f"no names could be looked for in {part.unit}: {outcome.lost}"
    return Failure(
        stage=STAGE, file=part.file, path="", page=0, what=what, next_step="the names in headers are in the case"
    )
