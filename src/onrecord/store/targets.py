"""The kinds of records that are searched, and the tables of each."""

from __future__ import annotations

from msgspec import Struct

from onrecord.store import rows


class Target(Struct, frozen=True, kw_only=True):
    """One kind of record to search: its tables, the columns that are indexed and what a word in each counts.

    `spread`: the table of how many records hold each word, for a database that must be told.
    `names` is the place among the columns of the one that holds names, -1 without any. `counter`: the low bits of a row
    that only count. `order`: places, of heads `h` and the places `o` of their files.
    """

    kind: str
    index: str
    spread: str
    heads: str
    columns: tuple[str, ...]
    weights: tuple[float, ...]
    counter: int
    order: str
    names: int = -1

    def weights_for(self, *, person: bool) -> tuple[float, ...]:
        """What a word in each column counts. With a person filter words in names do not: all hits have them."""
        return tuple(0.0 if person and n == self.names else weight for n, weight in enumerate(self.weights))


TARGETS = {
    "message": Target(
        kind="message",
        index="message_index",
        spread="message_spread",
        heads="messages",
        columns=("body", "subject", "names", "extra"),
        weights=(1.0, 4.0, 2.0, 1.0),
        counter=rows.MESSAGE_COUNTER,
        order="o.ordinal, h.page, h.start, h.depth, h.id",
        names=2,
    ),
    "page": Target(
        kind="page",
        index="page_index",
        spread="page_spread",
        heads="pages",
        columns=("text", "extra"),
        weights=(1.0, 1.0),
        counter=0,
        order="o.ordinal, h.number",
    ),
}
