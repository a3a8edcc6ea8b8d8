"""Reading text from page images: what is tried on a page, in which order, and which reading is kept.

Tesseract reads a cleaned page that was put straight. A page that reads badly is turned by quarters. What is still
doubtful, by its confidence or because little of what is printed was read, goes to RapidOCR where that is installed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from onrecord.model import Attempt, Box, Word
from onrecord.pages.engines import prepare, rapid, tesseract
from onrecord.pages.engines.prepare import INCH, Grey
from onrecord.settings import Settings

__all__ = ["ENGINE", "INCH", "NARROW", "Reading", "depends_on", "engine_version", "read"]

ENGINE = tesseract.ENGINE

#: Raised when the rules here give other readings of the same image.
VERSION = "5"

#: A page without grain, of so many dots an inch or more, is first read at this part of its width: that takes a sixth
#: less time, and of clean type of 9 to 12 points as many words come out right. Small or worn type suffers, and shows it
#: by its confidence: below `SURE_ENOUGH`, or when little was read, the page is read again in full.
NARROWED, FINE_DPI, SURE_ENOUGH = 0.8, 190.0, 92.0

#: What an attempt says of a narrowed image.
NARROW = "narrow"

#: Pages whose words have a lower mean confidence (0 to 100) are marked as badly read.
LOW_CONFIDENCE = 60.0

#: Pages below this, though perhaps not marked, are read once more by the slower engine: of faxed mail every second.
DOUBTFUL_CONFIDENCE = 88.0

#: Printed text changes between ink and paper about this often in a character, counted along every second row of pixels
#: and divided by the dots an inch: measured 0.11 to 0.15 on clean, noisy and faxed mail and on scanned contracts.
STROKES = 0.13

#: A page whose ink is worth `INK_COUNTS` characters or more, of which less than `EXPLAINED` were read, is badly read,
#: whatever the confidence of those few; of which less than `MOSTLY_EXPLAINED` were read, it is doubtful. A page from
#: which nothing was read is badly read when its ink is worth `NOTHING_COUNTS`: empty ones, cleaned, have next to none.
INK_COUNTS, NOTHING_COUNTS = 100, 20
EXPLAINED = 0.3
MOSTLY_EXPLAINED = 0.55

#: The slower engine's reading is kept unless it has less than this part of the letters of a reading that is not low.
NEARLY_ALL = 0.7


class Reading(Struct, frozen=True):
    """What was read from an image.

    `text` has a line feed after each printed line but the last. `words` have places in points from the top left of
    the image and confidences of 0 to 100; their offsets are into `text`. `confidence` is their mean, -1 when no word
    was found. `low` says that the page was badly read: by its confidence, or by ink that no word explains; `doubtful`
    that it is worth another try. `engine` read it; `tried` is everything that was tried, in order, of which this is
    number `attempt`.
    """

    text: str
    words: tuple[Word, ...]
    confidence: float
    low: bool
    doubtful: bool = False
    engine: str = ENGINE
    attempt: int = 0
    tried: tuple[Attempt, ...] = ()


def read(image: Image.Image, dpi: float, language: str, second_look: bool = True, *, narrow: bool = True) -> Reading:
    """The text of a page image at `dpi` dots an inch, however it is turned; places are those in the image as given.

    `second_look`: read a doubtful page again with the slower engine, where it is installed. `narrow`: be content with a
    narrowed image where that leaves no doubt.

    Raises MissingExtra when there is no data for `language` ("eng", or several joined by "+").
    """
    return _Page(np.asarray(image.convert("L")), dpi, language).read(second_look, narrow)


class _Page:
    """One page while it is read. `tried` grows with every attempt."""

    def __init__(self, grey: Grey, dpi: float, language: str) -> None:
        self._shape = grey.shape
        self._dpi = dpi
        self._language = language
        self._given = grey
        self._grey, self._how = prepare.clean(grey, dpi)
        self._slant = prepare.slant(self._grey, dpi)
        self._tried: list[Attempt] = []

    def read(self, second_look: bool, narrow: bool) -> Reading:
        """The best reading."""
        turns, found = 0, self._first() if narrow else self._tesseract(0)
        if found.low and not found.words and self._how:
            self._grey, self._how = self._given, ""
            found = _fuller(found, self._tesseract(0))
        if found.low and (bare := prepare.without_blackout(self._grey, self._dpi)) is not None:
            self._grey, self._how = bare, "blackout"
            found = _fuller(found, self._tesseract(0))
        if found.low:
            turns, found = self._turned(found)
        if second_look and found.doubtful and rapid.is_installed():
            found = self._looked_again(found, turns)
        tried = (replace(each, kept=place == found.attempt) for place, each in enumerate(self._tried))
        return replace(found, tried=tuple(tried))

    def _looked_again(self, found: Reading, turns: int) -> Reading:
        """The better of a reading and the slower engine's; when that fails (for memory, say), nothing is lost."""
        try:
            return _better(found, self._rapid(turns))
        except Exception:
            self._tried.append(Attempt(rapid.ENGINE, "failed", turns=turns))
            return found

    def _turned(self, upright: Reading) -> tuple[int, Reading]:
        """The first reading in another direction that is not low, and by how many quarters the page was turned."""
        order = (1, 3, 2) if self._slant.sideways else (2, 1, 3)
        for turns in order:
            if not (found := self._tesseract(turns)).low:
                return turns, found
        return 0, upright

    def _first(self) -> Reading:
        """The page as it stands: narrowed where that does no harm, or in full."""
        if not self._how and self._dpi >= FINE_DPI:
            found = self._tesseract(0, NARROWED)
            if found.confidence >= SURE_ENOUGH and not found.doubtful:
                return found
        return self._tesseract(0)

    def _tesseract(self, turns: int, narrowed: float = 1.0) -> Reading:
        grey, angle = self._straight(turns)
        text, words = tesseract.read(grey, self._dpi, self._language, narrowed)
        how = self._how if narrowed == 1.0 else NARROW
        return self._done(tesseract.ENGINE, text, words, turns, angle, grey, how)

    def _rapid(self, turns: int) -> Reading:
        grey, angle = self._straight(turns)
        text, words = rapid.read(grey, self._dpi)
        return self._done(rapid.ENGINE, text, words, turns, angle, grey, self._how)

    def _straight(self, turns: int) -> tuple[Grey, float]:
        """The page turned by quarters and put straight, and by what angle."""
        grey = np.ascontiguousarray(np.rot90(self._grey, turns))
        is_level = self._slant.sideways == bool(turns % 2)
        if not is_level or abs(self._slant.angle) < prepare.CROOKED:
            return grey, 0.0
        return prepare.turned(grey, -self._slant.angle), -self._slant.angle

    def _done(
        self, engine: str, text: str, words: tuple[Word, ...], turns: int, angle: float, grey: Grey, how: str
    ) -> Reading:
        confidence = round(sum(word.confidence for word in words) / len(words), 2) if words else -1.0
        self._tried.append(Attempt(engine, how, round(angle, 2), turns, confidence, len(words)))
        printed = prepare.strokes(grey) / STROKES / self._dpi
        least = INK_COUNTS if words else NOTHING_COUNTS
        explained = sum(map(str.isalnum, text)) / printed if printed >= least else 1.0
        placed = tuple(replace(word, box=self._back(word.box, turns, angle, grey)) for word in words)
        return Reading(
            text,
            placed,
            confidence,
            low=explained < EXPLAINED or 0 <= confidence < LOW_CONFIDENCE,
            doubtful=explained < MOSTLY_EXPLAINED or 0 <= confidence < DOUBTFUL_CONFIDENCE,
            engine=engine,
            attempt=len(self._tried) - 1,
        )

    def _back(self, box: Box, turns: int, angle: float, grey: Grey) -> Box:
        """A place on the page as it was read as a place on the page as given."""
        if angle:
            shape = self._shape[::-1] if turns % 2 else self._shape
            box = prepare.turned_back(box, angle, shape, grey.shape, self._dpi)
        return prepare.quartered_back(box, turns, self._shape, self._dpi) if turns else box


def _fuller(first: Reading, second: Reading) -> Reading:
    """Which of two readings by the same engine to keep: the second, unless it has less."""
    return first if _letters(second) < _letters(first) else second


def _better(first: Reading, second: Reading) -> Reading:
    """Which of two readings of a doubtful page to keep: the slower engine's, unless it found much less."""
    if not second.words or (second.low and not first.low):
        return first
    is_less = _letters(second) < NEARLY_ALL * _letters(first)
    return first if is_less and not first.low else second


def _letters(reading: Reading) -> int:
    return sum(map(str.isalnum, reading.text))


def engine_version(engine: str, language: str) -> str:
    """The versions that a reading by `engine` depends on."""
    return rapid.edition() if engine == rapid.ENGINE else tesseract.edition(language)


def depends_on(settings: Settings) -> list[str]:
    """What pages that may be read from images depend on, for the key of the work."""
    slower = rapid.edition() if settings.second_look else ""
    limits = str(settings.ocr_dpi), str(settings.image_pixels)
    return [ENGINE, VERSION, tesseract.edition(settings.language), slower, *limits]


def blanked(image: Image.Image, boxes: Iterable[Box], dpi: float) -> Image.Image:
    """The image with `boxes` (points) painted over, so that nothing in them can be read."""
    out = image.copy()
    for x0, y0, x1, y1 in boxes:
        scale = dpi / INCH
        out.paste(255, (int(x0 * scale), int(y0 * scale), int(x1 * scale) + 1, int(y1 * scale) + 1))
    return out
