"""The statements of a sentence: those that it attributes, and what is left for the writer's own voice."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from spacy.tokens import Doc, Span, Token

from onrecord.claims.grammar import child, children, subtree
from onrecord.claims.lexicon import lexicon
from onrecord.claims.verbs import Cue

#: Forms of cues that say what somebody states. The others tell what somebody wants, feels or judges.
_REPORTING = frozenset(("clause", "quotation", "phrase"))

#: A statement of the writer's own has at least so many words, a verb among them.
_SHORTEST = 4

#: Words at the head of a sentence that join it to the one before.
CONTRAST = frozenset(("but", "rather", "instead", "however", "also", "moreover", "further", "furthermore", "besides"))


class Statement(Struct):
    """What is stated, as token numbers, and by which cue; without one it is the writer's own."""

    content: set[int]
    cue: Cue | None = None


def of_sentence(sentence: Span, cues: Sequence[Cue]) -> list[Statement]:
    """The statements of a sentence, in order. `cues` are all cues of the paragraph."""
    here = [cue for cue in cues if sentence.start <= cue.head < sentence.end and _states(sentence.doc, cue)]
    outer = [cue for cue in here if not any(_within(sentence.doc, cue, other) for other in here if other is not cue)]
    outer = [cue for cue in outer if not any(_nearer(sentence.doc, other, cue) for other in outer)]
    found = [Statement(part, cue) for cue in outer if (part := cue.content & _numbers(sentence))]
    if not outer:
        going_on = next((cue for cue in cues if cue.direct and cue.content & _numbers(sentence)), None)
        found.append(Statement(_own(sentence, set()), going_on))
    elif rest := _beside(sentence, outer):
        found.append(Statement(rest))
    return sorted((one for one in found if one.content), key=lambda one: min(one.content))


def _numbers(sentence: Span) -> set[int]:
    return set(range(sentence.start, sentence.end))


def _states(doc: Doc, cue: Cue) -> bool:
    """Whether a cue makes a claim: it reports, denies or declines."""
    lemma = doc[cue.head].lemma_.lower()
    if cue.form in _REPORTING:
        return bool(cue.source) or cue.form == "quotation"
    return lemma in lexicon().deny or (cue.form == "denied" and lemma in lexicon().silence)


def _within(doc: Doc, cue: Cue, other: Cue) -> bool:
    """Whether a cue stands inside what another one states, or in what is told about its source."""
    if cue.head in other.content:
        return other.head not in cue.content or len(other.content) > len(cue.content)
    about = set().union(*(subtree(doc[number]) for number in other.source)) if other.source else set()
    return cue.head in about and other.head not in about


def _nearer(doc: Doc, cue: Cue, other: Cue) -> bool:
    """Whether two cues state the same words, and `cue` stands nearer to them: "gave an interview, saying: ..." """
    said = _said(doc, cue)
    return bool(said) and said == _said(doc, other) and (_distance(cue), cue.head) < (_distance(other), other.head)


def _said(doc: Doc, cue: Cue) -> set[int]:
    """The words that a cue states, without marks."""
    return {number for number in cue.content if not doc[number].is_punct and not doc[number].is_space}


def _distance(cue: Cue) -> int:
    """How many words lie between a cue and what it states. It states something."""
    return min(abs(number - cue.head) for number in cue.content)


def _beside(sentence: Span, outer: Sequence[Cue]) -> set[int]:
    """The main clause beside a clause that attributes: "He may resign, although she denied it"."""
    root = sentence.root
    if any(cue.head == root.i for cue in outer):
        return set()
    taken: set[int] = set()
    for cue in outer:
        if cue.form == "phrase" and not cue.content.isdisjoint({root.i}):
            return set()
        taken |= subtree(_top(sentence.doc[cue.head])) | cue.content | cue.words | cue.source
    return _own(sentence, taken)


def _top(token: Token) -> Token:
    """The head of the clause that a cue stands in, just below the main one."""
    while token.head.i != token.i and token.head.dep_ != "ROOT":
        token = token.head
    return token


def _own(sentence: Span, taken: set[int]) -> set[int]:
    """What of a sentence is not `taken`, without the words that join it to the one before."""
    left = [token for token in sentence if token.i not in taken]
    while left and (left[0].is_punct or left[0].is_space or left[0].lower_ in CONTRAST or left[0].dep_ == "cc"):
        left.pop(0)
    words = [token for token in left if not token.is_punct and not token.is_space]
    if len(words) < _SHORTEST or not any(token.pos_ in ("VERB", "AUX") for token in words) or _asks(sentence):
        return set()
    return {token.i for token in left}


def _asks(sentence: Span) -> bool:
    return sentence.text.rstrip(" ”\"’'").endswith("?")


def goes_on(sentence: Span) -> bool:
    """Whether a sentence leans on the one before: by a word that joins, or a pronoun for its subject."""
    first = next((token for token in sentence if not token.is_punct and not token.is_space), None)
    if first is None:
        return False
    subject = child(sentence.root, "nsubj", "nsubjpass")
    return first.lower_ in CONTRAST or (subject is not None and subject.lower_ in ("he", "she", "it", "they"))


def contrasts(sentence: Span) -> bool:
    """Whether a sentence begins by a word that joins it to the one before."""
    first = next((token for token in sentence if not token.is_punct and not token.is_space), None)
    return first is not None and first.lower_ in CONTRAST


def cited_by(doc: Doc, source: set[int]) -> set[int]:
    """ "The Ledger, which cited two officials": the source behind a source, or an empty set."""
    for number in source:
        for clause in children(doc[number], "relcl", "acl"):
            if clause.lemma_.lower() in ("cite", "quote") and (meant := child(clause, "dobj")) is not None:
                return subtree(meant)
    return set()
