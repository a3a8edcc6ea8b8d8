"""Two headers of one message: who is hidden in one and named in the other, and what is printed otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.model import Difference, Message, Party
from onrecord.threads import grams, people

#: Codes of boxes in a header by field; and a message with those of one field.
Boxed = Mapping[str, tuple[str, ...]]
Boxing = tuple[Message, tuple[str, ...]]


def differences(a: Message, b: Message, boxed_a: Boxed, boxed_b: Boxed) -> Iterator[Difference]:
    """The differences between two headers, field by field. `boxed_a` and `boxed_b` are the codes of their boxes."""
    for place, mine, theirs in (
        ("from", _one(a.sender), _one(b.sender)),
        ("to", a.to, b.to),
        ("cc", a.cc, b.cc),
        ("bcc", a.bcc, b.bcc),
    ):
        yield from _parties((a, boxed_a.get(place, ())), (b, boxed_b.get(place, ())), place, mine, theirs)
    yield from _subjects(a, b)
    if a.sent and b.sent and a.sent.iso != b.sent.iso and a.sent.local and b.sent.local:
        yield _header("sent", a.sent.printed, b.sent.printed)


def _one(party: Party | None) -> tuple[Party, ...]:
    return (party,) if party is not None else ()


def _parties(a: Boxing, b: Boxing, place: str, mine: Sequence[Party], theirs: Sequence[Party]) -> Iterator[Difference]:
    if not mine and not theirs:  # a box that covers all that stood there
        yield from _code_changed(place, a[1], b[1])
        return
    left = [party for party in mine if not _met(party, theirs)]
    right = [party for party in theirs if not _met(party, mine)]
    yield from _hidden(a, place, [party for party in left if _blank(party)], right)
    yield from _hidden(b, place, [party for party in right if _blank(party)], left)
    for lacking, few, more in ((a, mine, theirs), (b, theirs, mine)):
        yield from _left_out(lacking, place, few, more) if few else _unnamed(lacking, place, more)
    yield from _locals(a, b, place, mine, theirs)
    yield from _recoded(a, b, place, _pairs(left, right, mine, theirs))
    only_a = [party.printed for party in left if not _blank(party)]
    only_b = [party.printed for party in right if not _blank(party)]
    if only_a and only_b and not any(map(_blank, (*mine, *theirs))):
        yield _header(place, "; ".join(only_a), "; ".join(only_b))


def _met(party: Party, others: Sequence[Party]) -> bool:
    key = people.of(party)
    return bool(key) and any(people.same(key, known) for other in others if (known := people.of(other)))


def _blank(party: Party) -> bool:
    return party.redacted or not people.of(party)


def _hidden(hiding: Boxing, place: str, blanks: Sequence[Party], open_: Sequence[Party]) -> Iterator[Difference]:
    """The names that stand in one header where the other has blanks."""
    if not blanks:
        return
    codes = tuple(dict.fromkeys(code for party in blanks for code in _codes(party.printed))) or hiding[1]
    for party in open_:
        if not _blank(party):
            name = party.name or party.address
            yield Difference(
                kind="hidden", place=place, text=name, hidden_in=hiding[0].id, codes=codes, spans=party.spans
            )


def _left_out(lacking: Boxing, place: str, few: Sequence[Party], more: Sequence[Party]) -> Iterator[Difference]:
    """The names that one header has beside all those of the other: nothing is printed in their place."""
    if len(few) >= len(more) or any(map(_blank, (*few, *more))):
        return
    if all(_met(party, more) for party in few):
        for party in more:
            if not _met(party, few):
                yield Difference(
                    kind="left_out",
                    place=place,
                    text=party.name or party.address,
                    hidden_in=lacking[0].id,
                    codes=lacking[1],
                    spans=party.spans,
                )


def _unnamed(lacking: Boxing, place: str, more: Sequence[Party]) -> Iterator[Difference]:
    """The names of a field where the other header has a box and no entry, or a header and no sender at all."""
    message, codes = lacking
    if not codes and not (place == "from" and message.to):
        return
    for party in more:
        if not _blank(party):
            yield Difference(
                kind="hidden" if codes else "left_out",
                place=place,
                text=party.name or party.address,
                hidden_in=message.id,
                codes=codes,
                spans=party.spans,
            )


def _locals(a: Boxing, b: Boxing, place: str, mine: Sequence[Party], theirs: Sequence[Party]) -> Iterator[Difference]:
    """Addresses of which one copy hides the part before the @: behind a code, or under a box in that field."""
    for (hiding, boxed), ours, others in ((a, mine, theirs), (b, theirs, mine)):
        for party in ours:
            codes = _codes(party.printed) or (boxed if _without_local(party) else ())
            if not codes or not people.of(party):
                continue
            for other in others:
                if other.address and not _codes(other.printed) and people.same(people.of(party), people.of(other)):
                    text = other.address.partition("@")[0]
                    yield Difference(
                        kind="hidden", place=place, text=text, hidden_in=hiding.id, codes=codes, spans=other.spans
                    )
                    break


def _pairs(
    left: Sequence[Party], right: Sequence[Party], mine: Sequence[Party], theirs: Sequence[Party]
) -> Iterator[tuple[Party, Party]]:
    """The entries of two fields that are one person's: blanks in order where both have as many, and the same names."""
    blanks_a, blanks_b = [party for party in left if _blank(party)], [party for party in right if _blank(party)]
    if len(blanks_a) == len(blanks_b):
        yield from zip(blanks_a, blanks_b, strict=True)
    for party in mine:
        key = people.of(party)
        if key and (other := next((one for one in theirs if people.same(key, people.of(one))), None)) is not None:
            yield party, other


def _recoded(a: Boxing, b: Boxing, place: str, pairs: Iterable[tuple[Party, Party]]) -> Iterator[Difference]:
    """What both copies hide under other codes: a whole entry, or the part of its address before the @."""
    for mine, theirs in pairs:
        yield from _code_changed(place, _hiding(a, mine), _hiding(b, theirs))


def _code_changed(place: str, codes: tuple[str, ...], others: tuple[str, ...]) -> Iterator[Difference]:
    if codes and others and set(map(grams.bare, codes)) != set(map(grams.bare, others)):
        yield Difference(kind="code_changed", place=place, codes=codes, other_codes=others)


def _hiding(boxing: Boxing, party: Party) -> tuple[str, ...]:
    """The codes of what is hidden of an entry: those printed in it, or those of the boxes in its field."""
    return _codes(party.printed) or (boxing[1] if _blank(party) or _without_local(party) else ())


def _without_local(party: Party) -> bool:
    """Whether an entry prints the end of an address and not its beginning. A Notes name ("/HPA@HPA") is no address."""
    return not party.address and "@" in party.printed.partition("/")[0]


def _codes(printed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys("".join(match[0].split()) for match in grams.codes(printed)))


def _subjects(a: Message, b: Message) -> Iterator[Difference]:
    if not (a.subject and b.subject):
        return
    x, y = a.subject.printed, b.subject.printed
    if grams.squeeze(x) == grams.squeeze(y):
        return
    for hiding, mine, other in ((a, x, b), (b, y, a)):
        if (codes := _codes(mine)) and other.subject:
            yield Difference(
                kind="hidden",
                place="subject",
                text=other.subject.printed,
                hidden_in=hiding.id,
                codes=codes,
                spans=other.subject.spans,
            )
            return
    yield _header("subject", x, y)


def _header(place: str, text: str, other: str) -> Difference:
    return Difference(kind="header", place=place, text=text, other=other)
