"""Messages that must exist and are not there: what an answer answers, and what is known as a quotation only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from onrecord.model import CopySet, Gap, Sketch, Thread, stable_id

#: Raised when the same sketches, sets and threads give other gaps.
VERSION = "2"

#: Edges from this certainty on say what a message answers. Others only say that it belongs to the thread.
SURE = 0.75


def find(
    sketches: Iterable[Sketch],
    sets: Iterable[CopySet],
    threads: Iterable[Thread],
    release_of: Callable[[str], str],
    words_of: Callable[[str], str],
) -> Iterator[Gap]:
    """The gaps. `release_of` names the release of a file by the beginning of its id, `words_of` a message in words."""
    threads = list(threads)
    home = {member: found.members[0] for found in sets for member in found.members}
    copies: dict[str, list[Sketch]] = {}
    for sketch in sorted(sketches, key=lambda one: one.id):
        copies.setdefault(home.get(sketch.id, sketch.id), []).append(sketch)
    answered = {edge.child for thread in threads for edge in thread.edges if edge.certainty >= SURE}
    yield from _parents(copies, answered, release_of, words_of)
    yield from _quoted_only(copies, _quoted(copies, threads), release_of, words_of)


def _parents(
    copies: Mapping[str, Sequence[Sketch]],
    answered: set[str],
    release_of: Callable[[str], str],
    words_of: Callable[[str], str],
) -> Iterator[Gap]:
    """Answers and forwards that quote nothing, and of which nothing in the case is what they answer."""
    answers = {id: known for id, known in copies.items() if any(map(_is_answer, known))}
    missing = {id: known for id, known in answers.items() if id not in answered}
    for known in missing.values():
        first = known[0]
        kind = "forwards" if any(one.reply == "fw" for one in known) else "answers"
        yield Gap(
            id=stable_id("g", "missing_parent", first.id),
            citation=first.cited,
            kind="missing_parent",
            release=release_of(_file(first)),
            detail=f"{words_of(first.id)} {kind} a message that is nowhere in the case",
            denominator=f"{len(missing)} of {len(answers)} answers and forwards",
            question="Where is the message that it answers: in another release, withheld, or not searched for?",
            records=tuple(one.id for one in known),
        )


def _is_answer(sketch: Sketch) -> bool:
    """Whether a message says that it answers another. A memo's RE: says what it is about."""
    return not sketch.paper and bool(sketch.reply or sketch.refs)


def _quoted(copies: Mapping[str, Sequence[Sketch]], threads: Iterable[Thread]) -> set[str]:
    """The messages that are quotations. What is printed below a mail of another thread is a print of its own."""
    thread = {id: one.id for one in threads for id in one.messages}
    chains: dict[str, list[Sketch]] = {}
    for known in copies.values():
        for sketch in known:
            chains.setdefault(sketch.chain, []).append(sketch)
    quoted: set[str] = set()
    for chain in chains.values():
        chain.sort(key=lambda one: (one.depth, one.id))
        quoted.update(one.id for one in chain[:1] if one.depth)
        quoted.update(
            below.id for above, below in pairwise(chain) if thread.get(above.id, above.id) == thread.get(below.id, "")
        )
    return quoted


def _quoted_only(
    copies: Mapping[str, Sequence[Sketch]],
    quoted: set[str],
    release_of: Callable[[str], str],
    words_of: Callable[[str], str],
) -> Iterator[Gap]:
    """Messages of which there are quotations, and no print of their own."""
    missing = [known for known in copies.values() if all(one.id in quoted for one in known)]
    for known in missing:
        first = known[0]
        times = "once" if len(known) == 1 else f"{len(known)} times"
        yield Gap(
            id=stable_id("g", "quoted_only", first.id),
            citation=first.cited,
            kind="quoted_only",
            release=release_of(_file(first)),
            detail=f"{words_of(first.id)} is quoted {times} and was not produced as itself",
            denominator=f"{len(missing)} of {len(copies)} messages",
            question="It exists, with its attachments and hidden recipients: why was it not produced as itself?",
            records=tuple(one.id for one in known),
        )


def _file(sketch: Sketch) -> str:
    return sketch.cited.spans[0].page.rpartition("/")[0]
