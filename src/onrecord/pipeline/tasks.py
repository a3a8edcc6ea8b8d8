"""The unit that crosses processes: a small task goes out with its inputs, a small result comes back."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntFlag
from pathlib import Path

from msgspec import Struct

from onrecord.errors import Exit, RunStopped
from onrecord.model import (
    Box,
    Comparison,
    Contact,
    Document,
    Extent,
    Failure,
    Interaction,
    Mention,
    Message,
    Note,
    Page,
    Sketch,
    SourceFile,
    Word,
)
from onrecord.settings import Settings


class Rooms(IntFlag):
    """What a worker needs to have loaded, in the order in which a build comes to need it; syntax where it is wanted."""

    PAGES = 1
    MESSAGES = 2
    NAMES = 4
    COMPARISONS = 8
    ACTS = 16
    SYNTAX = 32

    def following(self) -> Rooms:
        """What a build is likely to need next."""
        return Rooms(self << 1) if self < Rooms.ACTS else Rooms(0)


class Context(Struct, frozen=True, kw_only=True):
    """What every task of a build shares. `vault` is the folder of the case's source files."""

    vault: str
    settings: Settings

    @property
    def vault_path(self) -> Path:
        """The vault as a path."""
        return Path(self.vault)


class Part(Struct, frozen=True, array_like=True):
    """Pages `first` to `last` (from 1, both included) of a file.

    `stamps` are the numbers that a load file gives these pages, one for each page ("" where it gives none), or empty.
    """

    file: SourceFile
    first: int
    last: int
    stamps: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return self.last - self.first + 1

    def piece(self, first: int, last: int) -> Part:
        """The part that is pages `first` to `last` alone."""
        return Part(self.file, first, last, self.stamps[first - self.first : last - self.first + 1])


class PageRun(Struct, frozen=True, array_like=True):
    """Consecutive pages of one file or load-file document that can be split on their own."""

    document: str
    pages: tuple[Page, ...]


class InspectTask(Struct, frozen=True, tag="inspect"):
    """Find out what a file holds. `name` is the name it was added under, `depth` how many containers hold it."""

    file: SourceFile
    name: str
    depth: int = 0


class Neighbour(Struct, frozen=True, array_like=True):
    """A file that a load file may name: its path as added, its id, its number of pages."""

    path: str
    file: str
    pages: int


class BindTask(Struct, frozen=True, tag="bind"):
    """Bind the pages that a release's load files name into documents: one file tells the pages, another the rest."""

    release: str
    load_files: tuple[SourceFile, ...]
    neighbours: tuple[Neighbour, ...]


class ReadTask(Struct, frozen=True, tag="read"):
    """Read pages."""

    parts: tuple[Part, ...]


class SplitTask(Struct, frozen=True, tag="split"):
    """Split runs of pages into messages."""

    runs: tuple[PageRun, ...]


class NamePart(Struct, frozen=True, array_like=True):
    """Texts of one file in which names are looked for: messages, or pages on which no message stands.

    `unit` names the part, `roster` are the surnames in the headers of the file.
    """

    file: str
    unit: str
    roster: tuple[str, ...]
    messages: tuple[Message, ...] = ()
    pages: tuple[Page, ...] = ()


class NameTask(Struct, frozen=True, tag="name"):
    """Find the people named in texts."""

    parts: tuple[NamePart, ...]


class InteractPart(Struct, frozen=True, array_like=True):
    """Messages of one file, and the texts of the pages that they are cited on, by key. `unit` names the part."""

    file: str
    unit: str
    messages: tuple[Message, ...]
    texts: dict[str, str]


class InteractTask(Struct, frozen=True, tag="interact"):
    """Find out what messages do."""

    parts: tuple[InteractPart, ...]


class CompareSet(Struct, frozen=True, array_like=True):
    """The members of a copy set, in its order, and the pages that they stand on.

    `files` are those in which words are to be placed: what a box hides is told by the words around it.
    """

    copy_set: str
    messages: tuple[Message, ...]
    pages: tuple[Page, ...]
    files: tuple[SourceFile, ...]


class CompareTask(Struct, frozen=True, tag="compare"):
    """Find out what copies of messages hide, show and print otherwise."""

    sets: tuple[CompareSet, ...]


class DrawTask(Struct, frozen=True, tag="draw"):
    """Draw a page of a file at `dpi` dots an inch, the boxes `covered` painted over."""

    file: SourceFile
    number: int
    dpi: float
    covered: tuple[Box, ...] = ()


class PlaceTask(Struct, frozen=True, tag="place"):
    """Find the places of the words of a page on its image."""

    file: SourceFile
    page: Page


Task = InspectTask | BindTask | ReadTask | SplitTask | NameTask | InteractTask | CompareTask | DrawTask | PlaceTask


class Child(Struct, frozen=True, array_like=True):
    """A file taken out of a container, and its name in there."""

    file: SourceFile
    name: str


class Inspected(Struct, frozen=True, tag="inspected"):
    """What a file holds: pages of its own, or children. `gone`: the file could not be opened at all."""

    extent: Extent | None = None
    children: tuple[Child, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[Note, ...] = ()
    gone: bool = False


class Bound(Struct, frozen=True, tag="bound"):
    """The documents of a release's load files; a page file that is not there is a failure. `gone`: see `Inspected`."""

    documents: tuple[Document, ...] = ()
    failures: tuple[Failure, ...] = ()
    gone: bool = False


class ReadPart(Struct, frozen=True, tag="read_part"):
    """The pages of one part, in order; a page that could not be read is a failure.

    `lost`: with it went a worker. `gone`: see `Inspected`.
    """

    pages: tuple[Page, ...] = ()
    failures: tuple[Failure, ...] = ()
    lost: bool = False
    gone: bool = False


class SplitRun(Struct, frozen=True, tag="split_run"):
    """The messages of one run, in order, a sketch of each, and the contacts of other kinds that stand on its pages."""

    messages: tuple[Message, ...] = ()
    sketches: tuple[Sketch, ...] = ()
    contacts: tuple[Contact, ...] = ()
    failures: tuple[Failure, ...] = ()


class NamedPart(Struct, frozen=True, tag="named_part"):
    """The mentions in one part, in order."""

    mentions: tuple[Mention, ...] = ()
    failures: tuple[Failure, ...] = ()


class InteractedPart(Struct, frozen=True, tag="interacted_part"):
    """What the messages of one part do, in order."""

    interactions: tuple[Interaction, ...] = ()
    failures: tuple[Failure, ...] = ()


class Compared(Struct, frozen=True, tag="compared"):
    """The pairs of one copy set that differ, in order."""

    comparisons: tuple[Comparison, ...] = ()
    failures: tuple[Failure, ...] = ()


class Drawn(Struct, frozen=True, tag="drawn"):
    """A page image as PNG, or why there is none."""

    png: bytes = b""
    failure: Failure | None = None


class Placed(Struct, frozen=True, tag="placed"):
    """The words of a page in order, with their boxes, or why they could not be found."""

    words: tuple[Word, ...] = ()
    failure: Failure | None = None


class Stopped(Struct, frozen=True, tag="stopped"):
    """The run must stop: a RunStopped that was raised in a worker, on its way to the parent."""

    exit_code: int
    what: str
    next_step: str

    @classmethod
    def of(cls, error: RunStopped) -> Stopped:
        """What `error` says."""
        return cls(int(error.exit_code), error.what, error.next_step)

    def error(self) -> RunStopped:
        """The error again."""
        error = RunStopped(self.what, self.next_step)
        error.exit_code = Exit(self.exit_code)
        return error


class Wants(Struct, frozen=True, tag="wants"):
    """Instead of an answer: the task is to be given to a worker that has loaded these rooms too."""

    rooms: Rooms


#: One answer for each input of a task, in the same order.
Answer = (
    Inspected | Bound | ReadPart | SplitRun | NamedPart | InteractedPart | Compared | Drawn | Placed | Stopped | Wants
)


class Outcome(Struct, frozen=True):
    """What became of a task. `answers` is None when its worker was lost; `lost` then says why, in a few words."""

    task: Task
    answers: tuple[Answer, ...] | None
    lost: str = ""


def halves(task: Task) -> Sequence[Task]:
    """The task cut in single inputs, so that one poisonous input is lost alone; empty when it is a single one."""
    if isinstance(task, ReadTask):
        singles = [part.piece(n, n) for part in task.parts for n in range(part.first, part.last + 1)]
        return [ReadTask((part,)) for part in singles] if len(singles) > 1 else []
    if isinstance(task, SplitTask):
        return [SplitTask((run,)) for run in task.runs] if len(task.runs) > 1 else []
    if isinstance(task, NameTask):
        return [NameTask((part,)) for part in task.parts] if len(task.parts) > 1 else []
    if isinstance(task, InteractTask):
        return [InteractTask((part,)) for part in task.parts] if len(task.parts) > 1 else []
    if isinstance(task, CompareTask):
        return [CompareTask((one,)) for one in task.sets] if len(task.sets) > 1 else []
    return []


def files_of(task: Task) -> tuple[SourceFile, ...]:
    """The source files that a task opens, each once."""
    if isinstance(task, ReadTask):
        return tuple({part.file.id: part.file for part in task.parts}.values())
    if isinstance(task, BindTask):
        return task.load_files
    if isinstance(task, CompareTask):
        return tuple({file.id: file for one in task.sets for file in one.files}.values())
    if isinstance(task, SplitTask | NameTask | InteractTask):
        return ()
    return (task.file,)


_ROOMS = {
    SplitTask: Rooms.MESSAGES,
    NameTask: Rooms.NAMES,
    CompareTask: Rooms.COMPARISONS,
    InteractTask: Rooms.ACTS,
}


def rooms_of(task: Task) -> Rooms:
    """What a task needs to have loaded."""
    return _ROOMS.get(type(task), Rooms.PAGES)


def weight(task: Task) -> int:
    """How many pages a task works on: its time limit grows with it."""
    if isinstance(task, ReadTask):
        return sum(part.pages for part in task.parts)
    if isinstance(task, SplitTask):
        return sum(len(run.pages) for run in task.runs)
    if isinstance(task, NameTask):
        return sum(len(part.messages) + len(part.pages) for part in task.parts)
    if isinstance(task, InteractTask):
        return sum(len(part.messages) for part in task.parts)
    if isinstance(task, CompareTask):
        return sum(len(one.pages) for one in task.sets)
    return 1
