"""A case as a library: everything the command line does is a call here.

from onrecord import Case

case = Case.create("harbor")
case.add(["release-1/"], release="first", received="2022-03-01")
case.build()
for hit in case.search('"dredging permit"').hits:
    print(case.message(hit.id).subject.printed)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from msgspec import Struct

from onrecord import settings as settings_module
from onrecord.errors import NoCase, NotFound, UsageError
from onrecord.model import (
    Comparison,
    Contact,
    CopySet,
    Decision,
    Event,
    Finding,
    Interaction,
    Message,
    Page,
    Person,
    Release,
    SourceFile,
    Word,
)
from onrecord.pipeline import derive, examine
from onrecord.pipeline.add import Added, add
from onrecord.pipeline.build import Built, build
from onrecord.pipeline.examine import Symptom
from onrecord.pipeline.pack import Packed, pack
from onrecord.pipeline.progress import Progress, Silent
from onrecord.pipeline.repair import mend
from onrecord.pipeline.unpack import unpack
from onrecord.review import people as review
from onrecord.settings import Settings
from onrecord.store import folder
from onrecord.store.audit import Audit
from onrecord.store.folder import STORE_FILE, VAULT_FOLDER
from onrecord.store.protocol import Kind, Query, Results, Store
from onrecord.store.tellings import logged_together, told_near
from onrecord.store.topics import Topic, topics
from onrecord.store.view import Status, View

if TYPE_CHECKING:  # rooms of rules and exports are imported by the calls that need them: `add` starts without
    import pandas
    import pyarrow

    from onrecord.pipeline.compare import Piece
    from onrecord.pipeline.explain import Explanation
    from onrecord.publish.rows import Row

_PAGE_OF_FILE = re.compile(r"(?P<file>.+)[:#](?P<page>\d{1,9})$")


class Found(Struct, frozen=True, kw_only=True):
    """What a name stands for: a message, a finding, or one or more pages (two files can bear the same stamp)."""

    message: Message | None = None
    finding: Finding | None = None
    pages: tuple[Page, ...] = ()


class Compared(Struct, frozen=True, kw_only=True):
    """Two things side by side: what differs, and for releases the figures of both."""

    comparisons: tuple[Comparison, ...]
    figures: dict[str, int] = {}


class Case:
    """One investigation: a folder with the source files, the store and the settings. It can be moved as it is."""

    def __init__(self, path: Path, store: Store) -> None:
        self.path = path
        self.store = store

    @classmethod
    def create(cls, path: str | Path, store: str = "") -> Case:
        """Make a case folder and open it. `store` is the address of its store, if that is to be on a server.

        Raises UsageError when there is a case already, in the folder or in the store, or a file in the way, and what
        `onrecord.store.open_store` raises.
        """
        if not str(path):
            raise UsageError("a case needs a folder", "give its name; . is the current one")
        return cls(Path(path), folder.make(Path(path), store))

    @classmethod
    def open(cls, path: str | Path, store: str = "") -> Case:
        """Open the case in the folder `path`, with its store at the address `store` or where its settings say.

        Raises NoCase when there is none, CaseVersion when a newer program made it, CaseDamaged when its store cannot be
        read, ServerGone when the server of its store does not answer.
        """
        return cls(Path(path), folder.open_in(Path(path), store))

    @classmethod
    def find(cls, start: str | Path = ".", store: str = "") -> Case:
        """Open the case that the folder `start` lies in, looking upward. For the rest see `open`."""
        here = Path(start).resolve()
        for place in (here, *here.parents):
            if (place / settings_module.FILE_NAME).is_file():
                return cls.open(place, store)
        raise NoCase("no case here", "go into a case folder, name one with --case, or make one with `onrecord new`")

    def close(self) -> None:
        """Let go of the store."""
        self.store.close()

    def __enter__(self) -> Case:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def vault(self) -> Path:
        """The folder of the source files, by hash."""
        return self.path / VAULT_FOLDER

    def settings(self, **flags: object) -> Settings:
        """The settings of this case, with `flags` on top (those that are not None)."""
        return settings_module.load(self.path, flags)

    def add(
        self,
        paths: Sequence[str | Path],
        *,
        release: str = "",
        agency: str = "",
        received: str = "",
        request: str = "",
        requested: str = "",
        deadline: str = "",
        appeal_by: str = "",
        link: bool = False,
    ) -> Added:
        """Add files and folders as part of a release. They are copied into the case, or left in place with `link`.

        `received` is an ISO date, and so are `requested`, `deadline` (of the next answer) and `appeal_by`. Without
        `release` it is called after the first path. What cannot be read is a
        failure of the answer and of the case; everything else is added. Raises UsageError for a path that does not
        exist or a date that is none.
        """
        given = [Path(path) for path in paths]
        name = release or (given[0].resolve().name.partition(".")[0] if given else "")
        delivery = Release(
            name=name,
            agency=agency,
            received=received,
            request=request,
            requested=requested,
            deadline=deadline,
            appeal_by=appeal_by,
        )
        return add(self.store, self.vault, given, delivery, link=link)

    def build(self, *, until: str = "", progress: Progress | None = None, **flags: object) -> Built:
        """Bring the case up to date with its files: read pages, recover messages, index both, find out the rest.

        `until` names the last stage to run (``split``: messages can be searched); a later build goes on from there.
        `flags` are settings.
        """
        return build(self.store, self.vault, self.settings(**flags), progress or Silent(), until)

    def set_first_year(self, year: int) -> None:
        """Keep the year of the first entry of chronologies that print none in the settings; 0 infers it again."""
        path = self.path / settings_module.FILE_NAME
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("first_year")]
        path.write_text("\n".join([*lines, f"first_year = {year}", ""]), encoding="utf-8")

    def view(self, before: View | None = None, *, keep: bool = False) -> View:
        """The records joined with releases and file names, as readers want them; for `before` and `keep` see `View`."""
        return View(self.store, before, keep=keep)

    def status(self) -> Status:
        """What is in the case, by release and by state, and what failed."""
        return self.view().status()

    def search(self, text: str = "", **filters: object) -> Results:
        """Find messages or pages. `filters` are the fields of `Query`.

        Raises UsageError for a text without sense, NotFound for a release that is not in the case.
        """
        self._check_release(filters.get("release"))
        return self.store.search(Query(text=text, **filters))  # type: ignore[arg-type]

    def messages(self, **filters: object) -> Iterator[Message]:
        """The messages that pass the filters (fields of `Query`), in the order of their places. Raises as `search`."""
        self._check_release(filters.get("release"))
        return self.store.messages(Query(**filters))  # type: ignore[arg-type]

    def message(self, id: str) -> Message:
        """The message with this id, or whose id starts so. Raises NotFound."""
        found = self.store.message(id)
        if found is None:
            raise NotFound(f"no message {id} in this case", "`onrecord search` prints the ids of what it finds")
        return found

    def explain(self, id: str) -> Explanation:
        """How the message with this id is read: the bids of the layouts, and what each line became and why.

        Raises NotFound, and ItemFailed when its pages no longer give it.
        """
        from onrecord.pipeline.explain import explain

        return explain(self.store, self.message(id))

    def pages(self, *, release: str = "", file: str = "") -> Iterator[Page]:
        """The pages of the case, of a release, or of a file by the name it was added under. Raises NotFound."""
        self._check_release(release)
        self._check_file(file)
        from onrecord.publish.rows import Scope, pages_in_scope

        return pages_in_scope(self.view(), Scope(release=release, file=file))

    def page(self, name: str) -> Page:
        """The page with this stamp, key or ``file:number``. Raises NotFound, also when two pages bear the stamp."""
        found = self.find_pages(name)
        if len(found) != 1:
            what = f"{len(found)} pages bear {name}" if found else f"no page {name} in this case"
            raise NotFound(what, "name it as FILE:PAGE")
        return found[0]

    def findings(self, kind: type[Kind]) -> Iterator[Kind]:
        """The findings of a kind (a class in `onrecord.model.FINDINGS`), in the order of their places."""
        return self.store.findings(kind)

    def people(self) -> tuple[Person, ...]:
        """Everybody named in the case, as found and as decided."""
        return self.view().people

    def person(self, name: str) -> Person:
        """The person with this name, address or id. Raises NotFound when there is none, or several."""
        return review.person(self.people(), name)

    def decisions(self) -> list[Decision]:
        """Everything that was decided, in the order of time, what was taken back included."""
        return self.store.decisions()

    def topics(self) -> tuple[Topic, ...]:
        """The named sets of terms that are kept in the case, by name."""
        return topics(self.view().standing)

    def decide(self, decisions: Iterable[Decision], *, imported_by: str = "", address: str = "") -> int:
        """Write down decisions; how many of them are new. Raises CaseBusy when another process is writing.

        Every new one is recorded in the audit log before it counts: as its maker's, made from `address`, or as
        imported by somebody.
        """
        act = "import" if imported_by else "decide"
        with self.store.writing() as writer, writer.transaction():
            new = [decision for decision in decisions if writer.add_decision(decision)]
            for one in new:
                what = f"{one.action} {' '.join(one.subjects)}"
                self.audit.append(imported_by or one.by, act, one.id, address=address, detail=what)
        return len(new)

    @property
    def audit(self) -> Audit:
        """The log of who decided, and on a server with users who read, what and when."""
        return Audit(self.path)

    def judged_together(self, name: str) -> list[Finding]:
        """The findings that a person judges as one when naming `name`, as they were found.

        The id of an interaction stands for all that its message and the copies tell of the same people, that of a
        message for all that it tells, that of a row of a log for the rows that are told with it; any other finding for
        itself. Raises NotFound.
        """
        named = self.show(name)
        one = named.message or named.finding
        if isinstance(one, Contact):
            logs = logged_together(self.store.findings(Contact))
            return next([*group] for group in logs if any(each.id == one.id for each in group))
        if not isinstance(one, Message | Interaction | Event):
            if one is None:
                raise NotFound(f"{name} is a page, which states nothing", "give the id of a finding or a message")
            return [one]
        groups = told_near(self.store, one.id if isinstance(one, Message) else one.record)
        found: list[Finding] = [
            each for group in groups if any(one.id in (it.id, it.record) for it in group) for each in group
        ]
        if not found:
            raise NotFound(f"{name} tells nothing that can be judged", "`onrecord review queue` lists what waits")
        return found

    def messages_on(self, page: Page) -> list[Message]:
        """The messages that stand on `page`, wholly or in part, in the order of their places."""
        return self.store.messages_on(page.key)

    def image(self, page: Page, dpi: float = 100.0) -> bytes:
        """The image of a page of a PDF or picture, as a grey PNG. Raises ItemFailed when there is none.

        Boxes beneath which text lies, or may lie, are painted over.
        """
        return derive.image(self.vault, self._file(page), page.number, dpi, self.settings(), derive.hidden(page))

    def words(self, page: Page) -> tuple[Word, ...]:
        """The words of a page with their boxes on its image, in points from the top left. Raises ItemFailed."""
        return derive.words(self.vault, self._file(page), page, self.settings())

    def _file(self, page: Page) -> SourceFile:
        return next(file for file in self.store.files() if file.id == page.file)

    def doctor(self) -> list[Symptom]:
        """Whether the store can be read, every source file still has its bytes, and the audit log is whole."""
        return [*examine.case(self.store, self.vault), *examine.log(self.store, self.audit)]

    @staticmethod
    def repair(path: str | Path, progress: Progress | None = None) -> list[Symptom]:
        """Examine the case in a folder, and make its store anew if it is damaged: what was saved, and what was lost."""
        place = Path(path)
        settings = settings_module.load(place)
        if settings.store:
            raise UsageError(f"the store {settings.store} is on a server", "restore it from a backup of the server")
        return list(mend(place / STORE_FILE, place / VAULT_FOLDER, settings, progress or Silent()))

    def pack(self, archive: str | Path, *, with_store: bool = False) -> Packed:
        """Write the case to an archive, with its store if asked to; see `onrecord.pipeline.pack`."""
        if with_store and self.settings().store:
            raise UsageError("the store is on a server", "pack without the store: it is built again from the archive")
        store = self.path / STORE_FILE if with_store else None
        return pack(self.path, self.store, self.vault, self.settings(), Path(archive), store_file=store)

    @staticmethod
    def unpack(archive: str | Path, path: str | Path) -> Packed:
        """Make a case folder of an archive that `pack` wrote; see `onrecord.pipeline.unpack`."""
        return unpack(Path(archive), Path(path), store_name=STORE_FILE, vault_name=VAULT_FOLDER)

    def find_pages(self, name: str) -> list[Page]:
        """The pages that `name` can stand for: a page key, a stamp, or ``file:number``."""
        page = self.store.page(name)
        if page is not None:
            return [page]
        found = self.view().pages_by_stamp(name)
        match = _PAGE_OF_FILE.match(name)
        if found or match is None:
            return found
        named = self.view().files_named(match["file"])
        pages = (self.store.page(f"{file[:16]}/{int(match['page'])}") for file in named)
        return [page for page in pages if page is not None]

    def show(self, name: str) -> Found:
        """What `name` stands for: the id of a message or finding, a stamp, a page key, ``file:number``, or a person.

        Raises NotFound.
        """
        message = self.store.message(name)
        if message is not None:
            return Found(message=message)
        finding = self.store.finding(name)
        if finding is not None:
            return Found(finding=self.person(finding.id) if isinstance(finding, Person) else finding)
        pages = self.find_pages(name)
        if pages:
            return Found(pages=tuple(pages))
        if not review.matching(self.people(), name):
            raise NotFound(
                f"nothing in this case is called {name}",
                "give a message id, a stamp such as ABC-000123, FILE:PAGE or a person; `onrecord search` finds words",
            )
        return Found(finding=self.person(name))

    def export(self, kind: str, *, release: str = "", file: str = "") -> Iterator[Row]:
        """The rows of a kind of record; see `onrecord.publish.rows.KINDS`.

        Raises UsageError for any other kind, NotFound for a release or file that is not in the case.
        """
        self._check_release(release)
        self._check_file(file)
        from onrecord.publish.rows import Scope, rows

        return rows(self.view(), kind, Scope(release=release, file=file))

    def save(self, fmt: str, out: str | Path, kind: str = "", *, release: str = "", file: str = "") -> int:
        """Write an export of files: a database, mail files, searchable PDFs; how many records it was.

        `fmt` is one of `onrecord.publish.exporters.FILE_EXPORTERS`, `kind` what it is to hold (the usual without one).
        Raises UsageError for what does not go together, MissingExtra, and NotFound as `export` does.
        """
        from onrecord.publish.exporters import file_exporter
        from onrecord.publish.exporters.source import Source
        from onrecord.publish.rows import KINDS, Scope

        chosen = file_exporter(fmt)
        self._check_release(release)
        self._check_file(file)
        kinds = chosen.KINDS or tuple(KINDS)
        if kind and kind not in kinds:
            raise UsageError(f"{fmt} does not hold {kind}", f"it holds: {', '.join(kinds)}")
        if (release or file) and not chosen.NARROWS:
            raise UsageError(f"{fmt} holds the whole case", "leave out --release and --file")
        if not kind and not chosen.KINDS:
            raise UsageError(f"{fmt} can hold any kind of record", f"name one of: {', '.join(sorted(kinds))}")
        files = {one.id: one for one in self.store.files()}
        with derive.Desk(self.vault, self.settings()) as desk:
            source = Source(
                view=self.view(),
                kind=kind or kinds[0],
                scope=Scope(release=release, file=file),
                draw=lambda page, dpi: desk.image(files[page.file], page.number, dpi, derive.hidden(page)),
                place=lambda page: desk.words(files[page.file], page),
                title=self.path.resolve().name,
            )
            return chosen.save(source, Path(out))

    def exemptions(self, by: str = "exemption", *, release: str = "", file: str = "") -> Iterator[Row]:
        """Redactions and withheld pages counted by exemption, and by release, person or date.

        Raises UsageError for another `by`, NotFound for a release or file that is not in the case.
        """
        self._check_release(release)
        self._check_file(file)
        from onrecord.publish import exemptions
        from onrecord.publish.rows import Scope

        return exemptions.table(self.view(), by, Scope(release=release, file=file))

    def exemptions_on(self, page: Page) -> Iterator[Row]:
        """Every redaction on a page, and every exemption code printed in its text."""
        from onrecord.publish import exemptions

        return exemptions.on_page(page)

    def compare(self, a: str, b: str) -> Compared:
        """Two messages or pages by their names, or two releases, side by side. Raises NotFound, also for two kinds."""
        from onrecord.pipeline import compare  # what compares loads numpy: only those who do wait for it

        names = {release.name for release in self.store.releases()}
        if a in names and b in names:
            found = compare.releases(self.store, a, b)
            return Compared(figures=found.figures, comparisons=found.comparisons)
        first, second = self.show(a), self.show(b)
        bench = compare.Bench(self.store, self.vault, self.settings())
        if first.message and second.message:
            return Compared(comparisons=(bench.messages(first.message, second.message),))
        if len(first.pages) == len(second.pages) == 1:
            return Compared(comparisons=(bench.pages(first.pages[0], second.pages[0]),))
        raise NotFound(f"{a} and {b} cannot be compared", "name two messages, two pages (FILE:PAGE), or two releases")

    def best_text(self, message: Message) -> tuple[Piece, ...]:
        """A message put together of all its copies: what one hides is taken from another that shows it."""
        from onrecord.pipeline import compare

        sets = [found for found in self.store.about(message.id) if isinstance(found, CopySet)]
        ids = sets[0].members if sets else (message.id,)
        members = filter(None, map(self.store.message, ids))
        return compare.Bench(self.store, self.vault, self.settings()).best(list(members))

    def request_letter(
        self, *, ids: Sequence[str] = (), kinds: Sequence[str] = (), release: str = "", appeal: bool = False
    ) -> str:
        """A draft of a follow-up request, or of an appeal, about gaps: those with these ids (or beginnings of them), of
        these kinds, that show in this release. Raises NotFound when there is none, or no such release.
        """
        self._check_release(release)
        view = self.view()
        from onrecord.publish.request import chosen, letter

        return letter(view, chosen(view, ids, kinds, release), appeal=appeal)

    def _check_release(self, name: object) -> None:
        known = [release.name for release in self.store.releases()] if name else []
        if name and name not in known:
            raise NotFound(f"no release {name!r} in this case", f"its releases: {', '.join(known) or 'none yet'}")

    def _check_file(self, name: str) -> None:
        if name and not self.view().files_named(name):
            raise NotFound(f"no file {name!r} in this case", "`onrecord export files` lists them")

    def to_arrow(self, kind: str, *, release: str = "", file: str = "") -> pyarrow.Table:
        """`export` as an Arrow table. Needs the extra ``arrow``."""
        from onrecord.publish.tables import to_arrow

        return to_arrow(self.export(kind, release=release, file=file))

    def to_pandas(self, kind: str, *, release: str = "", file: str = "") -> pandas.DataFrame:
        """`export` as a pandas frame. Needs the extra ``pandas``."""
        from onrecord.publish.tables import to_pandas

        return to_pandas(self.export(kind, release=release, file=file))
