"""Keeping the search index in step with the texts."""

from __future__ import annotations

from onrecord.store.session import Session, Values

#: Characters of text held back at most. FTS5 is quickest when it gets many texts in the order of their rows.
_HELD_CHARACTERS = 8_000_000


class IndexWriter:
    """One FTS5 table over the columns `columns` of the table `texts`."""

    def __init__(self, session: Session, table: str, texts: str, columns: tuple[str, ...]) -> None:
        self._session = session
        names = ", ".join(columns)
        self._insert = f"INSERT INTO {table} (rowid, {names}) VALUES (?{', ?' * len(columns)})"
        self._delete = (
            f"INSERT INTO {table} ({table}, rowid, {names})"
            f" SELECT 'delete', row, {names} FROM {texts} WHERE row IN (SELECT value FROM json_each(?)) ORDER BY row"
        )
        self._held: list[Values] = []
        self._characters = 0
        session.hook(self.flush, self._forget)

    def add(self, row: int, *texts: str) -> None:
        """Index `texts` under `row`, at the latest when the transaction ends."""
        self._held.append((row, *texts))
        self._characters += sum(map(len, texts))
        if self._characters > _HELD_CHARACTERS:
            self.flush()

    def remove(self, rows: str) -> None:
        """Take the rows in the JSON list `rows` out. Their texts must still be in the table of texts."""
        self.flush()
        self._session.run(self._delete, (rows,))

    def flush(self) -> None:
        """Write what is held back."""
        self._held.sort()
        self._session.many(self._insert, self._held)
        self._forget()

    def _forget(self) -> None:
        self._held = []
        self._characters = 0
