"""Nouns, adjectives and phrases as cues: "his claim that …", "is not sure that …", "according to …"."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.claims.grammar import child, children, doer, group, has_to, name_of, subtree
from onrecord.claims.lexicon import lexicon
from onrecord.claims.sources import lists
from onrecord.claims.verbs import Cue

_ABOUT = frozenset(["of", "for", "about", "on", "to", "against", "over"])
_TOWARDS = frozenset(["about", "of", "on", "to", "with", "for", "by", "at", "in"])

#: What may be asked "in": "in a poll, …" names the poll as the source of its sentence.
_SURVEYS = frozenset(["poll", "survey"])


def of_noun(noun: Token) -> Cue | None:
    """The attribution that a noun carries: with a clause, an infinitive, or what it is about and whose it is."""
    if (rumour := _rumour(noun)) is not None:
        return rumour
    whose = _owner(noun)
    for clause in children(noun, "acl", "ccomp", "relcl"):
        if any(word.dep_ == "mark" and word.lower_ == "that" for word in clause.children):
            return Cue({noun.i}, whose, subtree(clause), form="noun")
        if has_to(clause) and noun.lemma_.lower() in lexicon().resolve and child(noun, "poss") is not None:
            return Cue({noun.i}, whose, subtree(clause), form="noun")
    return _about(noun, whose) if whose else None


def _rumour(noun: Token) -> Cue | None:
    """ "Reports surfaced about …": nobody's word but the reports'."""
    known, verb = lists(), noun.head
    if noun.dep_ != "nsubj" or noun.lemma_.lower() not in known.rumours or verb.lemma_.lower() not in known.goes_round:
        return None
    for word in (*children(noun, "prep"), *children(verb, "prep")):
        if word.lower_ in ("about", "of") and (meant := child(word, "pobj", "pcomp")) is not None:
            return Cue({noun.i, word.i, verb.i}, {noun.i}, subtree(meant))
    clause = child(verb, "ccomp") or child(noun, "acl", "ccomp")
    return Cue({noun.i, verb.i}, {noun.i}, subtree(clause)) if clause is not None else None


def _about(noun: Token, whose: set[int]) -> Cue | None:
    for word in children(noun, "prep"):
        if word.lower_ in _ABOUT and (meant := child(word, "pobj", "pcomp")) is not None:
            return Cue({noun.i, word.i}, whose, subtree(meant), form="noun")
    return None


def _owner(noun: Token) -> set[int]:
    """Whose the noun is: "Ruiz's claim", "a claim by Ruiz"."""
    owner = child(noun, "poss")
    if owner is not None:
        return {number for number in subtree(owner) if noun.doc[number].tag_ != "POS"}
    for word in children(noun, "prep"):
        if word.lower_ in ("by", "from") and (owner := child(word, "pobj")) is not None:
            return subtree(owner)
    return set()


def of_adjective(adjective: Token) -> Cue | None:
    """ "She is not sure that …", "they were reluctant to …", "he is optimistic about …"."""
    verb = adjective.head
    source = doer(verb) if verb.pos_ in ("AUX", "VERB") else None
    if source is None:
        return None
    later = [word for word in (*adjective.children, *verb.children) if word.i > adjective.i]
    for word in later:
        if word.dep_ in ("ccomp", "xcomp"):
            return Cue(group(verb) | {adjective.i}, name_of(source, verb), subtree(word), form="adjective")
        meant = child(word, "pobj", "pcomp") if word.dep_ == "prep" and word.lower_ in _TOWARDS else None
        if meant is not None:
            return Cue(group(verb) | {adjective.i, word.i}, name_of(source, verb), subtree(meant), form="adjective")
    return None


def of_according(token: Token) -> Cue | None:
    """ "According to …", "per …": the sentence around it is what is said, or the clause that "but" joins to another."""
    last = token.nbor(1) if token.lower_ == "according" and token.i + 1 < len(token.doc) else token
    source = child(last, "pobj", "pcomp")
    if source is None or last.lower_ not in ("to", "per"):
        return None
    named = subtree(source)
    words = {token.i, last.i}
    return Cue(words, named, _around(token) - named - words)


def _around(token: Token) -> set[int]:
    clause = token.head
    if clause.dep_ == "conj" and child(clause, "nsubj", "nsubjpass") is not None:
        return subtree(clause)
    return set(range(token.sent.start, token.sent.end))


def of_survey(preposition: Token) -> Cue | None:
    """ "In a poll of voters, …" at the head of a sentence."""
    survey = child(preposition, "pobj")
    if survey is None or survey.lemma_.lower() not in _SURVEYS or preposition.i != preposition.sent.start:
        return None
    named = subtree(survey)
    return Cue(
        {preposition.i}, named, set(range(preposition.sent.start, preposition.sent.end)) - named - {preposition.i}
    )
