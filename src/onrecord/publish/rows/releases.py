"""Releases, and what their agency says of them: letters, sheets, and the account that both add up to."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Release, ReleaseAccount, ReleaseLetter, VaughnEntry, WithheldSheet
from onrecord.publish.rows.common import Row, Scope, citation_row
from onrecord.store.view import View
from onrecord.text import stamps


def releases(view: View, scope: Scope) -> Iterator[Row]:
    """A row for each release that a letter accounts for, and for each release as added that none does."""
    sheets = {sheet.id: sheet for sheet in view.store.findings(WithheldSheet)}
    known = {release.name: release for release in view.store.releases()}
    accounts = sorted(view.store.findings(ReleaseAccount), key=lambda account: _order(account.number))
    for account in accounts:
        if scope.release in ("", account.release):
            yield _account(view, account, known.get(account.release), [sheets[id] for id in account.sheets])
    told = {account.release for account in accounts}
    for name, release in known.items():
        if scope.release in ("", name) and name not in told:
            yield release_row(view, release)


def _order(number: str) -> tuple[int, str]:
    return (int(number), "") if number.isdigit() else (10**9, number)


def release_row(view: View, release: Release) -> Row:
    """A release as it was added, without a letter."""
    return {
        "release": release.name,
        "date": release.received or None,
        "pages_reviewed": None,
        "pages_released": None,
        "withheld": None,
        "bates_first": None,
        "bates_last": None,
        "deleted_page_sheets": [],
        "stamp_start": None,
        "stamp_end": None,
        "name": release.name,
        "agency": release.agency or None,
        "request": release.request or None,
        "files": sum(place.release == release.name for place in view.store.locations()),
        "letters": 0,
        "id": None,
        "citation": None,
    }


def _account(view: View, account: ReleaseAccount, release: Release | None, sheets: list[WithheldSheet]) -> Row:
    return {
        **release_row(view, release or Release(name=account.release)),
        "release": account.number,
        "date": account.date or None,
        "pages_reviewed": account.pages_reviewed,
        "pages_released": account.pages_released,
        "withheld": account.withheld,
        "bates_first": _number(account.bates_first),
        "bates_last": _number(account.bates_last),
        "deleted_page_sheets": [{"file": view.location(sheet.file).path, "total": sheet.total} for sheet in sheets],
        "stamp_start": account.bates_first or None,
        "stamp_end": account.bates_last or None,
        "letters": len(account.letters),
        "id": account.id,
        "citation": citation_row(view, account.citation),
    }


def account_row(view: View, account: ReleaseAccount) -> Row:
    """One account with the ids of the letters and sheets that it adds up."""
    return {
        "release": account.number,
        "name": account.release,
        "date": account.date or None,
        "pages_reviewed": account.pages_reviewed,
        "pages_released": account.pages_released,
        "withheld": account.withheld,
        "on_sheets": account.on_sheets,
        "stamp_start": account.bates_first or None,
        "stamp_end": account.bates_last or None,
        "letters": list(account.letters),
        "sheets": list(account.sheets),
        "id": account.id,
        "citation": citation_row(view, account.citation),
    }


def letter_row(view: View, letter: ReleaseLetter) -> Row:
    """One release letter."""
    return {
        "number": letter.number or None,
        "release": letter.release,
        "file": view.location(letter.file).path,
        "page_start": letter.page_start,
        "page_end": letter.page_end,
        "date": letter.date or None,
        "pages_reviewed": letter.pages_reviewed,
        "pages_released": letter.pages_released,
        "withheld": letter.withheld,
        "stamp_start": letter.bates_first or None,
        "stamp_end": letter.bates_last or None,
        "consultation": letter.consultation or None,
        "sha256": letter.file,
        "id": letter.id,
        "citation": citation_row(view, letter.citation),
    }


def sheet_row(view: View, sheet: WithheldSheet) -> Row:
    """One sheet in the place of withheld pages."""
    return {
        "kind": sheet.kind,
        "release": sheet.release,
        "file": view.location(sheet.file).path,
        "page_start": sheet.page_start,
        "page_end": sheet.page_end,
        "total": sheet.total,
        "counted": sheet.counted,
        "codes": list(sheet.codes),
        "runs": [{"stamp_start": first, "stamp_end": last} for first, last in sheet.runs],
        "listed": [{"number": line.number, "reason": line.reason} for line in sheet.listed],
        "sha256": sheet.file,
        "id": sheet.id,
        "citation": citation_row(view, sheet.citation),
    }


def vaughn_row(view: View, entry: VaughnEntry) -> Row:
    """One row of a Vaughn index, and the pages in the case that bear its first stamp."""
    pages = view.store.pages_by_stamp(entry.stamp_start)
    return {
        "release": entry.release,
        "file": view.location(entry.file).path,
        "stamp_start": entry.stamp_start,
        "stamp_end": entry.stamp_end,
        "codes": list(entry.codes),
        "description": entry.description,
        "pages": [{"file": view.location(page.file).path, "page": page.number} for page in pages],
        "sha256": entry.file,
        "id": entry.id,
        "citation": citation_row(view, entry.citation),
    }


def _number(stamp: str) -> int | None:
    parts = stamps.parse(stamp)
    return parts.number if parts else None
