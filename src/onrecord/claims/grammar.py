"""Questions to a parsed sentence: whose verb it is, what hangs on it. Sets of words are sets of token numbers."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Token

#: Words that begin a clause about the time or reason of what is said, not about what is said.
CIRCUMSTANCE = frozenset(
    ["as", "when", "after", "while", "before", "since", "until", "once", "if", "although", "though", "because"]
)

#: "Is able to say", "was unable to say": the infinitive is what is done, or not done.
ABLE = frozenset(("able", "unable"))

_VERBS = ("VERB", "AUX")
_FINITE = ("VBD", "VBZ", "VBP")


def subtree(token: Token, without: Iterable[int] = ()) -> set[int]:
    """A token and all that hangs on it, leaving out the branches that begin at `without`."""
    left_out, found, waiting = set(without), set(), [token]
    while waiting:
        one = waiting.pop()
        if one.i not in left_out:
            found.add(one.i)
            waiting += one.children
    return found


def trimmed(token: Token) -> set[int]:
    """The subtree of a verb without what tells when, why or besides what: clauses, and phrases behind a comma."""
    left_out, waiting = [], [token]
    while waiting:
        verb = waiting.pop()
        for one in verb.children:
            if one.i > verb.i and _is_circumstance(one):
                left_out.append(one.i)
            elif one.dep_ in ("xcomp", "ccomp"):
                waiting.append(one)
    return subtree(token, left_out)


def _is_circumstance(clause: Token) -> bool:
    if clause.dep_ in ("prep", "advcl") and clause.left_edge.i > 0 and clause.left_edge.nbor(-1).text == ",":
        return True
    if clause.dep_ != "advcl":
        return False
    return any(word.dep_ in ("mark", "advmod") and word.lower_ in CIRCUMSTANCE for word in clause.children)


def child(token: Token, *relations: str) -> Token | None:
    """The first child in the first of `relations` that has one."""
    for relation in relations:
        for one in token.children:
            if one.dep_ == relation:
                return one
    return None


def children(token: Token, *relations: str) -> list[Token]:
    """The children in any of `relations`, in order."""
    return [one for one in token.children if one.dep_ in relations]


def lemma(token: Token) -> str:
    """The basic form of a word. An infinitive and a plain present are it already: the model cuts "address"."""
    return token.lower_ if token.tag_ in ("VB", "VBP") and token.pos_ == "VERB" else token.lemma_.lower()


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(one.lower_ == "to" and one.dep_ in ("aux", "mark") for one in verb.children)


def is_passive(verb: Token) -> bool:
    """Whether the verb's subject is what is done to."""
    return child(verb, "nsubjpass", "auxpass") is not None


def is_negated(verb: Token) -> bool:
    """Whether the verb says that something is not so, or was not done."""
    return any(one.dep_ == "neg" or one.lower_ == "never" for one in verb.children)


def group(verb: Token) -> set[int]:
    """A verb with its auxiliaries, negation, particle and the adverb beside it."""
    found = {one.i for one in verb.children if one.dep_ in ("aux", "auxpass", "neg", "prt")}
    return found | {verb.i} | {one.i for one in children(verb, "advmod") if abs(one.i - verb.i) == 1}


def doer(verb: Token) -> Token | None:
    """Who does what the verb says: its subject, or the one it shares with a verb above it; "by" whom in the passive."""
    found = child(verb, "nsubj", "csubj") or _agent(verb)
    if found is not None or child(verb, "nsubjpass") is not None:
        return found
    return _shared(verb) or _beside(verb)


def _agent(verb: Token) -> Token | None:
    by = child(verb, "agent")
    return child(by, "pobj") if by is not None else None


def _shared(verb: Token) -> Token | None:
    """The doer of the verb that this one hangs on, where they have one doer."""
    above = verb.head
    if above.i == verb.i:
        return None
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return above
    if verb.dep_ == "acl" and verb.tag_ == "VB":
        return child(above, "poss")
    if verb.dep_ == "pcomp":
        blamed = child(above.head, "nsubjpass", "dobj") if above.lower_ == "for" else None
        if blamed is not None and above.head.pos_ in _VERBS:
            return blamed  # "was criticised for refusing", "held her in contempt for refusing"
        above = above.head
    together = (
        (verb.dep_ in ("conj", "pcomp") and above.pos_ in _VERBS)
        or (verb.dep_ == "xcomp" and above.pos_ in (*_VERBS, "ADJ"))
        or (verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VB") and above.pos_ in _VERBS)
    )
    if verb.dep_ == "xcomp" and above.lower_ in ABLE and above.dep_ == "acomp":
        return doer(above.head)
    return doer(above) if together else None


def _beside(verb: Token) -> Token | None:
    """The noun right before a finite verb that was parsed without a subject, as happens in headlines."""
    if verb.tag_ not in _FINITE or verb.dep_ not in ("ROOT", "ccomp", "conj") or verb.i == verb.sent.start:
        return None
    noun = verb.nbor(-1)
    if noun.pos_ not in ("NOUN", "PROPN"):
        return None
    while noun.head.pos_ in ("NOUN", "PROPN") and noun.i != noun.head.i < verb.i:
        noun = noun.head
    return noun


def name_of(source: Token, verb: Token) -> set[int]:
    """The words that name a source, without clauses that tell more about it."""
    return subtree(source, [verb.i, *(one.i for one in children(source, "relcl", "acl"))])


def ranges(doc: Doc, tokens: Iterable[int], offset: int = 0) -> tuple[tuple[int, int], ...]:
    """Tokens as runs of characters, without punctuation at the ends; quotation marks stay. `offset` is added."""
    listed = [number for number in sorted(tokens) if not doc[number].is_space]
    while listed and _is_edge(doc[listed[0]], "“\"‘'"):
        listed.pop(0)
    while listed and _is_edge(doc[listed[-1]], "”\"’'"):
        listed.pop()
    runs: list[list[int]] = []
    for number in listed:
        if runs and _joined(doc, runs[-1][1], number):
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return tuple((doc[a].idx + offset, doc[b].idx + len(doc[b]) + offset) for a, b in runs)


def _is_edge(token: Token, kept: str) -> bool:
    return token.is_punct and token.text not in kept


def _joined(doc: Doc, before: int, after: int) -> bool:
    return all(doc[number].is_space for number in range(before + 1, after))
