"""Nouns, adjectives and phrases as cues: "his claim that …", "is not sure that …", "according to …"."""

from __future__ import annotations

from spacy.tokens import Token

from onrecord.claims.grammar import child, children, doer, group, has_to, name_of, subtree
from onrecord.claims.lexicon import lexicon
from onrecord.claims.verbs import Cue

_ABOUT = frozenset(["of", "for", "about", "on", "to", "against", "over"])
_TOWARDS = frozenset(["about", "of", "on", "to", "with", "for", "by", "at", "in"])

#: What may be asked "in": "in a poll, …" names the poll as the source of its sentence.
_SURVEYS = frozenset(["poll", "survey"])


def of_noun(noun: Token) -> Cue | None:
    """The attribution that a noun carries: with a clause, an infinitive, or what it is about and whose it is."""
    whose = _owner(noun)
    for clause in children(noun, "acl", "ccomp", "relcl"):
        if any(word.dep_ == "mark" and word.lower_ == "that" for word in clause.children):
            return Cue({noun.i}, whose, subtree(clause))
        if has_to(clause) and noun.lemma_.lower() in lexicon().resolve and child(noun, "poss") is not None:
            return Cue({noun.i}, whose, subtree(clause))
    return _about(noun, whose) if whose else None


def _about(noun: Token, whose: set[int]) -> Cue | None:
    for word in children(noun, "prep"):
        if word.lower_ in _ABOUT and (meant := child(word, "pobj", "pcomp")) is not None:
            return Cue({noun.i, word.i}, whose, subtree(meant))
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
            return Cue(group(verb) | {adjective.i}, name_of(source, verb), subtree(word))
        meant = child(word, "pobj", "pcomp") if word.dep_ == "prep" and word.lower_ in _TOWARDS else None
        if meant is not None:
            return Cue(group(verb) | {adjective.i, word.i}, name_of(source, verb), subtree(meant))
    return None


def of_according(token: Token) -> Cue | None:
    """ "According to …": the sentence around it is what is said."""
    if token.i + 1 >= len(token.doc) or token.nbor(1).lower_ != "to":
        return None
    to = token.nbor(1)
    source = child(to, "pobj", "pcomp")
    if source is None:
        return None
    named = subtree(source)
    words = {token.i, to.i}
    return Cue(words, named, set(range(token.sent.start, token.sent.end)) - named - words)


def of_survey(preposition: Token) -> Cue | None:
    """ "In a poll of voters, …" at the head of a sentence."""
    survey = child(preposition, "pobj")
    if survey is None or survey.lemma_.lower() not in _SURVEYS or preposition.i != preposition.sent.start:
        return None
    named = subtree(survey)
    return Cue(
        {preposition.i}, named, set(range(preposition.sent.start, preposition.sent.end)) - named - {preposition.i}
    )
