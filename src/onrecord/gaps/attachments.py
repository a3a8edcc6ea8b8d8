"""Attachments that a header names and that are nowhere in the case."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from onrecord.model import Attachment, Gap, Phrase, stable_id

#: Raised when the same attachments give other gaps.
VERSION = "2"

_BETWEEN = re.compile(r"[\W_]+")


def squeeze(name: str) -> str:
    """A file name to compare: letters and digits."""
    return _BETWEEN.sub("", name.lower())


def find(attachments: Iterable[Attachment], release_of: Callable[[str], str]) -> Iterator[Gap | Phrase]:
    """A gap for each attachment that headers name and that was produced with none of the messages that name it, and
    what they are counted against.

    What several messages or copies name under one name is one gap, cited to the first of them. What a text only speaks
    of has no name, and is no gap: there may have been nothing.
    """
    named: defaultdict[str, list[Attachment]] = defaultdict(list)
    for attachment in attachments:
        if attachment.named == "header" and squeeze(attachment.name):
            named[squeeze(attachment.name)].append(attachment)
    missing = {key: found for key, found in named.items() if not any(one.produced for one in found)}
    against = f"{len(missing)} of {len(named)} attachments that headers name"
    yield (counted := Phrase("gaps.attachment_not_produced", against))
    for key, found in sorted(missing.items()):
        first = found[0]
        yield Gap(
            id=stable_id("g", "attachment_not_produced", key),
            citation=first.citation,
            kind="attachment_not_produced",
            release=release_of(first.citation.spans[0].page.rpartition("/")[0]),
            detail=first.name,
            denominator=counted.mark,
            question="Was it produced without its name, withheld, or left out of the search?",
            records=tuple(dict.fromkeys(id for one in found for id in (one.message, one.id))),
        )
