"""The language of search texts: what people may type, and what it means.

========================= =========================================================================
``dredging permit``       both words, anywhere in the record
``"final report"``        the words next to each other; so are the parts of ``jane@example.gov``
``inspect*``              words that start so (at least two letters)
``-draft``, ``-"final"``  leaves out records with the word or phrase
``harbor OR port permit`` one of the two words around OR (capital letters), and ``permit``
``AND``                   between two words says nothing new
========================= =========================================================================

Accents and the difference of small and capital letters do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from onrecord.errors import UsageError
from onrecord.store.tokens import words

#: More words than this in one text are refused: FTS5 limits the depth of an expression.
MOST_TERMS = 64

_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2033": '"', "\x00": " "})
_PIECE = re.compile(r'(?P<minus>-)?"(?P<phrase>[^"]*)"(?P<star>\*)?|(?P<word>[^\s"]+)')


class Term(Struct, frozen=True):
    """Words that must follow one another. `prefix`: the last of them may go on. `quoted`: meant exactly as written."""

    words: tuple[str, ...]
    prefix: bool = False
    quoted: bool = False


class Parsed(Struct, frozen=True):
    """A text understood: of every group of `wanted` at least one term must occur, and no term of `unwanted`."""

    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...] = ()


def parse(text: str) -> Parsed:
    """What `text` asks for. Raises UsageError, saying what to write instead, when it makes no sense."""
    text = text.translate(_QUOTES)
    if text.count('"') % 2:
        raise UsageError("a quotation mark is not closed", 'put the phrase between two of them: "final report"')
    groups: list[list[Term]] = []
    unwanted: list[Term] = []
    joining = ""
    for piece in _pieces(text):
        if isinstance(piece, str):
            if joining or not groups or (unwanted and not groups):
                raise _lonely(piece)
            joining = piece
            continue
        minus, term = piece
        if joining and minus:
            raise _lonely(joining)
        if minus:
            unwanted.append(term)
        elif joining == "OR":
            groups[-1].append(term)
        else:
            groups.append([term])
        joining = ""
    if joining:
        raise _lonely(joining)
    return _checked(Parsed(tuple(map(tuple, groups)), tuple(unwanted)), text)


def _checked(parsed: Parsed, text: str) -> Parsed:
    if not parsed.wanted:
        if parsed.unwanted:
            raise UsageError("only words to leave out were given", "add a word to find")
        raise UsageError(f"there is no word in {text.strip()!r}", "give letters or digits to search for")
    terms = sum(map(len, parsed.wanted)) + len(parsed.unwanted)
    if terms > MOST_TERMS:
        raise UsageError(f"{terms} words are too many for one search", f"use at most {MOST_TERMS}")
    return parsed


def _pieces(text: str) -> Iterator[str | tuple[bool, Term]]:
    """The operators, and the terms with whether each is to be left out. Pieces without a word in them are skipped."""
    for match in _PIECE.finditer(text):
        word = match["word"]
        if word in ("OR", "AND"):
            yield word
            continue
        if word is None:
            minus, body, prefix, quoted = bool(match["minus"]), match["phrase"], bool(match["star"]), True
        else:
            minus, prefix, quoted = word.startswith("-"), word.endswith("*"), False
            body = word[minus : len(word) - prefix]
        if found := tuple(folded for folded, _, _ in words(body)):
            yield minus, _term(found, prefix, quoted, body)


def _term(found: tuple[str, ...], prefix: bool, quoted: bool, body: str) -> Term:
    if "*" in body:
        raise UsageError(f"* stands inside {body!r}", "it can only stand at the end of a word: inspect*")
    if prefix and len(found[-1]) < 2:
        raise UsageError(f"{body}* would find nearly everything", "write at least two letters before *")
    return Term(found, prefix, quoted)


def _lonely(operator: str) -> UsageError:
    return UsageError(f"{operator} must stand between two words to find", f"write: harbor {operator} port")
