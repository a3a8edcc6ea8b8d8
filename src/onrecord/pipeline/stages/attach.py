"""Attach: which attachments the messages of a case name, and where they were produced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from onrecord import attachments
from onrecord.model import Attachment
from onrecord.pipeline.run import Run, places_by_file
from onrecord.pipeline.stages import whole
from onrecord.store.protocol import Store

STAGE = "attach"

#: Columns of load files that name the file of a document.
NAME_FIELDS = frozenset(
    {"filename", "file name", "docname", "title", "original filename", "attachment name", "file_name"}
)

#: Pages kept at hand.
_REMEMBERED = 512


def perform(run: Run) -> None:
    """Run the stage."""
    whole.perform(run, STAGE, attachments.VERSION, ("inspect", "bind", "read", "split"), lambda: _find(run.store))


def _find(store: Store) -> Iterator[Attachment]:
    known = index(store)
    page = lru_cache(_REMEMBERED)(store.page)
    for _, group in groupby(store.messages(), key=lambda message: message.document or message.file):
        yield from attachments.of_file(list(group), page, known)


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
