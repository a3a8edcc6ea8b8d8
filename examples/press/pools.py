"""The pools that synthetic correspondence is drawn from.

Every pool has two parts. Runs without ``--scoring`` draw from the open part only, runs with it from the scoring part
only. Rules are written and tuned on open runs; figures are taken on scoring runs, whose names, subjects, sentences,
layout variants and marks no rule has seen.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "pools"
SLOT = re.compile(r"\{(\w+)\}")


@cache
def book(name: str) -> Any:
    """One pool file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 (a safe loader)


@cache
def _parts(template: str) -> tuple[str, ...]:
    """Text and slot names in turn."""
    return tuple(SLOT.split(template))


class Pools:
    """Draws from one part of every pool."""

    def __init__(self, scoring: bool) -> None:
        self.part = "scoring" if scoring else "open"

    def all(self, file: str, *path: str) -> list[Any]:
        """The entries of a pool: ``all("words", "slot", "place")``."""
        at = book(file)
        for name in path:
            at = at[name]
        entries: list[Any] = at[self.part]
        return entries

    def pick(self, rng: Random, file: str, *path: str) -> Any:
        """One entry of a pool."""
        entries = self.all(file, *path)
        return entries[int(rng.random() * len(entries))]

    def fill(self, rng: Random, template: str, **given: str) -> str:
        """A template with its slots filled, beginning with a capital letter."""
        out: list[str] = []
        for index, part in enumerate(_parts(template)):
            if index % 2 == 0:
                out.append(part)
            else:
                out.append(given.get(part) or self.pick(rng, "words", "slot", part))
        text = "".join(out)
        return text[:1].upper() + text[1:]

    def say(self, rng: Random, *path: str, **given: str) -> str:
        """One filled template from the words."""
        return self.fill(rng, self.pick(rng, "words", *path), **given)
