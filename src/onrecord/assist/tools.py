"""What a program may ask of a case: search, pages, messages, the chronology, the evidence on a subject, gaps.

Nothing is written. Findings that nobody accepted are left out unless asked for, and then carry their state; what a
person rejected is never told. Text under a redaction is in no record, so it is in no answer.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import islice
from typing import Any

from onrecord.assist.answers import Answer, cut, finding_item, message_item, page_item, places
from onrecord.case import Case
from onrecord.errors import UsageError
from onrecord.model import Attachment, Claim, Contact, Event, Finding, Gap, Interaction, Link, Person, Span, Tenure
from onrecord.publish.chronology import Wanted, chronology
from onrecord.publish.rows.common import span_file
from onrecord.publish.topics import is_kept
from onrecord.review.people import matching
from onrecord.store.folder import STORE_FILE
from onrecord.store.judgements import Judgement
from onrecord.store.protocol import Hit
from onrecord.store.view import View

#: Seconds for which a view is used when there is no file that tells when the case was written to: a store on a server.
FRESH = 10.0

#: The most items of one answer.
MOST = 100

#: The kinds of findings that tell something of a subject.
_TELLING: tuple[type[Finding], ...] = (Interaction, Event, Claim, Link, Contact, Attachment, Gap)

#: What is told of a person whom nobody accepted.
_NAMED_ONLY = {"finding", "kind", "id", "name", "citation", "certainty"}

_MARKS = str.maketrans({"\ue000": "«", "\ue001": "»"})


class Tools:
    """The questions, each a method, over one open case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._state: Hashable = None
        self._view = case.view()

    @property
    def view(self) -> View:
        """The view of the case as it is now: made anew when something was written."""
        store = self._case.path / STORE_FILE
        files = [path for path in (store, store.with_name(store.name + "-wal")) if path.exists()]
        written = tuple((path.stat().st_mtime_ns, path.stat().st_size) for path in files)
        state: Hashable = written or int(time.monotonic() / FRESH)
        if state != self._state:
            self._state, self._view = state, self._case.view()
        return self._view

    def search(
        self,
        query: str,
        person: str = "",
        since: str = "",
        until: str = "",
        release: str = "",
        kind: str = "message",
        limit: int = 20,
        offset: int = 0,
    ) -> Answer:
        """Messages (or pages, with kind="page") that hold all words of `query`; see `onrecord.store.protocol.Query`."""
        if kind not in ("message", "page"):
            raise UsageError(f"there is no kind {kind!r} to search", "choose message or page")
        found = self._case.search(
            query,
            person=person,
            since=since,
            until=until,
            release=release,
            kind=kind,
            limit=_within(limit),
            offset=offset,
        )
        items = [item for hit in found.hits if (item := self._hit(hit))]
        return {
            "items": items,
            "total": found.total,
            "exact": found.exact,
            "left_off": found.total - offset - len(items),
        }

    def _hit(self, hit: Hit) -> Answer | None:
        words = {"snippet": hit.snippet.translate(_MARKS)}
        if hit.kind == "message":
            message = self._case.store.message(hit.id)
            return message_item(self.view, message) | words if message else None
        page = self._case.store.page(hit.id)
        if page is None:
            return None
        item = page_item(self.view, page)
        return {name: value for name, value in item.items() if name != "text"} | words

    def page(self, name: str) -> Answer:
        """The page with this stamp, or named as FILE:PAGE."""
        return page_item(self.view, self._case.page(name))

    def message(self, id: str) -> Answer:
        """The message with this id, whole, with the ids of its thread and of its copies."""
        view, message = self.view, self._case.message(id)
        return message_item(view, message, whole=True) | {"first_copy": view.first_copies.get(message.id)}

    def chronology(
        self,
        since: str = "",
        until: str = "",
        person: str = "",
        topic: str = "",
        release: str = "",
        include_unaccepted: bool = False,
        limit: int = 50,
        offset: int = 0,
    ) -> Answer:
        """What happened, day by day: accepted entries, with `include_unaccepted` drafts too."""
        view = self.view
        wanted = Wanted(
            since=since,
            until=until,
            person=person,
            topic=(topic,) if is_kept(view, topic) else tuple(topic.split()),
            release=release,
            accepted=not include_unaccepted,
        )
        found = chronology(view, wanted)
        items = []
        for entry in found.entries[offset : offset + _within(limit)]:
            spans = list(self._spans(entry.records))
            items.append(
                {
                    "day": entry.day,
                    "date": entry.date or None,
                    "date_end": entry.date_end or None,
                    "text": cut(entry.text),
                    "people": list(entry.people),
                    "findings": list(entry.records),
                    "citation": {"quote": cut("\n".join(entry.quotes)), "places": places(view, spans)},
                    "certainty": {
                        "state": entry.state,
                        "decided_by": list(entry.decided_by) or None,
                        "precision": entry.precision,
                        "inferred": list(entry.inferred),
                    },
                }
            )
        left = len(found.entries) - offset - len(items)
        return {"items": items, "total": len(found.entries), "left_off": left} | _untold(found.undecided)

    def _spans(self, ids: Iterable[str]) -> Iterator[Span]:
        for id in ids:
            finding = self._case.store.finding(id)
            if finding is not None:
                yield from finding.citation.spans

    def evidence(self, subject: str, include_unaccepted: bool = False, limit: int = 20) -> Answer:
        """All that is known about a subject: a person by name or address, or words that findings are cited with.

        A name that fits several people is not resolved: they are listed under `ambiguous`, and nothing is told of
        any. Raises UsageError for an empty subject.
        """
        if not subject.strip():
            raise UsageError("evidence on what?", "give a name, or words")
        view = self.view
        people = matching(view.people, subject)
        if len(people) > 1:
            items = [self._person(one, include_unaccepted) for one in people[: _within(limit)]]
            return {"ambiguous": items, "items": [], "note": f"{subject} may be any of {len(people)} people: ask which"}
        fits = _about_person(people[0]) if people else _about_words(subject)
        person = self._person(people[0], include_unaccepted) if people else None
        return {"person": person} | self._told(fits, include_unaccepted, limit)

    def _told(self, fits: Callable[[Finding], bool], include: bool, limit: int) -> Answer:
        """The findings that fit, by kind, and how many were left out."""
        view = self.view
        kinds: tuple[type[Any], ...] = (*_TELLING, Tenure)
        items: list[Answer] = []
        counts: dict[str, int] = {}
        untold = 0
        for kind in kinds:
            fitting = [(one, judged) for one, judged in view.findings(kind) if fits(one) and judged.state != "rejected"]
            told = [(one, judged) for one, judged in fitting if include or judged.accepted]
            untold += len(fitting) - len(told)
            counts |= {kind.KIND: len(told)} if told else {}
            items += [finding_item(view, one, judged) for one, judged in told[: _within(limit)]]
        return {"items": items, "counts": counts, "left_off": sum(counts.values()) - len(items)} | _untold(untold)

    def _person(self, person: Person, include: bool) -> Answer:
        """Who is meant. Which names and addresses are one person's is a finding, so it is told as others are."""
        view = self.view
        item = finding_item(view, person, view.judgement(person))
        left = {"roles", "formerly"} if include or view.judgement(person).accepted else {*item} - _NAMED_ONLY
        return {name: value for name, value in item.items() if name not in left}

    def gaps(
        self, kind: str = "", release: str = "", include_unaccepted: bool = False, limit: int = 50, offset: int = 0
    ) -> Answer:
        """What should be there and is not, each a question with what it is counted against."""
        view = self.view
        found: list[tuple[Gap, Judgement]] = [
            (gap, judged)
            for gap, judged in view.findings(Gap)
            if (not kind or gap.kind == kind)
            and judged.state != "rejected"
            and view.within(span_file(view, gap.citation.spans[0]), release)
        ]
        told = [(gap, judged) for gap, judged in found if include_unaccepted or judged.accepted]
        shown = list(islice(told, offset, offset + _within(limit)))
        items = [finding_item(view, gap, judged) for gap, judged in shown]
        left = len(told) - offset - len(items)
        return {"items": items, "total": len(told), "left_off": left} | _untold(len(found) - len(told))


def _untold(count: int) -> Answer:
    """How many findings were left out because nobody accepted them."""
    note = "; ask with include_unaccepted=true to see them, marked as drafts" if count else ""
    return {"unaccepted_left_out": count, "note": f"{count} findings that nobody has accepted were left out{note}"}


def _within(limit: int) -> int:
    return max(1, min(limit, MOST))


def _about_person(person: Person) -> Callable[[Finding], bool]:
    """Whether a finding names a person, by one of the names as written."""
    names = {name.lower() for name in (person.name, person.filed, *person.aliases, *person.addresses) if name}
    ids = {person.id, *person.formerly}

    def fits(finding: Finding) -> bool:
        if isinstance(finding, Tenure):
            return finding.person in ids
        return any(name.lower() in names for name in _named(finding))

    return fits


def _named(finding: Finding) -> Iterator[str]:
    """The names that a finding holds."""
    match finding:
        case Interaction():
            yield from (*finding.actors, *finding.to, *finding.others)
        case Event():
            yield from finding.actors
        case Claim():
            for source in finding.sources:
                yield from (source.text, source.stands_for)
        case Contact():
            for party in finding.parties:
                yield from (party.name, party.address)


def _about_words(subject: str) -> Callable[[Finding], bool]:
    """Whether a finding is cited with all words of the subject."""
    words = re.findall(r"\w+", subject.lower())

    def fits(finding: Finding) -> bool:
        text = f"{finding.citation.quote} {_detail(finding)}".lower()
        return bool(words) and all(re.search(rf"\b{re.escape(word)}", text) for word in words)

    return fits


def _detail(finding: Any) -> str:
    return " ".join(str(getattr(finding, name, "")) for name in ("detail", "topic", "subject", "text"))
