"""Who stands behind a claim: the words that name a source, read as people, documents and outlets."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct
from spacy.tokens import Doc, Token

from onrecord import data
from onrecord.claims.grammar import child, children, subtree
from onrecord.model import SourceKind

_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_CARDINALS, 1)}

_FULL_NAME = re.compile(r"(?:[A-Z][\w.'’-]* )+[A-Z][\w'’-]+")

#: Ways to say that it is one.
_ONE = frozenset(("a", "an", "one", "another"))

_PRONOUNS = frozenset(("he", "she", "it", "they", "we", "i", "who", "that", "which", "him", "her"))


class Named(Struct):
    """A source as read. `tokens` are its words, `outlets` those through which it came, nearest first."""

    tokens: set[int]
    kind: SourceKind
    named: bool
    count: int | None
    outlets: list[str]
    definite: bool = False
    pronoun: bool = False
    lemma: str = ""


class Lists(Struct, frozen=True):
    """``data/sources.yaml``."""

    people: frozenset[str]
    documents: frozenset[str]
    vague: frozenset[str]
    gives: frozenset[str]
    bodies: frozenset[str]
    rumours: frozenset[str]
    goes_round: frozenset[str]
    outlet: re.Pattern[str]


@cache
def lists() -> Lists:
    """The lists, read once."""
    known = data.load("sources")
    names = "|".join(sorted(map(re.escape, known["outlets"]), key=len, reverse=True))
    ends = "|".join(known["outlet_ends"].split())
    outlet = rf"(?:[Tt]he )?(?:(?:{names})|[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|of|and|the))*? (?:{ends})|(?:{ends}))"
    domain = r"[A-Za-z][\w-]*\.(?:com|org|net|news|co|info)"
    words = {
        name: frozenset(known[name].split())
        for name in ("people", "documents", "vague", "gives", "bodies", "rumours", "goes_round")
    }
    return Lists(outlet=re.compile(rf"(?:{outlet}|{domain})(?![\w’'])"), **words)


def read(doc: Doc, tokens: set[int], cue: int) -> Named:
    """The source whose name are `tokens`, before or behind the cue word number `cue`."""
    head = _head(doc, tokens)
    word, known = head.lower_, lists()
    bare = tokens & subtree(head, [one.i for one in children(head, "relcl", "acl", "appos")])
    if is_outlet(text := _words(doc, bare)):
        return Named(tokens, SourceKind.ORGANISATION, True, None, [text])
    found = Named(tokens, SourceKind.PERSON, True, 1, [*_given(head), *_told(doc[cue])], lemma=head.lemma_)
    if word in known.documents:
        found.kind = SourceKind.REPORT if word in known.vague else SourceKind.DOCUMENT
        found.named, found.count = _tells_apart(doc, tokens, head), None
        found.outlets += _published(head)
    elif (word in known.people or _are_counted(head)) and not _has_name(doc, tokens, head):
        found.kind, found.named, found.count = SourceKind.ANONYMOUS, False, _count(head)
        found.definite = any(one.lower_ in ("the", "these", "those") for one in children(head, "det"))
    elif word in _PRONOUNS:
        found.pronoun = True
        found.count = None if word in ("they", "we", "it") else 1
    elif word in known.bodies or head.tag_ == "NNPS" or (head.text.isupper() and len(head) > 1):
        found.kind, found.count = SourceKind.ORGANISATION, None
    return found


def _are_counted(head: Token) -> bool:
    """ "Two pilots", "several divers": so many of a sort, whatever the sort is."""
    some = ("several", "some", "many", "most", "multiple", "other")
    before = (one for one in head.children if one.i < head.i)
    return head.tag_ == "NNS" and any(one.lower_ in some or one.lower_ in _NUMBERS for one in before)


def full_name(text: str) -> str:
    """The name in "A spokeswoman, Ana Ruiz": the last run of two or more capitals; empty where there is none."""
    runs = _FULL_NAME.findall(text)
    return str(runs[-1]) if runs else ""


def is_outlet(text: str) -> bool:
    """Whether a name is that of a newspaper, broadcaster, agency or news site."""
    return lists().outlet.fullmatch(text) is not None


def _words(doc: Doc, tokens: set[int]) -> str:
    return doc[min(tokens) : max(tokens) + 1].text.strip(" ,.;:")


def _head(doc: Doc, tokens: set[int]) -> Token:
    """The word that the others of a name hang on; of "one of the officials", the officials."""
    head = next((doc[number] for number in sorted(tokens) if doc[number].head.i not in tokens), doc[min(tokens)])
    if head.lower_ in _NUMBERS or head.lower_ in ("some", "several", "many", "others", "both"):
        of = child(head, "prep")
        whole = child(of, "pobj") if of is not None and of.lower_ == "of" else None
        return whole if whole is not None else head
    return head


def _count(head: Token) -> int | None:
    """How many people a noun speaks of, None for a plural without a number."""
    above = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else None
    if above is not None and above.lower_ in _NUMBERS:
        return _NUMBERS[above.lower_]
    for number in children(head, "nummod"):
        digits = number.text.replace(",", "")
        if number.lower_ in _NUMBERS or digits.isdecimal():
            return _NUMBERS.get(number.lower_) or (int(digits) if digits.isdecimal() else None)
    return 1 if head.tag_ in ("NN", "NNP") or any(one.lower_ in _ONE for one in children(head, "det")) else None


def _has_name(doc: Doc, tokens: set[int], head: Token) -> bool:
    """Whether somebody's name stands beside the noun: "a spokeswoman, Ana Ruiz"; "officer Ruiz"."""
    beside = [one for one in head.children if one.dep_ == "appos" and one.i in tokens]
    return head.tag_ in ("NNP", "NNPS") or any(one.pos_ == "PROPN" for one in beside)


def _tells_apart(doc: Doc, tokens: set[int], head: Token) -> bool:
    """Whether a document is told apart from others: by a name, or by what it is of."""
    if head.lower_ not in lists().vague:
        return True
    return any(doc[number].pos_ == "PROPN" for number in tokens)


def _given(head: Token) -> list[str]:
    """ "Two officials who spoke to Politico": the outlet in the clause about a source."""
    found = []
    for clause in children(head, "relcl", "acl"):
        if clause.lemma_.lower() in lists().gives:
            found += _told(clause)
    return found


def _told(verb: Token) -> list[str]:
    """ "Told the Post", "denied to the Post": outlets among what hangs on a verb."""
    meant = [*children(verb, "dobj", "dative", "iobj")]
    for word in children(verb, "prep", "dative"):
        if word.lower_ in ("to", "with"):
            meant += children(word, "pobj")
    names = (_words(verb.doc, subtree(one, [c.i for c in children(one, "relcl", "acl", "appos")])) for one in meant)
    return [name for name in names if is_outlet(name)]


def _published(report: Token) -> list[str]:
    """ "Reporting from Vox", "a report by the Post", "the Post's report"."""
    meant = list(children(report, "poss", "compound", "nmod"))
    for word in children(report, "prep"):
        if word.lower_ in ("from", "by", "in"):
            meant += children(word, "pobj")
    names = (_words(report.doc, {t for t in subtree(one) if report.doc[t].tag_ != "POS"}) for one in meant)
    return [name for name in names if is_outlet(name)]
