"""Prose as letters: every word that can take part in an expression of time, and dots for everything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from onrecord.text.timex import holidays
from onrecord.text.timex.words import ABBREVIATED_DAYS, ABBREVIATED_MONTHS, CAPITALISED, WORDS

TOKEN = re.compile(
    r"\b(?:" + "|".join(name.replace("'", "['’]") for name in holidays.names()) + r")\b"
    r"|\d{1,2}:\d\d(?::\d\d)?(?!\d)"  # a clock time
    r"|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|\d{1,9}(?:st|nd|rd|th)\b"
    r"|['‘’]?\d{2,4}['’]?s\b"
    r"|\d{1,18}(?:\.\d{1,9})?"
    r"|[ap]\.m\b\.?|o['’]clock\b"
    r"|[^\W\d_]+"
    r"|[-–—/,.'’\"“”$%]"
    r"|\n[ \t]*\n",
    re.IGNORECASE,
)
MONEY = ("$", "%")
HOLIDAYS = frozenset(holidays.names())
#: What follows a day of the week that is cut short: Sun. and "Fri, 6 Mar" are days, Sun Microsystems is none.
AFTER_SHORT = re.compile(r"\.|,? \d|, [A-Z][a-z]{2,8}\.? \d")
#: Years that a bare four-digit number may be.
FIRST_YEAR, LAST_YEAR = 1500, 2100


class Token(NamedTuple):
    """A word or sign: its place, its letter (see `words`) and what it stands for."""

    start: int
    end: int
    letter: str
    value: int | str
    spelt: bool = False
    plural: bool = False


def tokens(text: str) -> list[Token]:
    """The tokens of `text`, in order; number words in a row are one token."""
    return list(_merged(_plain(text)))


def letters(found: list[Token]) -> str:
    """One letter a token."""
    return "".join(token.letter for token in found)


def _plain(text: str) -> Iterator[Token]:
    last = Token(0, 0, ".", "")
    for match in TOKEN.finditer(text):
        letter, value = _letter(match.group(), last.value)
        if letter == "W" and len(match.group()) < 6 and not AFTER_SHORT.match(text, match.end()):
            letter = "."
        if letter == "m" and value == "am" and last.letter not in "dk":
            letter = "."
        token = Token(match.start(), match.end(), letter, value, match.group().isalpha(), match.group()[-1] in "sS")
        if value == "." and last.letter in "MWm" and last.end == token.start and _abbreviated(text, last):
            last = last._replace(end=token.end) if last.letter == "m" else last
            continue
        yield token
        last = token


def _abbreviated(text: str, token: Token) -> bool:
    word = text[token.start : token.end].lower()
    return token.letter == "m" or word in ABBREVIATED_MONTHS or word in ABBREVIATED_DAYS


def _letter(word: str, before: int | str) -> tuple[str, int | str]:
    first = word[0]
    if first.isdigit() or (first in "'‘’" and len(word) > 1):
        return _figure(word, before)
    if first.isupper() and word.lower().replace("’", "'") in HOLIDAYS:
        return "H", word.lower().replace("’", "'")
    known = WORDS.get(word.lower())
    if known is not None and (first.isupper() or word.lower() not in CAPITALISED):
        if word.isupper() and len(word) < 4 and known[0] in "MW":
            return ".", ""
        return known
    if word.isalpha():
        return ".", word
    return {"-": "h", "–": "h", "—": ".", "/": "/", ",": ",", "'": "'", "’": "'"}.get(
        word, "|" if first == "\n" else "_"
    ), word


def _figure(word: str, before: int | str) -> tuple[str, int | str]:
    digits = word.strip("'‘’stndrh")
    if word.endswith("s") and digits.isdigit():
        return ("Y", int(digits)) if digits.endswith("0") and len(digits) != 3 else (".", word)
    if ":" in word:
        return "k", word
    if not word.isdigit():
        return (
            ("o", int(digits))
            if digits.isdigit() and not word[-1].isdigit()
            else ("n" if "." not in word else ".", word)
        )
    value = int(word)
    if before in MONEY:
        return ".", word
    if len(word) <= 2:
        return "d", value
    return ("y", value) if len(word) == 4 and FIRST_YEAR <= value <= LAST_YEAR else ("n", value)


def _merged(found: Iterator[Token]) -> Iterator[Token]:
    """Number words in a row as one number: "twenty-four", "two thousand", "nineteen ninety-six"."""
    run: list[Token] = []
    held: list[Token] = []
    for token in found:
        word = token.letter == "n" and token.spelt
        if word or (run and token.letter == "o" and _tens(run[-1]) and int(token.value) < 10):
            run += [*held, token]
            held = []
        elif run and not held and token.letter == "h" and _tens(run[-1]):
            held = [token]
        else:
            if run:
                yield _number(run)
            yield from held
            run, held = [], []
            yield token
    if run:
        yield _number(run)
    yield from held


def _tens(token: Token) -> bool:
    return token.letter == "n" and token.value in range(20, 100, 10)


def _number(run: list[Token]) -> Token:
    words = [token for token in run if token.letter in "no"]
    ordinal = words[-1].letter == "o"
    values = [int(token.value) for token in words]
    value = _year(values) if not ordinal else None
    if value is not None:
        return Token(run[0].start, run[-1].end, "y", value)
    total = _total(values)
    letter = "o" if ordinal else "a" if total == 1 and len(words) == 1 else "n"
    return Token(run[0].start, run[-1].end, letter, total)


def _year(values: list[int]) -> int | None:
    """Nineteen ninety-six; two digits each, said one after the other."""
    if len(values) in (2, 3) and values[0] in (18, 19, 20) and 10 <= values[1] < 100:
        return values[0] * 100 + sum(values[1:])
    return None


def _total(values: list[int]) -> int:
    """Two thousand and sixty in words, the parts in order."""
    total = part = 0
    for value in values:
        if value == 1000:
            total, part = total + (part or 1) * value, 0
        else:
            part = (part or 1) * value if value == 100 else part + value
    return total + part
