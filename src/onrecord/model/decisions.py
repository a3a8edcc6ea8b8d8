"""What a person decided: the third layer. Decisions are only ever added."""

from __future__ import annotations

from msgspec import Struct

from onrecord.model.pages import Box

#: Every action of a decision: those on people, those on findings, on topics, and taking one back.
ACTIONS = ("merge", "split", "rename", "not_a_person", "answer", "accept", "reject", "edit", "note", "topic", "undo")


class Region(Struct, frozen=True, kw_only=True):
    """A part of a page: the file's SHA-256, the page from 1, and a box in points from the top left of the page."""

    file: str
    page: int
    box: Box


class Decision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One decision of a person.

    `at` is when, ISO 8601 in UTC, `by` who. `action` is one of `ACTIONS`. `subjects` say on what: keys of names
    (`Person.keys`), ids of findings, the key of a page, or the name of a topic. `value` is a new name, the key that an
    answer chose, what an edit puts into `field`, as JSON, the terms of a topic, as JSON, none when it is removed, or
    the words in which a chronology told what was accepted; `before` is what stood there, as JSON. `undoes` is the id of
    the decision taken back. `note` gives reasons in the person's words, or is the text of a note; `region` is where on
    a page it stands.

    `known` are the keys of all names of each person that it names, as they were known then: a decision on a person
    holds for who bears most of them now, not for whoever a single name went to.

    `kind` is that of the finding that was judged, `said` the words that it was cited with, and `stated` the digest of
    what it stated (`Finding.stated`): so a decision can be read when its finding is gone, and does not pass to a
    statement that the person has not seen.
    """

    id: str
    at: str
    by: str
    action: str
    subjects: tuple[str, ...]
    value: str = ""
    undoes: str = ""
    note: str = ""
    field: str = ""
    before: str = ""
    kind: str = ""
    said: str = ""
    stated: str = ""
    region: Region | None = None
    known: tuple[tuple[str, ...], ...] = ()
