"""Finding where a subject ends when OCR ran it into the text below or broke it over lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from onrecord.messages.chains import PREFIX, squeeze
from onrecord.messages.heads import Head, value
from onrecord.messages.lines import Line, Piece, Point, text_of
from onrecord.model import HeaderKind, Page

GREETING = re.compile(
    r"(?<=\s)(?:Dear|Hi|Hello|Hey|Good (?:[Mm]orning|[Aa]fternoon"
    r"|[Ee]vening)|Greetings|Bonjour|Hola|Egregio|Sehr geehrte[rn]?)\b[ ,!]"
)
ADDRESSED = re.compile(
    r"(?<=\s)(?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Ambassador|Secretary|Director)\.?,? )?"
    r"([A-Z][\w'’-]+)(?:,? (?:and|&) [A-Z][\w'’-]+)?(?: [A-Z][\w'’-]+)?[,:;]"
)
WORD = re.compile(r"[A-Z][\w'’-]+")
TITLES = frozenset({"Dr", "Mr", "Mrs", "Ms", "Prof", "Professor", "Ambassador", "Secretary", "Director"})
DEAR = re.compile(r"(?<=\s)(?:Dear|Hi|Hello) [A-Z][^\n]{1,40}$")
#: A subject that is nothing but a greeting: its own words are lost.
WHOLE = re.compile(r"Dear [^.?!\n]{2,40}[,:]?")
#: A name and a colon or comma at the very end, which no subject has.
LAST_WORD = re.compile(r"(?<=[\w?!.)] )[A-Z][a-z'’-]{2,14}:$")
#: Letters that OCR saw in a box, alone or several times, at the end of a subject.
DEBRIS = re.compile(r"(?<!\S)(?:(?:\[?[yoeOGWwil|]{2,12}|[@<>{}»«|_©®]{1,4})(?:\s{1,3}|$)){1,6}$")
#: Words that are made of the same letters.
SPELT = frozenset(
    ["eye", "ill", "lee", "lie", "low", "oil", "owe", "owl", "we", "well", "will", "wool", "yellow", "yell"]
)
#: A name and the thanks that follow it.
THANKED = re.compile(
    r"(?<=[\w?!.)] )[A-Z][\w'’-]{1,20}(?: and [A-Z][\w'’-]{1,20})?[:,] (?=Thank|Many thanks|Please |I )"
)
#: First words of the short answers that OCR runs into subjects.
REPLY = re.compile(
    r"(?<=\w )(?:Thank you for your|Thanks?[.,!](?= |$)|Thank you\.|Thanks for|Many thanks"
    r"|Please (?:handle|respond|take|see|advise)\b|Pls \w+|Best regards,|Sent from my)"
    r"|(?<=[\w?!.] )(?:Thank you for your|Many thanks for|Thanks, [A-Z])"
)
#: A subject shorter than this (letters and digits) is no evidence of where another one ends.
SHORT = 4
#: Longer subjects are compared with room for what OCR read otherwise.
LONG, ALIKE = 16, 0.9


def repair(pages: Sequence[Page], lines: Sequence[Line], chain: Sequence[Head], *, boxed: bool = False) -> None:
    """Set the ends of the subjects of a chain, moving what is body back into the body.

    The evidence, in this order: another message of the chain prints the same subject; the words that follow greet a
    recipient or begin a short answer. Other messages count only where OCR merged lines, since only there a subject is
    longer on the page than it was; `boxed`: it merges them on every page. The deepest message comes first: its subject
    is what the others answer.
    """
    merged = boxed or any(head.merged for head in chain)
    subjects = [squeeze(value(pages, head, "subject")) for head in chain]
    for index in reversed(range(len(chain))):
        head = chain[index]
        if not head.fields.get("subject") or head.header_kind is HeaderKind.NATIVE:
            continue
        if merged:
            for other in _neighbours(subjects, index):
                _by_neighbour(pages, lines, head, squeeze(value(pages, head, "subject")), other)
        if squeeze(value(pages, head, "subject")) == subjects[index]:
            _by_greeting(pages, lines, head, merged, _repeated(subjects, index))
        if boxed:
            _without_debris(pages, head)
        subjects[index] = squeeze(value(pages, head, "subject"))


def _without_debris(pages: Sequence[Page], head: Head) -> None:
    """Leave out what OCR saw in a box at the end of a subject: "Results from yyoe ee"."""
    pieces = head.fields["subject"]
    if not pieces:
        return
    piece = pieces[-1]
    text = text_of(pages[piece.page], piece)
    debris = DEBRIS.search(text)
    if debris is not None and not SPELT.issuperset(debris[0].lower().split()):
        left = len(text[: debris.start()].rstrip())
        kept = [Piece(piece.page, piece.start, piece.start + left)] if left else []
        head.fields["subject"] = [*pieces[:-1], *kept]


def _neighbours(subjects: Sequence[str], index: int) -> list[str]:
    """The subjects of the nearest messages below and above that have one."""
    below = next((subject for subject in subjects[index + 1 : index + 4] if len(subject) >= SHORT), "")
    above = next((subject for subject in reversed(subjects[max(0, index - 3) : index]) if len(subject) >= SHORT), "")
    return [subject for subject in (below, above) if subject]


def _repeated(subjects: Sequence[str], index: int) -> bool:
    mine = subjects[index]
    near = range(max(0, index - 3), min(len(subjects), index + 4))
    return bool(mine) and any(mine in subjects[other] for other in near if other != index)


def _by_neighbour(pages: Sequence[Page], lines: Sequence[Line], head: Head, mine: str, other: str) -> None:
    if mine == other:
        return
    if mine.startswith(other) or (len(other) > LONG and _nearly(mine, other)):
        _cut_after(pages, lines, head, len(other))
    elif other.startswith(mine) and len(mine) >= SHORT:
        _extend(lines, head, other[len(mine) :])


def _nearly(mine: str, other: str) -> bool:
    """Whether a subject begins with another one, but for a letter or two that OCR read otherwise."""
    if len(mine) < len(other) + SHORT:
        return False
    return Levenshtein.normalized_similarity(mine[: len(other)], other, score_cutoff=ALIKE) >= ALIKE


def _cut_after(pages: Sequence[Page], lines: Sequence[Line], head: Head, count: int) -> None:
    """End the subject after `count` letters and digits of its own words, if a word ends there."""
    done = 0
    for row, piece in enumerate(head.fields["subject"]):
        text = text_of(pages[piece.page], piece)
        prefix = PREFIX.match(text) if row == 0 else None
        for offset in range(prefix.end() if prefix is not None else 0, len(text)):
            done += text[offset].isalnum()
            if done == count:
                end = offset + 1
                while end < len(text) and text[end] in "?!.)\"'”’":
                    end += 1
                if end < len(text) and text[end].isspace():
                    _end_at(lines, head, row, end)
                return


def _end_at(lines: Sequence[Line], head: Head, row: int, end: int) -> None:
    """End the subject at offset `end` of its piece number `row`; the rest becomes body."""
    pieces = head.fields["subject"]
    piece = pieces[row]
    if any(
        later.start > piece.start and later.page == piece.page
        for name, found in head.fields.items()
        if name != "subject"
        for later in found
    ):
        # Another field follows on the same header: the words between are lost to both.
        head.fields["subject"] = [*pieces[:row], Piece(piece.page, piece.start, piece.start + end)]
        return
    head.fields["subject"] = [*pieces[:row], Piece(piece.page, piece.start, piece.start + end)]
    head.after = _point(lines, head, piece, end)


def _point(lines: Sequence[Line], head: Head, piece: Piece, end: int) -> Point:
    """The point after `end` characters of a piece of this header."""
    row = head.block.line
    while lines[row].page != piece.page or lines[row].end < piece.end:
        row += 1
    line = lines[row]
    rest = line.text[piece.start + end - line.at :]
    return Point(row, piece.start + end + len(rest) - len(rest.lstrip()))


def _extend(lines: Sequence[Line], head: Head, rest: str) -> None:
    """Take the next line into the subject when it begins with what the other message's subject goes on with."""
    index = head.after.line
    row = index + 1 if head.after.offset > lines[index].stop else index
    if row >= len(lines) or not lines[row].text:
        return
    line = lines[row]
    words = squeeze(line.text)
    if not words.startswith(rest) and not rest.startswith(words):
        return
    count = min(len(rest), len(words))
    done = 0
    for offset, char in enumerate(line.text):
        done += char.isalnum()
        if done == count:
            head.fields["subject"].append(Piece(line.page, line.at, line.at + offset + 1))
            end = offset + 1
            whole = not line.text[end:].strip(" .!?)")
            head.after = Point(row, line.stop + 1 if whole else line.at + end + 1)
            return


def _by_greeting(pages: Sequence[Page], lines: Sequence[Line], head: Head, merged: bool, repeated: bool) -> None:
    """End the subject where a greeting begins; one that another message repeats only at a formal one."""
    pieces = head.fields["subject"]
    for row, piece in enumerate(pieces):
        text = text_of(pages[piece.page], piece)
        begin = PREFIX.match(text) if row == 0 else None
        start = begin.end() if begin is not None else 0
        if not start and len(pieces) == 1 and WHOLE.fullmatch(text):
            _end_at(lines, head, 0, 0)
            head.fields["subject"] = []
            return
        if repeated:
            match = DEAR.search(text, start + 2)
            cut = match.start() if match is not None else None
        else:
            cut = _run_in(pages, head, text, start, merged)
        if cut is not None and any(len(word) > 2 for word in text[start:cut].split()):
            _end_at(lines, head, row, len(text[:cut].rstrip()))
            return


def _run_in(pages: Sequence[Page], head: Head, text: str, start: int, merged: bool) -> int | None:
    """Where words of the body begin in the last line of a subject, or None."""
    match = GREETING.search(text, start + 2)
    if match is not None:
        return match.start()
    cut = _addressed(pages, head, text, start, merged)
    if cut is None and merged and (match := THANKED.search(text, start + 2)) is not None:
        cut = match.start()
    if cut is None and (match := LAST_WORD.search(text, start + 2)) is not None:
        cut = match.start()
    if cut is None and merged and (match := REPLY.search(text, start + 2)) is not None:
        cut = match.start()
    return cut


def _addressed(pages: Sequence[Page], head: Head, text: str, start: int, merged: bool) -> int | None:
    """Words that address a recipient of this message: "Maria:", "Dr. Ruiz," at the end, or anywhere in merged lines."""
    recipients = WORD.findall(value(pages, head, "to"))
    for match in ADDRESSED.finditer(text, start):
        if match.end() < len(text) and not (merged and text[match.end()] == " "):
            continue
        words = list(WORD.finditer(match[0]))
        known = [word for word in words if _is_recipient(word[0], recipients)]
        if known and (" and " in match[0] or "&" in match[0]):
            return match.start()
        if known:
            first = next((word for word in words if word[0] in TITLES), known[0])
            return match.start() + first.start()
    return None


def _is_recipient(word: str, recipients: Sequence[str]) -> bool:
    """Whether a word is a recipient's name, or a short form of it."""
    return len(word) > 2 and any(name == word or (name.startswith(word[:3]) and len(name) > 3) for name in recipients)
