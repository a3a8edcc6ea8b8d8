"""Names in the body of a message: who is greeted, who signs and as what, who is named in between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.model import Message, ZoneKind
from onrecord.people import forms, gazetteer, likeness, prose
from onrecord.people.forms import Kind, fold
from onrecord.people.prose import Found
from onrecord.people.titles import Title, bare, office_of, plain, status_of, words_of

_GREETING = re.compile(
    r"(?:(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|all right|ok|thanks|thank you)[,\s]+)?"
    r"((?:(?:Dr|Mr|Ms|Mrs|Prof|Sen|Rep|Gov|Secretary|Director)\.?\s+)?[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*){0,2}"
    r"(?:(?:\s*(?:,|/|&|and)\s*)[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)?){0,4})\s*(?:[,:!–—-]|$)",
    re.IGNORECASE,
)
_LINES = re.compile(r"[^\n]+")
_PARTS = re.compile(r"\s*(?:,|/|&|\band\b)\s*")
_CLOSING = re.compile(
    r"(?:thanks|thank you|thx|best|regards|sincerely|cheers|respectfully|yours|many thanks|warm|kind"
    r"|all the best|v/?r)\b"
    r"[\w ,]{0,30}[,.!]?$",
    re.IGNORECASE,
)
#: Lines of a signature below the name that may hold a title or an office.
_SIGNED_LINES = 5
#: Characters of a first line that can greet somebody.
_SHORT = 60


def find(message: Message, roster: frozenset[str]) -> Iterator[tuple[str, Found]]:
    """The people named in a body, each with its place: ``greeting``, ``signature`` or ``text``. Offsets: of the body.

    `roster` are folded surnames of those named in headers of the same file.
    """
    greeted = list(_greeted(message))
    signed = list(_signed(message))
    taken = [(found.start, found.end) for found in greeted + signed]
    yield from (("greeting", found) for found in greeted)
    yield from (("signature", found) for found in signed)
    for found in prose.find(message.body, (), roster):
        if not found.weak and not any(start < found.end and found.start < end for start, end in taken):
            yield "text", found


def _greeted(message: Message) -> Iterator[Found]:
    for line in _LINES.finditer(message.body[:400]):
        if not line[0].strip():
            continue
        start = line.start() + len(line[0]) - len(line[0].lstrip(" \t>"))
        match = _GREETING.match(message.body, start, min(line.end(), start + _SHORT))
        if match is not None and _is_greeting(message.body, match, line.end()):
            yield from _parts(message.body, match.start(1), match.end(1))
        return


def _is_greeting(body: str, match: re.Match[str], line_end: int) -> bool:
    """A greeting has a greeting word before the names, or a comma or the end of the line behind them."""
    names = match[1]
    if not names[:1].isupper() or forms.is_group(names):
        return False
    worded = match.start(1) > match.start()
    alone = not body[match.end() : line_end].strip()
    return (worded or alone) and all(word[:1].isupper() for word in re.findall(r"[^\W\d_]+", names) if word != "and")


def _parts(body: str, start: int, end: int) -> Iterator[Found]:
    position = start
    for piece in [*_PARTS.finditer(body, start, end), None]:
        stop = piece.start() if piece else end
        found = _name(body, position, stop)
        if found is not None:
            yield found
        position = piece.end() if piece else end


def _name(body: str, start: int, end: int) -> Found | None:
    words = list(re.finditer(r"[^\W\d_][\w.’'-]*", body[start:end]))
    while words and forms.honorific(words[0][0]) and len(words) > 1:
        words.pop(0)
    if not words or words[0][0].lower() in plain("openings") or len(words) > 3:
        return None
    a, b = start + words[0].start(), start + words[-1].end()
    text = body[a:b].rstrip(".,-–—'’")
    if forms.fold(text) in _DEGREES or re.match(r"(?:Dr|Mr|Ms|Mrs)\.", text):
        return None
    return Found(a, a + len(text), text) if forms.read(text).kind in (Kind.FULL, Kind.WORD) else None


_DEGREES = frozenset({"md", "phd", "mph", "rn", "jd", "esq", "dr", "mr", "ms", "mrs", "doctor", "sir", "madam"})


def _signed(message: Message) -> Iterator[Found]:
    """The name line of a signature, with the title and office in the lines below it."""
    lines = _signature_lines(message)
    for number, (start, end) in enumerate(lines):
        text = message.body[start:end].strip(" \t-–—*")
        if not text or _CLOSING.match(text) or len(text) > _SHORT:
            continue
        at = message.body.index(text, start)
        cut = re.match(r"[^,|(\d]+", text)
        found = _name(message.body, at, at + len(cut[0].rstrip())) if cut else None
        if found is None or not _credible(message, found):
            return
        yield found._replace(title=_signed_title(message.body, at + (len(cut[0]) if cut else 0), lines[number:]))
        return


def _signature_lines(message: Message) -> list[tuple[int, int]]:
    """The lines of the signature; without one, the last lines behind a closing word, or a short last line."""
    for zone in message.zones:
        if zone.kind is ZoneKind.SIGNATURE:
            return [(m.start(), m.end()) for m in _LINES.finditer(message.body, zone.start, zone.end) if m[0].strip()]
    lines = [(m.start(), m.end()) for m in _LINES.finditer(message.body) if m[0].strip()]
    for number in range(len(lines) - 1, max(0, len(lines) - 9), -1):
        if _CLOSING.match(message.body[slice(*lines[number - 1])].strip()):
            return lines[number:]
    last = lines[-1:]
    return last if last and len(lines) > 1 and last[0][1] - last[0][0] <= 25 else []


def _credible(message: Message, found: Found) -> bool:
    """A signature names the sender, or at least somebody: a full name, a given name, a form of the sender's."""
    form = forms.read(found.name)
    sender = forms.read(message.sender.name) if message.sender else forms.NOBODY
    if form.kind is Kind.FULL:
        return likeness.is_given(form.given) or form.family == sender.family
    own = {sender.given, sender.family, *sender.nicks} - {""}
    return fold(found.name) in own or likeness.is_given(fold(found.name)) or bool(own and any(
        likeness.given(name, fold(found.name)).score >= 0.87 for name in own if len(name) > 1 and len(found.name) > 1
    ))  # fmt: skip


def _signed_title(body: str, behind: int, lines: list[tuple[int, int]]) -> Title | None:
    """The first line below or beside a signed name that holds a role, and the body in it or in the next."""
    places = [(behind, lines[0][1]), *lines[1:_SIGNED_LINES]]
    for number, (start, end) in enumerate(places):
        text = body[start:end].strip(" \t,|-–—*")
        words = [word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)]
        if not text or len(text) > 110 or "@" in text or not _has_role(words):
            continue
        text = _after_name(text)
        at = body.index(text, start)
        office = office_of(text) or _next_office(body, places[number + 1 :])
        return Title(at, at + len(text), bare(text), office, status_of(text))
    return None


def _after_name(text: str) -> str:
    """A line without the name and degrees before the title, and without the telephone number behind it."""
    text = re.sub(
        r"^.{0,60}?\b(?:M\.?D|Ph\.?D|MPH|J\.?D|R\.?N|FAC[PS]|FIDSA|FCCM|MHA|FACHE)\b[.,]*\s+(?=[A-Z])", "", text
    )
    cut = re.split(r"\s+(?:[a-z]{1,6}:|www\.|https?:|\(?\d{3}\)?[-. ]\d|\|)", text)[0]
    return cut.strip(" ,|-–—*") or text


def _has_role(words: list[str]) -> bool:
    roles = words_of("roles")
    return any(
        " ".join(words[a:b]) in roles for a in range(len(words)) for b in range(a + 1, min(a + 4, len(words)) + 1)
    )


def _next_office(body: str, lines: list[tuple[int, int]]) -> str:
    """The office in the line after a title: one without digits that the gazetteer knows or that reads as a body."""
    for start, end in lines[:2]:
        text = body[start:end].strip(" \t,|-–—*")
        found = gazetteer.places(text)
        if found:
            return found[0].name
        if text and not re.search(r"[\d@]", text) and len(text) <= 80 and forms.is_group(text):
            return text
    return ""
