"""The stage that finds redactions and stamps on text pages, alone: pages a second of one core, with boxes and without.

``python -m benchmarks.redactions [--pages 500] [--repeat 3]`` prints pages of which about a third bear boxes and looks
at each: what is drawn, what is hidden beneath, which codes and stamps are printed. Opening the page and reading its
text are not counted: every build does that anyhow. CPU seconds of this process alone, the middle of the repeats.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

from examples.press import synth

from onrecord.pages import furniture, redactions
from onrecord.pages.engines import drawing, layer, pdfium

SEED = 5
REDACTED = 0.5


def main() -> None:
    """Print, measure, show."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        root = Path(work) / "records"
        synth.print_all(synth.Plan(root, SEED, options.pages, redacted=REDACTED))
        files = sorted(root.glob("release*/*.pdf"))
        runs = [_measured(files) for _ in range(options.repeat)]
    for name in ("without boxes", "with boxes"):
        count = runs[0][name][0]
        seconds = median(run[name][1] for run in runs)
        print(f"{name:14} {count:6,} pages {count / seconds:8,.0f} pages a second of a core")


def _measured(files: list[Path]) -> dict[str, tuple[int, float]]:
    """How many pages there are of each sort, and the CPU seconds that they took."""
    counts: defaultdict[str, int] = defaultdict(int)
    spent: defaultdict[str, float] = defaultdict(float)
    for path in files:
        pdf = pdfium.opened(path)
        for number in range(1, len(pdf) + 1):
            with pdf.opened(number) as page:
                view, text = page.view, layer.read(page)
                began = time.process_time()
                drawn = drawing.look(page, view)
                found = redactions.find(page, view, drawn, text).redactions if drawn.shapes else ()
                furniture.find(text)
                name = "with boxes" if found else "without boxes"
                spent[name] += time.process_time() - began
                counts[name] += 1
    return {name: (counts[name], spent[name]) for name in counts}


if __name__ == "__main__":
    main()
