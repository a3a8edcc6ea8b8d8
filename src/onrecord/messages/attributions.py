"""Reading "On Mar 3, 2020, at 9:53 AM, Ana Ruiz <a@b.org> wrote:" in the shapes and languages of mail programs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.heads import Head
from onrecord.messages.lines import Line, Piece, Point
from onrecord.model import HeaderKind
from onrecord.text import dates

#: Words that begin an attribution before its date. The check of a line is cheap; the date decides.
OPENING = re.compile(
    r"(?:^|(?<=[.!?:>)] )|(?<=[.!?:>]))"
    r"(?:On|Am|Le|El|Il giorno|Il|Op|Em|Den|På|Dne|W dniu|Ha scritto|Vào)[ \t]+"
    r"(?=(?:[^\W\d_]{2,12}\.?,?[ \t]{1,2}){0,3}(?:de )?\d)"
)
ENGLISH = re.compile(r"(?:wrote|writes|said) ?[:;]|(?:wrote|writes)(?:[-.]*)$")
OTHER = re.compile(
    r"(?:schrieb(?: am [^:\n]{6,60})?|a écrit|escribió|ha scritto|schreef|escreveu|skrev|geschrieben|nap[i]?sa[lł](?:\(a\))?|написал(?:\(а\))?)[^:\n]{0,90}[:：]"
)
#: "2017-05-23 14:09 GMT+02:00 Ana Ruiz <a@b.org>:" as one web mail program prints it.
DATED = re.compile(r"(?:19|20)\d\d-\d\d-\d\d \d{1,2}:\d\d (?:(?:GMT|UTC)[^\s]{0,7} )?(?=[^\n]*[@<][^\n]*:[ \t]*$|[^\n]*$)")
BARE = re.compile(r"[\"'“]?(?:[A-Z][^\n:;?!]{2,90}|[^\n:;?!]{2,60}<[^\n<>]{3,60}> )(?:wrote|writes) ?:")
#: "--- Ana Ruiz <a@b.org> wrote:" and "Ana Ruiz <a@b.org> hat am 17. Mai 2017 um 15:10 geschrieben:".
DASHED = re.compile(r"--- (?=[^\n]{2,90}$)")
GERMAN = re.compile(r"[^\n]{2,90}? hat am (?=[^\n]{8,40} geschrieben ?:$)")
#: "Ana Ruiz <a@b.org> 2/16/01 10:41:43 am >>>" as GroupWise prints it, behind its own ">>> ".
GROUPWISE = re.compile(r"[^\n]{2,100}? (?=\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d\d(?::\d\d)? ?(?:[AaPp][Mm])? ?>>>$)")
LOST = re.compile(r"[^\W\d_]*[a-z]{5,}")

#: The longest attribution in characters and in lines.
LENGTH = 420
WRAPPED = 5

STARTS = ("On ", "Am ", "Le ", "El ", "Il ", "Op ", "Em ", "Den ", "På ", "W dniu", "Dne ")


def maybe(text: str) -> bool:
    """Whether a line may begin an attribution; cheap."""
    return text.startswith(STARTS) or text.endswith((">>>", "geschrieben:")) or text.startswith("--- ") or "wrote" in text or " On " in text or text[:2] in {"19", "20"}


def find(lines: Sequence[Line], index: int) -> Head | None:
    """The attribution that begins in line `index`, or None."""
    text = lines[index].text
    for match in OPENING.finditer(text):
        if (head := _dated(lines, index, match.start(), match.end())) is not None:
            return head
    if text[:2] in {"19", "20"} and (match := DATED.match(text)) is not None:
        return _dated(lines, index, 0, 0, colon=True)
    if text.startswith("--- ") and DASHED.match(text) is not None:
        return _dashed(lines, index)
    if text.endswith("geschrieben:") and (match := GERMAN.match(text)) is not None:
        moment = dates.find(text, match.end())
        return _head(lines, [index], 0, match.end() - len(" hat am "), len(text), moment, 0)
    if text.endswith(">>>") and (match := GROUPWISE.match(text)) is not None:
        moment = dates.find(text, match.end())
        return _head(lines, [index], 0, match.end(), len(text), moment, 0)
    if "wrote" in text and (match := BARE.fullmatch(text)) is not None and _quoted_below(lines, index):
        return _head(lines, [index], 0, text.rindex("wrote"), len(text), None, 0)
    return None


def _joined(lines: Sequence[Line], index: int) -> tuple[str, list[int]]:
    """The words of up to `WRAPPED` lines from `index`, joined by spaces, and the offset at which each line begins."""
    text, starts = "", []
    for line in lines[index : index + WRAPPED]:
        if starts and ((not line.text and not line.quote) or len(text) > LENGTH):
            break
        starts.append(len(text) + bool(starts))
        text += (" " if len(starts) > 1 else "") + line.text
    return text, starts


def _dated(lines: Sequence[Line], index: int, begin: int, after: int, *, colon: bool = False) -> Head | None:
    text, starts = _joined(lines, index)
    moment = dates.find(text, after, min(len(text), after + 90))
    if moment is None or moment.start - after > 30:
        return None
    stop = min(len(text), begin + LENGTH)
    verb = ENGLISH.search(text, moment.end, stop) or OTHER.search(text, moment.end, stop)
    if verb is not None and verb.end() == len(text) and verb[0][-1] not in ":;：" and not verb[0].startswith("wrote"):
        verb = None
    numbers = list(range(index, index + len(starts)))
    if verb is not None:
        return _head(lines, numbers, begin, verb.start(), verb.end(), moment, moment.end, starts, verb[0])
    line_end = len(lines[index].text)
    if colon:
        end = text.find(":", moment.end, moment.end + 160)
        while 0 <= end < len(text) - 1 and text[end + 1] != " ":
            end = text.find(":", end + 1, moment.end + 160)
        return _head(lines, numbers, begin, end, end + 1, moment, moment.end, starts) if end > 0 else None
    rest = text[moment.end : line_end].strip(" ,")
    if moment.clock and 3 < len(rest) < 90 and not LOST.search(rest) and text[moment.end : moment.end + 1] == ",":
        return _head(lines, numbers[:1], begin, line_end, line_end, moment, moment.end, starts)
    return None


def _dashed(lines: Sequence[Line], index: int) -> Head | None:
    text, starts = _joined(lines, index)
    match = re.compile(r"wrote ?:").search(text, 0, 180)
    if match is None or not (match.end() in {len(text), *(start - 1 for start in starts)}):
        return None
    numbers = list(range(index, index + len(starts)))
    return _head(lines, numbers, 0, match.start(), match.end(), None, 4, starts)


def _quoted_below(lines: Sequence[Line], index: int) -> bool:
    quote = lines[index].quote
    for line in lines[index + 1 : index + 4]:
        if line.text or line.quote:
            return line.quote > quote
    return False


def _head(
    lines: Sequence[Line],
    numbers: list[int],
    begin: int,
    name_end: int,
    end: int,
    moment: dates.Moment | None,
    name_start: int,
    starts: Sequence[int] = (0,),
    verb: str = "",
) -> Head:
    """A head from offsets into the joined text of lines `numbers`, which begin at `starts`."""

    def place(offset: int) -> Point:
        row = max(i for i, start in enumerate(starts) if start <= offset)
        line = lines[numbers[row]]
        return Point(numbers[row], line.at + min(offset - starts[row], len(line.text)))

    def pieces(first: int, last: int) -> list[Piece]:
        found = []
        for row, start in enumerate(starts[: len(numbers)]):
            line = lines[numbers[row]]
            a, b = max(first - start, 0), min(last - start, len(line.text))
            words = line.text[a:b] if a < b else ""
            bare = words.strip(" ,")
            if bare:
                at = line.at + a + words.index(bare[0])
                found.append(Piece(line.page, at, at + len(bare)))
        return found

    start, stop = place(begin), place(max(end - 1, 0))
    line = lines[stop.line]
    after = stop.offset + 1
    head = Head(
        first=start,
        block=start,
        after=Point(stop.line, after if line.end > after else line.stop + 1),
        header_kind=HeaderKind.ATTRIBUTION,
        moment=moment,
        why="an attribution line",
    )
    sender = pieces(name_start, name_end)
    if moment is not None:
        head.fields["sent"] = pieces(moment.start, moment.end)
    if not sender and verb:
        # In other languages the name stands after the verb: "schrieb Ana Ruiz:".
        cut = next((len(word) for word in ("schrieb", "a écrit", "ha scritto", "schreef", "skrev") if verb.startswith(word)), 0)
        sender = pieces(name_end + cut, end - 1)
    head.fields["from"] = sender
    head.order = list(head.fields)
    return head
