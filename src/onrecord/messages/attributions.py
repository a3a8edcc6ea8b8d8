"""Reading "On Mar 3, 2020, at 9:53 AM, Ana Ruiz <a@b.org> wrote:" in the shapes and languages of mail programs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.messages.heads import Head
from onrecord.messages.lines import Line, Piece, Point
from onrecord.model import HeaderKind
from onrecord.text import dates

#: Words that begin an attribution before its date. The check of a line is cheap; the date decides.
OPENING = re.compile(
    r"(?:^|(?<=[.!?:>)] )|(?<=[.!?:>]))"
    r"(?:On|In a message dated|Am|Le|El|Il giorno|Il|Op|Em|Den|På|Dne|W dniu|Ha scritto|Vào)[ \t]+"
    r"(?=(?:[^\W\d_]{2,12}\.?,?[ \t]{1,2}){0,3}(?:de )?\d)"
)
ENGLISH = re.compile(r"(?:wrote|writes|said) ?[:;]|(?:wrote|writes)(?:[-.]*)$")
OTHER = re.compile(
    r"(?:schrieb(?: am [^:\n]{6,60})?|a écrit|escribió|ha scritto|schreef|escreveu"
    r"|skrev|geschrieben|nap[i]?sa[lł](?:\(a\))?|написал(?:\(а\))?)[^:\n]{0,90}[:：]"
)
#: "2017-05-23 14:09 GMT+02:00 Ana Ruiz <a@b.org>:" as one web mail program prints it.
DATED = re.compile(r"(?:19|20)\d\d-\d\d-\d\d \d{1,2}:\d\d (?:(?:GMT|UTC)[^\s]{0,7} )?(?=\S)")
BARE = re.compile(r"[\"'“]?(?:[A-Z][^\n:;?!]{2,90}|[^\n:;?!]{2,60}<[^\n<>]{3,60}> )(?:wrote|writes) ?:")
#: "--- Ana Ruiz <a@b.org> wrote:" and "Ana Ruiz <a@b.org> hat am 17. Mai 2017 um 15:10 geschrieben:".
DASHED = re.compile(r"--- (?=[^\n]{2,90}$)")
GERMAN = re.compile(r"[^\n]{2,90}? hat am (?=[^\n]{8,40} geschrieben ?:$)")
#: "Ana Ruiz <a@b.org> 2/16/01 10:41:43 am >>>" as GroupWise prints it, behind its own ">>> ".
GROUPWISE = re.compile(r"[^\n]{2,100}? (?=\d{1,2}/\d{1,2}/\d{2,4} \d{1,2}:\d\d(?::\d\d)? ?(?:[AaPp][Mm])? ?>>>$)")
#: A line that begins another attribution.
AGAIN = re.compile(r"(?:On|In a message dated) (?=(?:[A-Z][a-z]{2,8}\.?,? ){0,2}\d)")
WROTE = re.compile(r"wrote ?:")
#: Verbs after which the name stands.
NAME_AFTER = ("schrieb", "a écrit", "ha scritto", "schreef", "skrev")
LOST = re.compile(r"[^\W\d_]*[a-z]{5,}")
#: The end of a sentence: the verb behind it is another's. "On June 4 he dropped out. At the time, the Record wrote:"
SENTENCE = re.compile(r"(?<=\s)[a-z]{4,}[.!?][\"'”’]? +[A-Z]")

#: The longest attribution in characters and in lines.
LENGTH = 420
WRAPPED = 5

STARTS = ("On ", "In a message dated ", "Am ", "Le ", "El ", "Il ", "Op ", "Em ", "Den ", "På ", "W dniu", "Dne ")


def maybe(text: str) -> bool:
    """Whether a line may begin an attribution; cheap."""
    return (
        text.startswith(STARTS)
        or text.endswith((">>>", "geschrieben:"))
        or text.startswith("--- ")
        or "wrote" in text
        or " On " in text
        or text[:2] in {"19", "20"}
    )


def find(lines: Sequence[Line], index: int, offset: int = 0) -> Head | None:
    """The first attribution that begins in line `index` at `offset` of its text or later, or None."""
    text = lines[index].text
    for match in OPENING.finditer(text, offset):
        if (head := _dated(lines, index, match.start(), match.end() - match.start())) is not None:
            return head
    return _other(lines, index, text) if not offset else None


def _other(lines: Sequence[Line], index: int, text: str) -> Head | None:
    """An attribution of a shape that takes up its line from the beginning."""
    if text[:2] in {"19", "20"} and DATED.match(text) is not None:
        return _dated(lines, index, 0, 0, colon=True)
    if text.startswith("--- ") and DASHED.match(text) is not None:
        return _dashed(lines, index)
    if text.endswith("geschrieben:") and (german := GERMAN.match(text)) is not None:
        return _named(lines, index, text, german.end() - len(" hat am "), german.end())
    if text.endswith(">>>") and (groupwise := GROUPWISE.match(text)) is not None:
        return _named(lines, index, text, groupwise.end(), groupwise.end())
    if "wrote" in text and BARE.fullmatch(text) is not None and _quoted_below(lines, index):
        return _head(lines, Window([index], [0], 0, text), 0, text.rindex("wrote"), len(text), None, 0)
    return None


def _named(lines: Sequence[Line], index: int, text: str, name_end: int, time: int) -> Head | None:
    """A name at the beginning of a line and a time after it."""
    return _head(lines, Window([index], [0], 0, text), 0, name_end, len(text), dates.find(text, time), 0)


class Window(NamedTuple):
    """A few lines joined by spaces: their indexes, where each begins in `text`, and what of the first is left out."""

    numbers: list[int]
    starts: list[int]
    skip: int
    text: str


def _window(lines: Sequence[Line], index: int, skip: int) -> Window:
    text = ""
    starts: list[int] = []
    numbers: list[int] = []
    for number in range(index, min(len(lines), index + WRAPPED)):
        line = lines[number]
        if starts and ((not line.text and not line.quote) or len(text) > LENGTH):
            break
        numbers.append(number)
        starts.append(len(text) + bool(starts))
        text += (" " if len(starts) > 1 else "") + line.text[skip if number == index else 0 :][:LENGTH]
    return Window(numbers, starts, skip, text)


def _dated(lines: Sequence[Line], index: int, begin: int, after: int, *, colon: bool = False) -> Head | None:
    """The attribution that begins at `begin` of a line, its date `after` characters further on or later."""
    window = _window(lines, index, begin)
    text = window.text
    moment = dates.find(text, after, min(len(text), after + 90))
    if moment is None or moment.start - after > 30:
        return None
    # The verb below the next attribution is that one's: this one lost its own.
    again = (start for start in window.starts if start > moment.end and AGAIN.match(text, start))
    stop = min(len(text), LENGTH, next(again, LENGTH))
    verb = ENGLISH.search(text, moment.end, stop) or OTHER.search(text, moment.end, stop)
    if verb is not None and verb.end() == len(text) and verb[0][-1] not in ":;：" and not verb[0].startswith("wrote"):
        verb = None
    if verb is not None:
        if SENTENCE.search(text, moment.end, verb.start()) is not None:
            return None
        return _head(lines, window, 0, verb.start(), verb.end(), moment, moment.end, verb[0])
    if colon:
        end = text.find(":", moment.end, moment.end + 160)
        while 0 <= end < len(text) - 1 and text[end + 1] != " ":
            end = text.find(":", end + 1, moment.end + 160)
        return _head(lines, window, 0, end, end + 1, moment, moment.end) if end > 0 else None
    return _without_verb(lines, window, moment)


def _without_verb(lines: Sequence[Line], window: Window, moment: dates.Moment) -> Head | None:
    """A date and time, a comma and a name that fill the line: the verb is lost."""
    end = window.starts[1] - 1 if len(window.starts) > 1 else len(window.text)
    rest = window.text[moment.end : end].strip(" ,")
    if (
        not moment.clock
        or not 3 < len(rest) < 90
        or LOST.search(rest)
        or window.text[moment.end : moment.end + 1] != ","
    ):
        return None
    first = Window(window.numbers[:1], window.starts[:1], window.skip, window.text[:end])
    return _head(lines, first, 0, end, end, moment, moment.end)


def _dashed(lines: Sequence[Line], index: int) -> Head | None:
    window = _window(lines, index, 0)
    match = WROTE.search(window.text, 0, 180)
    if match is None or match.end() not in {len(window.text), *(start - 1 for start in window.starts)}:
        return None
    return _head(lines, window, 0, match.start(), match.end(), None, 4)


def _quoted_below(lines: Sequence[Line], index: int) -> bool:
    quote = lines[index].quote
    for line in lines[index + 1 : index + 4]:
        if line.text or line.quote:
            return line.quote > quote
    return False


def _head(
    lines: Sequence[Line],
    window: Window,
    begin: int,
    name_end: int,
    end: int,
    moment: dates.Moment | None,
    name_start: int,
    verb: str = "",
) -> Head:
    """A head from offsets into the text of `window`."""
    start, stop = _place(lines, window, begin), _place(lines, window, max(end - 1, 0))
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
    sender = _pieces(lines, window, name_start, name_end)
    if moment is not None:
        head.fields["sent"] = _pieces(lines, window, moment.start, moment.end)
    if not sender and verb:
        # In other languages the name stands after the verb: "schrieb Ana Ruiz:".
        cut = next((len(word) for word in NAME_AFTER if verb.startswith(word)), 0)
        sender = _pieces(lines, window, name_end + cut, end - 1)
    head.fields["from"] = sender
    head.order = list(head.fields)
    return head


def _row(window: Window, offset: int) -> int:
    return max(row for row, start in enumerate(window.starts) if start <= offset)


def _place(lines: Sequence[Line], window: Window, offset: int) -> Point:
    """The point at which the character at `offset` of the window stands."""
    row = _row(window, offset)
    line = lines[window.numbers[row]]
    inner = offset - window.starts[row] + (window.skip if row == 0 else 0)
    return Point(window.numbers[row], line.at + min(inner, len(line.text)))


def _pieces(lines: Sequence[Line], window: Window, first: int, last: int) -> list[Piece]:
    """The pieces of the page at which characters `first` to `last` of the window stand."""
    found = []
    for row, start in enumerate(window.starts):
        line = lines[window.numbers[row]]
        skip = window.skip if row == 0 else 0
        begin, end = max(first - start, 0) + skip, min(last - start + skip, len(line.text))
        words = line.text[begin:end] if begin < end else ""
        bare = words.strip(" ,")
        if bare:
            at = line.at + begin + words.index(bare[0])
            found.append(Piece(line.page, at, at + len(bare)))
    return found
