"""What readers use: records joined with the releases and names of their files."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from msgspec import Struct

from onrecord.model import (
    CopySet,
    Decision,
    Difference,
    Differing,
    Finding,
    IdentityQuestion,
    Location,
    Message,
    Page,
    Person,
    Span,
    StampReading,
    Tenure,
    Thread,
    Word,
    page_key,
    stable_id,
    stamp_about,
    stamp_key,
)
from onrecord.store.identities import decided, open_questions, parted, standing
from onrecord.store.judgements import Judgement, Judgements, subjects
from onrecord.store.protocol import Hit, Kind, Store
from onrecord.store.snippets import END, START

#: Files and blocks of pages whose facts are remembered.
_REMEMBERED = 4096

#: Pages whose stamps are read at a time.
_BLOCK = 256


class Status(Struct, frozen=True, kw_only=True):
    """What is in a case. `releases` and `figures` are rows to print; `unbuilt` files were added and not yet opened."""

    releases: tuple[dict[str, object], ...]
    figures: tuple[dict[str, object], ...]
    unbuilt: int


class View:
    """A store as people read it. Orders are those of places: releases by date received, then paths, then pages."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._locations = lru_cache(_REMEMBERED)(lambda file: tuple(store.locations(file=file)))
        self._file_ids = lru_cache(_REMEMBERED)(store.file_id)
        self._origins = lru_cache(_REMEMBERED)(lambda key: max(page.origin, 0) if (page := store.page(key)) else 0)
        self._stamps = lru_cache(_REMEMBERED)(
            lambda file, block: store.page_stamps(file, block * _BLOCK, block * _BLOCK + _BLOCK - 1)
        )

        self._readings = lru_cache(_REMEMBERED)(self._readings_on)
        self._uncertain = lru_cache(_REMEMBERED)(self._uncertain_on)

    def location(self, file: str) -> Location:
        """The first location of a file, which names it; one of empty strings for a file without any."""
        found = self.locations(file)
        return found[0] if found else Location(release="", path="", file=file)

    def origin(self, key: str) -> int:
        """The offset of a page's first character in its file, for plain and page texts; 0 for all others."""
        return self._origins(key)

    def locations(self, file: str) -> tuple[Location, ...]:
        """All locations of a file, in order."""
        return self._locations(file)

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
        return self._file_ids(prefix)

    def stamps(self, message: Message) -> dict[int, tuple[str, ...]]:
        """The stamps of the pages of a message, by page number; pages without a stamp are left out."""
        first, last = message.page_start, message.page_end
        found: dict[int, tuple[str, ...]] = {}
        for block in range(first // _BLOCK, last // _BLOCK + 1):
            found |= self._stamps(message.file, block)
        return {number: stamps for number, stamps in found.items() if first <= number <= last}

    def stamp_readings(self, page: Page) -> tuple[StampReading, ...]:
        """What is to be said of the stamps of a page that were not read plainly."""
        return self._readings(page.key)

    def stamps_of(self, page: Page) -> tuple[str, ...]:
        """The stamps of a page, those that OCR damaged as they must be."""
        readings = self.stamp_readings(page)
        right = {reading.printed: reading.value for reading in readings}
        missing = (reading.value for reading in readings if reading.printed not in page.stamps)
        return tuple(dict.fromkeys((*(right.get(stamp, stamp) for stamp in page.stamps), *missing)))

    def stamp_start(self, message: Message) -> str:
        """The first stamp of a message's first page, as it must be."""
        if not message.stamp_start:
            return ""
        readings = self._readings(page_key(message.file, message.page_start))
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

    def _readings_on(self, key: str) -> tuple[StampReading, ...]:
        return tuple(each for each in self.store.about(key) if isinstance(each, StampReading))

    def uncertain(self, spans: Iterable[Span]) -> list[tuple[Span, Word]]:
        """The words within `spans` that OCR was not sure of, each with its own span."""
        return [
            (Span(span.page, word.start, word.end), word)
            for span in spans
            for word in self._uncertain(span.page)
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

    def _uncertain_on(self, key: str) -> tuple[Word, ...]:
        page = self.store.page(key)
        return page.uncertain if page else ()

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Everybody, as found and as decided; what was decided to be no person is left out."""
        return tuple(person for person in self._decided if person.kind != "nobody")

    @cached_property
    def _decided(self) -> list[Person]:
        decisions = self.store.decisions()
        asked = {one.id: one for one in self.store.findings(IdentityQuestion)} if decisions else {}
        return decided(self.store.findings(Person), decisions, asked)

    def found(self, id: str) -> Finding | None:
        """The finding with this id as found, or the question about a decision that has it."""
        return self.store.finding(id) or next((one for one in self._parted if one.id.startswith(id)), None)

    @cached_property
    def _parted(self) -> list[IdentityQuestion]:
        """What to ask of decisions on people whose names are no longer together."""
        decisions = self.store.decisions()
        return parted(self._decided, decisions) if decisions else []

    @property
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
        found: Iterable[Finding] = self.store.findings(kind)
        if kind in (Person, IdentityQuestion):
            found = self.people if kind is Person else self.questions
        judged = self.judgements
        return ((judged.corrected(one), judged.of(one)) for one in found)  # type: ignore[misc]

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

    @cached_property
    def first_copies(self) -> dict[str, str]:
        """For every message with copies: the id of the first of them."""
        return {member: min(group.members) for group in self.store.findings(CopySet) for member in group.members}

    @cached_property
    def who(self) -> dict[tuple[str, str, int], Person]:
        """Who is named at each place: by the record, the header field (or place), and the place in it from 0."""
        return {(seen.record, seen.place, seen.index): person for person in self.people for seen in person.seen}

    def person(self, id: str) -> Person | None:
        """The person as decided whom this id stands for now, also after a merge; None for nobody."""
        return self._now.get(id)

    @cached_property
    def _now(self) -> dict[str, Person]:
        return {id: person for person in self.people for id in (person.id, *person.formerly)}

    @cached_property
    def tenures(self) -> dict[str, tuple[Tenure, ...]]:
        """The posts of everybody, by the id of the person as decided, the longest known first."""
        found: defaultdict[str, list[Tenure]] = defaultdict(list)
        for tenure in self.store.findings(Tenure):
            if (person := self.person(tenure.person)) is not None:
                found[person.id].append(tenure)
        order = {id: sorted(held, key=lambda t: (-t.statements, t.since, t.id)) for id, held in found.items()}
        return {id: tuple(held) for id, held in order.items()}

    @cached_property
    def questions(self) -> tuple[IdentityQuestion, ...]:
        """The open questions about who is who, those first that settle most."""
        people = {person.id: person for person in self.store.findings(Person)}
        asked = [*self.store.findings(IdentityQuestion), *self._parted]
        found = open_questions(asked, self.store.decisions(), people)
        return tuple(sorted(found, key=lambda question: (-question.uses, question.id)))

    def thread(self, message: Message) -> str:
        """The id of the thread of a message; one of its own when nothing is known to belong with it."""
        return self._threads.get(message.id) or stable_id("t", message.id)

    @cached_property
    def _threads(self) -> dict[str, str]:
        """The thread of every message that is in one."""
        return {id: thread.id for thread in self.store.findings(Thread) for id in thread.messages}

    def differences(self, copy_set: str, a: str, b: str) -> tuple[Difference, ...]:
        """What differs between two members of a copy set."""
        return self._differences.get((copy_set, a, b), ())

    @cached_property
    def _differences(self) -> dict[tuple[str, str, str], tuple[Difference, ...]]:
        return {
            (found.copy_set, one.a, one.b): one.differences
            for found in self.store.findings(Differing)
            for one in found.comparisons
        }

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
