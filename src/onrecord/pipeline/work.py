"""What a worker does with a task: the one place where stage rooms are called.

Rooms are imported when their first task comes, so that a worker that only reads pages never loads the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from onrecord.errors import ItemFailed, RunStopped, reason
from onrecord.model import Contact, Extent, Failure, Message, Page, PageState, SourceFile, Word
from onrecord.pipeline.tasks import (
    Answer,
    BindTask,
    Bound,
    Child,
    Compared,
    CompareSet,
    CompareTask,
    Context,
    Drawn,
    DrawTask,
    Inspected,
    InspectTask,
    InteractedPart,
    InteractPart,
    InteractTask,
    NamedPart,
    NamePart,
    NameTask,
    PageRun,
    Part,
    Placed,
    PlaceTask,
    ReadPart,
    ReadTask,
    Rooms,
    SplitRun,
    SplitTask,
    Task,
)

#: What is imported ahead for each kind of task; what else a task needs, it imports itself.
_MODULES = {
    Rooms.PAGES: ("intake.inspect", "intake.vault", "pages.read", "pages.readers.pdf"),
    Rooms.MESSAGES: ("contacts", "messages", "threads.sketch"),
    Rooms.NAMES: ("people.mentions",),
    Rooms.COMPARISONS: ("threads.between",),
    Rooms.ACTS: ("interactions",),
    Rooms.SYNTAX: ("text.syntax",),
}

NEXT_STEP = "report it, with the file if it may be shared; the rest of the case is complete"


def load(rooms: Rooms) -> None:
    """Import the rooms that tasks of these kinds need, and load the language model where it is among them.

    What cannot be loaded is left for the task that needs it, which says so.
    """
    with suppress(Exception):
        for room, names in _MODULES.items():
            for name in names if room in rooms else ():
                import_module(f"onrecord.{name}")
        if Rooms.SYNTAX in rooms:
            _syntax().load()


def before_syntax(call: Callable[[], None]) -> None:
    """Have `call` called when a task is about to load the language model."""
    _syntax().before_loading = call


def _syntax() -> Any:
    return import_module("onrecord.text.syntax")


def perform(task: Task, context: Context) -> tuple[Answer, ...]:  # noqa: PLR0911 - a line for each task
    """The answers to `task`, one for each of its inputs. An input that cannot be read is a failure in its answer.

    Raises RunStopped (a full disk, a missing engine) when it would be wrong to go on.
    """
    match task:
        case InspectTask():
            return (_inspect(task, context),)
        case BindTask():
            return (_bind(task, context),)
        case ReadTask():
            return tuple(_read(part, context) for part in task.parts)
        case SplitTask():
            return tuple(_split(run) for run in task.runs)
        case NameTask():
            return tuple(_names(part) for part in task.parts)
        case InteractTask():
            return tuple(_acts(part) for part in task.parts)
        case CompareTask():
            return _compare(task, context)
        case DrawTask():
            return (_draw(task, context),)
        case PlaceTask():
            return (_place(task, context),)


def _inspect(task: InspectTask, context: Context) -> Inspected:
    from onrecord.intake.inspect import inspect
    from onrecord.intake.vault import Vault

    file, vault = task.file, Vault(context.vault_path)
    if gone := _gone("inspect", file, vault.path(file)):
        return Inspected(failures=(gone,), gone=True)
    try:
        found = inspect(vault.path(file), file, vault, context.settings, task.depth, task.name)
    except RunStopped:
        raise
    except Exception as error:
        return Inspected(failures=(failure("inspect", file.id, 0, error),))
    return Inspected(
        extent=Extent(file=file.id, pages=found.pages) if found.pages else None,
        children=tuple(Child(child.file, child.name) for child in found.children),
        failures=found.failures,
        notes=found.notes,
    )


def _bind(task: BindTask, context: Context) -> Bound:
    from onrecord.intake.assemble import PathIndex, assemble
    from onrecord.intake.inspect import inspect
    from onrecord.intake.vault import Vault

    vault, settings = Vault(context.vault_path), context.settings
    if lack := [gone for file in task.load_files if (gone := _gone("bind", file, vault.path(file)))]:
        return Bound(failures=tuple(lack), gone=True)
    index = PathIndex((neighbour.path, neighbour.file, neighbour.pages) for neighbour in task.neighbours)
    try:
        looks = [inspect(vault.path(file), file, vault, settings) for file in task.load_files]
        documents, failures = assemble([row for look in looks for row in look.rows], index)
    except RunStopped:
        raise
    except Exception as error:
        return Bound(failures=tuple(failure("bind", file.id, 0, error) for file in task.load_files))
    return Bound(tuple(documents), tuple(failures))


def _read(part: Part, context: Context) -> ReadPart:
    from onrecord.intake.vault import Vault
    from onrecord.pages.read import read

    pages: list[Page] = []
    failures: list[Failure] = []
    path = Vault(context.vault_path).path(part.file)
    if gone := _gone("read", part.file, path):
        return ReadPart(failures=(gone,), gone=True)
    try:
        for result in read(path, part.file, part.first, part.last, context.settings):
            if isinstance(result, Failure):
                failures.append(result)
            else:
                pages.append(_with_stamp(result, part))
    except RunStopped:
        raise
    except Exception as error:
        seen = {page.number for page in pages} | {failure.page for failure in failures}
        missing = [n for n in range(part.first, part.last + 1) if n not in seen]
        failures += [failure("read", part.file.id, number, error) for number in missing]
    return ReadPart(tuple(pages), tuple(failures))


def _with_stamp(page: Page, part: Part) -> Page:
    """The producer's own index knows a page's number better than its print does: it comes first."""
    stamp = part.stamps[page.number - part.first] if part.stamps else ""
    return replace(page, stamps=tuple(dict.fromkeys((stamp, *page.stamps)))) if stamp else page


def _split(run: PageRun) -> SplitRun:
    from onrecord import contacts, messages
    from onrecord.threads.sketch import sketch

    try:
        logged = contacts.read(run.pages)
        found = _apart(messages.split(run.pages, run.document), logged)
        damaged = {page.key for page in run.pages if page.state in (PageState.OCR, PageState.LOW_CONFIDENCE)}
        sketches = tuple(sketch(message, damaged) for message in found)
        return SplitRun(messages=tuple(found), sketches=sketches, contacts=tuple(logged))
    except RunStopped:
        raise
    except Exception as error:
        first = run.pages[0]
        return SplitRun(failures=(failure("split", first.file, first.number, error),))


def _apart(found: Sequence[Message], logged: Sequence[Contact]) -> list[Message]:
    """`found` without what is an entry of a log: a text message with From and To lines is no mail."""
    if not logged:
        return list(found)
    from onrecord.contacts.lines import Places

    taken = Places(one.citation.spans[0] for one in logged)
    return [message for message in found if not taken.hold(message.citation.spans[0])]


def _names(part: NamePart) -> NamedPart:
    from onrecord.people import mentions

    roster = frozenset(part.roster)
    try:
        found = [mention for message in part.messages for mention in mentions.in_message(message, roster)]
        found += mentions.in_pages(part.pages, roster)
    except Exception as error:
        if isinstance(error, RunStopped):
            raise
        return NamedPart(failures=(failure("name", part.file, 0, error),))
    return NamedPart(tuple(found))


def _acts(part: InteractPart) -> InteractedPart:
    from onrecord import interactions

    try:
        found = [one for message in part.messages for one in interactions.of_message(message, part.texts)]
    except Exception as error:
        if isinstance(error, RunStopped):
            raise
        return InteractedPart(failures=(failure("interactions", part.file, 0, error),))
    return InteractedPart(tuple(found))


def _compare(task: CompareTask, context: Context) -> tuple[Compared, ...]:
    """The answers for all sets. Neighbours stand on the same pages, whose words are placed once."""
    words: dict[str, tuple[Word, ...]] = {}
    return tuple(_compared(one, context, words) for one in task.sets)


def _compared(given: CompareSet, context: Context, words: dict[str, tuple[Word, ...]]) -> Compared:
    from onrecord.threads import between

    files = {file.id: file for file in given.files}
    try:
        for page in given.pages:
            if page.key not in words and between.needs_words(page):
                words[page.key] = _words(page, files, context)
        return Compared(tuple(between.compared(given.messages, given.pages, words)))
    except RunStopped:
        raise
    except Exception as error:
        return Compared(failures=(failure("compare", given.messages[0].file, given.messages[0].page_start, error),))


def _words(page: Page, files: Mapping[str, SourceFile], context: Context) -> tuple[Word, ...]:
    """The words of a page; none where they cannot be placed, or where its file is not to be opened."""
    if page.words or page.file not in files:
        return page.words
    return _place(PlaceTask(files[page.file], page), context).words


def _draw(task: DrawTask, context: Context) -> Drawn:
    from onrecord.intake.vault import Vault
    from onrecord.pages.render import render

    try:
        path = Vault(context.vault_path).path(task.file)
        return Drawn(png=render(path, task.file, task.number, task.dpi, context.settings, task.covered))
    except RunStopped:
        raise
    except Exception as error:
        return Drawn(failure=failure("draw", task.file.id, task.number, error))


def _place(task: PlaceTask, context: Context) -> Placed:
    from onrecord.intake.vault import Vault
    from onrecord.pages.words import words

    try:
        path = Vault(context.vault_path).path(task.file)
        return Placed(words=words(path, task.page, context.settings))
    except RunStopped:
        raise
    except Exception as error:
        return Placed(failure=failure("place", task.file.id, task.page.number, error))


def _gone(stage: str, file: SourceFile, path: Path) -> Failure | None:
    """The failure of a file that cannot be opened although it was when it was added; None for one that can."""
    try:
        path.open("rb").close()
    except OSError as error:
        where = "where it was left in place" if file.linked else "in the case"
        what = f"the file cannot be opened {where}: {reason(error)}"
        step = "put it back, or add it again; then build"
        return Failure(stage=stage, file=file.id, path="", page=0, what=what, next_step=step)
    return None


def failure(stage: str, file: str, page: int, error: Exception) -> Failure:
    """A failure record for an exception. What is foreseen carries its own next step."""
    if isinstance(error, ItemFailed):
        return Failure(stage=stage, file=file, path="", page=page, what=error.what, next_step=error.next_step)
    what = "memory ran out" if isinstance(error, MemoryError) else f"{type(error).__name__}: {error}".splitlines()[0]
    return Failure(stage=stage, file=file, path="", page=page, what=what, next_step=NEXT_STEP)
