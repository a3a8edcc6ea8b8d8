"""The visible part of a page text: hidden characters are cut out, and nothing of them is left."""

from __future__ import annotations

from collections.abc import Collection


def blank(text: str, hidden: Collection[int]) -> tuple[str, list[int]]:
    """`text` with each run of `hidden` offsets on a line replaced by one space.

    Blanks between hidden characters of one line go too: they tell how many words there were. Also gives, for every
    character of the new text, its offset in `text`; the space that stands for a run has the offset of its start.
    """
    gone = _with_blanks(text, set(hidden))
    out: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if offset not in gone:
            out.append(character)
        elif offset - 1 in gone:
            continue
        else:
            out.append(" ")
        offsets.append(offset)
    return "".join(out), offsets


def _with_blanks(text: str, hidden: set[int]) -> set[int]:
    gone = set(hidden)
    for offset in sorted(hidden):
        end = offset + 1
        while end < len(text) and text[end].isspace() and text[end] != "\n":
            end += 1
        if end in hidden:
            gone.update(range(offset + 1, end))
    return gone - {offset for offset in gone if text[offset] == "\n"}
