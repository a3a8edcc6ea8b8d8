"""Names on pages where addresses are blanked with drawn boxes, which OCR reads as stray letters and signs.

"To: Tran, Minh (OGC) [E] yyoe; Holm, Lars SOG Vance, Ada oe@>" holds three people; the letters between them, and the
semicolon that one of them covers, are what OCR made of frames. Words are sorted by what they look like, then read from
left to right: a name goes on until it is complete and a word follows that is no part of one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

#: A run in parentheses is one word, however many words it holds.
WORD = re.compile(r"\([^();]{1,40}\)|[^\s(]+|\(")
#: Signs around a word that say nothing about it. A comma is kept apart.
EDGE = "\"'“”‘’`´.,;:"
#: Signs that OCR puts behind a name, from the frame of the box after it.
FRAME = re.compile(r"(?<=[a-z]{2})[!|)\]/\\}>]+$")
SIGNS = re.compile(r"[@<>|!©®°»«{}~^=\\_*#$%€\d\[\]()]")
STAFF = re.compile(r"\[([A-Z])(?:[\]JI1l!|}\[)]{1,2}|$)\W*")
#: An office without parentheses: "EOP/WHO".
UNIT = re.compile(r"[A-Z]{2,6}/[A-Za-z]{2,6}")
SLASHED = re.compile(r"[A-Za-z0-9]{2,8}/")
PLAIN = re.compile(r"[^\W\d_][\w'’.-]*")
#: The capital letters that OCR sees in boxes.
BOX = frozenset("ONGYPSIWEMTBUDAFHKR")
VOWELS = frozenset("aeiouyáéíóúäöüàèìòùâêîôûåøœæ")
#: Short words with a capital that boxes give: "Toe", "Foe", "See", "Py".
STRAY = re.compile(r"[SFTHPYOEKBNWIG][aeoyswi]{1,2}")
#: The small letters that OCR sees in boxes.
FILLING = frozenset("aeowysimnudf")
STEMS = frozenset("mnudfs")
#: "diZerega", "vanDyke".
INNER = re.compile(r"(?:di|de|da|du|van|von|la|le|mac|mc|o)['’]?[A-Z][a-z]{2}")
REPEATED = re.compile(r"(.)\1\1")
#: Letters that stand alone in no name of an office or list.
STROKES = frozenset("OLKITYPGWF")
#: Degrees and generations.
SUFFIX = frozenset(
    {"md", "phd", "mph", "rn", "dvm", "do", "jd", "esq", "jr", "sr", "ii", "iii", "iv", "mba", "msc", "bsc", "frcp",
     "facp", "facs", "cpa", "mpp", "mpa", "ma", "ms", "pa", "dr", "faap", "ret", "usn", "usa", "drph", "scd", "llm"}
)  # fmt: skip
#: The small words of surnames and of the names of offices.
PARTICLES = frozenset(
    {"de", "da", "di", "du", "del", "dos", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "ibn", "y", "e",
     "of", "and", "the", "for"}
)  # fmt: skip
#: An entry on which OCR saw no box: it is what it is.
CLEAN = re.compile(r"[A-Z][a-z'’-]+, [A-Z][a-z]+(?: [A-Z]\.?)? \([A-Z]{2,6}(?:/[A-Z]{2,8}){0,3}\)(?: \[[A-Z]\])?")
#: Degrees that look just like debris.
LOOKALIKES = frozenset({"do", "pa", "ma", "ms", "dr"})
TITLES = frozenset({"dr", "mr", "ms", "mrs", "prof", "adm", "capt", "lt", "col", "gen", "hon", "amb", "rep", "sen"})
LATIN = 0x2FF
#: Texts shorter than this are remembered.
SHORT = 160


#: What OCR makes of boxes and of the brackets and semicolons around them; no mail program and no writer prints it.
TRACE = re.compile(
    r"@@>|\byy+[oew]*\b|@[GO]@?>|\b[WO][GO]@?>|\bwo?e@|[yow]e@>|\bOO[;>,]|\b[A-Z]O>;"
    r"|[)\]] [A-Z]{1,4}>?;(?! ?[A-Z]{1,4}[;>])"
)
#: What every trace but one after a bracket holds: found many times faster, and most pages have none of it.
TRACE_SIGNS = ("@>", "yy", "OO", "O>", "G>", "e@>", "oe@", "we@")
BRACKET_TRACE = re.compile(r"[)\]] [A-Z]{1,4}>?;")
#: So many traces show that a run of pages is blanked with boxes.
TRACES = 2


def traces(text: str) -> int:
    """How many traces of boxes a page bears."""
    if not any(sign in text for sign in TRACE_SIGNS) and BRACKET_TRACE.search(text) is None:
        return 0
    return sum(1 for _ in TRACE.finditer(text))


class Entry(NamedTuple):
    """One person: where the entry begins and ends in the text (half-open), and the name without debris."""

    start: int
    end: int
    name: str


class Token(NamedTuple):
    """A word. `kind`: name, weak (short or all box letters), lower, initial, suffix, office, staff, end or junk."""

    start: int
    text: str
    kind: str
    comma: bool
    dot: bool


def entries(text: str) -> Sequence[Entry]:
    """The people named in `text`, a list without semicolons; one nameless entry when there are none."""
    return _remembered(text) if len(text) < SHORT else _read(text)


def _read(text: str) -> Sequence[Entry]:
    if CLEAN.fullmatch(text) is not None:
        return (Entry(0, len(text), text),)
    tokens = [_token(match) for match in WORD.finditer(text)]
    readings: list[_Reading] = []
    for index, token in enumerate(tokens):
        current = readings[-1] if readings else None
        if _starts(tokens, index, current):
            readings.append(_Reading(token.start))
            current = readings[-1]
        if current is not None:
            current.take(tokens, index)
    found = [reading for reading in readings if reading.words]
    if not found:
        return (Entry(0, len(text), ""),)
    bounds = [0, *(reading.start for reading in found[1:]), len(text)]
    return [Entry(bounds[n], bounds[n + 1], reading.name) for n, reading in enumerate(found)]


#: A list is taken apart, and then each of its entries is read; the same people write again and again.
_remembered = lru_cache(maxsize=1 << 12)(_read)


def _token(match: re.Match[str]) -> Token:
    word, start = match[0], match.start()
    if "@" in word and (cut := max(word.rfind(sign) for sign in "@>")) < len(word) - 4 and word[-1] == ",":
        # "@G@o'malley," is debris and a surname.
        word, start = word[cut + 1 :], start + cut + 1
    comma = word.rstrip("\"'“”‘’").endswith(",")
    bare = word.strip(EDGE).lstrip("-")
    if bare[:1] not in "([<":
        bare = FRAME.sub("", bare).strip(EDGE)
    kind = _kind(bare)
    dot = (kind in {"initial", "suffix"} or "." in bare) and f"{bare}." in word
    return Token(start, bare, kind, comma, dot)


@lru_cache(maxsize=1 << 14)
def _kind(bare: str) -> str:
    if not bare or bare[0] in "([<":
        return _bracketed(bare)
    if UNIT.fullmatch(bare) is not None:
        return "office"
    if SIGNS.search(bare) is not None:
        return "end" if "@" in bare and "." in bare else "junk"
    low = bare.lower().replace(".", "")
    if low in SUFFIX and low not in LOOKALIKES:
        return "suffix"
    if (low in PARTICLES or low in TITLES) and "." not in bare and (len(bare) > 1 or bare.islower()):
        return "particle"
    return _plain(bare)


def _bracketed(bare: str) -> str:
    """What a word is that begins with a bracket."""
    if bare[:1] == "(":
        return _parenthesised(bare)
    if bare[:1] == "[" and STAFF.fullmatch(bare) is not None:
        return "staff"
    return "end" if bare[:1] == "<" else "junk"


def _parenthesised(bare: str) -> str:
    if len(bare) < 2 or bare[-1] != ")":
        return "end" if SLASHED.match(bare[1:]) else "junk"
    inner = bare[1:-1].strip()
    letters = [char for char in inner if char.isalpha()]
    if "/" in inner or (len(letters) > 2 and inner.isupper() and not STROKES.issuperset(letters)):
        return "office"
    if len(letters) == 1 and inner.isupper():
        return "staff"
    return "aside" if len(letters) > 2 and inner[0].isupper() and not inner.isupper() else "junk"


def _plain(bare: str) -> str:
    """What a word of letters is."""
    letters = [char for char in bare if char.isalpha()]
    low = bare.lower()
    if any(ord(char) > LATIN for char in letters):
        return "name"
    if PLAIN.fullmatch(bare) is None:
        return "junk"
    if len(letters) == 1:
        return "initial" if bare[0].isupper() else "junk"
    vowel = not VOWELS.isdisjoint(low)
    if REPEATED.search(low) is not None:
        return "junk"
    if bare[0].islower() and INNER.match(bare) is None:
        return "lower" if vowel and len(letters) > 2 and bare[1:].islower() and not _filling(bare) else "junk"
    return "name" if _strong(bare, letters, vowel) else "weak"


def _strong(bare: str, letters: list[str], vowel: bool) -> bool:
    """Whether a word with a capital can be nothing but part of a name."""
    if bare.isupper():
        known = vowel and not BOX.issuperset(letters) and len(letters) > 2
        return known or (vowel and len(letters) > 5) or "." in bare
    if len(letters) < 4:
        return STRAY.fullmatch(bare) is None and bare[1:].islower()
    return vowel and 2 * sum(char.islower() for char in letters) >= len(letters)


def _filling(word: str) -> bool:
    """Whether small letters may be those of a box: few different ones, hardly a consonant among them."""
    return FILLING.issuperset(word) and (len(word) < 5 or len(STEMS.intersection(word)) < 2)


def _starts(tokens: list[Token], index: int, current: _Reading | None) -> bool:
    """Whether a new person begins with this word."""
    token = tokens[index]
    if current is None or not current.words:
        if token.kind not in {"name", "weak", "particle", "initial", "lower"}:
            return False
        if token.kind == "lower":
            return current is None and _lower(tokens, index)
        return current is None and not (token.kind == "weak" and _skipped(tokens, index))
    return (current.ended or (current.broken and not current.complete)) and _begins(tokens, index)


def _lower(tokens: list[Token], index: int) -> bool:
    """Whether a name begins with this small letter: "minh Tran", "minh tran" or "tran, Minh" is printed."""
    if len(tokens[index].text) < 4:
        return _begins(tokens, index)
    return index + 1 == len(tokens) or tokens[index + 1].kind in {"name", "lower", "initial", "end", "junk"}


def _skipped(tokens: list[Token], index: int) -> bool:
    """Whether a short word at the very beginning is debris: a whole name follows it."""
    for later in range(index + 1, min(index + 3, len(tokens))):
        if _begins(tokens, later):
            last_first = tokens[later].comma or (later + 1 < len(tokens) and tokens[later + 1].comma)
            return last_first or set(tokens[index].text).isdisjoint("AEIU")
        if tokens[later].kind not in {"weak", "junk"}:
            return False
    return False


def _begins(tokens: list[Token], index: int) -> bool:
    """Whether a whole name begins here: "Tran, Minh", "Minh Tran", or "De Vries, Anna"."""
    if index + 1 >= len(tokens):
        return False
    token, after = tokens[index], tokens[index + 1]
    third = tokens[index + 2] if index + 2 < len(tokens) else None
    if token.comma:
        surname = token.kind in {"name", "lower"} or (
            token.kind == "weak" and not set(token.text.upper()).isdisjoint("AEIU") and len(token.text) > 2
        )
        return surname and after.kind == "name" and not (after.comma and third is not None and third.kind == "name")
    if token.kind not in {"name", "particle"} or (token.text.isupper() and not after.text.isupper()):
        return False
    if after.comma and token.kind in {"name", "particle"}:
        return after.kind == "name" and third is not None and third.kind in {"name", "weak"}
    if after.kind == "initial" and third is not None:
        return token.kind == "name" and third.kind == "name"
    return token.kind == "name" and after.kind == "name"


def _another(tokens: list[Token], index: int) -> bool:
    """Whether the words after a comma are a whole name of their own, and no given name."""
    return _begins(tokens, index) and not tokens[index].comma


class _Reading:
    """A name while it is read."""

    def __init__(self, start: int) -> None:
        self.start = start
        self.parts: list[str] = []
        self.words = self.given = 0
        self.alone = self.last = ""
        self.comma = self.ended = self.broken = self.closed = False

    @property
    def complete(self) -> bool:
        """Whether a surname and a given name are there."""
        return self.given > 0 if self.comma else self.words > 1

    @property
    def name(self) -> str:
        """The words that were kept, commas where they part the name; empty when they are debris after all."""
        if self.alone and (len(self.alone) < 3 or STROKES.issuperset(self.alone) or STRAY.fullmatch(self.alone)):
            return ""
        return " ".join(self.parts).rstrip(",")

    def take(self, tokens: list[Token], index: int) -> None:
        """Go on with a word: keep it, leave it out, or end."""
        token = tokens[index]
        if token.kind in {"office", "staff"}:
            self._close(token)
        elif self.ended:
            return
        elif token.kind == "end":
            self.ended = self.words > 0
        elif token.kind == "aside":
            self.parts.append(token.text)
        elif self._fits(token):
            self._keep(tokens, index)
        else:
            self.broken = self.words > 0
            self.ended = self.complete

    def _close(self, token: Token) -> None:
        again = token.kind == "office" and self.closed
        if self.words and not again and not (self.ended and not self.closed and token.kind == "staff"):
            staff = STAFF.match(token.text)
            self.parts.append(f"[{staff[1]}]" if staff is not None else token.text)
        self.closed, self.ended = True, self.words > 0

    def _fits(self, token: Token) -> bool:
        """Whether a word can belong to the name as far as it is read."""
        if token.kind == "name":
            # "Tran, Minh CONN": no given name is printed in another case than the one before it.
            return not (self.comma and self.given and token.text.isupper() and not self.last.isupper())
        if token.kind == "initial":
            return bool(self.words) and (self.comma or self.words == 1)
        if token.kind == "lower":
            return self.words < 2 or (self.comma and not self.given)
        return token.kind in {"suffix", "particle"} or (token.kind == "weak" and not self.complete)

    def _keep(self, tokens: list[Token], index: int) -> None:
        token = tokens[index]
        if token.kind not in {"suffix", "particle"}:
            self.words += 1
            self.last = token.text
            self.alone = token.text if token.kind == "weak" and self.words == 1 else ""
            self.given += self.comma and token.kind in {"name", "weak", "lower"}
        after = tokens[index + 1].kind if index + 1 < len(tokens) else "end"
        parts_name = token.comma and after in {"name", "lower", "initial", "suffix", "particle"}
        parts_name = parts_name or (token.comma and after == "weak" and self.words == 1)
        if token.comma and self.complete and after != "suffix" and (self.comma or _another(tokens, index + 1)):
            self.ended, parts_name = True, False
        self.comma = self.comma or (parts_name and after != "suffix")
        self.parts.append(token.text + ("." if token.dot else "") + ("," if parts_name else ""))
