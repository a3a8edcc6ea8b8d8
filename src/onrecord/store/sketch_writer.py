"""Sketches of messages into their tables."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Sketch
from onrecord.store import bundles, names
from onrecord.store.bases import Bases
from onrecord.store.bundles import New
from onrecord.store.codec import sketch_bytes
from onrecord.store.dialect import as_list
from onrecord.store.rows import NUMBERS_OF
from onrecord.store.session import Session

_OF_UNIT = (
    "SELECT s.no FROM bundles b CROSS JOIN sketches s"
    f" ON s.no BETWEEN {NUMBERS_OF.format(bundle='b.no')} WHERE b.unit = ?"
)


class SketchWriter:
    """Puts sketches in and takes them out. Versions by several units stand side by side; readers choose one."""

    def __init__(self, session: Session, bases: Bases) -> None:
        self._session, self._bases = session, bases

    def put(self, unit: int, sketches: Sequence[Sketch]) -> None:
        """Write `sketches` as work of `unit`. Their bases are looked up together: there is one for every message."""
        places = [self._bases.place(sketch.cited.spans[0].page) for sketch in sketches]
        bases = self._bases.of(places)
        new = [
            New("", sketch.id, place, sketch.cited.spans[0].start, bases[place], sketch_bytes(sketch))
            for sketch, place in zip(sketches, places, strict=True)
        ]
        for some in bundles.divided(new):
            written = bundles.put(self._session, self._bases, unit, some)
            self._session.put("sketches", [(no, names.number(one.id)) for no, one in written])

    def remove(self, unit: int) -> None:
        """Take out what `unit` wrote."""
        found = [no for (no,) in self._session.rows(_OF_UNIT, (unit,))]
        if found:
            self._session.run("DELETE FROM sketches WHERE no IN (:numbers)", (as_list(found),))
            bundles.clear(self._session, "sketches", found, self._bases.text)
