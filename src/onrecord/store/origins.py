"""What a build cannot make again from the files alone: where they came from, what `add` said, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from onrecord.model import Decision, Failure, Location, Note, Release, SourceFile
from onrecord.store.protocol import Store, Writer

#: The stage of what `add` could not read.
ADD = "add"

#: The scope under which notes of `add` are kept again; which release each belonged to is in its words.
_NOTES = "walk"


class Origins(Struct, frozen=True, kw_only=True):
    """The files that were added and their places, by release; failures and notes of adding them; all decisions."""

    releases: tuple[Release, ...] = ()
    files: tuple[SourceFile, ...] = ()
    locations: tuple[Location, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[Note, ...] = ()
    decisions: tuple[Decision, ...] = ()


def gather(store: Store) -> Origins:
    """The origins of a case. What builds took out of archives and mails is left out: the next one does so again."""
    files = {file.id: file for file in store.files() if not file.parent}
    return Origins(
        releases=tuple(store.releases()),
        files=tuple(files.values()),
        locations=added(place for place in store.locations() if place.file in files),
        failures=tuple(failure for failure in store.failures() if failure.stage == ADD),
        notes=tuple(note for note in store.notes() if not note.file),
        decisions=tuple(store.decisions()),
    )


def added(locations: Iterable[Location]) -> tuple[Location, ...]:
    """Those of `locations` that do not lie inside another one, as the members of an archive do."""
    found = tuple(locations)
    known = {(place.release, place.path) for place in found}
    return tuple(place for place in found if not any((place.release, outer) in known for outer in _outer(place.path)))


def _outer(path: str) -> Iterable[str]:
    return (path[:end] for end, letter in enumerate(path) if letter == "/")


def restore(writer: Writer, origins: Origins) -> None:
    """Write them into a new store, all or nothing. A build then makes the rest."""
    places: dict[str, list[Location]] = {}
    for place in origins.locations:
        places.setdefault(place.file, []).append(place)
    with writer.transaction():
        for release in origins.releases:
            writer.add_release(release)
        for file in origins.files:
            writer.add_file(file, places.get(file.id, []))
        for failure in origins.failures:
            writer.add_failure(failure)
        for note in origins.notes:
            writer.replace(_NOTES, "", note.what, _NOTES, [note])
        for decision in origins.decisions:
            writer.add_decision(decision)
