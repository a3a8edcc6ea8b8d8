"""Who is who: what resolution found and persons decided, good until a record or a decision on people is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from onrecord.model import Decision, IdentityQuestion, Person, Tenure
from onrecord.store.facts import Facts
from onrecord.store.identities import decided, open_questions, parted
from onrecord.store.judgements import subjects

#: The actions of decisions on who is who.
ACTIONS = frozenset({"merge", "split", "rename", "not_a_person", "answer"})


class Known:
    """The people of a case. `decisions` are the standing ones on who is who, by time."""

    def __init__(self, facts: Facts, decisions: Iterable[Decision]) -> None:
        self.decisions = tuple(one for one in decisions if one.action in ACTIONS or one.known)
        self._facts = facts

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """Everybody, as found and as decided; what was decided to be no person is left out."""
        return tuple(person for person in self._decided if person.kind != "nobody")

    @cached_property
    def _decided(self) -> list[Person]:
        asked = {one.id: one for one in self._facts.findings(IdentityQuestion)} if self.decisions else {}
        return decided(self._facts.findings(Person), self.decisions, asked)

    @cached_property
    def parted(self) -> list[IdentityQuestion]:
        """What to ask of decisions on people whose names are no longer together."""
        return parted(self._decided, self.decisions) if self.decisions else []

    @cached_property
    def who(self) -> dict[tuple[str, str, int], Person]:
        """Who is named at each place: by the record, the header field (or place), and the place in it from 0."""
        return {(seen.record, seen.place, seen.index): person for person in self.people for seen in person.seen}

    @cached_property
    def now(self) -> dict[str, Person]:
        """Whom every id and every key of a name stands for, also the id of somebody who was merged into another."""
        return {name: person for person in self.people for name in subjects(person)}

    @cached_property
    def tenures(self) -> dict[str, tuple[Tenure, ...]]:
        """The posts of everybody, by the id of the person as decided, the longest known first."""
        found: defaultdict[str, list[Tenure]] = defaultdict(list)
        for tenure in self._facts.findings(Tenure):
            if (person := self.now.get(tenure.person)) is not None:
                found[person.id].append(tenure)
        order = {id: sorted(held, key=lambda t: (-t.statements, t.since, t.id)) for id, held in found.items()}
        return {id: tuple(held) for id, held in order.items()}

    @cached_property
    def questions(self) -> tuple[IdentityQuestion, ...]:
        """The open questions about who is who, those first that settle most."""
        people = {person.id: person for person in self._facts.findings(Person)}
        asked = [*self._facts.findings(IdentityQuestion), *self.parted]
        found = open_questions(asked, self.decisions, people)
        return tuple(sorted(found, key=lambda question: (-question.uses, question.id)))
