"""The records of an edition: those that are allowed, masked, and without a trace of what is not allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from onrecord.model import (
    Article,
    Citation,
    Decision,
    Extent,
    Finding,
    Location,
    Message,
    Page,
    Person,
    Release,
    SourceFile,
    Span,
    quote_at,
    stable_id,
)
from onrecord.publish.edition.allowed import Allowed
from onrecord.publish.edition.masking import Mask, Masker, cover
from onrecord.store.view import View

Item = TypeVar("Item")

_ID = re.compile(r"[a-z]{1,2}[0-9a-f]{16}")
_PAGE = re.compile(r"[0-9a-f]{16}/\d+")


class Published(Struct, frozen=True, kw_only=True):
    """The records of an edition. `masks` are the masked runs of each page text, by page key.

    `decisions` say of every finding that it is accepted: not by whom, nor what it was before it was corrected.
    """

    releases: tuple[Release, ...]
    files: tuple[SourceFile, ...]
    locations: tuple[Location, ...]
    extents: tuple[Extent, ...]
    pages: tuple[Page, ...]
    messages: tuple[Message, ...]
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]
    masks: dict[str, list[Mask]]


def published(view: View, found: Allowed, masker: Masker) -> Published:
    """The records of what is allowed in this case."""
    pages = [page for key in sorted(found.pages) if (page := view.store.page(key))]
    masks = {page.key: masker.masks(page.text) for page in pages}
    texts = {page.key: cover(page.text, masks[page.key]) for page in pages}
    ids = {one.id for one, _ in found.findings}
    ids |= {one.id for one in found.messages} | {one.id for one in found.articles}
    cleaner = _Cleaner(masker, texts, ids)
    findings = [cleaner.finding(one) for one in (*(each for each, _ in found.findings), *found.articles)]
    # accepted findings name these messages too, also those that are not published themselves
    findings += [replace(cleaner.finding(one), members=one.members) for one in found.copies]
    places = [place for file in sorted(found.files) for place in view.locations(file)]
    extents = view.store.extents()
    return Published(
        releases=tuple(one for one in view.store.releases() if one.name in {place.release for place in places}),
        files=tuple(replace(one, linked="", parent="") for one in view.store.files() if one.id in found.files),
        locations=tuple(cleaner.clean(place) for place in places),
        extents=tuple(Extent(file=file, pages=extents.get(file, 0)) for file in sorted(found.files)),
        pages=tuple(replace(cleaner.clean(page), text=texts[page.key], words=page.words) for page in pages),
        messages=tuple(cleaner.message(message) for message in found.messages),
        findings=tuple(findings),
        decisions=tuple(
            _accepted(one, judged.at, masker.text(judged.words))
            for one, (_, judged) in zip(findings, found.findings, strict=False)
        ),
        masks={key: runs for key, runs in masks.items() if runs},
    )


def _accepted(finding: Finding, at: str, words: str) -> Decision:
    """The decision that a finding is accepted, in these words, as far as the public is concerned."""
    made = stable_id("d", "accept", finding.id)
    return Decision(id=made, at=at, by="", action="accept", subjects=(finding.id,), value=words, stated=finding.stated)


class _Cleaner:
    """Masks records and takes out of them what points beyond the edition. `texts` are the masked page texts."""

    def __init__(self, masker: Masker, texts: Mapping[str, str], ids: set[str]) -> None:
        self._masker = masker
        self._texts = texts
        self._ids = ids

    def finding(self, finding: Finding) -> Finding:
        """A finding as it is published."""
        if isinstance(finding, Person):
            finding = self._person(finding)
        if isinstance(finding, Article):
            finding = replace(finding, blocks=())  # parts of the text, on pages that may not be published
        return self.clean(finding)

    def message(self, message: Message) -> Message:
        """A message as it is published: its body is the masked page text."""
        cleaned = replace(self.clean(message), implied=(), message_id="", in_reply_to="", references=())
        return replace(cleaned, body=quote_at(message.body_spans, self._texts)) if message.body_spans else cleaned

    def _person(self, person: Person) -> Person:
        """A person as named on published pages; addresses only where they may be shown."""
        seen = tuple(one for one in person.seen if one.span.page in self._texts)
        names = {person.name, person.filed, *(one.name for one in seen)}
        return replace(
            person,
            seen=seen,
            aliases=tuple(alias for alias in person.aliases if alias in names),
            addresses=tuple(one for one in person.addresses if not self._masker.masks(one) and one in names),
            merges=tuple(one for one in person.merges if {one.a, one.b} <= names),
            keys=(),
            formerly=(),
        )

    def clean(self, value: Item) -> Item:
        """A record, or a part of one, masked; of lists, without what lies outside of the edition."""
        cleaned: Any = value
        if isinstance(value, Citation):
            spans = tuple(span for span in value.spans if self._inside(span))  # an end of a link cites for itself
            cleaned = Citation(spans, quote_at(spans, self._texts))
        elif isinstance(value, Span):
            pass
        elif isinstance(value, Struct):
            names = value.__struct_fields__
            cleaned = replace(value, **{name: self.clean(getattr(value, name)) for name in names})
        elif isinstance(value, tuple | list):
            cleaned = type(value)(self.clean(part) for part in value if self._inside(part))
        elif type(value) is str:
            cleaned = self._masker.text(str(value))
        return cleaned  # type: ignore[no-any-return]

    def _inside(self, part: object) -> bool:
        """Whether a member of a list may be published: ids and pages only of what is."""
        if isinstance(part, Span):
            return part.page in self._texts
        if not isinstance(part, str):
            return True
        if _PAGE.fullmatch(part):
            return part in self._texts
        return part in self._ids or not _ID.fullmatch(part)
