"""Files that were published again: under the same name or with the same stamps, and with other content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from rapidfuzz.distance import Indel

from onrecord.model import Citation, Gap, Span, stable_id

#: Raised when the same files give other gaps.
VERSION = "1"

#: Two files hold the same run of stamps when this part of the smaller one's stamps are in both.
SAME_STAMPS = 0.8
#: Pages with less in common are other pages.
SAME_PAGE = 0.5

_CODE = re.compile(r"\(b\)\s?\(\d\)|\bb[1-9][A-F]?\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


class Leaf(Struct, frozen=True):
    """One page of a file: its key, first stamp (or none), text, and how many redactions it has."""

    key: str
    stamp: str
    text: str
    redactions: int


class Volume(Struct, frozen=True):
    """One file: its id, the names it was added under, the place of its release in their order, its pages' stamps."""

    id: str
    paths: tuple[str, ...]
    release: str
    order: int
    stamps: tuple[str, ...]


def find(volumes: Sequence[Volume], leaves_of: Callable[[str], Sequence[Leaf]]) -> Iterator[Gap]:
    """A gap for each pair of versions, cited to the first page of the newer. `leaves_of` gives the pages of a file."""
    for old, new in sorted(_pairs(volumes), key=lambda pair: (pair[0].order, pair[0].id, pair[1].order, pair[1].id)):
        before, after = leaves_of(old.id), leaves_of(new.id)
        if not after or [leaf.text for leaf in before] == [leaf.text for leaf in after]:
            continue
        changes = _changes(before, after)
        first = after[0]
        words = "; ".join(f"{name}: {', '.join(places)}" for name, places in changes.items() if places)
        yield Gap(
            id=stable_id("g", "republished_file", old.id, new.id),
            citation=Citation((Span(first.key, 0, min(60, len(first.text))),), first.text[:60]),
            kind="republished_file",
            release=new.release,
            detail=f"{new.paths[0]} came again with other content ({words or 'the same words, otherwise printed'})",
            denominator=f"{len(before)} pages before, {len(after)} now",
            question="Why was it published again, and which version is the agency's last word?",
            files=tuple(dict.fromkeys((*old.paths, *new.paths))),
        )


def _pairs(volumes: Sequence[Volume]) -> set[tuple[Volume, Volume]]:
    """Files that share a name or most of their stamps, the older first."""
    found: set[tuple[Volume, Volume]] = set()
    named: defaultdict[str, list[Volume]] = defaultdict(list)
    stamped: defaultdict[str, list[Volume]] = defaultdict(list)
    for volume in volumes:
        for path in volume.paths:
            named[path].append(volume)
        for stamp in volume.stamps:
            stamped[stamp].append(volume)
    for group in named.values():
        found.update(_ordered(a, b) for a, b in pairwise(group) if a.id != b.id)
    for group in stamped.values():
        for a, b in pairwise(group):
            shared = len(set(a.stamps) & set(b.stamps))
            if a.id != b.id and shared >= SAME_STAMPS * min(len(a.stamps), len(b.stamps)):
                found.add(_ordered(a, b))
    return found


def _ordered(a: Volume, b: Volume) -> tuple[Volume, Volume]:
    return (a, b) if (a.order, a.id) <= (b.order, b.id) else (b, a)


def _changes(before: Sequence[Leaf], after: Sequence[Leaf]) -> Mapping[str, list[str]]:
    """What became of the pages, by stamp where both versions bear them, else by number."""
    old, new = _by_name(before, after), _by_name(after, before)
    changes: dict[str, list[str]] = {
        name: [] for name in ("removed", "added", "replaced", "newly hidden", "newly open", "changed")
    }
    changes["removed"] = [name for name in old if name not in new]
    changes["added"] = [name for name in new if name not in old]
    for name, leaf in old.items():
        if name in new and (kind := _kind(leaf, new[name])):
            changes[kind].append(name)
    return changes


def _by_name(leaves: Iterable[Leaf], others: Iterable[Leaf]) -> dict[str, Leaf]:
    stamps = {leaf.stamp for leaf in others if leaf.stamp}
    return {leaf.stamp if leaf.stamp in stamps else f"page {number}": leaf for number, leaf in enumerate(leaves, 1)}


def _kind(old: Leaf, new: Leaf) -> str:
    """What happened to a page; empty when its words are the same."""
    before, after = _words(old.text), _words(new.text)
    hidden_before, hidden_after = _hidden(old), _hidden(new)
    if before == after and hidden_before == hidden_after:
        return ""
    if Indel.normalized_similarity(before, after) < SAME_PAGE:
        return "replaced"
    if hidden_after > hidden_before:
        return "newly hidden"
    return "newly open" if hidden_after < hidden_before else "changed"


def _words(text: str) -> list[str]:
    return _WORD.findall(_CODE.sub(" ", text).lower())


def _hidden(leaf: Leaf) -> int:
    return max(leaf.redactions, len(_CODE.findall(leaf.text)))
