"""What bears a claim out, and what speaks against it: records of the case, other sources, denials.

A record bears a claim out by its words, and only within the claim's days. Being near in time bears out nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from onrecord.links import making, nodes, reports, terms
from onrecord.links.material import Material
from onrecord.links.nodes import Node
from onrecord.model import Citation, Claim, End, Link, LinkKind, Message, SourceKind, Stance, quote_at
from onrecord.text import sentences
from onrecord.text.passages import Passage

#: What share of a claim's words, the rarer counting more, some neighbouring sentences of a record must have ...
_SHARE = 0.4
#: What share of a denial's words a record that speaks against it must have.
_TOUCHED = 0.6
#: ... and how many.
_WORDS = 3
#: Sentences of a record that are read together.
_TOGETHER = 2
#: So many words in a row are the same statement; fewer can be a name of a thing.
_RUN = 8
#: So many records are shown for one claim, the likest.
_SHOWN = 3

#: So many words of a message's subject must stand in the article for it to be on what the article is about.
_ON_SUBJECT = 2

_NOT_READ = "the message shows what was sent, not that it was read"


class Passing(Struct, frozen=True):
    """Sentences of a message that share words with a claim: their place in the body, the words, and their share."""

    start: int
    end: int
    words: frozenset[str]
    share: float


def find(material: Material) -> Iterator[Link]:
    """Denials, and for each claim what supports or contradicts it."""
    for claim in material.of(Claim):
        assert isinstance(claim.said, Claim)
        if claim.said.stance is Stance.DENIES:
            yield from _denied(material, claim, claim.said)
        elif claim.said.stance is not Stance.DECLINES and not _is_headline(material, claim):
            yield from _borne_out(material, claim)
            yield from _told_of(material, claim)
            yield from _said_elsewhere(material, claim)


def _is_headline(material: Material, claim: Node) -> bool:
    title = material.articles[claim.record].title
    return title is not None and title.spans == claim.citation.spans


def _denied(material: Material, denial: Node, said: Claim) -> Iterator[Link]:
    """The claim that a denial denies, and the records that show what is denied."""
    who = said.sources[0].stands_for or said.sources[0].text if said.sources else "the article"
    for id in said.denies:
        target = material.by_id.get(id)
        if target is None:
            continue
        common = denial.terms & target.terms
        own = making.printed(target, target.terms - denial.terms)
        yield making.link(
            LinkKind.DENIES,
            making.end(denial),
            making.end(target),
            0.95 if common or said.quote else 0.9,
            [f"{who} denies it in the same article", _common(denial, common)],
            ["nothing else is denied", f"the denial does not speak of {making.shared(own[:6])}" if own else ""],
        )
        yield from _against(material, denial, target)


def _common(node: Node, words: frozenset[str]) -> str:
    return f"both speak of {making.shared(making.printed(node, words))}" if words else ""


def _against(material: Material, denial: Node, target: Node) -> Iterator[Link]:
    """Records that show what the target claims and what the denial speaks of."""
    for sent, passing in _records(material, target):
        again = _passing(material, denial, sent)
        if again is None or again.share < _TOUCHED:
            continue
        yield making.link(
            LinkKind.CONTRADICTS,
            _cited(material, sent, again),
            making.end(denial),
            min(0.5 + 0.35 * again.share, 0.85),
            [f"the record speaks of {making.shared(_printed(sent, again.words))}, which is denied", _when(sent)],
            [
                _writer(material, sent),
                *_left_out(denial, again.words),
                _scope(passing, again),
                _hidden(material, sent, again.words),
            ],
        )


def _scope(passing: Passing, again: Passing) -> str:
    same = passing.start == again.start
    return "" if same else "the words that bear out the claim and those that touch the denial stand apart in it"


def _borne_out(material: Material, claim: Node) -> Iterator[Link]:
    """The records whose words are those of a claim."""
    for sent, passing in _records(material, claim):
        quoted = _verbatim(claim, sent)
        yield making.link(
            LinkKind.SUPPORTS,
            _cited(material, sent, passing),
            making.end(claim),
            0.95 if quoted else min(0.6 + 0.3 * passing.share, 0.85),
            [f"the record speaks of {making.shared(_printed(sent, passing.words))}", quoted, _when(sent)],
            [
                _writer(material, sent),
                *_left_out(claim, passing.words),
                *_dated(claim),
                _hidden(material, sent, passing.words),
            ],
        )


def _records(material: Material, claim: Node) -> list[tuple[Node, Passing]]:
    """The messages whose words are those of a claim, sent when they could be of it; the likest first."""
    found: dict[str, tuple[Node, Passing]] = {}
    reporters = material.who.called(article.author for article in material.articles.values())
    for sent in material.sent_like(claim, _WORDS):
        if sent.actors & reporters or (claim.people and not claim.people & sent.people):
            continue  # what a reporter writes is the report once more
        passing = _passing(material, claim, sent)
        if (
            passing is None
            or len(passing.words) < _WORDS
            or passing.share < _SHARE
            or not _in_time(material, claim, sent)
        ):
            continue
        if sent.copy not in found or passing.share > found[sent.copy][1].share:
            found[sent.copy] = (sent, passing)
    return sorted(found.values(), key=lambda pair: (-pair[1].share, pair[0].id))[:_SHOWN]


def _in_time(material: Material, claim: Node, sent: Node) -> bool:
    """A record of a claim's days, or of any time up to its publication where it tells no day."""
    if sent.first is None or (claim.first is not None and sent.first < claim.first):
        return False  # nobody bears witness to what is still to come
    published = material.articles[claim.record].published[:10]
    if published and sent.first > date.fromisoformat(published):
        return _speaks_of(claim, sent)
    return True


def _speaks_of(claim: Node, sent: Node) -> bool:
    """Whether a later record names the claim's day in its words."""
    return claim.day is not None and f"{claim.day:%B} {claim.day.day}".lower() in sent.text.lower()


def _passing(material: Material, claim: Node, sent: Node) -> Passing | None:
    """The neighbouring sentences of a message that share most with a claim, its people's names apart."""
    assert isinstance(sent.said, Message)
    wanted = _said_of(claim)
    body = sent.said.body
    if not wanted or not body:
        return None
    whole = material.weight(wanted)
    places = list(sentences.split(body[: len(nodes.body_of(sent.said)) + 400]))
    best: Passing | None = None
    for at in range(len(places)):
        start, end = places[at][0], places[min(at + _TOGETHER, len(places)) - 1][1]
        if body[start:end].rstrip().endswith("?"):
            continue
        words = terms.terms(body[start:end]) & wanted
        share = material.weight(words) / whole if whole else 0.0
        if words and (best is None or share > best.share):
            best = Passing(start, end, words, min(share, 1.0))
    return best


def _said_of(claim: Node) -> frozenset[str]:
    """The words of what a claim says, names of people, bodies and places apart: to name the same is not to say it."""
    return claim.terms - {terms.stem(word) for word in terms.names(claim.text)}


def _cited(material: Material, sent: Node, passing: Passing) -> End:
    assert isinstance(sent.said, Message)
    spans = Passage(sent.said.body_spans, material.texts).spans(passing.start, passing.end)
    citation: Citation | None = making.cited(spans, material.texts)
    return making.end(sent, citation)


def _printed(node: Node, words: frozenset[str]) -> list[str]:
    return making.printed(node, words)


def _verbatim(claim: Node, sent: Node) -> str:
    """That a long run of words is the same, as a reason."""
    said = claim.text.lower().split()
    body = " ".join(sent.text.lower().split())
    runs = (" ".join(said[at : at + _RUN]) for at in range(len(said) - _RUN + 1))
    run = next((run for run in runs if run in body), "")
    return f"word for word: “{run} …”" if run else ""


def _writer(material: Material, sent: Node) -> str:
    name = material.who.list(sent.actors)
    return f"the word of {name}: one source" if name else "its sender is blanked"


def _hidden(material: Material, sent: Node, words: frozenset[str]) -> str:
    """That another copy of a message does not show what this one shows, as a limit."""
    others = [one for one in material.by_copy[sent.copy] if not words <= one.terms]
    return "another copy of the message does not show these words" if others else ""


def _when(sent: Node) -> str:
    return f"sent {making.days(sent)}"


def _left_out(claim: Node, words: frozenset[str]) -> Iterator[str]:
    missing = making.printed(claim, _said_of(claim) - words)
    if missing:
        yield f"the record does not speak of {making.shared(missing[:6])}"


def _dated(claim: Node) -> Iterator[str]:
    if claim.first is None:
        yield "the claim tells no day"


# somebody was told


def _told_of(material: Material, claim: Node) -> Iterator[Link]:
    """ "She was told of the finding": the first messages to her, within the days, on what the article is about."""
    said = claim.said
    if not terms.pattern("informed").search(claim.text) or not claim.people:
        return
    window = _window(material, claim)
    if window is None:
        return
    told = _informed(material, claim)
    about = _about(material, claim)
    found = []
    for sent in material.between(*window):
        common = terms.terms(_subject(sent)) & about
        if told & sent.to and len(common) >= _ON_SUBJECT:
            found.append((sent.first, -material.weight(common), sent.id, sent, common))
    if not found:
        return
    _, _, _, sent, common = min(found, key=lambda one: one[:3])
    stated = claim.first is not None
    yield making.link(
        LinkKind.SUPPORTS,
        making.end(sent),
        making.end(claim),
        0.8 if stated else 0.75,
        [
            f"{material.who.list(sent.actors) or 'somebody blanked'} wrote to {material.who.list(told & sent.to)}",
            f"the article and the message speak of {making.shared(making.printed(sent, common))}",
            _when(sent),
        ],
        [
            _NOT_READ,
            "" if stated else f"the claim tells no day; the same source speaks of {window[0]} to {window[1]}",
            "reported by others" if isinstance(said, Claim) and said.relay else "",
        ],
    )


def _informed(material: Material, claim: Node) -> frozenset[str]:
    """Who was told: the person named nearest before the word that says so."""
    match = terms.pattern("informed").search(claim.text)
    before = claim.text[: match.start()].lower() if match is not None else claim.text.lower()
    places = {id: max(before.rfind(word) for word in material.who.words((id,))) for id in claim.people}
    named = {id: at for id, at in places.items() if at >= 0}
    return frozenset((max(named, key=lambda id: (named[id], id)),)) if named else frozenset()


def _window(material: Material, claim: Node) -> tuple[date, date] | None:
    """The days of a claim; without any, those of the nearest dated claim on the same word."""
    if claim.first is not None and claim.last is not None:
        return claim.first, claim.last
    family = material.families.get(claim.id)
    dated = [
        node
        for node in material.of(Claim, claim.record)
        if family is not None and node.id in family.claims and node.first is not None and node.last is not None
    ]
    if not dated:
        return None
    near = min(dated, key=lambda node: (node.place > claim.place, abs(node.place - claim.place)))
    assert near.first is not None
    assert near.last is not None
    return near.first, near.last


def _about(material: Material, claim: Node) -> frozenset[str]:
    """The words of a claim's article, names of people apart."""
    article = material.articles[claim.record]
    blocks = (block.spans for block in article.paragraphs)
    text = "\n".join(quote_at(spans, material.texts) for spans in blocks)
    people = frozenset[str]().union(*(node.people for node in material.of(Claim, claim.record)))
    return terms.terms(text) - {terms.stem(word) for word in material.who.words(people)}


def _subject(sent: Node) -> str:
    said = sent.said
    return said.subject.printed if isinstance(said, Message) and said.subject is not None else ""


# other articles


def _said_elsewhere(material: Material, claim: Node) -> Iterator[Link]:
    """The same claim in another article, on the word of somebody else."""
    for other in material.told_like(claim, _WORDS):
        if not isinstance(other.said, Claim) or other.id < claim.id or not _independent(material, claim, other):
            continue
        names = {terms.stem(word) for word in material.who.words(claim.people | other.people)}
        common = (claim.terms & other.terms) - names
        weight = material.weight(common)
        share = min(weight / max(material.weight(one.terms - names), 0.01) for one in (claim, other))
        people = claim.people & other.people
        if len(common) < _WORDS or share < _SHARE or not (people or not claim.people):
            continue
        yield making.link(
            LinkKind.SUPPORTS,
            making.end(claim),
            making.end(other),
            min(0.5 + 0.3 * share, 0.85),
            [
                _common(claim, common),
                f"both name {material.who.list(people)}" if people else "",
                _sources(claim, other),
            ],
            [
                "that the two sources are not one person is not known" if _nameless(claim, other) else "",
                making.only_overlap(claim, other) if claim.first or other.first else "neither tells a day",
            ],
        )


def _independent(material: Material, a: Node, b: Node) -> bool:
    """Whether two claims rest on the word of two source families, and both assert."""
    known = material.families
    if reports.from_outlet(material, a, b) or reports.from_outlet(material, b, a):
        return False
    if a.id not in known or b.id not in known or known[a.id].id == known[b.id].id:
        return False
    return all(isinstance(n.said, Claim) and n.said.stance in (Stance.ASSERTS, Stance.CORROBORATES) for n in (a, b))


def _nameless(a: Node, b: Node) -> bool:
    """Whether both rest on people without a name: they may be the same ones."""
    return all(
        isinstance(n.said, Claim) and all(s.kind in (SourceKind.ANONYMOUS, SourceKind.REPORT) for s in n.said.sources)
        for n in (a, b)
    )


def _sources(a: Node, b: Node) -> str:
    said = [n.said.sources[0].text for n in (a, b) if isinstance(n.said, Claim) and n.said.sources]
    return f"on the word of {' and of '.join(said)}" if len(said) > 1 else ""
