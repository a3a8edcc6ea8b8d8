"""Messages that must exist and are not there: what an answer answers, and what is known as a quotation only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from sys import intern

import msgspec
from msgspec import Struct

from onrecord.model import Citation, Gap, Phrase, Sketch, Thread, stable_id

#: Raised when the same sketches, sets and threads give other gaps.
VERSION = "2"

#: Edges from this certainty on say what a message answers. Others only say that it belongs to the thread.
SURE = 0.75

_citations = msgspec.msgpack.Decoder(Citation)


#: Messages that are put in words at a time.
_AT_ONCE = 200

#: Ids of messages in, a few words for each out.
Words = Callable[[Sequence[str]], Mapping[str, str]]


class Copy(Struct, frozen=True):
    """What is kept of a sketch; `cited` is its citation, encoded: most are never looked at."""

    id: str
    chain: str
    depth: int
    answers: bool
    forwards: bool
    cited: bytes

    @property
    def citation(self) -> Citation:
        """Where the message begins."""
        return _citations.decode(self.cited)


def find(
    sketches: Iterable[Sketch],
    home: Mapping[str, str],
    threads: Iterable[Thread],
    release_of: Callable[[str], str],
    words_of: Words,
) -> Iterator[Gap | Phrase]:
    """The gaps, and what they are counted against.

    `home` gives for a message with copies the first of them. `release_of` names the release of a file by the beginning
    of its id, `words_of` messages in words.
    Sketches and threads are gone through once, and little is kept of them.
    """
    answered: set[str] = set()
    thread_of: dict[str, str] = {}
    for thread in threads:
        answered.update(edge.child for edge in thread.edges if edge.certainty >= SURE)
        thread_of.update(dict.fromkeys(thread.messages, thread.id))
    copies: dict[str, list[Copy]] = {}
    for one in sorted(map(_copy, sketches), key=lambda one: one.id):
        copies.setdefault(home.get(one.id, one.id), []).append(one)
    yield from _parents(copies, answered, release_of, words_of)
    yield from _quoted_only(copies, _quoted(copies, thread_of), release_of, words_of)


def _copy(sketch: Sketch) -> Copy:
    return Copy(
        id=sketch.id,
        chain=intern(sketch.chain),
        depth=sketch.depth,
        answers=_is_answer(sketch),
        forwards=sketch.reply == "fw",
        cited=msgspec.msgpack.encode(sketch.cited),
    )


def _in_words(missing: Sequence[Sequence[Copy]], words_of: Words) -> Iterator[tuple[Sequence[Copy], Citation, str]]:
    """The copies of each message, where the first begins, and that in words; in the order of their places."""
    ordered = sorted(missing, key=lambda known: known[0].citation.spans[0])
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start : start + _AT_ONCE]
        words = words_of([known[0].id for known in some])
        for known in some:
            yield known, known[0].citation, words[known[0].id]


def _parents(
    copies: Mapping[str, Sequence[Copy]],
    answered: set[str],
    release_of: Callable[[str], str],
    words_of: Words,
) -> Iterator[Gap | Phrase]:
    """Answers and forwards that quote nothing, and of which nothing in the case is what they answer."""
    answers = {id: known for id, known in copies.items() if any(one.answers for one in known)}
    missing = [known for id, known in answers.items() if id not in answered]
    yield (counted := Phrase("gaps.missing_parent", f"{len(missing)} of {len(answers)} answers and forwards"))
    for known, cited, words in _in_words(missing, words_of):
        kind = "forwards" if any(one.forwards for one in known) else "answers"
        yield Gap(
            id=stable_id("g", "missing_parent", known[0].id),
            citation=cited,
            kind="missing_parent",
            release=release_of(_file(cited)),
            detail=f"{words} {kind} a message that is nowhere in the case",
            denominator=counted.mark,
            question="Where is the message that it answers: in another release, withheld, or not searched for?",
            records=tuple(one.id for one in known),
        )


def _is_answer(sketch: Sketch) -> bool:
    """Whether a message says that it answers another. A memo's RE: says what it is about."""
    return not sketch.paper and bool(sketch.reply or sketch.refs)


def _quoted(copies: Mapping[str, Sequence[Copy]], thread_of: Mapping[str, str]) -> set[str]:
    """The messages that are quotations. What is printed below a mail of another thread is a print of its own."""
    chains: dict[str, list[Copy]] = {}
    for known in copies.values():
        for one in known:
            chains.setdefault(one.chain, []).append(one)
    quoted: set[str] = set()
    for chain in chains.values():
        chain.sort(key=lambda one: (one.depth, one.id))
        quoted.update(one.id for one in chain[:1] if one.depth)
        quoted.update(
            below.id
            for above, below in pairwise(chain)
            if thread_of.get(above.id, above.id) == thread_of.get(below.id, "")
        )
    return quoted


def _quoted_only(
    copies: Mapping[str, Sequence[Copy]],
    quoted: set[str],
    release_of: Callable[[str], str],
    words_of: Words,
) -> Iterator[Gap | Phrase]:
    """Messages of which there are quotations, and no print of their own."""
    missing = [known for known in copies.values() if all(one.id in quoted for one in known)]
    yield (counted := Phrase("gaps.quoted_only", f"{len(missing)} of {len(copies)} messages"))
    for known, cited, words in _in_words(missing, words_of):
        times = "once" if len(known) == 1 else f"{len(known)} times"
        yield Gap(
            id=stable_id("g", "quoted_only", known[0].id),
            citation=cited,
            kind="quoted_only",
            release=release_of(_file(cited)),
            detail=f"{words} is quoted {times} and was not produced as itself",
            denominator=counted.mark,
            question="It exists, with its attachments and hidden recipients: why was it not produced as itself?",
            records=tuple(one.id for one in known),
        )


def _file(cited: Citation) -> str:
    return cited.spans[0].page.rpartition("/")[0]
