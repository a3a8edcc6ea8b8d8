"""What a store does. `onrecord.store.sqlite` is the default one; one contract suite tests every implementation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol, TypeVar

from msgspec import Struct

from onrecord.model import (
    Decision,
    Document,
    Extent,
    Failure,
    Finding,
    Location,
    Memo,
    Message,
    Note,
    Page,
    Phrase,
    Release,
    Sketch,
    SourceFile,
)

#: The records that stages write. Everything else about a case is derived from them on reading.
Record = Document | Extent | Failure | Finding | Location | Memo | Message | Note | Page | Phrase | Sketch | SourceFile

Kind = TypeVar("Kind", bound=Finding)


class Query(Struct, frozen=True, kw_only=True):
    """What to search for.

    `text`: words (all must occur), "quoted phrases", prefix*, -excluded words, and OR between two of them; empty lists
    by time, undated messages last. `person` is part of a name or address in any header field; several words must all
    be part of the same one. `since` and `until` are ISO dates (a year or a month will do), both included, compared
    with the local time as printed. `release` finds what lies in any file of that release.
    `exemption` is a code on a page of what is found, as printed or as counted. `certainty` is ``sure`` or ``doubtful``:
    of a message, whether anything in it is uncertain; of a page, whether it was badly read. `kind` is ``message`` or
    ``page``; pages have neither person nor date. `fuzzy` also finds words that OCR damaged.
    """

    text: str = ""
    person: str = ""
    since: str = ""
    until: str = ""
    release: str = ""
    exemption: str = ""
    certainty: str = ""
    kind: str = "message"
    fuzzy: bool = False
    limit: int = 20
    offset: int = 0


class Hit(Struct, frozen=True, kw_only=True):
    """One find. `id` is a message id or a page key. `snippet` marks matched words with U+E000 and U+E001."""

    id: str
    kind: str
    score: float
    snippet: str
    file: str
    page: int


class Results(Struct, frozen=True, kw_only=True):
    """The hits of a query, best first; equally good ones in the order of their places.

    When more match than a store can rank in time, it ranks the newest messages (of pages: a fixed sample); then
    `exact` is false and `total` counts only what was ranked. `terms` are the words searched for, as ``fuzzy`` has
    widened them.
    """

    hits: tuple[Hit, ...]
    total: int
    exact: bool = True
    terms: tuple[str, ...] = ()


class Facets(Struct, frozen=True, kw_only=True):
    """How the finds of a query are spread: values and how many finds have each, those with most first, years in order.

    People are names as `onrecord.store.terms.person_key` writes them. When more match than are counted, `exact` is
    false.
    """

    exact: bool
    releases: tuple[tuple[str, int], ...]
    years: tuple[tuple[str, int], ...]
    people: tuple[tuple[str, int], ...]
    codes: tuple[tuple[str, int], ...]
    certainty: tuple[tuple[str, int], ...]


class Writer(Protocol):
    """The one process that writes. Everything inside one `transaction` is kept, or nothing is."""

    def transaction(self) -> AbstractContextManager[None]:
        """Group writes. On an exception nothing of the group is kept. DiskFailed is raised when writing fails.

        A transaction inside another joins it. A write outside any is a transaction of its own.
        """
        ...

    def add_release(self, release: Release) -> None:
        """Create or update a release: a non-empty field replaces what was known."""
        ...

    def add_file(self, file: SourceFile, locations: Iterable[Location]) -> None:
        """Record a file and where it came from; a known file only gains locations."""
        ...

    def add_failure(self, failure: Failure) -> None:
        """Record a failure of ``add``, outside any unit of work. The same failure is recorded once."""
        ...

    def add_decision(self, decision: Decision) -> bool:
        """Record a decision; one that is there already (the same id) is left as it is. Whether it is new.

        Decisions belong to no unit of work: no build replaces or removes one.
        """
        ...

    def clear_failures(self, path: str) -> None:
        """Forget the ``add`` failures recorded for `path`, because it could be added now."""
        ...

    def keys(self, stage: str) -> dict[tuple[str, str], str]:
        """For every (scope, unit) of work that `stage` has finished: the key it was finished under."""
        ...

    def replace(self, stage: str, scope: str, unit: str, key: str, records: Iterable[Record]) -> None:
        """Put `records` in the place of all that this unit of work wrote before, and remember `key`.

        Units may write the same record, or two versions of one (the same id); readers see it once, and of two versions
        that of the unit whose (stage, scope, unit) sorts first, whichever was written first. The search index follows.

        `records` is gone through once, and findings are written as they come. Whoever makes them may read from the
        store, and sees what was there before.

        Raises ValueError for a message or finding without citation spans, and for one whose spans lie on a page that is
        not in the store; a page among `records` counts when it comes before what cites it, or with few findings.
        """
        ...

    def prune(self, stage: str, scope: str, keep: Iterable[str]) -> None:
        """Remove what units of this stage and scope other than `keep` wrote."""
        ...


class Moment(NamedTuple):
    """What tells one state of a store from another: both numbers grow when something of their kind is written.

    `records` stands for all that stages and ``add`` write, `decisions` for what persons decided.
    """

    records: int
    decisions: int


class Store(Protocol):
    """One case's records. Readers may be open while a writer writes."""

    def writing(self) -> AbstractContextManager[Writer]:
        """Become the one writer. Raises CaseBusy when another process is."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...

    def releases(self) -> list[Release]:
        """All releases, by date received, then name; those without a date last."""
        ...

    def files(self) -> list[SourceFile]:
        """All files, by id, each once. A file that several units wrote keeps the smallest `parent` ("" first)."""
        ...

    def extents(self) -> dict[str, int]:
        """The number of pages of every file that was opened, by file id."""
        ...

    def locations(self, *, file: str = "", path: str = "") -> list[Location]:
        """Locations in the order of `releases`, then by path, then by file. The first one of a file names it.

        `file` narrows to the locations of one file, `path` to those whose path is this or ends with ``/`` and this.
        """
        ...

    def files_in_order(self) -> Iterator[str]:
        """The ids of all files that have a location, or pages, or messages, in the order of their first locations.

        Those without a location come last, by id.
        """
        ...

    def file_id(self, prefix: str) -> str:
        """The id of the file whose id starts with `prefix`, as page keys do; empty when there is none."""
        ...

    def failures(self) -> list[Failure]:
        """All failures, by path, then page."""
        ...

    def notes(self) -> list[Note]:
        """All notes, by file, then page."""
        ...

    def documents(self) -> list[Document]:
        """All load-file documents, by first stamp."""
        ...

    def pages(self, file: str = "") -> Iterator[Page]:
        """The pages of one file by number, or of all files in the order of their first location."""
        ...

    def page(self, key: str) -> Page | None:
        """The page with this key."""
        ...

    def page_texts(self, keys: Iterable[str]) -> dict[str, str]:
        """The texts of those of the pages with these keys that are there, by key."""
        ...

    def pages_by_stamp(self, stamp: str) -> list[Page]:
        """The pages that bear this stamp; case, spaces and hyphens do not count."""
        ...

    def messages(self, query: Query | None = None) -> Iterator[Message]:
        """The messages that pass the filters of `query` (its text is ignored), in the order of their places."""
        ...

    def messages_in(self, file: str, size: int) -> Iterator[list[Message]]:
        """The messages that begin in the file with this id, in the order of their places, `size` at a time."""
        ...

    def pages_with_messages(self, file: str) -> frozenset[int]:
        """The numbers of the pages of the file with this id on which a message stands, wholly or in part."""
        ...

    def days_sent(self) -> dict[str, int]:
        """How many messages were sent on each day, by ISO day of the local time as printed."""
        ...

    def message(self, id: str) -> Message | None:
        """The message with this id, or the only one whose id starts so (at least 6 characters)."""
        ...

    def messages_called(self, ids: Iterable[str]) -> list[Message]:
        """Those of the messages with these ids that are there, by id."""
        ...

    def messages_on(self, key: str) -> list[Message]:
        """The messages that stand on the page with this key, wholly or in part, in the order of their places."""
        ...

    def chain(self, chain: str) -> list[Message]:
        """The messages of a printed chain by depth."""
        ...

    def findings(self, kind: type[Kind]) -> Iterator[Kind]:
        """All findings of a kind, in the order of the places that their citations begin at, then by id."""
        ...

    def finding(self, id: str) -> Finding | None:
        """The finding with this id, or the only one whose id starts so (at least 6 characters)."""
        ...

    def about(self, id: str) -> list[Finding]:
        """The findings that speak of the record with this id, by id."""
        ...

    def sketches(self) -> Iterator[Sketch]:
        """The sketches of all messages, each once, in no order that means anything."""
        ...

    def sketches_called(self, ids: Iterable[str]) -> list[Sketch]:
        """The sketches of those of the messages with these ids that are there, in no order that means anything."""
        ...

    def memo(self, name: str) -> bytes:
        """What a stage remembered under `name`; empty when there is nothing."""
        ...

    def decisions(self) -> list[Decision]:
        """All decisions, by time, then id."""
        ...

    def moment(self) -> Moment:
        """The state that the store is in now. It costs next to nothing."""
        ...

    def problems(self) -> list[str]:
        """What is wrong with the store itself, a line each; empty when it is whole."""
        ...

    def page_stamps(self, file: str, first: int, last: int) -> dict[int, tuple[str, ...]]:
        """The stamps of the pages `first` to `last` of a file, by page number; pages without a stamp are left out."""
        ...

    def counts(self, release: str = "") -> dict[str, int]:
        """How many records of each kind there are, in the case or in one release.

        Further keys part them: files by media (``files:pdf``), files that no stage has worked on (``files:new``),
        pages by state (``pages:ocr``), findings by kind (``findings:gaps``), notes by kind (``notes:hidden_text``),
        failures by stage (``failures:read``).
        A file belongs to every release in which it has a location, and so do its pages and messages.
        """
        ...

    def search(self, query: Query) -> Results:
        """Find messages or pages. Raises UsageError for a text that cannot be parsed."""
        ...

    def facets(self, query: Query) -> Facets:
        """How what `search` finds is spread; limit and offset do not count. Raises UsageError as `search` does."""
        ...
