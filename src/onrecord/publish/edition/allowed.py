"""The allow-list of an edition: the findings that a person accepted, the pages that they cite, and no more."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from onrecord.model import FINDINGS, Article, CopySet, Finding, Message
from onrecord.publish.rows.common import span_file
from onrecord.store.judgements import Judgement
from onrecord.store.view import View

#: The kinds of findings that an edition may hold. A kind that is not named here is never published.
KINDS = (
    "interactions",
    "events",
    "claims",
    "families",
    "links",
    "gaps",
    "people",
    "tenures",
    "contacts",
    "attachments",
    "articles",
)


class Allowed(Struct, frozen=True, kw_only=True):
    """What may be published: findings as corrected, each with its judgement; page keys; file ids; and messages.

    A message is there when an accepted finding speaks of it and it stands on cited pages from beginning to end; an
    article, the byline of what an accepted claim stands in, on the same terms. `copies` say which of the messages that
    accepted findings speak of are one, so that what two copies tell is told once. `waiting` counts the findings of
    these kinds that nobody accepted.
    """

    findings: tuple[tuple[Finding, Judgement], ...]
    pages: frozenset[str]
    files: frozenset[str]
    messages: tuple[Message, ...]
    articles: tuple[Article, ...]
    copies: tuple[CopySet, ...]
    waiting: int


def allowed(view: View) -> Allowed:
    """What a person stands behind in this case."""
    findings: list[tuple[Finding, Judgement]] = []
    waiting = 0
    for name in KINDS:
        for finding, judgement in view.findings(FINDINGS[name]) if name in FINDINGS else ():
            if judgement.accepted:
                findings.append((finding, judgement))
            else:
                waiting += judgement.state != "rejected"
    spans = [span for finding, _ in findings for span in finding.citation.spans]
    pages = frozenset(span.page for span in spans)
    told = sorted({id for finding, _ in findings for id in finding.about})
    return Allowed(
        findings=tuple(findings),
        pages=pages,
        files=frozenset(span_file(view, span) for span in spans),
        messages=tuple(message for id in told if (message := view.store.message(id)) and _within(message, pages)),
        articles=tuple(_articles(view, told, {finding.id for finding, _ in findings}, pages)),
        copies=tuple(_copies(view, frozenset(told), pages)),
        waiting=waiting,
    )


def _within(message: Message, pages: frozenset[str]) -> bool:
    """Whether all of a message stands on these pages."""
    spans = (*message.citation.spans, *message.body_spans)
    numbers = range(message.page_start, message.page_end + 1)
    return {span.page for span in spans} | {f"{message.file[:16]}/{number}" for number in numbers} <= pages


def _articles(view: View, told: list[str], accepted: set[str], pages: frozenset[str]) -> list[Article]:
    found = (view.store.finding(id) for id in told if id not in accepted)
    return [one for one in found if isinstance(one, Article) and {span.page for span in one.citation.spans} <= pages]


def _copies(view: View, told: frozenset[str], pages: frozenset[str]) -> Iterator[CopySet]:
    """Copy sets cut to the messages in `told`; what makes them alike may stand on pages that are not published."""
    for found in view.store.findings(CopySet):
        members = tuple(id for id in found.members if id in told)
        if len(members) > 1 and any(span.page in pages for span in found.citation.spans):
            yield replace(found, members=members, pairs=(), files=())
