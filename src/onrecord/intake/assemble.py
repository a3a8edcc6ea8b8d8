"""From the rows of load files and the files that came with them to documents, families and failures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from onrecord.intake.loadfile import Row, failure
from onrecord.model import Document, Failure, page_key, stable_id

#: A file that a load file may mean: its SHA-256 and how many pages it has.
Target = tuple[str, int]

#: From a path as written to the files it may mean.
Lookup = Callable[[str], list[Target]]

#: One page of a list: its stamp, its file as written, its page in that file (0: not said).
Image = tuple[str, str, int]

#: How many parents are followed upward.
GENERATIONS = 50

_STAMP = re.compile(r"(.*?)(\d{1,18})(?:\.\d+)?")


class PathIndex:
    """Finds the files of one addition by the paths that load files write.

    `files` are (name as added, SHA-256, pages). Paths are compared without regard to case and to the kind of slash;
    the end of a path counts most, since load files begin their paths at a volume that lies at another place now.
    """

    def __init__(self, files: Iterable[tuple[str, str, int]]) -> None:
        self._files: dict[str, list[tuple[tuple[str, ...], Target]]] = {}
        for name, file, pages in files:
            parts = _parts(name)
            if parts:
                self._files.setdefault(parts[-1], []).append((parts, (file, pages)))

    def __call__(self, path: str) -> list[Target]:
        """The files that agree with `path` in the most parts from the end; several when they cannot be told apart."""
        wanted = _parts(path)
        candidates = self._files.get(wanted[-1], []) if wanted else []
        scored = [(_agreement(wanted, parts), target) for parts, target in candidates]
        best = max((score for score, _ in scored), default=0)
        return sorted({target for score, target in scored if score == best})


def _parts(path: str) -> tuple[str, ...]:
    plain = path.strip().replace("\\", "/").casefold()
    return tuple(part for part in plain.split("/") if part not in ("", ".") and not part.endswith(":"))


def _agreement(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


class _Draft(Struct):
    """What the rows of one document say together: page lists give the pages, the DAT row the rest."""

    row: Row
    images: tuple[Image, ...]


class _Finder:
    """Looks up the paths of one row and records those that lead nowhere."""

    def __init__(self, row: Row, lookup: Lookup, failures: list[Failure]) -> None:
        self._row = row
        self._lookup = lookup
        self._failures = failures

    def one(self, path: str) -> Target | None:
        """The one file that `path` means."""
        targets = self._lookup(path)
        if len(targets) == 1:
            return targets[0]
        what = f"names {len(targets)} files that cannot be told apart" if targets else "is not among the files added"
        self.fail(what, path)
        return None

    def fail(self, what: str, path: str = "") -> None:
        """Record what is wrong with the row."""
        named = f"{self._row.first}: {path} {what}" if path else f"{self._row.first}: {what}"
        self._failures.append(failure(self._row.source, named, path))

    def whole(self, path: str) -> list[tuple[str, str]]:
        """(empty stamp, page key) of every page of the file at `path`."""
        target = self.one(path) if path else None
        return _all_pages(target) if target else []

    def images(self, images: Sequence[Image]) -> list[tuple[str, str]]:
        """(stamp, page key) of the pages listed. Lines that follow one another and name one file count its pages."""
        return [
            page for path, run in groupby(images, key=lambda image: image[1]) for page in self._run(path, list(run))
        ]

    def _run(self, path: str, run: list[Image]) -> list[tuple[str, str]]:
        target = self.one(path)
        if target is None:
            return []
        file, count = target
        if len(run) == 1 and not run[0][2]:
            rest = [("", page_key(file, number)) for number in range(2, count + 1)]
            return [(run[0][0], page_key(file, 1)), *rest] if count else []
        numbered = [(stamp, page or place) for place, (stamp, _, page) in enumerate(run, 1)]
        if any(page > count for _, page in numbered):
            self.fail(f"has {count} pages, of which the load file lists more", path)
        return [(stamp, page_key(file, page)) for stamp, page in numbered if page <= count]


def assemble(rows: Sequence[Row], lookup: Lookup) -> tuple[list[Document], list[Failure]]:
    """The documents that `rows` of one addition list, in their order, and what of them could not be found.

    Rows of several load files that begin with the same number are one document. A path that `lookup` does not know, or
    knows twice, is a Failure; the document keeps its other pages, and is kept even when none is left. Where only the
    text of a document was produced, its pages are the document's, and it has no `text_file` besides.
    """
    drafts = _drafts(rows)
    ids: dict[str, str] = {}
    for draft in drafts:
        ids.setdefault(_key(draft.row.first), _document_id(draft.row))
    failures: list[Failure] = []
    documents = [_document(draft, ids, lookup, failures) for draft in drafts]
    return _families(documents), failures


def _all_pages(target: Target) -> list[tuple[str, str]]:
    file, count = target
    return [("", page_key(file, number)) for number in range(1, count + 1)]


def _drafts(rows: Sequence[Row]) -> list[_Draft]:
    """One draft a document. A second row of the same kind with the same number is a document of its own."""
    drafts: dict[str, _Draft] = {}
    for row in rows:
        key = _key(row.first)
        known = drafts.get(key)
        if known is None:
            drafts[key] = _Draft(row, row.images)
        elif row.images and not known.images:
            known.images = row.images
        elif not row.images and known.row.images:
            known.row = row
        else:
            drafts[f"{key} {row.source} {row.line}"] = _Draft(row, row.images)
    return list(drafts.values())


def _key(number: str) -> str:
    return re.sub(r"[\s_-]", "", number).casefold()


def _document_id(row: Row) -> str:
    return stable_id("d", row.source, row.line, row.first)


def _document(draft: _Draft, ids: Mapping[str, str], lookup: Lookup, failures: list[Failure]) -> Document:
    row = draft.row
    finder = _Finder(row, lookup, failures)
    text = finder.one(row.text) if row.text else None
    pages = finder.images(draft.images) if draft.images else finder.whole(row.native)
    if text and not draft.images and not row.native:
        pages = _all_pages(text)
        text = None
    parent = ids.get(_key(row.parent), "") if row.parent else ""
    if row.parent and not parent:
        finder.fail(f"its parent {row.parent} is not in the load file")
    return Document(
        id=_document_id(row),
        source=row.source,
        first_stamp=row.first,
        last_stamp=row.last,
        pages=tuple(page for _, page in pages),
        stamps=_numbered(row, [stamp for stamp, _ in pages]),
        family=ids.get(_key(row.family), stable_id("f", row.source, row.family)) if row.family else "",
        parent="" if parent == _document_id(row) else parent,
        text_file=text[0] if text else "",
        fields=row.fields,
    )


def _numbered(row: Row, stamps: list[str]) -> tuple[str, ...]:
    """The number of every page. Where only the first and the last are known, those between are, if they fit exactly."""
    if not stamps or any(stamps):
        return tuple(stamps)
    first, last = _STAMP.fullmatch(row.first), _STAMP.fullmatch(row.last)
    if first and last and first[1] == last[1] and int(last[2]) - int(first[2]) + 1 == len(stamps):
        width = len(first[2])
        return tuple(f"{first[1]}{int(first[2]) + place:0{width}d}" for place in range(len(stamps)))
    return (row.first, *stamps[1:])


def _families(documents: list[Document]) -> list[Document]:
    """Every member of a family bears its id, which is its first document's where that is known; one alone bears none.

    Members that name no parent have the first document for one.
    """
    parents = {document.id: document.parent for document in documents}
    heads = {document.id: document.family or _oldest(document.id, parents) for document in documents}
    members = Counter(heads.values())
    return [_settled(document, heads[document.id], members, parents) for document in documents]


def _settled(document: Document, head: str, members: Mapping[str, int], parents: Mapping[str, str]) -> Document:
    if members[head] < 2:
        return replace(document, family="")
    implied = head if head in parents and head != document.id else ""
    return replace(document, family=head, parent=document.parent or implied)


def _oldest(document: str, parents: Mapping[str, str]) -> str:
    """The document that the parents of `document` lead up to; load files may hold circles, so the way is bounded."""
    for _ in range(GENERATIONS):
        if not parents.get(document):
            break
        document = parents[document]
    return document
