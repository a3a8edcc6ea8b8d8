"""Calendar files: a page is written for each entry, as calendar programs print it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.finish import finish
from onrecord.pages.readers.bounds import cut, whole
from onrecord.settings import Settings
from onrecord.text import ical
from onrecord.text.encoding import decode, lines_as_lf
from onrecord.text.ical import Event
from onrecord.text.paging import TEXT_BYTES

ENGINE = "ics"
VERSION = "1"


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Entries `first` to `last`, from 1: labelled lines of what each states, a blank line, and its description.

    Raises ItemFailed for a file beyond the limit of texts.
    """
    text, bounds = _entries(path, file.id)
    for number, (start, end) in enumerate(bounds[first - 1 : last], first):
        words, failures = cut(file, number, printed(ical.event(text[start:end])))
        yield from failures
        yield finish(file=file.id, number=number, text=words, engine=ENGINE, engine_version=VERSION)


@lru_cache(maxsize=1)
def _entries(path: Path, _: str) -> tuple[str, list[tuple[int, int]]]:
    """The characters of a file and where its entries lie, kept for the next pages of the same one."""
    text = lines_as_lf(decode(whole(path, TEXT_BYTES)).text)
    return text, ical.bounds(text)


def printed(event: Event) -> str:
    """One entry as text. What it does not state is left out."""
    lines = [
        ("Subject", event.summary),
        ("Location", event.location),
        ("Start", event.start.shown if event.start else ""),
        ("End", event.end.shown if event.end else ""),
        ("Organizer", event.organizer.shown if event.organizer else ""),
        ("Required Attendees", "; ".join(person.shown for person in event.required)),
        ("Optional Attendees", "; ".join(person.shown for person in event.optional)),
        ("Status", event.status),
        ("Recurrence", event.rule),
    ]
    head = "\n".join(f"{label}: {value}" for label, value in lines if value)
    return "\n\n".join(part for part in (head, event.description) if part) + "\n"
