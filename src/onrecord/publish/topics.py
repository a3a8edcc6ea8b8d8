"""What is about a topic: the messages that hold one of its terms, and those of a thread that goes by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from onrecord.model import Message, Thread
from onrecord.store.protocol import Query
from onrecord.store.topics import Topic, folded, topics
from onrecord.store.view import View

#: Messages that one term may find.
MOST = 100_000
#: What mail programs put before a subject.
PREFIX = re.compile(
    r"(?:\s*(?:re|aw|sv|fwd?|tr|wg|accepted|declined|tentative|canceled|updated)\s*:)+\s*", re.IGNORECASE
)


class Meant(Struct, frozen=True, kw_only=True):
    """What names and terms mean in a case: the terms, the topics among them, and the ids of the `messages`."""

    terms: tuple[str, ...]
    kept: tuple[Topic, ...]
    messages: frozenset[str]
    pattern: re.Pattern[str]

    def fits(self, texts: Iterable[str]) -> bool:
        """Whether one of the terms stands in one of `texts`."""
        return any(self.pattern.search(text) for text in texts)


def meant(view: View, names: Iterable[str]) -> Meant:
    """What `names` mean: a topic that the case keeps, else a term, which may be the subject of a thread too."""
    by_name = {folded(one.name): one for one in topics(view.standing)}
    kept = tuple(by_name[folded(name)] for name in names if folded(name) in by_name)
    plain = tuple(name for name in names if folded(name) not in by_name)
    terms = tuple(dict.fromkeys((*(term for one in kept for term in one.terms), *plain)))
    messages = {id for term in terms for id in _holding(view, term)}
    messages |= {id for name in names for id in _called(view, name)}
    return Meant(terms=terms, kept=kept, messages=frozenset(messages), pattern=_pattern(terms))


def is_kept(view: View, name: str) -> bool:
    """Whether the case keeps a topic of this name."""
    return any(folded(one.name) == folded(name) for one in topics(view.standing))


def subject(message: Message) -> str:
    """The subject of a message without what was put before it by answering and forwarding."""
    printed = " ".join(message.subject.printed.split()) if message.subject is not None else ""
    return PREFIX.sub("", printed, count=1) if PREFIX.match(printed) else printed


def _holding(view: View, term: str) -> list[str]:
    star = "*" if term.endswith("*") else ""
    words = " ".join(re.findall(r"\w+", term))
    return [hit.id for hit in view.store.search(Query(text=f'"{words}"{star}', limit=MOST)).hits] if words else []


def _called(view: View, name: str) -> set[str]:
    """The messages of threads in which one bears this subject."""
    hits = (view.store.message(id) for id in _holding(view, name))
    bearing = {one.id for one in hits if one is not None and folded(subject(one)) == folded(name)}
    if not bearing:
        return set()
    return {id for thread in view.store.findings(Thread) if bearing & set(thread.messages) for id in thread.messages}


def _pattern(terms: Iterable[str]) -> re.Pattern[str]:
    """The terms as whole words, in the plural too."""
    parts = (r"\W+".join(map(re.escape, re.findall(r"\w+", term))) + _end(term) for term in terms)
    return re.compile(rf"\b(?:{'|'.join(parts) or '(?!)'})\b", re.IGNORECASE)


def _end(term: str) -> str:
    return r"\w*" if term.endswith("*") else "(?:s|es)?"
