"""The corpora that accuracy is measured on: where each lies, how it is predicted, which scorer reads the result.

Real corpora and their scorers lie in a folder ``shared`` beside the project and are read in place; a corpus that is
not there is skipped, and said to be. The example case is generated on the spot.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from msgspec import Struct

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

Scores = dict[str, float]


class Corpus(Struct, frozen=True, kw_only=True):
    """One corpus.

    `inputs` are the files and folders that its digest covers. `measure` gets an empty folder to work in and returns the
    scores by name, in per cent. `slow`: measuring takes minutes, mostly of OCR, and is left out of a quick run.
    """

    name: str
    inputs: tuple[Path, ...]
    measure: Callable[[Path], Scores]
    slow: bool = False

    def missing(self) -> list[Path]:
        """The inputs that are not here."""
        return [path for path in self.inputs if not path.exists()]

    def digest(self) -> str:
        """Sixteen hexadecimal digits of the names and bytes of all inputs."""
        total = sha256()
        for path in self.inputs:
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    total.update(file.name.encode() + b"\0" + sha256(file.read_bytes()).digest())
        return total.hexdigest()[:16]


def run_scorer(script: str, *arguments: str | Path) -> str:
    """What a scorer of the shared folder prints."""
    command = [sys.executable, str(SHARED / "scoring" / script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def scorer(script: str) -> ModuleType:
    """A scorer of the shared folder as a module, for figures that it does not print itself."""
    spec = spec_from_file_location(Path(script).stem, SHARED / "scoring" / script)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: Counts that scorers print beside scores: more of them is not better.
COUNTS = {
    "changes",
    "noise",
    "true",
    "predicted",
    "matched",
    "pairs",
    "n",
    "of which nested",
    "not counted (dontcare/nested)",
}


def flat(scores: Mapping[str, object], prefix: str = "") -> Scores:
    """Nested scores with their names joined by a slash; counts and what is no number are left out."""
    found: Scores = {}
    for name, value in scores.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{name}/")
        elif isinstance(value, int | float) and name not in COUNTS:
            found[prefix + name] = float(value)
    return found


def export(kind: str, sources: list[Path], work: Path) -> Path:
    """Build a case of `sources` in the folder `work` as a user would, and export the records of `kind`."""
    from onrecord import Case
    from onrecord.publish.exporters import exporter

    out = work / f"{kind}.jsonl"
    with Case.create(work / "case") as case, out.open("w", encoding="utf-8") as stream:
        case.add(sources, release="quality")
        case.build()
        exporter("jsonl").write(case.export(kind), stream)
    return out


def load_json(path: Path) -> dict[str, object]:
    """A JSON object from a file."""
    found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
    return found
