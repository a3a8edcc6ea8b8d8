"""What waits for a person, of every kind, in the order of what an answer is worth.

First come statements that were judged and say something else since: they may stand in something that was published.
Then whatever one answer settles most of: a question about a name settles every place that bears it, a telling all that
one message and its copies tell, a claim also the claims that deny it. What is unsure comes before what is sure,
everyday traffic last, and of equals what stands first in the case.

Of a large case nearly everything waits. So what would wait if nobody had decided anything is ranked once for all its
records, only what was decided about is ranked again, and only what is shown is put into words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from msgspec import Struct

from onrecord.model import Claim, Event, Finding, Gap, IdentityQuestion, Interaction, Link
from onrecord.review.summaries import summary
from onrecord.store.facts import Facts
from onrecord.store.judgements import DRAFT, Judgement
from onrecord.store.remember import remembered
from onrecord.store.tellings import Told, tellings
from onrecord.store.view import View

#: Kinds that wait for a person, in the order in which equals are asked.
KINDS: tuple[type[Finding], ...] = (IdentityQuestion, Event, Interaction, Claim, Link, Gap)

#: Those of which one is judged by itself, whatever is decided about others.
_SINGLE: tuple[type[Finding], ...] = (Link, Gap)


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


class Ranked(Struct, frozen=True):
    """Something that waits, before it is put into words: what one answer settles together, and its place in the queue.

    `unit` is what it shares with whatever a decision on it may change.
    """

    order: tuple[bool, bool, int, bool, int, int]
    kind: str
    group: tuple[Finding, ...]
    unit: str
    settles: int
    doubts: tuple[str, ...]
    changed: bool
    routine: bool


def rank(
    group: tuple[Finding, ...],
    unit: str,
    settles: int,
    number: int,
    doubts: tuple[str, ...] = (),
    *,
    changed: bool = False,
    routine: bool = False,
) -> Ranked:
    """What waits, with its place: among equals by kind, then by its `number` in the case."""
    kind = type(group[0])
    order = (not changed, routine, -settles, not doubts, KINDS.index(kind), number)
    return Ranked(order, kind.KIND, group, unit, settles, doubts, changed, routine)


def queue(view: View, kinds: Iterable[str] = ()) -> list[Item]:
    """Everything that waits, in the order described above; of these kinds only, where any are named."""
    chosen = set(kinds)
    return [item(one) for one in ranked(view) if not chosen or one.kind in chosen]


def ranked(view: View) -> Sequence[Ranked]:
    """Everything that waits, in order. It is the same for as long as the view is."""
    return remembered(view, "queue", lambda: _ranked(view))


def by_kind(view: View) -> dict[str, list[Ranked]]:
    """Everything that waits, each kind by itself."""

    def parted() -> dict[str, list[Ranked]]:
        found: dict[str, list[Ranked]] = {kind.KIND: [] for kind in KINDS}
        for one in ranked(view):
            found[one.kind].append(one)
        return found

    return remembered(view, "queue by kind", parted)


def item(one: Ranked) -> Item:
    """Something that waits, in words."""
    first = one.group[0]
    return Item(
        ids=tuple(each.id for each in one.group),
        kind=one.kind,
        text=summary(first),
        settles=one.settles,
        why=_why(first, one.settles),
        doubts=one.doubts,
        changed=one.changed,
        routine=one.routine,
    )


def _why(first: Finding, settles: int) -> str:
    match first:
        case IdentityQuestion():
            return f"settles {first.uses} places that name {first.name}"
        case Claim() if settles > 1:
            return f"settles it against {settles - 1} claims that deny it or are denied"
        case Interaction() | Event() if settles > 1:
            return f"settles {settles} statements of one message and its copies"
        case Link() | Gap() if settles > 1:
            return f"settles what is said of {settles} records"
    return "settles one statement"


def _ranked(view: View) -> list[Ranked]:
    drafts = remembered(view.facts, "queue", lambda: _drafts(view.facts))
    touched = view.judgements.touched
    units = {view.facts.tellings.unit_of.get(id, id) for id in touched}
    found = [one for one in drafts if one.unit not in units] if units else list(drafts)
    found += _told(view.facts, units, view) + list(_claims(view)) + list(_questions(view))
    for kind in _SINGLE:
        found += _singles(view.facts, kind, view, touched)
    found.sort(key=attrgetter("order"))  # nearly all of it is in order
    return found


def _drafts(facts: Facts) -> list[Ranked]:
    """What would wait if nobody had decided anything, but for claims, which depend on one another, and questions."""
    found = _told(facts, facts.tellings.units)
    for kind in _SINGLE:
        found += _singles(facts, kind)
    return sorted(found, key=attrgetter("order"))


def _waits(judgement: Judgement) -> bool:
    return judgement.state in ("draft", "changed")


def _told(facts: Facts, units: Iterable[str], view: View | None = None) -> list[Ranked]:
    """What the messages and articles of these units tell, as decided in `view`, else as found."""
    places = remembered(facts, "places told", lambda: {unit: n for n, unit in enumerate(facts.tellings.units)})
    found = []
    for unit in units:
        told = [one for one in facts.tellings.units.get(unit, ()) if not getattr(one, "embedded_in", "")]
        judged = list(map(view.judgements.both, told)) if view else [(one, DRAFT) for one in told]
        waiting = {one.id: judgement for one, judgement in judged if _waits(judgement)}
        for group in tellings((one for one, _ in judged if one.id in waiting), facts.first_copies):
            changed = any(waiting[one.id].state == "changed" for one in group)
            found.append(_telling(group, unit, places[unit], changed=changed))
    return found


def _telling(group: list[Told], unit: str, number: int, *, changed: bool) -> Ranked:
    # of copies, the one that shows most names says most
    first = max(group, key=lambda one: (not one.routine, len(one.actors) + len(getattr(one, "to", ()))))
    doubts = tuple(dict.fromkeys(doubt for one in group for doubt in _doubts(one)))
    together = (first, *(one for one in group if one is not first))
    routine = all(one.routine for one in group)
    return rank(together, unit, len(group), number, doubts, changed=changed, routine=routine)


def _doubts(one: Told) -> tuple[str, ...]:
    undated = () if one.date or one.date_end else ("nothing settles the day",)
    return (*undated, *one.inferred, *(f"“{hedge}”" for hedge in one.hedges))


def _questions(view: View) -> Iterator[Ranked]:
    for number, one in enumerate(view.questions):
        yield rank((one,), one.id, max(one.uses, 1), number)


def _claims(view: View) -> Iterator[Ranked]:
    """Claims; one settles those that deny it, and those that it denies."""
    claims = [(one, judged) for one, judged in view.findings(Claim) if _waits(judged)]
    denials = Counter(id for one, _ in claims for id in one.denies)
    for number, (one, judged) in enumerate(claims):
        against = denials[one.id] + len(one.denies)
        doubts = tuple(f"“{hedge.printed}”" for hedge in one.hedges)
        yield rank((one,), one.id, 1 + against, number, doubts, changed=judged.state == "changed")


def _singles(
    facts: Facts, kind: type[Finding], view: View | None = None, touched: set[str] | None = None
) -> list[Ranked]:
    """Findings that are judged by themselves: all as found, or the `touched` ones as decided in `view`.

    An answer about a gap settles what it says of every record.
    """
    found = []
    for number, raw in enumerate(facts.findings(kind)):
        if view is None:
            one, judged = raw, DRAFT
        elif touched and raw.id in touched:
            one, judged = view.judgements.both(raw)
        else:
            continue
        if _waits(judged):
            doubts = one.limits if isinstance(one, Link) else ()
            count, changed = max(len(one.about), 1), judged.state == "changed"
            found.append(rank((one,), one.id, count, number, doubts, changed=changed))
    return found
