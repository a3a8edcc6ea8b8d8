"""What the search index of a kind of record is made of.

It keeps no texts of its own. What it was given is worked out again from the record when that is taken out of it, and
when it is checked; so what stands here, and in `onrecord.store.terms`, is part of the store's format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from onrecord.errors import CaseDamaged
from onrecord.model import Message
from onrecord.store.session import Statements
from onrecord.store.targets import Target
from onrecord.store.terms import extra, names, rejoined
from onrecord.store.unpacking import MESSAGE, Unpacker

_SELECTED = {
    "message": f"SELECT m.row, {MESSAGE} FROM messages m JOIN message_texts t ON t.no = m.text"
    " JOIN file_names n ON n.no = m.file LEFT JOIN packs k ON k.no = t.base",
    "page": "SELECT p.row, p.pack, p.place, k.texts FROM pages p JOIN packs k ON k.no = p.pack",
}
_ROW = {"message": "m.row", "page": "p.row"}


def of_message(message: Message) -> tuple[str, ...]:
    """The texts of a message, in the order of the columns of its index."""
    subject = message.subject.printed if message.subject else ""
    return message.body, subject, names(message), extra(message)


def of_page(text: str) -> tuple[str, ...]:
    """The texts of a page with this text."""
    return text, rejoined(text)


def contents(
    read: Statements, target: Target, rows: str = "", *, whole: bool = True
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Row and texts of every record, or of those in the list `rows` (see `onrecord.store.dialect.as_list`).

    Raises CaseDamaged for a record that cannot be read; when it need not be `whole`, that one has no texts.
    """
    sql, texts_of = _SELECTED[target.kind], _TEXTS[target.kind]
    unpacker = Unpacker()
    if rows:
        sql += f" WHERE {_ROW[target.kind]} IN (:numbers)"
    for row, *columns in read.stream(sql, (rows,) if rows else ()):
        try:
            texts = texts_of(unpacker, columns)
        except CaseDamaged:
            if whole:
                raise
            texts = ()
        yield row, texts


_TEXTS: dict[str, Callable[[Unpacker, Sequence[Any]], tuple[str, ...]]] = {
    "message": lambda unpacker, columns: of_message(unpacker.message(*columns)),
    "page": lambda unpacker, columns: of_page(unpacker.text(*columns)),
}
