"""The words of a case, for finding those that look like another one.

Listing the words of a search index would read all of it. All words of messages stand on pages, so only those of pages
are kept.
"""

from __future__ import annotations

from onrecord.store.session import Session
from onrecord.store.tokens import tokens

#: Letters of the words that are kept. Shorter ones look like too many others, longer ones are no words.
SHORTEST, LONGEST = 3, 32

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
        self._new.update(set(tokens(text)) - self._seen)

    def flush(self) -> None:
        """Write the new words."""
        if len(self._seen) > _REMEMBERED:
            self._seen.clear()
        self._seen |= self._new
        kept = sorted(word for word in self._new if SHORTEST <= len(word) <= LONGEST and not word.isdigit())
        self._session.put("words", [(len(word), word) for word in kept], skip_known=True)
        self._new = set()

    def _forget(self) -> None:
        self._seen.clear()
        self._new = set()
