"""Names as mail headers print them: lists taken apart, one entry read, what OCR made of blanked addresses left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from onrecord.text import boxes
from onrecord.text.boxes import PARTICLES, SUFFIX

#: Quoted, bracketed and parenthesised runs, which may hold commas; and the separators outside of them.
TOKEN = re.compile(r"\"[^\";]{0,120}\"|<[^<>;]{0,120}>|\[[^\[\];]{0,120}\]|\([^();]{0,120}\)|[;,]")
ADDRESS = re.compile(r"[\w.+'%&/=-]{1,64}[@©][\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
#: "Ana Ruiz/HOU/ECT@ECT": a name with the path of its organisation.
LOTUS = re.compile(r"\w ?/[A-Z][\w. -]{0,40}(?:/[A-Z][\w. -]{0,40}){0,5}(?:@[\w_ -]+)?$|\w ?@ ?[A-Z_]{2,}")

#: "Ruiz, Ana": a surname of up to three words, a comma, a given name.
LAST_FIRST = re.compile(
    r"(?<![\w./@])[A-Z][\w'’-]{1,40}(?: (?:de|van|von|der|den|la|le|del|dos|da|al"
    r"|el|[A-Z][\w'’-]{1,40})){0,2}, (?!MD\b|M\.D|PhD|Ph\.D|Jr|Sr|II)[A-Z][\w.'’-]*"
)
NUMBERED = frozenset(
    {
        "room",
        "floor",
        "group",
        "team",
        "no",
        "building",
        "area",
        "region",
        "district",
        "class",
        "phase",
        "ward",
        "unit",
        "section",
    }
)

BEHALF = re.compile(r"\bon behalf of\b", re.IGNORECASE)
CODE = re.compile(
    r"\(\s?[bB]\s?\)\s?\(\s?\d\s?\)(?:\s?\([A-Fa-f]\))?|\[?\bREDACTED\]?|[█■▇]+|\bX{4,}\b|\[redacted\]|\b[bB][1-9][A-F]?(?=[\s;,>]|$)"
)
#: What an office writes after a name, "(OFFICE/SUB) [E]", and what OCR makes of the closing bracket.
STAFF = re.compile(r"\[([A-Z])(?:[\]JI1l!|}\[)](?=[\s;,.>'\"]|$)|\b)")
OFFICE = re.compile(r"\([A-Z][\w&.,/ -]{0,40}\)")
#: A wide gap inside a list is a blanked address or name: another entry begins after it.
BLANKED = re.compile(r"(?<=[^\s,;]) {5,}(?=[^\s(<,;])")
#: An address between quotes into which OCR put spaces.
BROKEN = re.compile(r"\s*'([^'<>;,\"]{3,40}@[^'<>;,\"]{3,40})'\s*")
JUNK_SIGN = re.compile(r"[@<>|!©®°»«{}~^=\\_*#$%]|\d")
LOWER_JUNK = re.compile(r"[a-z]{1,5}[^\w]{0,3}")
ORDINARY = re.compile(r"[A-Z][A-Za-z-]{2,}\d{0,4}|[\w.+-]+@[\w.-]+")
#: Letters beyond this are of scripts in which two letters are a name.
LATIN = 0x2FF
EDGE = " \t\"'“”‘’`´;:,.<>|*_-–—•~"


class Entry(NamedTuple):
    """One person or list in a header.

    `name` in the printed order without quotes and debris, `address` when a whole one is printed, `behalf_of` the name
    after "on behalf of"; `redacted`: nothing of a name is left.
    """

    name: str
    address: str
    behalf_of: str
    redacted: bool


def split(text: str, *, letters: bool = True) -> list[tuple[int, int]]:
    """The entries of a list of recipients, as half-open offsets.

    Semicolons part entries; commas do when the list has no semicolon and the parts are whole entries. Where OCR lost a
    semicolon, a second "Last, First" after the end of a first entry begins a new one. Not `letters`: names are blanked
    with boxes, and OCR took semicolons for debris of them (`onrecord.text.boxes`).
    """
    semis, commas = [], []
    for match in TOKEN.finditer(text):
        if match[0] == ";":
            semis.append(match.start())
        elif match[0] == ",":
            commas.append(match.start())
    gaps = [match.end() - 1 for match in BLANKED.finditer(text)] if "     " in text else []
    runs = _cut(text, 0, len(text), sorted(semis + gaps))
    if not letters:
        return [
            piece
            for a, b in runs
            for piece in _boxed(text, a, b, commas[bisect_left(commas, a) : bisect_left(commas, b)])
        ]
    parts = [piece for a, b in runs for piece in _lost_semicolons(text, a, b)]
    if not commas:
        return parts
    found: list[tuple[int, int]] = []
    position = 0
    for start, end in parts:
        mine = []
        while position < len(commas) and commas[position] < end:
            if commas[position] >= start:
                mine.append(commas[position])
            position += 1
        found += _by_comma(text, start, end, mine)
    return found


def _boxed(text: str, start: int, end: int, commas: list[int]) -> list[tuple[int, int]]:
    """The people of a semicolon-free run between whose names OCR saw boxes."""
    run = text[start:end]
    if commas and "@" in run and len(ADDRESS.findall(run)) > 1:
        return _by_comma(text, start, end, commas)
    bare = run.strip()
    start += run.index(bare[0])
    return [(start + entry.start, start + entry.end) for entry in boxes.entries(bare)]


def _cut(text: str, start: int, end: int, at: list[int]) -> list[tuple[int, int]]:
    bounds = [start, *(position + 1 for position in at), end + 1]
    return [(a, b - 1) for a, b in pairwise(bounds) if text[a : b - 1].strip(" \t,;")]


def _by_comma(text: str, start: int, end: int, commas: list[int]) -> list[tuple[int, int]]:
    """One semicolon-free run parted at those commas that part entries."""
    if not commas:
        return [(start, end)]
    segments = _cut(text, start, end, commas)
    words = [text[a:b].strip() for a, b in segments]
    whole = [_whole(word) for word in words]
    if any(whole):
        return _join(segments, words, whole)
    if len(segments) == 2:
        first, second = (len(word.split()) for word in words)
        one = (
            _suffix(words[1])
            or _suffix(words[0].split()[-1])
            or "(" in words[1]
            or len(words[1].split()[-1].strip(".")) == 1
        )
        apart = 2 <= first <= 3 and 2 <= second <= 4 and not one
        return segments if apart else [(segments[0][0], segments[1][1])]
    counts = [len(word.split()) for word in words]
    if len(segments) > 2 and all(count >= 2 or _suffix(word) for count, word in zip(counts, words, strict=True)):
        return _join(segments, words, [True] * len(words))
    if len(segments) % 2 == 0 and all(count <= 2 for count in counts[::2]):
        return [(segments[i][0], segments[i + 1][1]) for i in range(0, len(segments), 2)]
    return [(start, end)] if len(segments) <= 3 else segments


def _whole(word: str) -> bool:
    return ADDRESS.search(word) is not None or word[0] in '"“' or word[-1] in '"”' or LOTUS.search(word) is not None


def _suffix(word: str) -> bool:
    return word.replace(".", "").strip().lower() in SUFFIX


def _join(segments: list[tuple[int, int]], words: list[str], whole: list[bool]) -> list[tuple[int, int]]:
    """Entries end at whole segments; a lone surname before one belongs to it, a degree to the one before."""
    entries: list[tuple[int, int]] = []
    begin: int | None = None
    for (a, b), word, complete in zip(segments, words, whole, strict=True):
        if entries and begin is None and _suffix(word):
            entries[-1] = (entries[-1][0], b)
            continue
        begin = a if begin is None else begin
        if complete or (len(word.split()) >= 3 and word.split()[0].lower() not in PARTICLES):
            entries.append((begin, b))
            begin = None
    if begin is not None:
        entries.append((begin, segments[-1][1]))
    return entries


def _lost_semicolons(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start < 24 or text.count(",", start, end) < 2:
        return [(start, end)]
    cuts, previous = [], None
    for match in LAST_FIRST.finditer(text, start, end):
        if previous is not None and _closed(text[previous : match.start()]):
            quoted = text[match.start() - 1] in "\"'‘“"
            cuts.append(match.start() - 1 - quoted)
        previous = match.end()
    return _cut(text, start, end, cuts) if cuts else [(start, end)]


def _closed(gap: str) -> bool:
    """Whether an entry has ended in `gap`: an office, an address or debris stands there."""
    return any(sign in gap for sign in ")]>@|:/") or any(
        LOWER_JUNK.fullmatch(word) and word not in PARTICLES for word in gap.split()
    )


def read(text: str, *, letters: bool = True) -> Entry:
    """One entry of a header. `letters`: a single capital letter may be somebody's name."""
    if boxes.CLEAN.fullmatch(text) is not None:
        return Entry(text, "", "", False)
    parts = BEHALF.split(text, maxsplit=1)
    name, address, redacted = _one(parts[0], letters)
    behalf = _one(parts[1], letters)[0] if len(parts) > 1 else ""
    if redacted and behalf:
        redacted = False
    return Entry(name, address, behalf, redacted)


def _one(text: str, letters: bool) -> tuple[str, str, bool]:
    address_like = "@" in text or "©" in text
    broken = BROKEN.fullmatch(text) if address_like else None
    if broken is not None and " " in broken[1].strip():
        text = f"'{broken[1].replace(' ', '')}'"
    match = ADDRESS.search(text) if address_like else None
    address = match[0].replace("©", "@").strip("'.") if match is not None else ""
    bare = CODE.sub(" ", text)
    if letters and match is None and LOTUS.search(bare.strip(EDGE)) is not None and OFFICE.search(bare) is None:
        return " ".join(bare.split()).strip(EDGE), "", False
    cut = _name_end(bare)
    name = clean(bare[:cut], letters=letters)
    if address and (name.replace("©", "@") == address or ("@" in name.replace("©", "@") and " " not in name)):
        name = ""
    if not name and not address and cut < len(bare) and "<" in bare:
        name = clean(bare[: bare.index("<")], letters=letters)
    return name, address, not name and not address


def _name_end(text: str) -> int:
    """Where the name ends: before an address or a bracket that holds one, after the office and the staff letter."""
    ends = [len(text)]
    for sign in ("<", "[mailto", "[SMTP", "(mailto", "|mailto"):
        position = text.find(sign)
        if position > 0:
            ends.append(position)
    match = ADDRESS.search(text) if "@" in text or "©" in text else None
    if match is not None and match.start() > 1:
        ends.append(match.start())
    return min(ends)


def clean(text: str, *, letters: bool = True) -> str:
    """A display name without quotes, debris of blanked addresses, and white space; empty when nothing is left."""
    if not letters:
        return boxes.entries(text)[0].name
    name = " ".join(text.split()).strip(EDGE)
    if text[:1] and "." in text[-3:] and re.search(r"\b(?:Jr|Sr|[A-Z])\.\W{0,3}$", text):
        name += "."
    staff = STAFF.search(name)
    if staff is not None and staff.start() > 3:
        return name[: staff.start()].strip() + f" [{staff[1]}]"
    office = OFFICE.search(name)
    if office is not None and office.start() > 3 and len(name) - office.end() <= 14:
        return name[: office.end()]
    if name.endswith(")") or name.count("(") > name.count(")"):
        return name if office is not None and office.start() > 3 else _without_debris(name)
    return _without_debris(name)


def _without_debris(name: str) -> str:
    words = name.split()
    if not words:
        return ""
    capital = any(word[:1].isupper() and len(word) > 1 and not word.isupper() for word in words)
    while words and _debris(words, capital):
        words.pop()
    while words and not any(map(str.isalpha, words[0])):
        words.pop(0)
    left = " ".join(words).strip(EDGE.replace(".", ""))
    if left.endswith(")") and "(" not in left:
        left = left.rstrip(")")
    return "" if _blank(left) else left


def _debris(words: list[str], capital: bool) -> bool:
    """Whether the last word is what OCR made of a blanked address."""
    word = words[-1]
    bare = word.strip(".,;:()[]'\"")
    if not any(map(str.isalpha, bare)):
        return not (bare.isdigit() and len(words) > 1 and words[-2].lower().strip(".") in NUMBERED)
    if len(words) == 1:
        return False
    if JUNK_SIGN.search(word) is not None and bare.lower() not in SUFFIX:
        return ORDINARY.fullmatch(word) is None
    if bare.islower():
        return (capital or words[0].isupper()) and len(bare) <= 5 and bare not in PARTICLES
    return bare.isupper() and capital and len(words) > 2 and 2 <= len(bare) <= 3 and bare.lower() not in SUFFIX


def _blank(name: str) -> bool:
    """Whether what is left is no name: a letter or two of debris."""
    alpha = [char for char in name if char.isalpha()]
    if any(ord(char) > LATIN for char in alpha):
        return False
    if len(alpha) <= 2 or len(set(map(str.lower, alpha))) == 1:
        kept = name.isupper() and len(alpha) in {1, 2}
        return not kept or (len(alpha) == 2 and alpha[0] == alpha[1])
    return len(alpha) <= 3 and name.islower()
