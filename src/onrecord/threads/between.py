"""The members of a copy set against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from msgspec.structs import replace

from onrecord.model import Comparison, Message, Page, Word
from onrecord.threads import blanks, compare, grams

#: In sets of more members each is compared with the first one only.
ALL_PAIRS = 12


def needs_words(page: Page) -> bool:
    """Whether the places of a page's words tell what is blanked there: it has boxes, or codes that may be labels."""
    return bool(page.redactions) or grams.has_code(page.text)


def compared(
    members: Sequence[Message], pages: Sequence[Page], words: Mapping[str, Sequence[Word]]
) -> Iterator[Comparison]:
    """The pairs of `members` that differ, in order.

    `pages` are those that they stand on, `words` the places of the words of those that `needs_words`, by key.
    """
    sheets = {page.key: blanks.Sheet.of(page, words.get(page.key, ())) for page in pages}
    sides = list(_sides(members, sheets))
    pairs = combinations(sides, 2) if len(sides) <= ALL_PAIRS else ((sides[0], other) for other in sides[1:])
    found = (compare.compare(a, b) for a, b in pairs)
    return (one for one in found if one.differences)


def _sides(members: Sequence[Message], sheets: Mapping[str, blanks.Sheet]) -> Iterator[compare.Side]:
    """Each member made ready; of those with one body and the same blanks in it only the first is taken apart."""
    known: dict[tuple[str, tuple[blanks.Blank, ...]], compare.Side] = {}
    for message in members:
        damaged = any(compare.is_damaged(sheets[key].page) for key in message.stands_on if key in sheets)
        found = blanks.find(message, sheets)
        same = known.get((message.body, found.body))
        if same is None:
            same = known[message.body, found.body] = compare.side(message, found, damaged)
        yield replace(same, message=message, fields=found.fields, damaged=damaged)
