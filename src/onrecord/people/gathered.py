"""All names of a case with their places, in little room."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import groupby

import numpy as np

from onrecord.model import Seen, Span
from onrecord.people.headers import Mentioned, Placed
from onrecord.people.uses import Uses

#: Bits of a start within its page.
_START = 32


class Gathered:
    """Placed uses in columns: a case of a million pages has five million, and as objects they would take as many kB.

    In the order of their places once `arrange` was called. `uses`, `quote` and `mention` are columns of what `Placed`
    holds.
    """

    def __init__(self, placed: Iterable[Placed] = ()) -> None:
        self.uses = Uses()
        self._record: list[str] = []
        self._place = array("I")
        self._pages: list[str] = []
        self._page, self._start, self._end = array("I"), array("I"), array("I")
        self.quote: list[str] = []
        self.mention: list[Mentioned | None] = []
        self._page_at: dict[str, int] = {}
        self._known: dict[object, object] = {}
        for one in placed:
            self.append(one)

    def append(self, one: Placed) -> None:
        """Add one."""
        use, record, place, span, quote, mention = one
        self.uses.append(use)
        self._record.append(self.uses.within[-1] if record == use.within else record)
        self._place.append(place)
        self._page.append(self._page_number(span.page))
        self._start.append(span.start)
        self._end.append(span.end)
        self.quote.append(self._known.setdefault(quote, quote))  # type: ignore[arg-type]
        self.mention.append(mention and self._known.setdefault(mention, mention))  # type: ignore[arg-type]

    def _page_number(self, page: str) -> int:
        number = self._page_at.get(page)
        if number is None:
            number = self._page_at[page] = len(self._pages)
            self._pages.append(page)
        return number

    def __len__(self) -> int:
        return len(self._record)

    def __getitem__(self, number: int) -> Placed:
        """One of them."""
        return Placed(
            self.uses[number],
            self._record[number],
            self._place[number],
            self.span(number),
            self.quote[number],
            self.mention[number],
        )

    def span(self, number: int) -> Span:
        """Where one stands."""
        return Span(self._pages[self._page[number]], self._start[number], self._end[number])

    def seen(self, number: int, score: float, key: str) -> Seen:
        """One of them as a place of the person whom it names; see `Seen`."""
        uses = self.uses
        name = uses.name[number] or uses.address[number]
        return Seen(self._record[number], uses.place[number], self._place[number], name, self.span(number), score, key)

    def arrange(self) -> None:
        """Put them in the order of their places. The order of adding does not count. All should have been added."""
        self._known.clear()
        self._number_pages()
        pages, starts = (np.array(column, np.int64) for column in (self._page, self._start))
        order = np.argsort((pages << _START) + starts, kind="stable").tolist()
        numbers = [number for _, some in groupby(order, self._page_and_start) for number in self._ordered(list(some))]
        self.uses.arrange(numbers)
        for texts in (self._record, self.quote):
            texts[:] = [texts[number] for number in numbers]
        self.mention[:] = [self.mention[number] for number in numbers]
        for name in ("_place", "_page", "_start", "_end"):
            old = getattr(self, name)
            setattr(self, name, array("I", (old[number] for number in numbers)))

    def _number_pages(self) -> None:
        """Number the pages in the order of their keys."""
        ordered = sorted(self._pages)
        self._page_at = {page: number for number, page in enumerate(ordered)}
        numbers = [self._page_at[page] for page in self._pages]
        self._page = array("I", (numbers[page] for page in self._page))
        self._pages = ordered

    def _page_and_start(self, number: int) -> tuple[int, int]:
        return self._page[number], self._start[number]

    def _ordered(self, numbers: list[int]) -> list[int]:
        """What begins at one place, in order."""
        uses = self.uses
        return sorted(
            numbers,
            key=lambda n: (self._end[n], self._record[n], uses.place[n], self._place[n], uses.name[n]),
        )

    def words_at(self, span: Span) -> str:
        """The words at the place of a name in a header, once arranged; empty where none are known."""
        page = self._page_at.get(span.page)
        if page is None:
            return ""
        first, last = bisect_left(self._page, page), bisect_right(self._page, page)
        for at in range(bisect_left(self._start, span.start, first, last), last):
            if self._start[at] > span.start:
                break
            if self._end[at] == span.end and self.quote[at] and self.mention[at] is None:
                return self.quote[at]
        return ""
