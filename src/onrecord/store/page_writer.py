"""Pages into their tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from onrecord.model import Page, page_key, stamp_key
from onrecord.store import contents, packs, rows
from onrecord.store.dialect import Values, as_list
from onrecord.store.hidden import Hidden
from onrecord.store.session import Session
from onrecord.store.targets import TARGETS
from onrecord.store.unpacking import PAGE, Unpacker
from onrecord.store.vocabulary import VocabularyWriter

#: Files remembered at a time.
_REMEMBERED = 50_000

_whole = msgspec.msgpack.Decoder(Page)


class PageWriter:
    """Puts pages in and takes them out, with their texts, stamps and index entries."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._index = session.dialect.index(session, TARGETS["page"])
        self._vocabulary = VocabularyWriter(session)
        self._first: dict[int, int] = {}
        self._owners: dict[int, int] = {}
        session.hook(lambda: None, self._forget)
        self._hidden: Hidden[Page] = Hidden(session, "page", msgspec.msgpack.encode, _whole.decode)

    def put(self, unit: int, pages: Sequence[Page]) -> None:
        """Write `pages`, which have different keys, as work of `unit`."""
        if not pages:
            return
        known = self._known(pages)
        new = []
        for page in pages:
            owner = known.get((page.file, page.number))
            if owner is not None and self._hidden.first((owner[1], unit)) != unit:
                self._hidden.put(unit, page.key, page)
                continue
            if owner is not None:
                self._hide(*owner, page.key)
            new.append(page)
        self._insert(unit, new)

    def remove(self, unit: int) -> None:
        """Take out what `unit` wrote; versions of other units that it hid come to light."""
        self._hidden.forget(unit)
        found = self._session.rows(
            "SELECT p.row, n.id, p.number FROM packs k CROSS JOIN pages p ON p.file = k.file"
            " AND p.number BETWEEN k.first_page AND k.last_page AND p.pack = k.no"
            " JOIN file_names n ON n.no = p.file WHERE k.unit = ?",
            (unit,),
        )
        self._delete(row for row, _, _ in found)
        packs.leave(self._session, unit)
        keys = [page_key(file, number) for _, file, number in found]
        for heir, page in self._hidden.heirs(keys):
            self._insert(heir, [page])

    def _known(self, pages: Iterable[Page]) -> dict[tuple[str, int], tuple[int, int]]:
        """Row and unit of the pages that are in the store already."""
        numbers: dict[str, list[int]] = {}
        for page in pages:
            numbers.setdefault(page.file, []).append(page.number)
        sql = "SELECT number, row, unit FROM pages WHERE file = ? AND number IN (:numbers)"
        return {
            (file, number): (row, unit)
            for file, wanted in numbers.items()
            for number, row, unit in self._session.rows(sql, (self._session.file(file), as_list(wanted)))
        }

    def _hide(self, row: int, unit: int, key: str) -> None:
        self._index.flush()
        sql = f"SELECT {PAGE} FROM pages p JOIN packs k ON k.no = p.pack WHERE p.row = ?"
        self._hidden.put(unit, key, Unpacker().page(*self._session.rows(sql, (row,))[0]))
        self._delete((row,))

    def _insert(self, unit: int, pages: Sequence[Page]) -> None:
        if not pages:
            return
        heads: list[Values] = []
        stamps: list[Values] = []
        codes: list[Values] = []
        for some in packs.divided(pages):
            file = self._session.file(some[0][0].file)
            pack = packs.put(self._session, unit, file, some)
            for place, (page, _, _) in enumerate(some):
                row = self._row(file, page)
                printed = "\n".join(page.stamps)
                heads.append((row, file, page.number, unit, str(page.state), printed, pack, place))
                codes += [(code, row) for code in _codes(page)]
                stamps += [(key, row) for key in _stamp_keys(printed)]
                self._learn(row, page.text)
        self._session.put("pages", heads)
        self._session.put("page_stamps", stamps)
        self._session.put("page_codes", codes)

    def _learn(self, row: int, text: str) -> None:
        texts = contents.of_page(text)
        self._index.add(row, *texts)
        for each in texts:
            self._vocabulary.learn(each)

    def _row(self, file: int, page: Page) -> int:
        """The row of a page. Raises ValueError for a page number that has none."""
        if not 0 < page.number < 1 << rows.PAGE_NUMBER:
            raise ValueError(f"page number {page.number} is out of range")
        if file not in self._first:
            if len(self._first) >= _REMEMBERED:
                self._forget()
            first = next(row for row in rows.file_rows(page.file) if self._is_free(row, file))
            self._first[file], self._owners[first] = first, file
        return self._first[file] + page.number

    def _is_free(self, row: int, file: int) -> bool:
        """Whether no other file has rows that begin so."""
        sql = "SELECT 1 FROM pages WHERE row BETWEEN ? AND ? AND file != ? LIMIT 1"
        others = self._session.rows(sql, (row, row + (1 << rows.PAGE_NUMBER) - 1, file))
        return self._owners.get(row, file) == file and not others

    def _forget(self) -> None:
        self._first.clear()
        self._owners.clear()

    def _delete(self, numbers: Iterable[int]) -> None:
        listed = as_list(numbers)
        if listed == "[]":
            return
        self._index.remove(listed)
        for row, printed in self._session.rows("SELECT row, stamps FROM pages WHERE row IN (:numbers)", (listed,)):
            gone = as_list(_stamp_keys(printed)), row
            self._session.run("DELETE FROM page_stamps WHERE stamp IN (:texts) AND row = ?", gone)
        for table in ("page_codes", "pages"):
            self._session.run(f"DELETE FROM {table} WHERE row IN (:numbers)", (listed,))


def _stamp_keys(printed: str) -> dict[str, None]:
    """Under what a page is looked up that bears these stamps, one a line."""
    return {stamp_key(stamp): None for stamp in printed.split("\n")} if printed else {}


def _codes(page: Page) -> dict[str, None]:
    """The exemption codes of a page, of its boxes and of its text, in the form in which they are counted."""
    printed = [code for redaction in page.redactions for code in redaction.codes]
    printed += [mark.value for mark in page.marks if mark.kind == "exemption"]
    if not printed:
        return {}
    from onrecord.data.codes import explain  # its forms take long to prepare: only pages with codes wait for it

    return dict.fromkeys(explain(code).code for code in printed if code)
