"""Makes the site: an edition as a case of its own, the reading room over it, its pages saved, the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from onrecord.case import Case
from onrecord.errors import UsageError, reason
from onrecord.model import Page, page_number
from onrecord.pipeline.derive import Desk as Drawing
from onrecord.publish.edition import Mask, Masker, Published, allowed, published
from onrecord.publish.edition import manifest as manifests
from onrecord.store.view import View
from onrecord.web.app import create_app
from onrecord.web.site import front
from onrecord.web.site.pictures import EditionPictures
from onrecord.web.site.saving import save

#: The list of what was masked: where and of what kind, never what it says.
MASKED = "masked.json"

#: The unit of work under which the records of an edition are written.
_UNIT = ("edition", "site", "all")


class Made(Struct, frozen=True, kw_only=True):
    """What a site holds. `waiting` findings were left out because nobody accepted them; `manifest` is its SHA-256."""

    findings: int
    pages: int
    messages: int
    files: int
    masked: int
    waiting: int
    manifest: str


def build(case: Case, out: Path, *, title: str = "", keep: Iterable[str] = ()) -> Made:
    """Write the site of a case into the folder `out`, which must be new or empty. `keep`: see `Masker`.

    Raises UsageError when nothing was accepted, or `out` cannot be written.
    """
    _prepare(out)
    view = case.view()
    found = allowed(view)
    if not found.findings:
        raise UsageError("nothing was accepted in this case", "accept findings first: `onrecord review queue`")
    records = published(view, found, Masker(keep))
    with TemporaryDirectory(prefix="onrecord-") as folder:
        # the site is called after this folder
        edition = Path(folder) / (title or case.path.resolve().name).replace("/", " ")
        _write(edition, records)
        with Drawing(case.vault, case.settings()) as drawing:
            app = create_app(edition)
            app.state.shelf.pictures = EditionPictures(case, drawing, records.masks)
            app.include_router(front.room(front.Sources.of(records)).router)
            save(app, out)
            app.state.shelf.close()
    masked = list(_masked(view, records))
    (out / MASKED).write_bytes(msgspec.json.format(msgspec.json.encode(masked), indent=1) + b"\n")
    mark = manifests.write(out, _manifest(view, records, title or case.path.resolve().name, out))
    return Made(
        findings=len(records.decisions),
        pages=len(records.pages),
        messages=len(records.messages),
        files=sum(path.is_file() for path in out.rglob("*")),
        masked=sum(map(len, records.masks.values())),
        waiting=found.waiting,
        manifest=mark,
    )


def _prepare(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        taken = any(out.iterdir())
    except OSError as error:
        raise UsageError(f"{out} cannot be written: {reason(error)}", "name a folder of yours") from None
    if taken:
        raise UsageError(f"{out} is not empty", "name a new folder: nothing old may be published along")


def _write(folder: Path, records: Published) -> None:
    """The edition as a case, with nothing in it but the records."""
    with Case.create(folder) as edition, edition.store.writing() as writer, writer.transaction():
        for release in records.releases:
            writer.add_release(release)
        for file in records.files:
            writer.add_file(file, [place for place in records.locations if place.file == file.id])
        writer.replace(*_UNIT, "pages", [*records.extents, *records.pages])
        writer.replace(_UNIT[0], _UNIT[1], "messages", "messages", records.messages)
        writer.replace(_UNIT[0], _UNIT[1], "findings", "findings", records.findings)
        for decision in records.decisions:
            writer.add_decision(decision)


def _masked(view: View, records: Published) -> Iterator[dict[str, object]]:
    """How many values of each kind were masked on each page."""
    for page in records.pages:
        counts = Counter(mask.kind for mask in records.masks.get(page.key, ()))
        for kind, count in sorted(counts.items()):
            yield {"file": page.file, "page": page.number, "stamps": list(page.stamps), "kind": kind, "count": count}


def _manifest(view: View, records: Published, title: str, out: Path) -> manifests.Manifest:
    names = {place.file: place.path for place in reversed(records.locations)}
    told = {decision.subjects[0] for decision in records.decisions}
    return manifests.Manifest(
        form=manifests.FORM,
        title=title,
        sources=tuple(
            manifests.SourceLine(name=names.get(file.id, ""), sha256=file.id, size=file.size) for file in records.files
        ),
        pages=tuple(_page(page, records.masks.get(page.key, [])) for page in records.pages),
        findings=tuple(
            manifests.FindingLine(
                id=one.id,
                kind=one.KIND,
                pages=tuple(sorted({f"{span.page}" for span in one.citation.spans}, key=_by_page)),
            )
            for one in records.findings
            if one.id in told
        ),
        files=manifests.files_of(out),
    )


def _by_page(key: str) -> tuple[str, int]:
    return key.rpartition("/")[0], page_number(key)


def _page(page: Page, masks: list[Mask]) -> manifests.PageLine:
    return manifests.PageLine(
        file=page.file,
        page=page.number,
        stamps=page.stamps,
        text_sha256=manifests.text_digest(page.text),
        masks=tuple(masks),
    )
