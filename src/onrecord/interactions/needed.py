"""What a text must hold for a pattern to be found in it: a cheap test that spares most searches."""

from __future__ import annotations

import re

#: A pattern in pieces: a class, the opening of a group, how often the piece before counts, or one character.
_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|:)|\(|[?*+]\??|\{\d*,?\d*\}|.",
    re.DOTALL,
)
_LOOK = ("(?=", "(?!", "(?<=", "(?<!")


Needs = tuple[frozenset[str], ...]


def needed(pattern: str) -> Needs:
    """Sets of words, the most telling first: a text in which `pattern` is found holds one word of each set at least.

    Understands groups without a name, alternatives, classes and repetitions. Whatever may be left out counts for
    nothing, nor does what is looked for without being part of the match; a pattern may tell no word at all. The
    beginning and the end of the text are written as line feeds.
    """
    found = _alternatives(_PIECE.findall(pattern)[::-1])
    return tuple(sorted(set(found), key=lambda words: (_telling(words), sorted(words)), reverse=True))


def _alternatives(pieces: list[str]) -> list[frozenset[str]]:
    """What is needed up to the end of the group. `pieces` are in reverse, and those that were read are taken off."""
    found = [_sequence(pieces)]
    while pieces and pieces[-1] == "|":
        pieces.pop()
        found.append(_sequence(pieces))
    if len(found) == 1:
        return found[0]
    return [frozenset().union(*(max(one, key=_telling) for one in found))] if all(found) else []


def _sequence(pieces: list[str]) -> list[frozenset[str]]:
    """What stands in a row is needed all of it."""
    parts: list[frozenset[str]] = []
    run = ""
    while pieces and pieces[-1] not in "|)":
        piece = pieces.pop()
        inside = _group(piece, pieces) if piece.startswith("(") else []
        letter = "" if piece.startswith("(") else _letter(piece)
        repeated = bool(pieces) and pieces[-1][0] in "?*+{"
        if repeated:
            pieces.pop()
        if letter and not repeated:
            run += letter
            continue
        parts.append(frozenset((run,)))
        parts += [] if repeated else inside
        run = ""
    parts.append(frozenset((run,)))
    return [part for part in parts if part.isdisjoint(("", "\n"))]


def _group(opening: str, pieces: list[str]) -> list[frozenset[str]]:
    inside = _alternatives(pieces)
    pieces.pop()
    return [] if opening in _LOOK else inside


def _letter(piece: str) -> str:
    """The character that a piece stands for, empty where that is no certain one."""
    if piece.startswith("\\"):
        return "" if piece[1].isalnum() else piece[1]
    if piece in "^$":
        return "\n"
    return piece if len(piece) == 1 and piece != "." else ""


def _telling(words: frozenset[str]) -> tuple[int, int]:
    return min(map(len, words), default=0), -len(words)
