"""Quoted messages of the NIH production that are printed as messages of their own elsewhere, with samples to check.

``python -m quality quoted [--count N] [--seed N] [--texts]`` prints how many of the quoted messages have a copy that
is the top of another printed chain, how many are quoted in another chain too, and samples of such pairs by id and
page, the printed ones first, so that a reader can look whether both pages show one message. `--texts` shows the
beginnings of both; nothing of them is kept anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from msgspec import Struct

from onrecord import messages
from onrecord.model import CopySet, HeaderKind, Message
from onrecord.threads.related import find
from onrecord.threads.sketch import sketch
from quality import predict
from quality.corpora import SHARED

PAGES = SHARED / "data" / "nih-2021" / "pages.jsonl.gz"

#: Characters of a header and of a body that a sample shows.
SHOWN = 400


class Pair(Struct, frozen=True):
    """A quoted message, its likest copy in another printed chain, and why they are taken for one."""

    quoted: Message
    other: Message
    score: float
    reasons: tuple[str, ...]


class Found(Struct, frozen=True):
    """How many messages, how many of them quoted; those `printed` as themselves elsewhere; those quoted `again`."""

    messages: int
    quoted: int
    printed: tuple[Pair, ...]
    again: tuple[Pair, ...]


def search(found: Sequence[Message]) -> Found:
    """Look for the quoted messages among all others. Every page is taken for one that was read by OCR."""
    by_id = {message.id: message for message in found}
    damaged = {span.page for message in found for span in message.citation.spans}
    sets = [one for one in find([sketch(message, damaged) for message in found]) if isinstance(one, CopySet)]
    home = {id: one for one in sets for id in one.members}
    quoted = [message for message in found if _is_quoted(message)]
    printed, again = [], []
    for message in quoted:
        copies = [by_id[id] for id in home[message.id].members] if message.id in home else []
        others = [other for other in copies if other.chain != message.chain]
        tops = [other for other in others if not _is_quoted(other)]
        if tops:
            printed.append(_best(message, tops, home[message.id]))
        elif others:
            again.append(_best(message, others, home[message.id]))
    return Found(len(found), len(quoted), tuple(printed), tuple(again))


def _is_quoted(message: Message) -> bool:
    return message.header_kind in (HeaderKind.BLOCK, HeaderKind.ATTRIBUTION)


def _best(quoted: Message, others: Sequence[Message], known: CopySet) -> Pair:
    """The pair with the likest of the other copies."""
    likeness = {frozenset((one.a, one.b)): one for one in known.pairs}
    scored = [(likeness.get(frozenset((quoted.id, other.id))), other) for other in others]
    one, other = max(scored, key=lambda pair: (pair[0].score if pair[0] else 0.0, pair[1].id))
    return Pair(quoted, other, one.score if one else 0.0, one.reasons if one else ())


def run(count: int, seed: int, *, texts: bool = False) -> int:
    """Print the figures and `count` samples drawn with `seed`; 1 when the corpus is not here."""
    if not PAGES.exists():
        print(f"skipped, {PAGES.name} is not here")
        return 1
    for line in lines(search(messages.split(predict.page_texts(PAGES))), count, seed, texts=texts):
        print(line)
    return 0


def lines(found: Found, count: int, seed: int, *, texts: bool) -> Iterator[str]:
    """The report, line by line."""
    yield f"{found.messages} messages, {found.quoted} of them quoted"
    yield f"printed as messages of their own elsewhere: {len(found.printed)} ({_share(found.printed, found.quoted)})"
    yield f"not so, and quoted elsewhere too: {len(found.again)} ({_share(found.again, found.quoted)})"
    for number, pair in enumerate(samples(found, count, seed), 1):
        where = f"{pair.quoted.id} page {pair.quoted.page_start} = {pair.other.id} page {pair.other.page_start}"
        yield f"{number:3} {where}  {pair.score:.2f}  {'; '.join(pair.reasons)}"
        if texts:
            yield from (f"    {side}" for one in (pair.quoted, pair.other) for side in _text(one))


def samples(found: Found, count: int, seed: int) -> list[Pair]:
    """So many pairs: of those printed elsewhere as many as there are, then of the others, drawn with `seed`."""
    drawn: list[Pair] = []
    for pairs in (found.printed, found.again):
        places = Random(seed).sample(  # noqa: S311 - a sample, no secret
            range(len(pairs)), min(count - len(drawn), len(pairs))
        )
        drawn += [pairs[place] for place in sorted(places)]
    return drawn


def _share(part: Sequence[Pair], whole: int) -> str:
    return f"{100 * len(part) / whole:.1f} %" if whole else "of none"


def _text(message: Message) -> Iterator[str]:
    yield "--- " + " / ".join(message.citation.quote[:SHOWN].splitlines())
    yield "    " + " / ".join(message.body[:SHOWN].splitlines())
