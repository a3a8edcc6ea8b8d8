"""Words that many findings hold and that every new record changes: kept once, and put in when a finding is read."""

from __future__ import annotations

import re

from msgspec.structs import force_setattr

from onrecord.model import Finding, Phrase
from onrecord.store.dialect import Values
from onrecord.store.packing import pack, unpack
from onrecord.store.session import Statements

#: What names of phrases begin with in the table of memos.
_PREFIX = "phrase:"

_MARK = re.compile(r"\{([\w.]+)\}")


def row(unit: int, phrase: Phrase) -> Values:
    """The row of a phrase in the table of memos."""
    return _PREFIX + phrase.name, unit, pack(phrase.text.encode())


class Phrases:
    """The phrases of a case, read when a finding first asks for one."""

    def __init__(self, read: Statements) -> None:
        self._read = read
        self._texts: dict[str, str] | None = None

    def put_in(self, finding: Finding) -> Finding:
        """A finding just read, the words in the place of their marks."""
        field = finding.PHRASED
        if field and "{" in (text := getattr(finding, field)):
            force_setattr(finding, field, _MARK.sub(lambda mark: self._known().get(mark[1], mark[0]), text))
        return finding

    def _known(self) -> dict[str, str]:
        if self._texts is None:
            sql = "SELECT name, data FROM memos WHERE name >= ? AND name < ? ORDER BY name, unit DESC"
            found = self._read.rows(sql, (_PREFIX, _PREFIX[:-1] + ";"))
            self._texts = {name.removeprefix(_PREFIX): unpack(data).decode() for name, data in found}
        return self._texts
