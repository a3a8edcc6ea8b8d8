"""The words of a case, for finding those that look like another one.

FTS5 can list the words of its index, but reads the whole index to do so. All words of messages stand on pages, so only
those of pages are kept.
"""

from __future__ import annotations

from onrecord.store.session import Session
from onrecord.store.tokens import WORD, fold

#: Letters of the words that are kept. Shorter ones look like too many others, longer ones are no words.
SHORTEST, LONGEST = 3, 32

#: Parts the words of an ASCII text.
_PARTED = {code: " " for code in range(128) if not chr(code).isalnum()}

#: Words remembered as written.
_REMEMBERED = 200_000


class VocabularyWriter:
    """Adds words that are not known yet, at the latest when the transaction ends."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: set[str] = set()
        self._new: set[str] = set()
        session.hook(self.flush, self._forget)

    def learn(self, text: str) -> None:
        """Take note of the words of `text`."""
        lower = text.lower()
        # splitting is ten times as fast as the pattern, and the same for plain text
        found = lower.translate(_PARTED).split() if lower.isascii() else WORD.findall(lower)
        self._new.update(set(found) - self._seen)

    def flush(self) -> None:
        """Write the new words."""
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        self._seen |= self._new
        kept = sorted({fold(word) for word in self._new if not word.isdigit()})
        rows = [(len(word), word) for word in kept if SHORTEST <= len(word) <= LONGEST]
        self._session.many("INSERT OR IGNORE INTO words VALUES (?, ?)", rows)
        self._new = set()

    def _forget(self) -> None:
        self._seen.clear()
        self._new = set()
