"""Attach: which attachments the messages of a case name, and where they were produced; a volume to a unit of work.

What is found in a volume (a file, or a load file's document) depends on its pages and messages, on what the load file
puts below it, and on the files of the case that bear a name which its messages name. Those names are known from what
was found the last time, so that a new release touches only the volumes that name one of its files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from onrecord import attachments
from onrecord.model import Attachment, Message, page_key, page_number
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline import keys, plan
from onrecord.pipeline.plan import Volume
from onrecord.pipeline.run import WHOLE, Run, places_by_file
from onrecord.pipeline.stages import by_file
from onrecord.store.protocol import Store

STAGE = "attach"

#: Columns of load files that name the file of a document.
NAME_FIELDS = frozenset(
    {"filename", "file name", "docname", "title", "original filename", "attachment name", "file_name"}
)

#: Pages whose texts are kept at hand, and how many are read together: those behind a message follow one another.
_REMEMBERED, _TOGETHER = 512, 8
#: Volumes whose finds are written in one transaction.
_VOLUMES = 50
#: Messages read at a time.
_MESSAGES = 64


def perform(run: Run) -> None:
    """Run the stage."""
    _Attaching(run).perform()


class _Attaching:
    """The volumes of a case, and what of them is done."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._finished = run.writer.keys(STAGE)
        self._index = index(run.store)
        self._ids = {file.id[:FILE_DIGITS]: file.id for file in run.store.files()}
        self._work = by_file.work(run)
        self._order = {file: place for place, file in enumerate(run.store.files_in_order())}
        self._texts = _Texts(run.store)

    def perform(self) -> None:
        """Do the volumes that something has touched since, and forget those that are gone."""
        run = self._run
        volumes = plan.volumes(run.store.files(), run.store.extents(), run.store.documents())
        wanted = {volume.scope: volume for volume in volumes if self._base(volume)}
        names = _names(run.store.findings(Attachment), wanted.values())
        with run.writer.transaction():
            for scope in sorted({scope for scope, _ in self._finished} - wanted.keys()):
                run.writer.prune(STAGE, scope, ())
        todo = [volume for volume in wanted.values() if not self._is_done(volume, names.get(volume.scope, set()))]
        if todo:
            run.progress.start(STAGE, len(todo))
            for start in range(0, len(todo), _VOLUMES):
                with run.writer.transaction():
                    for volume in todo[start : start + _VOLUMES]:
                        self._do(volume)
            run.progress.finish()

    def _do(self, volume: Volume) -> None:
        found = list(self._find(volume))
        key = self._key(volume, {one.name.lower() for one in found})
        self._run.writer.replace(STAGE, volume.scope, WHOLE, key, found)
        self._run.done[STAGE] += len(found)
        self._run.progress.advance(1)

    def _is_done(self, volume: Volume, names: Iterable[str]) -> bool:
        return self._run.is_settled(self._finished.get((volume.scope, WHOLE)), self._key(volume, names))

    def _base(self, volume: Volume) -> list[str]:
        """What was read and split of a volume; nothing where nothing was."""
        return [self._work[file] for file in volume.files if file in self._work]

    def _files(self, volume: Volume) -> list[str]:
        return [self._ids[file] for file in volume.files if file in self._ids]

    def _key(self, volume: Volume, names: Iterable[str]) -> str:
        known = self._index
        below = [f"{name}\x1e{' '.join(pages)}" for name, pages in known.below.get(volume.document, ())]
        files = [f"{file}={known.pages.get(file)}" for file in self._files(volume)]
        named = [f"{name}\x1e{self._answers(volume, name)}" for name in names]
        return keys.case_key(STAGE, attachments.VERSION, [*self._base(volume), *below, *files, *named])

    def _answers(self, volume: Volume, name: str) -> str:
        """The files that bear a name, as far as they matter to a volume, and their numbers of pages."""
        known = self._index
        found = [known.named.get(name, ""), *(known.inside.get((file, name), "") for file in self._files(volume))]
        return " ".join(f"{file}={known.pages.get(file)}" for file in found if file)

    def _find(self, volume: Volume) -> Iterator[Attachment]:
        for _, group in groupby(self._messages(volume), key=lambda message: message.document or message.file):
            yield from attachments.of_file(list(group), self._texts.text, self._index)

    def _messages(self, volume: Volume) -> Iterator[Message]:
        """The messages of a volume in the order of their places."""
        for file in sorted(self._files(volume), key=self._order.__getitem__):
            for some in self._run.store.messages_in(file, _MESSAGES):
                yield from (message for message in some if message.document == volume.document)


class _Texts:
    """The texts of pages, those that are read one after another read together."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known: dict[str, str | None] = {}

    def text(self, key: str) -> str | None:
        """The text of the page with this key; None where there is no such page."""
        if key not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            file, number = key.rpartition("/")[0], page_number(key)
            keys = [page_key(file, number + ahead) for ahead in range(_TOGETHER)]
            texts = self._store.page_texts(keys)
            self._known |= {one: texts.get(one) for one in keys}
        return self._known[key]


def _names(found: Iterable[Attachment], volumes: Iterable[Volume]) -> Mapping[str, set[str]]:
    """The names of attachments found before, in lower case, by the volume that names them."""
    scopes: defaultdict[str, list[str]] = defaultdict(list)
    for volume in volumes:
        for file in volume.files:
            scopes[file].append(volume.scope)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for one in found:
        for scope in scopes[one.citation.spans[0].page.partition("/")[0]]:
            names[scope].add(one.name.lower())
    return names


def index(store: Store) -> attachments.Index:
    """What the room needs to know of the files of the case."""
    places = places_by_file(store)
    parents = {file.id: file.parent for file in store.files() if file.parent}
    inside: dict[tuple[str, str], str] = {}
    named: dict[str, str] = {}
    for file, known in sorted(places.items(), key=lambda item: (item[1], item[0])):
        for place in known:
            name = place.path.rpartition("/")[2].lower()
            named.setdefault(name, file)
            if file in parents:
                inside.setdefault((parents[file], name), file)
    below: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for document in store.documents():
        if document.parent:
            name = next((value for field, value in document.fields if field.lower() in NAME_FIELDS and value), "")
            below[document.parent].append((name, document.pages))
    return attachments.Index(inside=inside, named=named, pages=store.extents(), below=dict(below))
