"""Messages into their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from onrecord.errors import RunStopped
from onrecord.model import Message, page_number
from onrecord.store import citations, contents, rows
from onrecord.store.bases import Bases, Place
from onrecord.store.codec import message_bytes, people_bytes, people_from
from onrecord.store.dialect import Values, as_list
from onrecord.store.hidden import Hidden
from onrecord.store.session import Session
from onrecord.store.targets import TARGETS
from onrecord.store.terms import parties, party_name, person_key
from onrecord.store.unpacking import MESSAGE, Unpacker

#: People remembered at a time.
_REMEMBERED = 50_000

_NEW_PERSON = "INSERT INTO people (name) VALUES (?) RETURNING no"

_ONE = (
    f"SELECT {MESSAGE} FROM messages m JOIN message_texts t ON t.no = m.text JOIN file_names n ON n.no = m.file"
    " LEFT JOIN packs k ON k.no = t.base WHERE m.row = ?"
)

#: The people with whom a message is listed.
_LISTED = "SELECT row, people FROM messages WHERE row IN (:numbers)"

_whole = msgspec.msgpack.Decoder(Message)


class MessageWriter:
    """Puts messages in and takes them out, with their texts, people, pages and index entries."""

    def __init__(self, session: Session, bases: Bases) -> None:
        self._session = session
        self._bases = bases
        self._index = session.dialect.index(session, TARGETS["message"])
        self._hidden: Hidden[Message] = Hidden(session, "message", msgspec.msgpack.encode, _whole.decode)
        self._people: dict[str, int] = {}
        self._next: dict[int, int] = {}
        self._texts = 0
        session.hook(lambda: None, self._forget)

    def check(self, messages: Iterable[Message], pages: set[str]) -> None:
        """Raise ValueError for a message without a citation, or with spans on a page that is not known."""
        citations.check(self._session, messages, pages)

    def put(self, unit: int, messages: Sequence[Message]) -> None:
        """Write `messages`, which have different ids, as work of `unit`."""
        if not messages:
            return
        known = self._known(messages)
        new = []
        for message in messages:
            owner = known.get(message.id)
            if owner is not None and self._hidden.first((owner[1], unit)) != unit:
                self._hidden.put(unit, message.id, message)
                continue
            if owner is not None:
                self._hide(*owner, message.id)
            new.append(message)
        self._insert(unit, new)

    def remove(self, unit: int) -> None:
        """Take out what `unit` wrote; versions of other units that it hid come to light."""
        self._hidden.forget(unit)
        found = self._session.rows("SELECT row, id FROM messages WHERE unit = ?", (unit,))
        self._delete(row for row, _ in found)
        for heir, message in self._hidden.heirs(id for _, id in found):
            self._insert(heir, [message])

    def _known(self, messages: Iterable[Message]) -> dict[str, tuple[int, int]]:
        """Row and unit of the messages that are in the store already."""
        sql = "SELECT id, row, unit FROM messages WHERE id IN (:texts)"
        found = self._session.rows(sql, (as_list(message.id for message in messages),))
        return {id: (row, unit) for id, row, unit in found}

    def _hide(self, row: int, unit: int, id: str) -> None:
        self._index.flush()
        self._hidden.put(unit, id, Unpacker().message(*self._session.rows(_ONE, (row,))[0]))
        self._delete((row,))

    def _insert(self, unit: int, messages: Sequence[Message]) -> None:
        heads: list[Values] = []
        texts: list[Values] = []
        people: list[Values] = []
        pages: list[Values] = []
        doubts: list[Values] = []
        stands = {message.id: self._stands(message) for message in messages}
        bases = self._bases.of(stands.values())
        for message in messages:
            sent = message.sent.local if message.sent else ""
            row, text = self._row(rows.day_of(sent), message.id), self._text()
            named = self._named(message)
            heads.append((*self._head(row, unit, message, sent), text, people_bytes(named)))
            base = bases[stands[message.id]]
            texts.append((text, base.pack, base.places + message_bytes(message, self._bases.text(base))))
            self._index.add(row, *contents.of_message(message))
            people += [(person, row) for person in named]
            pages += [(*self._place(key), row) for key in citations.cited_pages(message)]
            doubts += [(row,)] if message.doubts or message.certainty < 1 else []
        self._session.put("messages", heads)
        self._session.put("message_texts", texts)
        self._session.put("message_people", people)
        self._session.put("message_pages", pages)
        self._session.put("message_doubts", doubts)

    def _named(self, message: Message) -> list[int]:
        """The numbers of the people who are named in a message."""
        keys = {person_key(name): None for party in parties(message) if (name := party_name(party))}
        return [self._person(key) for key in keys]

    def _stands(self, message: Message) -> Place:
        return self._session.file(message.file), message.page_start, message.page_end

    def _head(self, row: int, unit: int, message: Message, sent: str) -> Values:
        file = self._session.file(message.file)
        start = message.citation.spans[0].start
        return row, message.id, file, message.page_start, start, message.depth, unit, message.chain, sent

    def _place(self, key: str) -> tuple[int, int]:
        return self._session.file_with_prefix(key.rpartition("/")[0]), page_number(key)

    def _row(self, day: int, id: str) -> int:
        """A free row for a message of a day. Rows are not used again while this writer lives.

        Raises RunStopped when the day is full (see `onrecord.store.rows`).
        """
        for bucket in rows.message_buckets(day, id):
            end = bucket + (1 << rows.MESSAGE_COUNTER)
            if bucket not in self._next:
                sql = "SELECT max(row) FROM messages WHERE row BETWEEN ? AND ?"
                last = self._session.rows(sql, (bucket, end - 1))[0][0]
                self._next[bucket] = bucket if last is None else last + 1
            if self._next[bucket] < end:
                self._next[bucket] += 1
                return self._next[bucket] - 1
        when = f"of {date.fromordinal(day)}" if day else "without a date"
        raise RunStopped(f"the case has more messages {when} than a store can hold", "make a case of each release")

    def _text(self) -> int:
        """The number of the next text."""
        if not self._texts:
            self._texts = self._session.number("SELECT coalesce(max(no), 0) + 1 FROM message_texts")
        self._texts += 1
        return self._texts - 1

    def _person(self, key: str) -> int:
        number = self._people.get(key)
        if number is None:
            found = self._session.rows("SELECT no FROM people WHERE name = ?", (key,))
            number = found[0][0] if found else self._session.number(_NEW_PERSON, (key,))
            if len(self._people) >= _REMEMBERED:
                self._people.clear()
            self._people[key] = number
        return number

    def _delete(self, numbers: Iterable[int]) -> None:
        listed = as_list(numbers)
        if listed == "[]":
            return
        self._index.remove(listed)
        texts = "DELETE FROM message_texts WHERE no IN (SELECT text FROM messages WHERE row IN (:numbers))"
        self._session.run(texts, (listed,))
        for row, people in self._session.rows(_LISTED, (listed,)):
            self._session.run(
                "DELETE FROM message_people WHERE person IN (:numbers) AND row = ?", (as_list(people_from(people)), row)
            )
        for table in ("message_pages", "message_doubts", "messages"):
            self._session.run(f"DELETE FROM {table} WHERE row IN (:numbers)", (listed,))

    def _forget(self) -> None:
        self._people.clear()
        self._next.clear()
        self._texts = 0
