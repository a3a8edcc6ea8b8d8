"""What waits for a person, of every kind, in the order of what an answer is worth.

First come statements that were judged and say something else since: they may stand in something that was published.
Then whatever one answer settles most of: a question about a name settles every place that bears it, a telling all that
one message and its copies tell, a claim also the claims that deny it. What is unsure comes before what is sure,
everyday traffic last, and of equals what stands first in the case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from onrecord.model import Claim, Event, Finding, Gap, IdentityQuestion, Interaction, Link
from onrecord.model.interactions import Dated
from onrecord.review.summaries import summary
from onrecord.store.judgements import Judgement
from onrecord.store.tellings import tellings
from onrecord.store.view import View

#: Kinds that wait for a person, in the order in which equals are asked.
KINDS: tuple[type[Finding], ...] = (IdentityQuestion, Event, Interaction, Claim, Link, Gap)


class Item(Struct, frozen=True, kw_only=True):
    """One thing to decide.

    `ids` are the findings that one answer settles together, that of `text` first; `text` says what it states or asks.
    `settles` is how many statements of the case the answer settles, `why` says so in words. `doubts` are what is unsure
    about it. `changed`: it was judged before and states something else now.
    """

    ids: tuple[str, ...]
    kind: str
    text: str
    settles: int
    why: str
    doubts: tuple[str, ...] = ()
    changed: bool = False
    routine: bool = False


def queue(view: View, kinds: Iterable[str] = ()) -> list[Item]:
    """Everything that waits, in the order described above; of these kinds only, where any are named."""
    chosen = set(kinds)
    items = [item for kind in KINDS if not chosen or kind.KIND in chosen for item in _items(view, kind)]
    return sorted(items, key=lambda item: (not item.changed, item.routine, -item.settles, not item.doubts))


def _items(view: View, kind: type[Finding]) -> Iterator[Item]:
    waiting = [(one, judged) for one, judged in view.findings(kind) if judged.state in ("draft", "changed")]
    if kind is IdentityQuestion:
        yield from (_question(one) for one, _ in waiting if isinstance(one, IdentityQuestion))
    elif kind in (Interaction, Event):
        yield from _tellings(view, waiting)
    elif kind is Claim:
        yield from _claims(waiting)
    else:
        yield from (_single(one, judged) for one, judged in waiting)


def _question(one: IdentityQuestion) -> Item:
    why = f"settles {one.uses} places that name {one.name}"
    return Item(ids=(one.id,), kind=one.KIND, text=one.question, settles=max(one.uses, 1), why=why)


def _tellings(view: View, waiting: list[tuple[Finding, Judgement]]) -> Iterator[Item]:
    states = {one.id: judged.state for one, judged in waiting}
    told = [one for one, _ in waiting if isinstance(one, Interaction | Event)]
    for group in tellings((one for one in told if not getattr(one, "embedded_in", "")), view.first_copies):
        # of copies, the one that shows most names says most
        first = max(group, key=lambda one: (not one.routine, len(one.actors) + len(getattr(one, "to", ()))))
        yield Item(
            ids=(first.id, *(one.id for one in group if one is not first)),
            kind=first.KIND,
            text=summary(first),
            settles=len(group),
            why=_together(len(group)),
            doubts=tuple(dict.fromkeys(doubt for one in group for doubt in _doubts(one))),
            changed=any(states[one.id] == "changed" for one in group),
            routine=all(one.routine for one in group),
        )


def _together(count: int) -> str:
    return f"settles {count} statements of one message and its copies" if count > 1 else "settles one statement"


def _doubts(one: Dated) -> tuple[str, ...]:
    undated = () if one.date or one.date_end else ("nothing settles the day",)
    return (*undated, *one.inferred, *(f"“{hedge}”" for hedge in one.hedges))


def _claims(waiting: list[tuple[Finding, Judgement]]) -> Iterator[Item]:
    claims = [(one, judged) for one, judged in waiting if isinstance(one, Claim)]
    denials = Counter(id for one, _ in claims for id in one.denies)
    for one, judged in claims:
        against = denials[one.id] + len(one.denies)
        why = f"settles it against {against} claims that deny it or are denied" if against else "settles one statement"
        yield Item(
            ids=(one.id,),
            kind=one.KIND,
            text=summary(one),
            settles=1 + against,
            why=why,
            doubts=tuple(f"“{hedge.printed}”" for hedge in one.hedges),
            changed=judged.state == "changed",
        )


def _single(one: Finding, judged: Judgement) -> Item:
    """A finding that is judged by itself; an answer about a gap settles what it says of every record."""
    count = max(len(one.about), 1)
    why = f"settles what is said of {count} records" if count > 1 else "settles one statement"
    return Item(
        ids=(one.id,),
        kind=one.KIND,
        text=summary(one),
        settles=count,
        why=why,
        doubts=one.limits if isinstance(one, Link) else (),
        changed=judged.state == "changed",
    )
