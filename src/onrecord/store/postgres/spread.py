"""In how many records of a search index each word stands, which tells how much a word says.

Counting that at every search took up to forty times as long as the search itself. So the numbers are kept, in the same
transactions as the records.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from onrecord.store.dialect import as_list
from onrecord.store.session import Session, Statements
from onrecord.store.targets import Target

#: Characters of words that are counted: an entry of a tree holds 2,700 bytes. Longer ones are counted when asked for.
LONGEST = 255


def words(spaced: str) -> set[str]:
    """The words of a record that are counted. `spaced` are its words in order, as an index holds them."""
    return {word for word in spaced.split() if len(word) <= LONGEST}


def change(session: Session, target: Target, records: Iterable[str], sign: int) -> None:
    """Count records (their words in order, as an index holds them) in, or out when `sign` is -1."""
    found = Counter(word for spaced in records for word in words(spaced))
    if not found:
        return
    rows = json.dumps([[word, sign * number] for word, number in sorted(found.items())])
    session.run(
        f"INSERT INTO {target.spread} AS t SELECT value->>0, CAST(value->>1 AS BIGINT)"
        " FROM json_array_elements(CAST(? AS json))"
        " ON CONFLICT (word) DO UPDATE SET records = t.records + excluded.records",
        (rows,),
    )
    if sign < 0:
        session.run(f"DELETE FROM {target.spread} WHERE records = 0 AND word IN (:texts)", (as_list(found),))


def of(read: Statements, target: Target, asked: Iterable[str]) -> dict[str, int]:
    """In how many records each of the words stands that stand in any."""
    return dict(read.rows(f"SELECT word, records FROM {target.spread} WHERE word IN (:texts)", (as_list(asked),)))


def misfits(read: Statements, target: Target, counted: Counter[str]) -> Iterator[str]:
    """The words whose number is not the one in `counted`, which is used up."""
    for word, records in read.stream(f"SELECT word, records FROM {target.spread}"):
        if counted.pop(word, 0) != records:
            yield word
    yield from counted
