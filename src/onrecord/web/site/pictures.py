"""Page images of an edition: drawn from the source, then painted over wherever nothing may be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from onrecord.case import Case
from onrecord.errors import ItemFailed
from onrecord.model import Page, SourceFile, Word
from onrecord.pipeline.derive import Desk as Drawing
from onrecord.publish.edition import Mask
from onrecord.publish.painted import PAINT, painted, shown_words

#: Points painted beyond a masked word on each side.
_MARGIN = 1.5


class EditionPictures:
    """Stands where the reading room has its pictures. `masks` are the masked runs of each page, by page key.

    A page with a masked run whose place on the image is not known has no image: it could show what is masked.
    """

    def __init__(self, case: Case, drawing: Drawing, masks: Mapping[str, Sequence[Mask]]) -> None:
        self._case = case
        self._files = {file.id: file for file in case.store.files()}  # those of the edition do not say where they lie
        self._drawing = drawing
        self._masks = masks
        self._words: dict[str, tuple[Word, ...]] = {}

    def image(self, file: SourceFile, page: Page, dpi: int) -> bytes:
        """The image of a page as a grey PNG without metadata, redactions and masked words painted over."""
        source = self._source(page)
        image = painted(self._drawing.image(self._files[file.id], page.number, float(dpi)), source)
        for word in self._masked(file, page):
            _cover(image, source, word)
        out = BytesIO()
        image.save(out, "PNG", compress_level=6)
        return out.getvalue()

    def words(self, file: SourceFile, page: Page) -> tuple[Word, ...]:
        """The words of a page with their places; none that lie on a redaction."""
        if page.key not in self._words:
            source = self._source(page)
            self._words[page.key] = tuple(shown_words(source, self._drawing.words(self._files[file.id], source)))
        return self._words[page.key]

    def close(self) -> None:
        """Nothing is held."""

    def _source(self, page: Page) -> Page:
        """The page as it is in the case."""
        found = self._case.store.page(page.key)
        assert found is not None
        return found

    def _masked(self, file: SourceFile, page: Page) -> list[Word]:
        """The words under masks. Raises ItemFailed when the place of one is not known."""
        masks = self._masks.get(page.key, ())
        words = self.words(file, page) if masks else ()
        found = [[word for word in words if word.start < mask.end and mask.start < word.end] for mask in masks]
        if not all(found):
            raise ItemFailed("the place of a masked value on the image is not known", "its text is published masked")
        return [word for each in found for word in each]


def _cover(image: Image.Image, page: Page, word: Word) -> None:
    across, down = image.width / page.width, image.height / page.height
    x0, y0, x1, y1 = word.box
    box = ((x0 - _MARGIN) * across, (y0 - _MARGIN) * down, (x1 + _MARGIN) * across, (y1 + _MARGIN) * down)
    ImageDraw.Draw(image).rectangle(box, fill=PAINT)
