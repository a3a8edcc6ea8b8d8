"""Names as headers print them, brought to a form in which two prints of one name can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from onrecord.model import Party
from onrecord.text.boxes import SUFFIX

_ASIDE = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|<[^<>]*>?|/.*$")
_MARK = re.compile(r"['’-]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@lru_cache(maxsize=100_000)
def key(name: str) -> str:
    """The words of a name in order of the alphabet, without offices, degrees and single letters.

    "Ruiz, Ana M. (HPA)" and "Ana Ruiz/ENG/HPA@HPA" both give "ana ruiz". A name without any such word is squeezed.
    """
    bare = name if "@" in name.partition("/")[0] else _ASIDE.sub(" ", name)
    found = {word.lower() for word in _WORD.findall(bare)}
    kept = sorted(word for word in found if len(word) > 1 and word not in SUFFIX)
    return " ".join(kept) or " ".join(sorted(found)) or name.strip().lower()


def local(address: str) -> str:
    """The part of an address before the @, letters and digits only."""
    return "".join(filter(str.isalnum, address.partition("@")[0].lower()))


def of(party: Party) -> str:
    """The key of a party: its name's, or its address where only that is printed; empty when it is blanked."""
    return key(party.name) if party.name else local(party.address)


def same(a: str, b: str) -> bool:
    """Whether two keys can be one person's: the words of one are all in the other, or a letter or two differ."""
    if a == b:
        return True
    x, y = set(a.split()), set(b.split())
    if max(map(len, x & y), default=0) > 2 and (x <= y or y <= x):
        return True
    return Levenshtein.normalized_similarity(a, b) >= 0.82 or fits(a, b) or fits(b, a)


@lru_cache(maxsize=100_000)
def fits(address: str, name: str) -> bool:
    """Whether `address` (a local part) can be made of the words of `name`: "aruiz", "anaruiz", "ruiza", "eoneill"."""
    parts = _MARK.sub("", name).split()
    address = _MARK.sub("", address)
    if " " in address or len(parts) < 2:
        return False
    for last in parts:
        rest = address.replace(last, "", 1)
        if len(last) > 2 and rest != address and (not rest or any(p.startswith(rest) for p in parts if p != last)):
            return True
    return False
