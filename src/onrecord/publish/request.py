"""A plain follow-up request, or an appeal, about chosen gaps: what is missing, why it must exist, page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill

from onrecord.errors import NotFound
from onrecord.model import Gap, Release, page_number
from onrecord.publish.rows.common import span_file
from onrecord.store.view import View

#: What is asked for, and why it must exist, by kind of gap.
_ASKS = {
    "missing_parent": ("the message that this one answers", "An answer was released, so what it answers was sent."),
    "quoted_only": (
        "the message itself, with its full header and its attachments",
        "It is quoted in a released message, so it exists.",
    ),
    "only_copied": (
        "the messages that this person wrote, and those sent to them",
        "Released messages were copied to this person, so their mailbox held mail on the matter.",
    ),
    "attachment_not_produced": ("the attachment named {detail}", "The header of a released message names it."),
    "skipped_stamps": (
        "the pages numbered {start} to {end}",
        "The numbers before and after were used, so these pages were numbered too.",
    ),
    "withheld_page": (
        "the pages withheld, or each part of them that can be released",
        "The agency's own sheet lists them.",
    ),
    "missing_release": (
        "release {release}, or a statement that none was made",
        "The letters before and after it came.",
    ),
    "republished_file": (
        "a statement of why the file was published again, and both versions of each page",
        "The two versions are both in the requester's hands.",
    ),
    "withheld_not_on_sheets": (
        "a sheet for each page withheld",
        "The letter counts more pages withheld than the sheets do.",
    ),
}
_OTHER = ("an explanation", "The records do not agree with one another.")
_WIDTH = 78


def chosen(view: View, ids: Sequence[str], kinds: Sequence[str], release: str) -> list[Gap]:
    """The gaps to ask about; see `Case.request_letter`. Raises NotFound when there is none."""
    found = [
        gap
        for gap in view.store.findings(Gap)
        if (not ids or any(gap.id.startswith(id) for id in ids))
        and (not kinds or gap.kind in kinds)
        and view.within(view.file_with_prefix(gap.citation.spans[0].page.rpartition("/")[0]), release)
    ]
    if not found:
        raise NotFound("no such gap in this case", "`onrecord gaps` lists them")
    return found


def letter(view: View, gaps: Sequence[Gap], *, appeal: bool = False) -> str:
    """The draft. What only the writer knows stands in square brackets."""
    releases = [release for release in view.store.releases() if _concerned(view, release, gaps)]
    requests = list(dict.fromkeys(release.request for release in releases if release.request))
    agencies = list(dict.fromkeys(release.agency for release in releases if release.agency))
    subject = "Appeal" if appeal else "Follow-up request"
    lines = [
        "[your name and address]",
        "[date]",
        "",
        " and ".join(agencies) or "[agency]",
        "",
        f"{subject}: request {', '.join(requests) or '[request number]'}",
        "",
        fill(_opening(releases, appeal), _WIDTH),
        "",
        *_items(view, gaps),
        fill(_closing(appeal), _WIDTH),
        "",
        "[signature]",
    ]
    return "\n".join(lines) + "\n"


def _concerned(view: View, release: Release, gaps: Sequence[Gap]) -> bool:
    files = {span_file(view, span) for gap in gaps for span in gap.citation.spans}
    return any(view.within(file, release.name) for file in files)


def _opening(releases: Sequence[Release], appeal: bool) -> str:
    came = "; ".join(f"{one.name} (received {one.received})" if one.received else one.name for one in releases)
    what = "I appeal the response to my request" if appeal else "I write about the response to my request"
    shown = "The released records themselves show that the following is missing."
    return f"{what}, as far as it was released in {came or '[releases]'}. {shown}"


def _items(view: View, gaps: Sequence[Gap]) -> Iterator[str]:
    for number, gap in enumerate(gaps, 1):
        ask, why = _ASKS.get(gap.kind, _OTHER)
        ask = ask.format(detail=gap.detail, start=gap.stamp_start, end=gap.stamp_end, release=gap.release)
        about = "" if gap.kind == "attachment_not_produced" else f" ({gap.detail})"
        text = f"{number}. Please produce {ask}{about}. {why} See {'; '.join(_places(view, gap))}. {gap.question}"
        yield fill(text, _WIDTH, subsequent_indent="   ")
        yield ""


def _places(view: View, gap: Gap) -> Iterator[str]:
    """Where it shows: file, page and stamp, each page once."""
    for key in dict.fromkeys(span.page for span in gap.citation.spans):
        page = view.store.page(key)
        name = view.location(view.file_with_prefix(key.rpartition("/")[0])).path
        stamp = f", stamped {page.stamps[0]}" if page is not None and page.stamps else ""
        yield f"{name}, page {page_number(key)}{stamp}"


def _closing(appeal: bool) -> str:
    if appeal:
        return "I ask that each item be released, or that the exemption be stated and justified for it page by page."
    state = "state for each item whether it was searched for, and under which exemption it is withheld."
    return f"Please send these records, or {state}"
