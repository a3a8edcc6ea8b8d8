"""How well page images are read: words wrong, speed, and what is said of doubtful words, at three levels of damage.

``python -m quality.reading WORK [--pages 60] [--levels clean,noisy,fax] [--second-look]`` prints the figures. Pages are
generated from the pools kept for scoring, damaged by ``degrade.py`` of the shared folder, and kept in WORK for the next
run. The word error is the edit distance of the words read to the words printed, as they stand, in per cent of the words
printed.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct
from PIL import Image
from rapidfuzz.distance import Levenshtein

from onrecord.model import UNSURE
from onrecord.pages.engines import ocr, pdfium, rapid
from onrecord.pages.engines.ocr import Reading
from quality.corpora import ROOT, SHARED, Scores, load_json

LEVELS = ("clean", "noisy", "fax")
DPI = 200

#: Pages of the correspondence that pages are chosen from, at even distances, and the fewest words of a page.
PRINTED, FEWEST = 400, 60
SEED = "7"


class Sample(Struct, frozen=True):
    """A printed page: its file, its number, and its words."""

    file: Path
    number: int
    words: list[str]


class Tally(Struct):
    """What was counted at one level. Words marked as unsure are right (`marked`) or wrong (`marked_wrong`)."""

    words: int = 0
    errors: int = 0
    pages: int = 0
    escalated: int = 0
    marked: int = 0
    marked_wrong: int = 0
    read_wrong: int = 0
    seconds: float = 0.0

    def add(self, printed: list[str], reading: Reading, seconds: float) -> None:
        """Count one page."""
        read = reading.text.split()
        self.words += len(printed)
        self.errors += Levenshtein.distance(printed, read)
        self.pages += 1
        self.escalated += any(each.engine == rapid.ENGINE for each in reading.tried)
        self.seconds += seconds
        wrong = _wrong(printed, read)
        unsure = {place for place, word in enumerate(reading.words) if word.confidence < UNSURE}
        self.marked += len(unsure)
        self.marked_wrong += len(unsure & wrong)
        self.read_wrong += len(wrong)

    def line(self) -> str:
        """The figures in words."""
        return (
            f"word error {100 * self.errors / self.words:5.2f} %"
            f"   {self.pages / self.seconds:.2f} pages a second of CPU   escalated {self.escalated} of {self.pages}"
            f"   wrong words marked {self.marked_wrong} of {self.read_wrong}, marked words wrong {self.marked_wrong}"
            f" of {self.marked}"
        )


def _wrong(printed: list[str], read: list[str]) -> set[int]:
    """Which of the words read are not what is printed there."""
    return {
        place
        for step in Levenshtein.opcodes(printed, read)
        if step.tag in ("replace", "insert")
        for place in range(step.dest_start, step.dest_end)
    }


@cache
def degrade() -> Callable[[Image.Image, str, int], Image.Image]:
    """The shared folder's function that damages a page image."""
    spec = importlib.util.spec_from_file_location("degrade", SHARED / "scoring" / "degrade.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[[Image.Image, str, int], Image.Image] = module.degrade
    return found


def samples(work: Path, count: int) -> list[Sample]:
    """`count` pages of a generated correspondence that is printed into `work`, unless it is there."""
    records = work / "records"
    truth = records / "truth" / "truth.json"
    if not truth.exists():
        options = ["--pages", str(PRINTED), "--seed", SEED, "--scoring", "--scan-level", "none"]
        command = [sys.executable, "-m", "examples.generate", str(records), *options]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    pages = load_json(truth)["pages"]
    assert isinstance(pages, list)
    printed = [Sample(records / page["file"], page["page"], page["text"].split()) for page in pages]
    full = [sample for sample in printed if len(sample.words) >= FEWEST]
    return [full[place * len(full) // count] for place in range(count)]


def images(work: Path, chosen: list[Sample], level: str) -> Iterator[Image.Image]:
    """The damaged images of the pages, drawn once."""
    folder = work / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for place, sample in enumerate(chosen):
        path = folder / f"{sample.file.stem}-{sample.number}-{level}.png"
        if not path.exists():
            with pdfium.opened(sample.file).opened(sample.number) as page:
                whole = (0.0, 0.0, page.view.width, page.view.height)
                clean = Image.fromarray(pdfium.pixels(page, page.view, whole, DPI / 72))
            degrade()(clean, level, place).save(path)
        yield Image.open(path)


def tally(work: Path, chosen: list[Sample], level: str, second_look: bool) -> Tally:
    """Read the pages at one level, one by one."""
    counted = Tally()
    for sample, image in zip(chosen, images(work, chosen, level), strict=True):
        grey = image.convert("L")
        began = time.process_time()
        reading = ocr.read(grey, DPI, "eng", second_look)
        counted.add(sample.words, reading, time.process_time() - began)
    return counted


def words_right(work: Path) -> Scores:
    """Words read right in per cent, 20 pages at each level, as the default install reads them."""
    chosen = samples(work, 20)
    found = {level: tally(work, chosen, level, False) for level in LEVELS}
    return {f"{level}/words right": 100 - 100 * each.errors / each.words for level, each in found.items()}


def main(arguments: list[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m quality.reading", description=__doc__.split("\n")[0])
    parser.add_argument("work", type=Path, help="folder for pages and images")
    parser.add_argument("--pages", type=int, default=60, help="pages at each level (60)")
    parser.add_argument("--levels", default=",".join(LEVELS), help="which levels")
    parser.add_argument("--second-look", action="store_true", help="with the extra rapidocr")
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    chosen = samples(options.work, options.pages)
    counted = []
    for level in options.levels.split(","):
        counted.append(tally(options.work, chosen, level, options.second_look))
        print(f"{level:6} {counted[-1].line()}", flush=True)
    words, errors = sum(each.words for each in counted), sum(each.errors for each in counted)
    escalated, pages = sum(each.escalated for each in counted), sum(each.pages for each in counted)
    print(json.dumps({"word error": round(100 * errors / words, 2), "escalated": escalated, "pages": pages}))


if __name__ == "__main__":
    main()
