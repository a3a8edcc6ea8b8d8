"""What a text says of somebody beside the name: a title, the body it is held at, and whether it still is."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from onrecord.data import load
from onrecord.people import gazetteer

#: Characters before and behind a name within which a title is looked for.
_REACH = 120
_WORD = re.compile(r"[^\W\d_]+(?:[.’'-][^\W\d_]+)*\.?")
_POSSESSIVE = re.compile(r"([A-Z][\w’'.-]*?)(?:’s|'s|’|')\s+(?:then-|former |acting )?([\w -]{4,40}?),\s*$")
_BEHIND = re.compile(
    r"(?:\s*\([A-Z]-[A-Z][a-z.]+\))?\s*,\s+(?:who (?:is|was|served as|serves as)\s+)?"
    r"(?:(?:the|an?|his|her|its|their|then|now)\s+)?"
    r"([^,.;:()\n“”\"]{3,110})"
)
_VERB = re.compile(
    r"\s+(?:is|was|became|(?:has been|had been|was|were|being) (?:named|appointed|made|elected)|serves as|served as"
    r"|will serve as"
    r"|took over as|stepped in as|(?:will|would) become)\s+(?:the|an?|its|their|his|her)?\s*"
    r"((?:[^,.;:()\n“”\"]|\n(?=\S)){3,90})"
)
_LINK = re.compile(r"\s+(?:of|for|at|to|in|with|from)\s+")


class Title(NamedTuple):
    """A title: its characters in the text, the words, the body, ``former`` or ``acting``, a named superior."""

    start: int
    end: int
    words: str
    office: str = ""
    status: str = ""
    principal: str = ""


@cache
def plain(name: str) -> frozenset[str]:
    """A list of plain words."""
    return frozenset(str(word) for word in load("plainwords")[name])


@cache
def words_of(name: str) -> frozenset[str]:
    """A list of the data about offices."""
    return frozenset(str(word) for word in load("offices")[name])


@cache
def _longest_role() -> int:
    return max(len(role.split()) for role in words_of("roles"))


def of(text: str, start: int, end: int) -> Title | None:
    """The title of the person whose name stands at `start` to `end`, before the name or behind it."""
    return _before(text, start) or _possessive(text, start) or _behind(text, end) or _became(text, end)


def _before(text: str, start: int) -> Title | None:
    """ "then-Attorney General Ruiz": a run of title words that ends at the name."""
    low = max(0, start - _REACH)
    before = text[low:start]
    if before[-1:] not in (" ", "\n") or "\n\n" in before[-3:]:
        return None
    words = list(_WORD.finditer(before))
    count = role_ending(before, words)
    if not count:
        return None
    first = len(words) - count
    held = {
        i for place in gazetteer.places(before) for i, w in enumerate(words) if place.start <= w.start() < place.end
    }
    while first > 0 and (first - 1 in held or _modifier(words[first - 1][0])) and _near(before, words, first):
        first -= 1
    if first == len(words) - count and words[first][0].islower() and _compound(before, words, first):
        first -= 1
    begin = words[first].start()
    if first > 0 and words[first - 1][0].lower().rstrip("-") in words_of("former") and _near(before, words, first):
        begin = words[first - 1].start()
    if before[begin - 1 : begin] == "[":
        begin -= 1
    said = before[begin:].rstrip(" \n")
    return Title(low + begin, low + begin + len(said), bare(said), office_of(said), status_of(said))


def role_ending(text: str, words: list[re.Match[str]]) -> int:
    """How many of the last words are a role that ends the text; 0 when they are none."""
    if not words or text[words[-1].end() :].strip(" \n"):
        return 0
    for count in range(min(_longest_role(), len(words)), 0, -1):
        run = " ".join(re.sub(r"^(?:then|ex)-", "", w[0].lower()) for w in words[-count:])
        if run in words_of("roles") and not (run in plain("capital_only") and words[-1][0].islower()):
            return count
    return 0


def _near(text: str, words: list[re.Match[str]], at: int) -> bool:
    return text[words[at - 1].end() : words[at].start()] in (" ", "\n", "] ", "-", " & ")


def _modifier(word: str) -> bool:
    low = re.sub(r"^(?:then|ex)-", "", word.lower().rstrip("."))
    known = (
        low in words_of("modifiers")
        or low in words_of("roles")
        or low in words_of("former")
        or low in words_of("acting")
    )
    return known or (word.isupper() and len(word) > 1) or word[:5] in ("then-", "Then-")


def _compound(text: str, words: list[re.Match[str]], at: int) -> bool:
    """Whether a plain noun stands before a role in small letters and belongs to it: "campaign manager"."""
    if not at or not _near(text, words, at):
        return False
    word = words[at - 1][0]
    small = plain("ends") | plain("small")
    return word.islower() and len(word) > 3 and word not in small and not word.endswith(("ed", "ing", "ly"))


def _possessive(text: str, start: int) -> Title | None:
    """ "Ruiz's chief of staff, Ben Okonkwo"."""
    low = max(0, start - _REACH)
    match = _POSSESSIVE.search(text[low:start])
    if match is None or not match[2].strip().lower().endswith(tuple(words_of("roles"))):
        return None
    at = low + match.start(2)
    return Title(at, at + len(match[2]), bare(match[2]), "", status_of(match[0]), match[1])


def _behind(text: str, end: int) -> Title | None:
    """ "Ana Ruiz, the port's chief engineer, said": an apposition that has a role among its first words."""
    match = _BEHIND.match(text, end, end + _REACH)
    if match is None:
        return None
    phrase = match[1]
    if phrase.lower().startswith(("and ", "or ")):
        return None
    words = list(_WORD.finditer(phrase))
    for at in range(min(len(words), 8)):
        low = words[at][0].lower()
        if low in plain("ends") and not (at and _LINK.match(phrase, words[at - 1].end())):
            return None
        last = _role_at(words, at)
        if last is not None:
            stop = _end_of(phrase, words, last)
            said = phrase[:stop].rstrip()
            if re.match(r"\s+[A-Z][a-z]", text[match.start(1) + len(said) : match.start(1) + len(said) + 4]):
                return None  # the title of the next in a list
            begin = match.start(1)
            return Title(
                begin,
                begin + len(said),
                bare(said),
                office_of(said),
                status_of(match[0][: match[0].find(phrase) + stop]),
            )
    return None


def _became(text: str, end: int) -> Title | None:
    """ "Ana Ruiz was named acting director of the port": a post that a verb ties to the name."""
    match = _VERB.match(text, end, end + _REACH)
    if match is None:
        return None
    phrase = match[1]
    words = list(_WORD.finditer(phrase))
    for at in range(min(len(words), 6)):
        low = words[at][0].lower()
        last = _role_at(words, at)
        if last is not None:
            said = phrase[: _end_of(phrase, words, last)].rstrip()
            begin = match.start(1)
            return Title(begin, begin + len(said), bare(said), office_of(said), status_of(said))
        if low not in words_of("modifiers") | words_of("acting") | words_of("former") and words[at][0].islower():
            return None
    return None


def _role_at(words: list[re.Match[str]], at: int) -> int | None:
    """The last word of the role that begins at a word; a role that a further role follows is only a part of a title."""
    for count in range(min(_longest_role(), len(words) - at), 0, -1):
        run = " ".join(w[0].lower() for w in words[at : at + count])
        if run in words_of("roles") and not (run in plain("capital_only") and words[at][0].islower()):
            following = words[at + count][0].lower() if at + count < len(words) else ""
            return (
                None
                if following in words_of("roles") or following in words_of("modifiers") - {"and"}
                else at + count - 1
            )
    return None


def _end_of(phrase: str, words: list[re.Match[str]], role: int) -> int:
    """Where a title ends: behind its role, or behind what "of", "for" or "at" ties to it."""
    link = _LINK.match(phrase, words[role].end())
    if link is None or (link[0].strip() == "from" and not phrase[link.end()].isupper()):
        return words[role].end()  # "from tomorrow"
    for word in words[role + 2 :]:
        if word[0].lower() in plain("ends"):
            return word.start()
    return len(phrase)


def status_of(words: str) -> str:
    """``former`` or ``acting`` when the words say so."""
    parts = {part for word in _WORD.findall(words.lower()) for part in re.split(r"-", word)}
    if parts & words_of("former"):
        return "former"
    return "acting" if parts & words_of("acting") else ""


def bare(words: str) -> str:
    """A title without brackets, articles, ages and words of time."""
    text = re.sub(r"[\[\]]", "", " ".join(words.split()))
    text = re.sub(r"^(?:the|a|an|and)\s+", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\b\d{1,3}-year-old\s+", "", text)
    text = re.sub(r"^(?:then|ex)-", "", text, flags=re.IGNORECASE)
    first = text.split(" ", 1)
    if len(first) > 1 and first[0].lower() in words_of("former") | words_of("acting"):
        text = first[1]
    return text.strip(" ,")


def office_of(words: str) -> str:
    """The body a title is held at: "DOJ White House Liaison" is at the first of two, "head of the Pier Union" there."""
    found = gazetteer.places(words)
    link = _LINK.search(words)
    if found and (
        link is None or found[0].start < link.start() or link[0].strip() in ("of", "for", "at", "in", "with", "from")
    ):
        return found[0].name
    if link is not None and link[0].strip() in ("of", "at", "for", "with"):
        tail = words[link.end() :].strip()
        match = re.search(
            r"(?:the\s+)?((?:[A-Z][\w&’'.-]*\s?)+(?:(?:of|and|for|the)\s+(?:[A-Z][\w&’'.-]*\s?)+)*)$", tail
        )
        return match[1].strip() if match else ""
    low = bare(words).lower()
    return next((office for title, office in gazetteer.heads().items() if low.endswith(title)), "")
