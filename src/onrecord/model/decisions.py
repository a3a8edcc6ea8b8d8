"""What a person decided: the third layer. Decisions are only ever added."""

from __future__ import annotations

from msgspec import Struct


class Decision(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One decision of a person.

    `at` is when, ISO 8601 in UTC, `by` who. `action` is ``merge``, ``split``, ``rename``, ``not_a_person``,
    ``answer`` or
    ``undo``. `subjects` say on what: keys of names (`Person.keys`), or ids of findings. `value` is a new name, or the
    key
    that an answer chose; `undoes` the id of the decision taken back. `note` gives reasons in the person's words.
    """

    id: str
    at: str
    by: str
    action: str
    subjects: tuple[str, ...]
    value: str = ""
    undoes: str = ""
    note: str = ""
