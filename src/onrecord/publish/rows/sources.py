"""Files, and what is to be known of them: failures and notes."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Failure
from onrecord.publish.rows.common import Row, Scope
from onrecord.store.view import View


def files(view: View, scope: Scope) -> Iterator[Row]:
    """The rows of files in `scope`."""
    files, extents = {file.id: file for file in view.store.files()}, view.store.extents()
    for place in view.store.locations():
        if scope.release in ("", place.release) and (not scope.file or view.named(place.file, scope.file)):
            file = files[place.file]
            yield {
                "release": place.release,
                "file": place.path,
                "sha256": file.id,
                "size": file.size,
                "media": file.media,
                "pages": extents.get(file.id, 0),
                "parent": file.parent or None,
            }


def failures(view: View, scope: Scope) -> Iterator[Row]:
    """The rows of failures in `scope`."""
    for failure in view.store.failures():
        if failure.file and not (
            view.within(failure.file, scope.release) and (not scope.file or view.named(failure.file, scope.file))
        ):
            continue
        yield {
            "stage": failure.stage,
            "file": _failed_name(view, failure),
            "page": failure.page or None,
            "what": failure.what,
            "next_step": failure.next_step,
            "sha256": failure.file or None,
        }


def notes(view: View, scope: Scope) -> Iterator[Row]:
    """The rows of notes in `scope`."""
    for note in view.store.notes():
        if not note.file or view.within(note.file, scope.release):
            yield {
                "kind": note.kind,
                "file": view.location(note.file).path if note.file else None,
                "page": note.page or None,
                "what": note.what,
                "sha256": note.file or None,
            }


def _failed_name(view: View, failure: Failure) -> str:
    """The name of what failed: a member of an archive goes on from the archive's own name."""
    parts = (view.location(failure.file).path if failure.file else "", failure.path)
    return "/".join(part for part in parts if part)
