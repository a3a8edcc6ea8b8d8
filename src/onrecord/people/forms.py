"""One name as written, taken apart: given names, surname, generation, office; or a list; or a single word."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, NamedTuple

from rapidfuzz.fuzz import ratio

from onrecord.data import load


class Kind(StrEnum):
    """What a written name can denote."""

    FULL = "full"  # a given name or initial, and a surname
    WORD = "word"  # one word: a surname, a given name, initials, a user name
    GROUP = "group"  # a list, an office, a shared mailbox, a machine
    NONE = "none"  # nothing of a name


class Form(NamedTuple):
    """A name taken apart, all parts in folded letters but `shown`, the name in reading order as people write it.

    `given` is empty unless `kind` is FULL; `family` is the word itself for WORD. `middles` are further given names or
    initials. `surname` is the surname as people write it. `nicks` are names in quotes or brackets, `office` is what
    stands in brackets behind the name. `sure` is false when given name and surname may stand in the other order.
    """

    kind: Kind
    shown: str = ""
    given: str = ""
    middles: tuple[str, ...] = ()
    family: str = ""
    surname: str = ""
    generation: str = ""
    nicks: tuple[str, ...] = ()
    office: str = ""
    sure: bool = True

    @property
    def filed(self) -> str:
        """The name as lists have it: "Ruiz, Ana"."""
        rest = self.shown.removesuffix(self.surname).strip()
        return f"{self.surname}, {rest}" if self.surname and rest else self.shown

    @property
    def key(self) -> str:
        """What two spellings of one form have in common; no two different forms share it."""
        return " ".join((self.given, *self.middles, "|", self.family, self.generation)).strip()


NOBODY = Form(Kind.NONE)

_STAFF = re.compile(r"\s*\[[A-Z]{1,3}[\]JIl1}|]*$")
_BRACKETS = re.compile(r"\(([^()]{0,80})\)?|\[([^\[\]]{0,80})\]?|\"([^\"]{1,30})\"|“([^”]{1,30})”")
#: "Ruiz, Ana M. HPA/ENG": the office behind the name without brackets.
_TAIL_OFFICE = re.compile(r"\s+[A-Z]{2,6}(?:/[A-Z0-9]{2,8}){1,4}\b.*$")
_LOTUS = re.compile(r"\s?/\s?[A-Z][\w. /-]*(?:@.*)?$|\s?@ ?[A-Z_]{2,}\s*$")
_CAMEL = re.compile(r"([A-Z][a-z]{2,})([A-Z][a-z]{2,})|([A-Z])([A-Z][a-z]{2,})")
_DOTTED = re.compile(r"([A-Za-z][a-z'’-]{0,20})[._]((?:[A-Za-z]?[._])?)([A-Za-z][a-z'’-]{1,24})[._]?")
_STOP = re.compile(r"([A-Z][a-z]{3,})\. ([A-Z].*)")
#: More words than this are several names run together.
_MOST_WORDS = 6
_WORD = re.compile(r"[^\W\d_]+(?:[.'’`-]+[^\W\d_]+)*\.?|[A-Z]\b")
_UNFOLDED = re.compile(r"[^a-z0-9]")


@lru_cache(maxsize=400_000)
def fold(text: str) -> str:
    """Lower-case letters and digits without accents; letters of other scripts stay."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    kept = _UNFOLDED.sub("", plain)
    return kept or "".join(char for char in plain if char.isalnum())


@cache
def _words(file: str, name: str) -> frozenset[str]:
    data: dict[str, Any] = load(file)
    return frozenset(str(word) for word in data[name])


def honorific(word: str) -> bool:
    """Whether `word` is a title before a name, such as Dr."""
    return word.lower().strip(".,") in _words("titles", "honorifics")


@lru_cache(maxsize=400_000)
def read(name: str) -> Form:
    """Take apart one written name. `name` is free of addresses; titles, degrees, offices and quotes may be in it."""
    text, office, nicks = _outside_brackets(" ".join(name.replace("„", ",").split()))
    text = _comma_for_stop(_before_debris(_LOTUS.sub("", text))).strip(" ,;:'’`\"*•<>")
    if not any(map(str.isalpha, text)):
        # "(OGC) Kim" or a name that stands in brackets as a whole
        text, office = (office, "") if office and any(map(str.islower, office)) else ("", office)
    head, comma, tail = text.partition(",")
    rest_is_degree = comma and all(fold(word) in _degrees() for word in _WORD.findall(tail))
    if comma and not rest_is_degree and head.strip():
        form = _last_first(head, tail)
    else:
        form = _plain(head if comma else text)
        if comma and form.kind is Kind.FULL:
            form = form._replace(generation=_generation(_WORD.findall(tail)))
    return form._replace(office=office, nicks=nicks) if form.kind is not Kind.NONE else form


def _before_debris(text: str) -> str:
    """The text before a word that OCR made of "mailto" or "Reply-To"."""
    words = text.split()
    for at, word in enumerate(words[1:], 1):
        bare = fold(word)
        if "replyto" in bare or (5 <= len(bare) <= 9 and max(ratio(bare, "mailto"), ratio(bare[1:], "mailto")) > 72):
            return " ".join(words[:at])
    return text


def _comma_for_stop(text: str) -> str:
    """ "Ruiz. Ana": OCR read the comma as a full stop."""
    match = _STOP.match(text)
    return f"{match[1]}, {match[2]}" if match is not None and not honorific(match[1]) else text


def _degrees() -> frozenset[str]:
    return _words("titles", "degrees") | _words("titles", "generations")


def _outside_brackets(text: str) -> tuple[str, str, tuple[str, ...]]:
    """The text without brackets; the office in them; the nicknames in them."""
    text = _STAFF.sub("", text)
    office, nicks = "", []
    for match in _BRACKETS.finditer(text):
        inside = next((group for group in match.groups() if group is not None), "").strip()
        bare = inside.strip("\"'“”‘’")
        if re.fullmatch(r"[A-Z][a-z]{1,14}", bare) and match.start() > 0:
            nicks.append(fold(bare))
        elif match.start() > 0:
            # what follows the office is debris of a blanked address
            office, text = inside, text[: match.end()]
            break
    if tail := _TAIL_OFFICE.search(text):
        office = office or tail[0].split()[0]
        text = text[: tail.start()]
    quoted = re.fullmatch(r"\s*[\"“]([^\"”]+)[\"”]?\s*", text)
    return " ".join((quoted[1] if quoted else _BRACKETS.sub(" ", text)).split()), office, tuple(nicks)


def _generation(words: list[str]) -> str:
    return next((fold(word) for word in words if fold(word) in _words("titles", "generations")), "")


def _last_first(head: str, tail: str) -> Form:
    """ "Ruiz, Ana M.": an order that lists and directories print, so even a word such as Press is a surname here."""
    tail = tail.partition(",")[0] if fold(tail.partition(",")[2]) in _degrees() else tail.replace(",", " ")
    family_words = [word for word in _WORD.findall(head) if not honorific(word) or len(head.split()) == 1]
    given_words = [word for word in _WORD.findall(tail) if not honorific(word)]
    generation = _generation(family_words[1:]) or _generation(given_words[1:])
    family_words = _without_debris(
        [word for i, word in enumerate(family_words) if i == 0 or fold(word) not in _degrees()]
    )
    given_words = [word for i, word in enumerate(given_words) if i == 0 or not _is_degree(word)]
    if not given_words or not family_words:
        return _plain(head + " " + tail)
    if len(family_words) + len(given_words) > _MOST_WORDS:
        return Form(Kind.GROUP, f"{head}, {tail.strip()}", family=fold(head + tail))
    first = _apart(given_words[0])
    given, *more = [fold(word) for word in (*first, *given_words[1:])]
    shown = " ".join([*(_cased(word) for word in (*first, *given_words[1:])), *(_cased(word) for word in family_words)])
    family = "".join(map(fold, family_words))
    surname = " ".join(_cased(word) for word in family_words)
    return _full(shown, given, tuple(filter(None, more)), family, generation)._replace(surname=surname)


def _without_debris(words: list[str]) -> list[str]:
    """A surname without the capitals that OCR made of a box before it: "UNO Ruiz, Ana"."""
    while len(words) > 1 and len(words[0]) <= 5 and words[0].isupper() and words[-1][1:].islower():
        if words[0].lower() in _words("titles", "particles"):
            break
        words = words[1:]
    return words


def _is_given(word: str) -> bool:
    from onrecord.people.likeness import is_given

    return is_given(fold(word))


def _is_degree(word: str) -> bool:
    """A degree behind a given name; a single capital with a full stop is an initial."""
    return fold(word) in _degrees() and (word.isupper() or "." in word[:-1] or fold(word) in {"jr", "sr", "esq", "ret"})


def _full(shown: str, given: str, middles: tuple[str, ...], family: str, generation: str, sure: bool = True) -> Form:
    if not given or not family:
        return NOBODY
    if len(family) == 1 and len(given) > 1 and not middles:
        return Form(Kind.WORD, shown, family=given)
    return Form(Kind.FULL, shown, given, middles, family, generation=generation, sure=sure)


def _plain(text: str) -> Form:
    """A name without a comma."""
    if is_group(text):
        return Form(Kind.GROUP, text, family=fold(text))
    if " " not in text.strip():
        return _one_word(text.strip())
    words = _WORD.findall(text)
    while len(words) > 1 and honorific(words[0]) and not (len(words) == 2 and len(words[1]) == 1):
        words.pop(0)
    generation = _generation(words[1:])
    while len(words) > 1 and (_is_degree(words[-1]) or fold(words[-1]) in _words("titles", "generations")):
        words.pop()
    if not words:
        return NOBODY
    if len(words) == 1:
        return _one_word(words[0])
    if len(words) > _MOST_WORDS:
        return Form(Kind.GROUP, text, family=fold(text))
    return _ordered(words, generation)


def _ordered(words: list[str], generation: str) -> Form:
    """Several words: the surname is last, with the particles before it, unless one word alone is in capitals."""
    capitals = [word for word in words if len(word) > 2 and word.isupper() and "." not in word]
    if len(capitals) == 1 and len(words) == 2 and words[0] == capitals[0]:
        words = [words[1], words[0]]
    if len(words) == 3 and len(fold(words[2])) == 1 and len(fold(words[0])) > 2 and not _is_given(words[0]):
        return _last_first(words[0], " ".join(words[1:]))  # "Ruiz Ana M": the comma is lost
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _words("titles", "particles"):
        start -= 1
    first = _apart(words[0])
    given, *more = [fold(word) for word in (*first, *words[1:start])]
    shown = " ".join(_cased(word) for word in (*first, *words[1:]))
    # two plain words may stand in either order
    sure = len(words) > 2 or len(first) > 1 or len(given) == 1
    return _full(shown, given, tuple(filter(None, more)), "".join(map(fold, words[start:])), generation, sure)._replace(
        surname=" ".join(map(_cased, words[start:]))
    )


def _apart(word: str) -> tuple[str, ...]:
    """ "J.D." and "JoelM" hold two names."""
    if re.fullmatch(r"(?:[A-Z]\.){2,3}", word):
        return tuple(word.replace(".", ""))
    return (word,)


def _one_word(text: str) -> Form:
    """One word: also "ana.ruiz" and "ARuiz", which hold two names."""
    bare = text.partition("@")[0].strip(".,'’\"_ ")
    match = _DOTTED.fullmatch(bare)
    if match is not None and len(match[3]) > 1:
        middle = fold(match[2])
        shown = " ".join(filter(None, (_cased(match[1]), _cased(middle), _cased(match[3]))))
        found = _full(shown, fold(match[1]), (middle,) if middle else (), fold(match[3]), "")
        return found._replace(surname=_cased(match[3]))
    match = _CAMEL.fullmatch(bare)
    if match is not None:
        given, family = (match[1], match[2]) if match[1] else (match[3], match[4])
        if not (given.startswith("Mc") or given.startswith("Mac") or given in {"De", "La", "Le", "Van", "Von", "Di"}):
            return Form(Kind.FULL, f"{given} {family}", fold(given), (), fold(family), family, sure=False)
    return Form(Kind.WORD, bare, family=fold(bare)) if fold(bare) else NOBODY


def _cased(word: str) -> str:
    """A name in ordinary letters: RUIZ and ruiz become Ruiz, McRae and van stay as they are."""
    if len(word) > 2 and word.isupper():
        return re.sub(r"[^\W\d_]+", lambda match: match[0].capitalize(), word)
    return word[:1].upper() + word[1:] if word.islower() and word not in _words("titles", "particles") else word


@lru_cache(maxsize=100_000)
def is_group(name: str) -> bool:
    """Whether a display name that is not "Last, First" reads as a list, an office or a machine."""
    words = [word for word in re.split(r"[^\w]+|_", name) if word]
    lowered = {word.lower() for word in words}
    return bool(lowered & _words("mailboxes", "words"))


def is_shared(local: str) -> bool:
    """Whether the part of an address before the at sign belongs to an office."""
    names = _words("mailboxes", "locals")
    pieces = re.split(r"[._-]", local.lower())
    if local.lower() in _words("mailboxes", "words"):
        return True
    return local.lower() in names or pieces[0] in names or pieces[-1] in names or len(local) > 40
