"""What a text must hold for a pattern to be found in it: a cheap test that spares most searches."""

from __future__ import annotations

import re

#: A pattern in pieces: a class, the opening of a group, how often the piece before counts, or one character.
_PIECE = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?(?:<?[=!]|:)|\(|[?*+]\??|\{\d*,?\d*\}|.",
    re.DOTALL,
)
_LOOK = ("(?=", "(?!", "(?<=", "(?<!")


def needed(pattern: str) -> frozenset[str]:
    """Words of which every text holds at least one in which `pattern` is found; none where the pattern tells none.

    Understands groups without a name, alternatives, classes and repetitions. Whatever may be left out counts for
    nothing, nor does what is looked for without being part of the match.
    """
    return _alternatives(_PIECE.findall(pattern)[::-1])


def _alternatives(pieces: list[str]) -> frozenset[str]:
    """What is needed up to the end of the group. `pieces` are in reverse, and those that were read are taken off."""
    found = [_sequence(pieces)]
    while pieces and pieces[-1] == "|":
        pieces.pop()
        found.append(_sequence(pieces))
    return frozenset().union(*found) if all(found) else frozenset()


def _sequence(pieces: list[str]) -> frozenset[str]:
    """The most telling of what stands in a row."""
    parts: list[frozenset[str]] = []
    run = ""
    while pieces and pieces[-1] not in "|)":
        piece = pieces.pop()
        part = _group(piece, pieces) if piece.startswith("(") else frozenset((_letter(piece),)) - {""}
        repeated = bool(pieces) and pieces[-1][0] in "?*+{"
        if repeated:
            pieces.pop()
        if len(piece) <= 2 and part and not repeated and not piece.startswith("("):
            run += _letter(piece)
            continue
        parts.append(frozenset((run,)))
        parts += [] if repeated else [part]
        run = ""
    return max([*parts, frozenset((run,))], key=_telling) - {""}


def _group(opening: str, pieces: list[str]) -> frozenset[str]:
    inside = _alternatives(pieces)
    pieces.pop()
    return frozenset() if opening in _LOOK else inside


def _letter(piece: str) -> str:
    """The character that a piece stands for, empty where that is no certain one."""
    if piece.startswith("\\"):
        return "" if piece[1].isalnum() else piece[1]
    return piece if len(piece) == 1 and piece not in ".^$" else ""


def _telling(words: frozenset[str]) -> tuple[int, int]:
    return min(map(len, words), default=0), -len(words)
