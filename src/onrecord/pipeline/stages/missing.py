"""Missing: messages, attachments and stamped pages that should be there, once copies, threads and people are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from onrecord.gaps import attachments, copied, replies, skipped
from onrecord.model import (
    Attachment,
    Citation,
    CopySet,
    Gap,
    Message,
    Page,
    Person,
    Span,
    StampSeries,
    Thread,
    page_key,
)
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline.run import Run, places_by_file
from onrecord.pipeline.stages import whole
from onrecord.store.protocol import Record, Store

STAGE = "missing"


def perform(run: Run) -> None:
    """Run the stage."""
    version = f"{replies.VERSION}.{skipped.VERSION}.{attachments.VERSION}.{copied.VERSION}"
    after = ("inspect", "read", "split", "attach", "stamps", "relate", "people", "releases")
    whole.perform(run, STAGE, version, after, lambda: _find(run))


def _find(run: Run) -> Iterator[Record]:
    store = run.store
    release_of = _releases(run)
    home = {member: found.members[0] for found in store.findings(CopySet) for member in found.members}
    yield from replies.find(store.sketches(), home, store.findings(Thread), release_of, partial(_in_words, store))
    known = [gap for gap in store.findings(Gap) if gap.kind in skipped.ACCOUNTED]
    yield from skipped.find(store.findings(StampSeries), known, release_of, lambda key: _stamp(store.page(key)))
    yield from attachments.find(store.findings(Attachment), release_of)
    yield from copied.find(store.findings(Person), home, release_of)


def _releases(run: Run) -> Callable[[str], str]:
    found = {file[:FILE_DIGITS]: places[0].release for file, places in places_by_file(run.store).items()}
    return lambda file: found.get(file, "")


def _in_words(store: Store, ids: Sequence[str]) -> dict[str, str]:
    """Messages in a few words, by id: subject, sender and time."""
    known = {message.id: _words(message) for message in store.messages_called(ids)}
    return {id: known.get(id, "a message") for id in ids}


def _words(message: Message) -> str:
    subject = message.subject.printed if message.subject else "no subject"
    sender = (message.sender.name or message.sender.address) if message.sender else ""
    sent = message.sent.iso.replace("T", " ")[:16] if message.sent else ""
    return f"“{subject[:80]}” of {sender or 'somebody not named'}" + (f", {sent}," if sent else "")


def _stamp(page: Page | None) -> Citation | None:
    """The stamp on a page, to cite the last number before a gap."""
    if page is None:
        return None
    mark = next((mark for mark in page.marks if mark.kind == "stamp"), None)
    if mark is None:
        return None
    key = page_key(page.file, page.number)
    return Citation((Span(key, mark.start, mark.end),), page.text[mark.start : mark.end])
