"""Invented records for the tests of stores."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from onrecord.model import (
    Citation,
    Document,
    Extent,
    Failure,
    HeaderKind,
    Location,
    Mark,
    Message,
    Note,
    Page,
    PageState,
    Party,
    Redaction,
    Release,
    Sent,
    SourceFile,
    Span,
    Text,
    Word,
    Zone,
    ZoneKind,
    stable_id,
)
from onrecord.store import Record, Store

HARBOR = Release(name="harbor", agency="Harbor Authority", received="2021-03-01", request="HA-7")
APPEAL = Release(name="appeal", received="2021-09-30")
UNDATED = Release(name="beacon")


def digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()


def file(name: str, media: str = "pdf", parent: str = "") -> SourceFile:
    return SourceFile(id=digest(name), size=len(name), media=media, parent=digest(parent) if parent else "")


def location(name: str, release: str = "harbor", path: str = "") -> Location:
    return Location(release=release, path=path or name, file=digest(name))


def page(name: str, number: int, text: str, **facts: Any) -> Page:
    return Page(file=digest(name), number=number, text=text, engine="layer", engine_version="1", **facts)


def rich_page(name: str, number: int) -> Page:
    """A page on which every field is set."""
    text = f"Dredging plan\nHPA-{number:06d}"
    return page(
        name,
        number,
        text,
        state=PageState.OCR,
        confidence=91.5,
        width=612.0,
        height=792.0,
        stamps=(f"HPA-{number:06d}", f"X {number}"),
        marks=(Mark("stamp", f"HPA-{number:06d}", 14, len(text)),),
        redactions=(Redaction(box=(1.0, 2.0, 3.0, 4.5), codes=("(b)(6)",), bad=True),),
        words=(Word(0, 8, (1.0, 1.0, 9.0, 5.0), 88.0),),
        origin=7,
    )


def message(on: Page, *, id: str = "", sender: str = "Ruiz, Ana", **facts: Any) -> Message:
    """A message that fills a page whose first line is its header."""
    head, _, body = on.text.partition("\n")
    spans = (Span(on.key, 0, len(head)), Span(on.key, len(head) + 1, len(on.text)))
    values: dict[str, Any] = {
        "id": id or stable_id("m", on.file, on.number),
        "file": on.file,
        "page_start": on.number,
        "page_end": on.number,
        "chain": stable_id("c", on.file, on.number),
        "depth": 0,
        "header_kind": HeaderKind.TOP,
        "citation": Citation(spans, f"{head}\n{body}"),
        "sender": party(sender) if sender else None,
        "subject": Text(head, spans[:1]),
        "body": body,
        "body_spans": spans[1:],
        "zones": (Zone(ZoneKind.TEXT, 0, len(body)),),
    }
    return Message(**values | facts)


def party(name: str, address: str = "") -> Party:
    return Party(printed=f"{name} <{address}>", name=name, address=address)


def sent(local: str) -> Sent:
    return Sent(printed=f"Sent: {local}", local=local)


def failure(path: str, page: int = 0, stage: str = "read") -> Failure:
    return Failure(
        stage=stage, file=digest(path), path=path, page=page, what="broken", next_step="ask for another copy"
    )


def note(name: str, page: int, kind: str = "hidden_text") -> Note:
    return Note(kind=kind, file=digest(name), page=page, what="text under a box", spans=(Span("k/1", 0, 4),))


def document(id: str, first_stamp: str) -> Document:
    return Document(id=id, source=digest("load"), first_stamp=first_stamp, last_stamp=first_stamp, pages=("k/1", "k/2"))


def extent(name: str, pages: int) -> Extent:
    return Extent(file=digest(name), pages=pages)


def write(store: Store, *units: tuple[str, str, str, list[Record]], key: str = "1") -> None:
    """Replace units of work, given as (stage, scope, unit, records), in one transaction."""
    with store.writing() as writer, writer.transaction():
        for stage, scope, unit, records in units:
            writer.replace(stage, scope, unit, key, records)


def add(store: Store, *names: str, release: Release = HARBOR) -> None:
    """Add files of these names to a release."""
    with store.writing() as writer, writer.transaction():
        writer.add_release(release)
        for name in names:
            writer.add_file(file(name), [location(name, release.name)])


def mail(store: Store, name: str, *texts: str) -> list[Message]:
    """Add a file with a page for each of `texts` and a message on each page."""
    add(store, name)
    pages = [page(name, number, text) for number, text in enumerate(texts, 1)]
    messages = [message(each) for each in pages]
    write(store, ("read", digest(name), "1-", list(pages)), ("split", digest(name), "*", list(messages)))
    return messages


def everything(store: Store) -> list[object]:
    """All that readers can see, in the order in which they see it."""
    return [
        store.releases(),
        store.files(),
        store.extents(),
        store.locations(),
        list(store.files_in_order()),
        store.failures(),
        store.notes(),
        store.documents(),
        list(store.pages()),
        list(store.messages()),
        store.counts(),
        {release.name: store.counts(release.name) for release in store.releases()},
    ]


def store_file(folder: Path) -> Path:
    return folder / "store.sqlite"
