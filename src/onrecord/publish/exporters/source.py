"""What an exporter that writes files is given: the records in scope, and page images and places of words on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from onrecord.model import Page, Word
from onrecord.publish.rows import KINDS, Row, Scope, rows
from onrecord.store.view import View


class Source(Struct, frozen=True, kw_only=True):
    """One export: records of `kind` in `scope`.

    `draw` gives the image of a page as a grey PNG at so many dots an inch, `place` the words of a page with their boxes
    in points; both raise ItemFailed for a page that has no image. `title` names the case.
    """

    view: View
    kind: str
    scope: Scope
    draw: Callable[[Page, float], bytes]
    place: Callable[[Page], tuple[Word, ...]]
    title: str = ""

    def rows(self, kind: str = "") -> Iterator[Row]:
        """The rows of `kind` (of the export's own without one) from the first; they can be asked for again."""
        return rows(self.view, kind or self.kind, self.scope)

    @property
    def kinds(self) -> list[str]:
        """Every kind of rows."""
        return sorted(KINDS)

    def files(self) -> Iterator[str]:
        """The ids of the files in scope, in the order of their first locations."""
        for file in self.view.files_in_order():
            if self.view.within(file, self.scope.release) and (
                not self.scope.file or self.view.named(file, self.scope.file)
            ):
                yield file
