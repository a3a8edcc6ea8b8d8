"""The rule that nothing is kept without a place: every record cites pages that are in the store."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import Finding, Message, page_number
from onrecord.store.dialect import as_list
from onrecord.store.session import Session


def check(session: Session, records: Iterable[Message | Finding], pages: set[str]) -> None:
    """Raise ValueError for a record without a citation, or with spans on a page that is not known.

    `pages` are the keys of pages that are about to be written.
    """
    cited: dict[str, set[int]] = {}
    for record in records:
        if not record.citation.spans:
            raise ValueError(f"{type(record).__name__.lower()} {record.id} has no citation")
        for key in cited_pages(record):
            if key not in pages:
                cited.setdefault(key.rpartition("/")[0], set()).add(page_number(key))
    for file, numbers in cited.items():
        if missing := numbers - _numbers(session, file, numbers):
            raise ValueError(f"a record cites page {file}/{min(missing)}, which is not in the store")


def cited_pages(record: Message | Finding) -> tuple[str, ...]:
    """The keys of the pages on which a record stands, each once, in order."""
    if isinstance(record, Message):
        return record.stands_on
    return tuple(dict.fromkeys(span.page for span in record.citation.spans))


def _numbers(session: Session, file: str, numbers: set[int]) -> set[int]:
    sql = "SELECT number FROM pages WHERE file = ? AND number IN (:numbers)"
    found = session.rows(sql, (session.file_with_prefix(file), as_list(numbers)))
    return {number for (number,) in found}
