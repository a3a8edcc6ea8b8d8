"""Knowledge as data: lists that rules read, one YAML file a subject, each with how to add to it in its first lines."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """What the file ``NAME.yaml`` of this room holds. Callers must not change it. Raises FileNotFoundError."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((files(__name__) / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
