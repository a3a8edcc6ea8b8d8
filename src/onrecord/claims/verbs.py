"""Verbs as cues: "she said that …", "… denied to testify", "was accused of …". A form each, tried in order."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from spacy.tokens import Token

from onrecord.claims.grammar import (
    ABLE,
    child,
    children,
    doer,
    group,
    has_to,
    is_negated,
    is_passive,
    lemma,
    name_of,
    subtree,
    trimmed,
)
from onrecord.claims.lexicon import lexicon
from onrecord.claims.quotations import Range

#: Verbs whose object is asked to do what the infinitive says: both are what is wanted.
_TAKES_BOTH = frozenset(["urge", "ask", "want", "expect", "order", "demand"])

#: Prepositions behind an object that belong to the judgement: "describe as", "blame for", "accuse of".
_OF_JUDGEMENT = frozenset(["as", "of", "for", "with", "to", "from"])


#: Objects that say nothing of what is thought.
_EMPTY = frozenset(("that", "which", "it", "what", "this"))


class Cue(Struct):
    """A cue with its words, source and content, as token numbers. `direct`: the content is a quotation.

    `head` is the number of the word that is the cue itself, `form` the name of the pattern that found it.
    """

    words: set[int]
    source: set[int]
    content: set[int]
    direct: bool = False
    head: int = -1
    form: str = "phrase"


class Clause(Struct):
    """A verb under examination: who does it, its words, and the quotations of its sentence as token numbers."""

    verb: Token
    source: set[int]
    words: set[int]
    quoted: list[set[int]]

    @property
    def lemma(self) -> str:
        """The verb in its basic form."""
        return lemma(self.verb)


def of_verb(verb: Token, quotes: list[Range]) -> Cue | None:
    """The attribution that a verb makes, or None. `quotes` are the quotations of the paragraph."""
    subject = doer(verb)
    source = name_of(subject, verb) if subject is not None else set()
    clause = Clause(verb, source, group(verb), _quoted(verb, source, quotes))
    if clause.lemma in lexicon().hearsay_verbs or (is_passive(verb) and clause.lemma in lexicon().hearsay_participles):
        found = _hearsay(clause)
        if found is not None:
            found.form = "hearsay"
        if found is not None or clause.lemma in lexicon().hearsay_verbs:
            return found
    for name, form in _FORMS.items():
        if (found := form(clause)) is not None:
            found.content -= found.words | source
            found.form = name
            return found if found.content and _holds(clause, name) else None
    return None


def _holds(clause: Clause, form: str) -> bool:
    """Whether the form of the verb lets it make a statement: "to attack her" tells of no attack that was made."""
    verb = clause.verb
    if verb.tag_ == "VB" and not clause.source:
        return False
    said = form in ("clause", "quotation")
    if verb.tag_ == "VB" and has_to(verb) and not said and verb.head.lower_ not in ABLE:
        return False
    return said or not (verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod"))


def _quoted(verb: Token, source: set[int], quotes: list[Range]) -> list[set[int]]:
    """The quotations that reach into the verb's sentence, whole, without those inside the source's name."""
    doc, sentence = verb.doc, verb.sent
    found = []
    for start, end in quotes:
        if end > sentence.start_char and start < sentence.end_char:
            tokens = {token.i for token in doc.char_span(start, end, alignment_mode="expand") or ()}
            if tokens and not tokens & source:
                found.append(tokens)
    return found


def _hearsay(clause: Clause) -> Cue | None:
    """ "He is expected to resign", "it seems to be over": all but the verb is what nobody in particular says."""
    verb = clause.verb
    subject = child(verb, "nsubjpass", "nsubj", "csubj")
    rest = child(verb, "xcomp", "oprd", "ccomp", "acomp")
    if subject is None or rest is None:
        return None
    agent = child(verb, "agent")
    by = child(agent, "pobj") if agent is not None else None
    return Cue(clause.words, subtree(by) if by is not None else set(), subtree(subject) | subtree(rest))


def _clause(clause: Clause) -> Cue | None:
    """What is said is a clause: "she said that …", "…, she said"."""
    known = lexicon()
    if clause.lemma not in known.say | known.think | known.show:
        return None
    verb = clause.verb
    content: set[int] = set()
    for part in children(verb, "ccomp"):
        whole = clause.lemma in known.say and clause.lemma not in known.deny
        content |= subtree(part, [verb.i]) if whole else trimmed(part)
    if not content and verb.dep_ == "parataxis":
        content = set(range(verb.sent.start, verb.sent.end)) - subtree(verb)
    if not content:
        return None
    quoted = _governed(clause) if clause.lemma in known.say else set()
    return Cue(clause.words, clause.source, content | quoted, bool(quoted))


def _infinitive(clause: Clause) -> Cue | None:
    """What is meant is an infinitive or a gerund: "he refused to answer"."""
    if clause.lemma not in lexicon().intend:
        return None
    aim = child(clause.verb, "xcomp")
    if aim is None or not (has_to(aim) or aim.tag_ == "VBG"):
        return None
    content = trimmed(aim)
    asked = child(clause.verb, "dobj")
    if asked is not None and clause.lemma in _TAKES_BOTH:
        content |= subtree(asked)
    return Cue(clause.words, clause.source, content)


def _quotation(clause: Clause) -> Cue | None:
    """What is said is quoted beside the verb."""
    content = _governed(clause) if clause.lemma in lexicon().say else set()
    return Cue(clause.words, clause.source, content, True) if content else None


def _governed(clause: Clause) -> set[int]:
    """The quotations that hang on the verb, or stand beside the verb of their sentence."""
    verb = clause.verb
    below = subtree(verb)
    whole = verb.dep_ == "parataxis" or verb.i == verb.sent.root.i
    long = [tokens for tokens in clause.quoted if whole or tokens & below or _touches(tokens, verb)]
    if child(verb, "ccomp") is not None and not any(len(tokens) > 4 for tokens in clause.quoted):
        return set()
    return set().union(*long)


def _touches(tokens: set[int], verb: Token) -> bool:
    return verb.head.i in tokens or any(verb.doc[number].head.i == verb.i for number in tokens)


def _preposition(clause: Clause) -> Cue | None:
    """What is meant stands behind a preposition or particle: "called for", "pointed out", "complained about"."""
    governed = lexicon().prepositions.get(clause.lemma, frozenset())
    verb = clause.verb
    for word in children(verb, "prep", "prt", "advmod"):
        if word.lower_ not in governed:
            continue
        if (meant := child(word, "pobj", "pcomp")) is not None:
            content = subtree(meant)
            for later in verb.children:
                if later.i > word.i and (later.dep_ in ("xcomp", "oprd") or later.lower_ == "as"):
                    content |= subtree(later)
            return Cue(clause.words | {word.i}, clause.source, content)
        if (found := _behind_particle(clause, word)) is not None:
            return found
    return None


def _behind_particle(clause: Clause, particle: Token) -> Cue | None:
    """ "Lashed out at them", "pointed out the gap"."""
    for other in children(clause.verb, "prep"):
        if other.i != particle.i and (meant := child(other, "pobj", "pcomp")) is not None:
            return Cue(clause.words | {particle.i, other.i}, clause.source, subtree(meant))
    object_ = child(clause.verb, "dobj")
    return Cue(clause.words | {particle.i}, clause.source, subtree(object_)) if object_ is not None else None


def _object(clause: Clause) -> Cue | None:
    """What is held, praised or blamed is the object: "she criticized the plan as a giveaway"."""
    known = lexicon()
    if clause.lemma not in known.judge | known.think:
        return None
    verb = clause.verb
    # "offered them the job": not whom, but what
    object_ = next(reversed(children(verb, "dobj")), None) or child(verb, "nsubjpass", "oprd")
    if object_ is not None and clause.lemma == "blame" and object_.lower_ in _EMPTY:
        blamed = next((child(one, "pobj") for one in children(verb, "prep") if one.lower_ == "on"), None)
        object_ = blamed or object_  # "blame this on her": she is meant
    if object_ is None or (
        clause.lemma not in known.judge and object_.lower_ in ("that", "which", "it", "what", "this")
    ):
        return None
    content = subtree(object_)
    for more in children(verb, "prep", "oprd", "xcomp", "ccomp"):
        if more.i > max(verb.i, object_.i) and (more.dep_ != "prep" or more.lower_ in _OF_JUDGEMENT):
            content |= subtree(more)
    return Cue(clause.words, clause.source, content)


def _denied(clause: Clause) -> Cue | None:
    """What is not said, or refused, is what follows: "have not said when …", "did not respond to …"."""
    verb, known = clause.verb, lexicon()
    unsaid = known.say | known.think | known.intend | known.withhold
    judged = clause.lemma in known.judge - known.silence and child(verb, "dobj", "nsubjpass") is not None
    if not clause.source or judged or not (clause.lemma in known.deny or (is_negated(verb) and clause.lemma in unsaid)):
        return None
    so = next((one for one in children(verb, "advmod") if one.lower_ == "so" and one.i == verb.i + 1), None)
    if so is not None:
        return Cue(clause.words - {so.i}, clause.source, {so.i})  # "does not think so"
    for relation in ("ccomp", "xcomp", "dobj", "prep", "advcl", "advmod", "acomp"):
        part = child(verb, relation)
        if part is None or part.i < verb.i or part.i in clause.words:
            continue
        meant = child(part, "pobj", "pcomp") if relation == "prep" else None
        if meant is not None:
            return Cue(clause.words | {part.i}, clause.source, trimmed(meant))
        return Cue(clause.words, clause.source, trimmed(part))
    return None


#: The forms by name, in the order in which they are tried.
_FORMS: dict[str, Callable[[Clause], Cue | None]] = {
    "clause": _clause,
    "infinitive": _infinitive,
    "denied": _denied,
    "quotation": _quotation,
    "preposition": _preposition,
    "object": _object,
}
