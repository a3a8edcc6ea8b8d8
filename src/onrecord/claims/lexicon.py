"""The words by which reports say that somebody said, thinks, wants or feels something."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from onrecord import data

#: The classes of words that are verbs.
_VERBS = ("say", "think", "intend", "judge", "show", "deny", "withhold", "hearsay_verbs")


class Lexicon(Struct, frozen=True):
    """``data/attribution.yaml``: lemmas by what may follow them. `prepositions` maps verbs to what they govern."""

    say: frozenset[str]
    think: frozenset[str]
    intend: frozenset[str]
    judge: frozenset[str]
    show: frozenset[str]
    deny: frozenset[str]
    withhold: frozenset[str]
    silence: frozenset[str]
    feel: frozenset[str]
    noun: frozenset[str]
    resolve: frozenset[str]
    hearsay_verbs: frozenset[str]
    hearsay_participles: frozenset[str]
    prepositions: dict[str, frozenset[str]]
    verbs: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    found = data.load("attribution")
    words = {name: frozenset(listed.split()) for name, listed in found.items() if isinstance(listed, str)}
    prepositions = {verb: frozenset(listed.split()) for verb, listed in found["with"].items()}
    verbs = frozenset(prepositions).union(*(words[name] for name in _VERBS))
    return Lexicon(**words, prepositions=prepositions, verbs=verbs)
