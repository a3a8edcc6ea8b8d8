"""The words by which two texts are held side by side: stems of what is not common, and names of places and things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onrecord import data
from onrecord.text.timex.words import ABBREVIATED_DAYS, ABBREVIATED_MONTHS, MONTH_NAMES, WEEKDAY_NAMES

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")
_NAME = re.compile(r"(?:[A-Z][\w’'-]*|[A-Z]{2,})")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|[“\"‘(]\s*|\n)$")

#: Months and days of the week: a date is held against dates, not against words.
_DATES = frozenset((*MONTH_NAMES, *WEEKDAY_NAMES, *ABBREVIATED_MONTHS, *ABBREVIATED_DAYS))

#: Shortest word that its ending is taken from.
_STEM = 4


@cache
def _common() -> frozenset[str]:
    return frozenset(data.load("links")["common"].split()) | _DATES


@cache
def _alike() -> dict[str, str]:
    return {_root(word): _root(group[0]) for group in data.load("links")["alike"] for word in group}


@cache
def stem(word: str) -> str:
    """The form that stands for a word and all its forms; of words that are alike, that of the first."""
    root = _root(word.lower())
    return _alike().get(root, root)


def _root(word: str) -> str:
    irregular: dict[str, str] = data.load("links")["irregular"]
    word = irregular.get(word, word)
    if word.endswith("ies") and len(word) > _STEM:
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) >= _STEM:
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= _STEM - 1:
            word = word[: -len(ending)]
            word = word[:-1] if len(word) > _STEM - 1 and word[-1] == word[-2] and word[-1] not in "lsz" else word
            break
    return word[:-1] if word.endswith("e") and len(word) > _STEM - 1 else word


def words(text: str) -> Iterator[tuple[int, str]]:
    """Where each word of `text` begins, and the word without its possessive ending."""
    for match in _WORD.finditer(text):
        yield match.start(), _POSSESSIVE.sub("", match.group())


def terms(text: str) -> frozenset[str]:
    """The stems of the words of `text` that are not common; numbers of two and more digits as they are."""
    return frozenset(_terms(text))


def pairs(text: str) -> frozenset[str]:
    """Two such words side by side: "sanctuary cities", "travel ban"."""
    found, before, end = set(), "", -1
    for start, word in words(text):
        term = _term(word)
        if term and before and text[end:start].strip() == "":
            found.add(f"{before} {term}")
        before, end = term, start + len(word)
    return frozenset(found)


def _terms(text: str) -> Iterator[str]:
    return filter(None, (_term(word) for _, word in words(text)))


def _term(word: str) -> str:
    low = word.lower()
    if low in _common() or len(low) < 2 or (len(low) < 3 and not word.isupper() and not low.isdigit()):
        return ""
    return stem(low)


def names(text: str) -> frozenset[str]:
    """Words with a capital that no beginning of a sentence explains, folded: names of anybody or anything."""
    return frozenset(
        word.lower()
        for start, word in words(text)
        if _NAME.fullmatch(word) and word.lower() not in _common() and not _SENTENCE_START.search(text[:start])
    )


def surname(name: str) -> str:
    """The last word of a name in reading order, folded."""
    return name.rsplit(maxsplit=1)[-1].lower() if name.split() else ""


@cache
def bodies() -> frozenset[str]:
    """The words of names of agencies and outlets, folded: they are named everywhere and make no occasion."""
    listed = [entry["name"] for entry in data.load("agencies")]
    listed += [also for entry in data.load("agencies") for also in entry.get("also", ())]
    listed += data.load("outlets")
    return frozenset(word.lower() for name in listed for _, word in words(name)) | {"congress", "senate", "house"}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of ``links.yaml``, in any case of letters."""
    return re.compile(data.load("links")[name], re.IGNORECASE)
