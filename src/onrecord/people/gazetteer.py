"""Bodies and outlets that texts name: where they stand, and what they belong to."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from onrecord.data import load

#: Data files of government bodies. Another country's file is named here.
FILES = ("agencies",)


class Body(NamedTuple):
    """A government body: its name, the body that it belongs to, and the titles that stand for its head."""

    name: str
    of: str = ""
    heads: tuple[str, ...] = ()


class Place(NamedTuple):
    """A body or outlet in a text: characters `start` to `end`, and its name in full."""

    start: int
    end: int
    name: str


@cache
def bodies() -> dict[str, Body]:
    """Every body by each way of writing it; ways in capitals as they stand, others in lower case."""
    found: dict[str, Body] = {}
    for file in FILES:
        for entry in load(file):
            body = Body(entry["name"], entry.get("of", ""), tuple(entry.get("heads", ())))
            for way in (entry["name"], *entry["also"]):
                found.setdefault(way if way.isupper() else way.lower(), body)
    return found


@cache
def heads() -> dict[str, str]:
    """The body that a title in lower case stands for: "attorney general"."""
    return {title.lower(): body.name for body in bodies().values() for title in body.heads}


def body(words: str) -> Body | None:
    """The body that is written so."""
    bare = " ".join(words.split())
    bare = bare[4:] if bare.lower().startswith("the ") else bare
    return bodies().get(bare) or (bodies().get(bare.lower()) if not bare.isupper() or len(bare) > 5 else None)


@cache
def _pattern() -> re.Pattern[str]:
    """All ways of writing, longest first, by first letters: most words begin none of them.

    Full names begin with a capital; acronyms are taken as they stand.
    """
    ways = {way for file in FILES for entry in load(file) for way in (entry["name"], *entry["also"])}
    ways |= {str(name) for name in load("outlets")}
    ways -= {"WHO", "House", "Army", "Navy", "Capitol", "Treasury", "Times", "Fed", "Fox", "TIME", "VA", "NEC", "WH"}
    by_letter: defaultdict[str, list[str]] = defaultdict(list)
    for way in sorted(ways, key=lambda way: (-len(way), way)):
        by_letter[way[0]].append(re.escape(way[1:]).replace(r"\ ", r"\s+"))
    # looking back comes behind the first letter, so that the search goes from one such letter to the next
    first = {letter: rf"{re.escape(letter)}(?<![\w.].)" for letter in by_letter}
    listed = "|".join(f"{first[letter]}(?:{'|'.join(rest)})" for letter, rest in by_letter.items())
    return re.compile(rf"(?:{listed})(?:\.com)?(?!\w)", re.DOTALL)


def places(text: str) -> list[Place]:
    """The bodies and outlets in a text, in order."""
    return [Place(match.start(), match.end(), _name(match[0])) for match in _pattern().finditer(text)]


def _name(words: str) -> str:
    found = body(words)
    return found.name if found else " ".join(words.split())
