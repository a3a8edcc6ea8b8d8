"""What was measured last and is shown in the documentation: ``figures.json``, a part for each benchmark."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("figures.json")


def keep(part: str, measured: dict[str, Any]) -> None:
    """Put `measured` in the place of what was known of `part`. `python -m docs.generate` then shows it."""
    figures = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {}
    figures[part] = measured
    PATH.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"kept in {PATH.name}")
