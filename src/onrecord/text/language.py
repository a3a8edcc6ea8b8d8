"""Which language a text is written in, told by the small words that every sentence needs.

The words are the most frequent function words of each language, those left out that are frequent in another one too.
Languages are named as Tesseract names its data: ISO 639-3, ``eng``.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

#: For each language, words that no page of prose in it is without.
SMALL_WORDS = {
    "eng": "the of and to is that it was for with be this are not have from by at or but we you they will would has",
    "deu": "der und ist nicht das den von mit dem für auf ein eine sich auch dass wird sind wir ich zu bei nach oder",
    "fra": "le les des est et dans pour qui une pas vous au sur ce avec sont nous aux cette mais ou par il du",
    "spa": "el los las que y es por una con para del no su al lo como más pero sus se está han muy",
    "ita": "il che di è per non una della con sono del le anche nel alla dei gli più ma si ha questo lo",
    "por": "o os que não uma com para do da em é um dos as mais como mas foi ao pelo são seu à",
    "nld": "het een van is niet dat op te zijn voor met aan er ook maar bij naar wordt deze door over wij",
    "pol": "nie się na jest to że do jak przez od dla ale po tym być oraz lub może czy są",
}

#: A text shorter than this (words) says nothing of its language; a name list or a table has few small words at all.
FEWEST_WORDS = 12
LEAST_SHARE = 0.05

#: The second language may have so many small words, as a part of those of the first.
CLEARLY = 0.6

_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _code, _words in SMALL_WORDS.items():
    for _word in _words.split():
        _LANGUAGES[_word] = (*_LANGUAGES.get(_word, ()), _code)

#: The ten letters that make up about seven tenths of what is written in any of these languages.
COMMON = "aeinorstld"

#: So many letters of different words tell: text that a font's own order of letters left behind has about 0.35 of common
#: letters, English prose 0.72, lists of names and figures 0.65. Sheets that repeat one word are no text.
TELLING, COMMON_SHARE = 250, 0.5


@lru_cache(maxsize=4)
def small_words(text: str) -> tuple[str, float]:
    """The language whose small words are most frequent in `text`, and their share of its words; ("", 0.0) for none."""
    words = text.lower().split()
    found: Counter[str] = Counter()
    for word, count in Counter(filter(_LANGUAGES.__contains__, words)).items():
        for code in _LANGUAGES[word]:
            found[code] += count
    ranked = sorted(found, key=lambda code: (-found[code], code))
    if not ranked or (len(ranked) > 1 and found[ranked[1]] > CLEARLY * found[ranked[0]]):
        return "", 0.0
    return ranked[0], found[ranked[0]] / len(words)


def detect(text: str) -> str:
    """The language of `text`, or nothing when its words do not tell."""
    code, share = small_words(text)
    return code if share >= LEAST_SHARE and text.count(" ") + text.count("\n") >= FEWEST_WORDS else ""


def is_scrambled(text: str) -> bool:
    """Whether the letters of `text` are those of no language: a font's own order of letters, taken for text."""
    different = "".join(filter(str.isalpha, set(text.lower().split())))
    letters = sum(map(different.count, "abcdefghijklmnopqrstuvwxyz"))
    return letters > TELLING and sum(map(different.count, COMMON)) < COMMON_SHARE * letters
