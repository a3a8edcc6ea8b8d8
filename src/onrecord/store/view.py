"""What readers use: records joined with the releases and names of their files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct

from onrecord.model import (
    Decision,
    Difference,
    Finding,
    IdentityQuestion,
    Location,
    Message,
    Page,
    Person,
    Span,
    StampReading,
    Tenure,
    Word,
    page_key,
    stamp_about,
    stamp_key,
)
from onrecord.store.facts import BLOCK, Facts
from onrecord.store.identities import standing
from onrecord.store.judgements import Judgement, Judgements, subjects
from onrecord.store.known import Known
from onrecord.store.protocol import Hit, Kind, Store
from onrecord.store.snippets import END, START


class Status(Struct, frozen=True, kw_only=True):
    """What is in a case. `releases` and `figures` are rows to print; `unbuilt` files were added and not yet opened."""

    releases: tuple[dict[str, object], ...]
    figures: tuple[dict[str, object], ...]
    unbuilt: int


class View:
    """A store as people read it. Orders are those of places: releases by date received, then paths, then pages."""

    def __init__(self, store: Store, before: View | None = None, *, keep: bool = False) -> None:
        """What is worked out is taken over from `before`, an earlier view, as far as nothing it rests on was written.

        `keep`: findings that were read stay in memory, for a view that answers many questions.
        """
        self.store = store
        self.moment = store.moment()
        same = before is not None and before.moment.records == self.moment.records
        self.facts: Facts = before.facts if before is not None and same else Facts(store, keep=keep)
        self.known: Known = Known(self.facts, self.standing)
        if before is not None and same and before.known.decisions == self.known.decisions:
            self.known = before.known

    def location(self, file: str) -> Location:
        """The first location of a file, which names it; one of empty strings for a file without any."""
        found = self.locations(file)
        return found[0] if found else Location(release="", path="", file=file)

    def origin(self, key: str) -> int:
        """The offset of a page's first character in its file, for plain and page texts; 0 for all others."""
        return self.facts.origin(key)

    def locations(self, file: str) -> tuple[Location, ...]:
        """All locations of a file, in order."""
        return self.facts.locations(file)

    def within(self, file: str, release: str) -> bool:
        """Whether a file has a location in `release`; every file is within the release without a name."""
        return not release or any(place.release == release for place in self.locations(file))

    def named(self, file: str, name: str) -> bool:
        """Whether `name` is a path of the file, the end of one after a ``/``, or the beginning of its hash."""
        paths = (place.path for place in self.locations(file))
        return any(path == name or path.endswith("/" + name) for path in paths) or _is_hash(name, file)

    def files_named(self, name: str) -> list[str]:
        """The ids of the files that `named` accepts for `name`, in order of their locations."""
        if not name:
            return []
        found = {place.file: None for place in self.store.locations(path=name)}
        if not found and (file := self.file_with_prefix(name)) and _is_hash(name, file):
            return [file]
        return list(found)

    def files_in_order(self) -> Iterator[str]:
        """The ids of all files, in order of their first locations."""
        return self.store.files_in_order()

    def file_with_prefix(self, prefix: str) -> str:
        """The id of the file that page keys name by `prefix`; empty when there is none."""
        return self.facts.file_id(prefix)

    def stamps(self, message: Message) -> dict[int, tuple[str, ...]]:
        """The stamps of the pages of a message, by page number; pages without a stamp are left out."""
        first, last = message.page_start, message.page_end
        found: dict[int, tuple[str, ...]] = {}
        for block in range(first // BLOCK, last // BLOCK + 1):
            found |= self.facts.stamps(message.file, block)
        return {number: stamps for number, stamps in found.items() if first <= number <= last}

    def stamp_readings(self, page: Page) -> tuple[StampReading, ...]:
        """What is to be said of the stamps of a page that were not read plainly."""
        return self.facts.readings(page.key)

    def stamps_of(self, page: Page) -> tuple[str, ...]:
        """The stamps of a page, those that OCR damaged as they must be."""
        readings = self.stamp_readings(page)
        right = {reading.printed: reading.value for reading in readings}
        missing = (reading.value for reading in readings if reading.printed not in page.stamps)
        return tuple(dict.fromkeys((*(right.get(stamp, stamp) for stamp in page.stamps), *missing)))

    def stamps_on(self, file: str, number: int) -> tuple[str, ...]:
        """What `stamps_of` gives for a page of a file, looked up without reading the page where nothing is doubtful."""
        if (key := page_key(file, number)) in self.facts.reread and (page := self.store.page(key)) is not None:
            return self.stamps_of(page)
        return self.facts.stamps_as_read(file, number)

    def stamp_start(self, message: Message) -> str:
        """The first stamp of a message's first page, as it must be."""
        if not message.stamp_start:
            return ""
        readings = self.facts.readings(page_key(message.file, message.page_start))
        return next((each.value for each in readings if each.printed == message.stamp_start), message.stamp_start)

    def pages_by_stamp(self, stamp: str) -> list[Page]:
        """The pages that bear this stamp as it was read, or as it must be."""
        wanted = stamp_key(stamp)
        found = {page.key: page for page in self.store.pages_by_stamp(stamp)}
        right = {key: page for key, page in found.items() if wanted in map(stamp_key, self.stamps_of(page))}
        for reading in self.store.about(stamp_about(stamp)):
            if isinstance(reading, StampReading) and reading.page not in right:
                page = self.store.page(reading.page)
                right |= {page.key: page} if page else {}
        return list((right or found).values())

    def uncertain(self, spans: Iterable[Span]) -> list[tuple[Span, Word]]:
        """The words within `spans` that OCR was not sure of, each with its own span."""
        return [
            (Span(span.page, word.start, word.end), word)
            for span in spans
            for word in self.facts.uncertain(span.page)
            if span.start < word.end and word.start < span.end
        ]

    def badly_read(self, spans: Iterable[Span]) -> list[str]:
        """The words within `spans` that OCR was not sure of, as they were read."""
        found = self.uncertain(spans)
        texts = {key: page.text for key in {span.page for span, _ in found} if (page := self.store.page(key))}
        return [texts[span.page][span.start : span.end] for span, _ in found if span.page in texts]

    def badly_read_in(self, hit: Hit) -> list[str]:
        """The words of the snippet of a hit that OCR was not sure of, as they were read, each once."""
        message = self.store.message(hit.id) if hit.kind == "message" else None
        spans = message.citation.spans + message.body_spans if message else (Span(hit.id, 0, sys.maxsize),)
        shown = set(hit.snippet.replace(START, "").replace(END, "").split())
        return [word for word in dict.fromkeys(self.badly_read(spans)) if word in shown]

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody, as found and as decided; what was decided to be no person is left out."""
        return self.known.people

    def found(self, id: str) -> Finding | None:
        """The finding with this id as found, or the question about a decision that has it."""
        return self.store.finding(id) or next((one for one in self.known.parted if one.id.startswith(id)), None)

    @cached_property
    def standing(self) -> list[Decision]:
        """The decisions that have not been taken back, by time."""
        return standing(self.store.decisions())

    @cached_property
    def judgements(self) -> Judgements:
        """The decisions on findings that stand."""
        return Judgements(self.standing)

    def judgement(self, finding: Finding) -> Judgement:
        """What was decided about a finding, corrected or as found."""
        raw = finding if isinstance(finding, Person) else self.found(finding.id)
        return self.judgements.of(raw or finding)

    def findings(self, kind: type[Kind]) -> Iterator[tuple[Kind, Judgement]]:
        """The findings of a kind as corrected, each with what was decided about it, in the order of their places.

        Of people, those are meant that decisions leave; of questions, those that are open.
        """
        found: Iterable[Any] = self.facts.findings(kind)
        if kind in (Person, IdentityQuestion):
            found = self.people if kind is Person else self.questions
        return map(self.judgements.both, found)

    def finding(self, id: str) -> Finding | None:
        """The finding with this id, or the only one whose id starts so, as corrected."""
        found = self.found(id)
        return self.judgements.corrected(found) if found else None

    def homeless(self) -> list[Decision]:
        """Standing decisions on findings that are no longer in the case. They are kept: the finding may come back."""
        keys = {name for person in self.people for name in subjects(person)}
        return [
            decision
            for decision in self.judgements.on_findings
            if not any(subject in keys or self.store.finding(subject) for subject in decision.subjects)
        ]

    @property
    def first_copies(self) -> dict[str, str]:
        """For every message with copies: the id of the first of them."""
        return self.facts.first_copies

    @property
    def who(self) -> dict[tuple[str, str, int], Person]:
        """Who is named at each place: by the record, the header field (or place), and the place in it from 0."""
        return self.known.who

    def person(self, id: str) -> Person | None:
        """The person as decided whom this id, or key of a name, stands for now, also after a merge; None for nobody."""
        return self.known.now.get(id)

    @property
    def tenures(self) -> dict[str, tuple[Tenure, ...]]:
        """The posts of everybody, by the id of the person as decided, the longest known first."""
        return self.known.tenures

    @property
    def questions(self) -> tuple[IdentityQuestion, ...]:
        """The open questions about who is who, those first that settle most."""
        return self.known.questions

    def thread(self, message: Message) -> str:
        """The id of the thread of a message; one of its own when nothing is known to belong with it."""
        return self.facts.thread(message.id)

    def differences(self, copy_set: str, a: str, b: str) -> tuple[Difference, ...]:
        """What differs between two members of a copy set."""
        return self.facts.differences.get((copy_set, a, b), ())

    def status(self) -> Status:
        """What is in the case, by release and by state."""
        counts = self.store.counts()
        return Status(
            releases=tuple(self._release_rows()),
            figures=tuple(_figures(counts)),
            unbuilt=counts["files:new"],
        )

    def _release_rows(self) -> Iterator[dict[str, object]]:
        for release in self.store.releases():
            counts = self.store.counts(release.name)
            yield {
                "release": release.name,
                "agency": release.agency,
                "received": release.received,
                "request": release.request,
                "requested": release.requested,
                "deadline": release.deadline,
                "appeal_by": release.appeal_by,
                "files": counts["files"],
                "pages": counts["pages"],
                "messages": counts["messages"],
                "failures": counts["failures"],
            }


def _figures(counts: dict[str, int]) -> Iterator[dict[str, object]]:
    """The counts that are not zero, each kind followed by its parts."""
    for kind in ("files", "documents", "pages", "messages", "findings", "notes", "failures"):
        parts = {name: number for name, number in counts.items() if name.startswith(kind + ":") and name != "files:new"}
        if counts[kind] or kind in ("files", "pages", "messages"):
            yield {"what": kind, "count": counts[kind]}
        for name, number in sorted(parts.items()):
            yield {"what": f"{kind}: {name.partition(':')[2].replace('_', ' ')}", "count": number}
        if kind == "pages" and counts.get("failures:read"):
            yield {"what": "pages: failed", "count": counts["failures:read"]}


def _is_hash(name: str, file: str) -> bool:
    return len(name) >= 8 and file.startswith(name)
