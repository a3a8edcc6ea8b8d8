"""What later stages find out: records that stand on pages and speak of other records."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import ClassVar

from msgspec import Struct

from onrecord.model.spans import Citation, Span


class Phrase(Struct, frozen=True):
    """Words that many findings hold and that every new record changes, such as what gaps are counted against.

    The findings hold `mark` in their place, so that they stay as they are; a store puts `text` in when it reads them.
    """

    name: str
    text: str

    @property
    def mark(self) -> str:
        """What stands in findings for the words."""
        return f"{{{self.name}}}"


class Finding(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The base of every record that a stage after splitting makes.

    A kind of finding is a subclass with a `KIND` (the name under which it is exported), entered in
    `onrecord.model.FINDINGS`. `id` comes from `stable_id`, with a prefix of the kind's own. `citation` holds at least
    one span: a store refuses a finding without one, or with a span on a page that it does not have.

    `EDITABLE` names the fields that a person may correct; the citation never is one. `ASIDE` names those that new
    records fill up, or that say how it was found, without changing what is stated. `PHRASED` names the field that may
    hold marks of phrases (see `Phrase`) when a stage writes it.
    """

    KIND: ClassVar[str] = ""
    EDITABLE: ClassVar[tuple[str, ...]] = ()
    ASIDE: ClassVar[frozenset[str]] = frozenset()
    PHRASED: ClassVar[str] = ""

    id: str
    citation: Citation

    @property
    def about(self) -> tuple[str, ...]:
        """The ids of the records that this one speaks of, messages and findings; a store looks them up both ways."""
        return ()

    @property
    def stated(self) -> str:
        """A digest of what is stated: 16 hexadecimal digits over all fields that are neither empty nor in `ASIDE`.

        Where words stand does not count, only the words: reading the same page with a better engine changes nothing.
        """
        fields = {name: _stated(getattr(self, name)) for name in self.__struct_fields__ if name not in self.ASIDE}
        told = {name: value for name, value in fields.items() if value}
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _stated(value: object) -> object:
    """A value without the places in it, as JSON takes it. Empty fields are left out: new ones change nothing."""
    if isinstance(value, Span):
        return None
    if isinstance(value, Struct):
        parts = {name: _stated(getattr(value, name)) for name in value.__struct_fields__}
        return {name: part for name, part in parts.items() if part}
    if isinstance(value, tuple | list):
        return [part for part in map(_stated, value) if part]
    return value
