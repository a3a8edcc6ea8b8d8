"""One sentence of a chronology, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.interactions.prose import announced, clauses, frames, lexicon
from onrecord.interactions.prose.clauses import Clause
from onrecord.interactions.prose.dating import Timed
from onrecord.interactions.prose.frames import Contact
from onrecord.interactions.prose.items import Item
from onrecord.interactions.prose.merging import merged
from onrecord.interactions.prose.told import Memory, Told
from onrecord.text.timex import Says

#: Words that hedge.
HEDGES = re.compile(
    r"\b(?:allegedly|reportedly|apparently|potentially|possibly|purportedly|about|may have|might have"
    r"|appears to have)\b",
    re.IGNORECASE,
)
#: Acts whose words may be quoted without saying to whom they went.
SPEECH = frozenset({"writes", "replies", "tells", "asks for information", "urges", "thanks", "instructs"})


class Sentence:
    """One sentence, clause by clause."""

    def __init__(
        self, memory: Memory, row: Sequence[Item], days: Sequence[Timed], found: Sequence[Clause], base: int, said: str
    ) -> None:
        self._memory, self._row, self._days, self._found = memory, row, days, found
        self._base, self._said = base, said
        self._first_main = min((clause.first for clause in found if clause.main), default=0)
        self._used: set[int] = set()

    def read(self) -> None:
        """Tell what the sentence tells."""
        pieces = [(clause, frames.read(self._row, clause)) for clause in self._found]
        main = [(clause, contact) for clause, contact in pieces if clause.main and contact is not None]
        done: list[int] = []
        for clause, contact in merged(main):
            done += self._tell(clause, contact)
        if not main:
            done += self._by_noun()
        for clause, inner in pieces:
            if not clause.main and inner is not None and done:
                self._embedded(clause, inner, done)
        self._events(done)
        self._announced()
        self._sources(done)

    def _tell(self, clause: Clause, contact: Contact) -> list[int]:
        quotes = self._quotes(clause)
        frame = self._row[clause.verb].frame
        quoted = bool(quotes) and clause.main and contact.act in SPEECH
        if contact.open and frame is not None and frame.quiet and not quoted and contact.status == "done":
            return []
        actors = self._actors(contact)
        to = self._memory.names(contact.to)
        if contact.mutual:
            actors = to = tuple(dict.fromkeys((*actors, *to)))
        else:
            answers = contact.act == "replies" or (contact.open and contact.act in SPEECH and (quotes or clause.which))
            to = to or (self._memory.counterpart(actors) if answers else ())
            to = tuple(name for name in to if name not in actors)
        return [self._add(clause, contact, actors, to, quotes, day) for day in self._when(clause)] if actors else []

    def _actors(self, contact: Contact) -> tuple[str, ...]:
        """Who did it. He wrote back: the one who had been written to."""
        last = self._memory.last
        pronoun = [one.kind for one in contact.actors] == ["pronoun"]
        if contact.act == "replies" and pronoun and last is not None and len(last.to) == 1:
            return last.to
        return self._memory.names(contact.actors, subject=True)

    def _add(
        self,
        clause: Clause,
        contact: Contact,
        actors: tuple[str, ...],
        to: tuple[str, ...],
        quotes: tuple[tuple[int, int, str], ...],
        day: Timed | None,
    ) -> int:
        start = 0 if clause.first <= self._first_main else self._row[clause.first].start
        end = self._row[clause.last - 1].end if clause.last < len(self._row) else len(self._said)
        speaker = actors[0] if len(actors) == 1 else ""
        told = Told(
            paragraph=self._memory.number,
            start=self._base + start,
            end=self._base + max(end, start + 1),
            when=day.when if day is not None else self._memory.carried(),
            actors=actors,
            to=to,
            others=tuple(
                name for name in self._memory.names(self._memory.known(contact.others)) if name not in (*actors, *to)
            ),
            channel=contact.channel,
            act=contact.act,
            status=contact.status,
            quotes=tuple((low, high, speaker) for low, high, _ in quotes),
            hedges=tuple(match.group() for match in HEDGES.finditer(self._said, start, end)),
            carried=day is None,
        )
        return self._memory.add(told)

    def _when(self, clause: Clause) -> list[Timed | None]:
        """The days on which a clause happened: those in it, else those that lead the sentence, else the running day."""
        dated = clause.first > 0 and self._row[clause.first - 1].kind == "T"
        begins = clause.first - dated
        own = [
            day for day in self._days if begins <= day.item < clause.last and not self._is_reported(day.item, clause)
        ]
        if self._row[clause.verb].happening is not None and self._row[clause.verb].frame is None and own:
            return [own[0]]
        lead = [day for day in self._days if day.item < clause.first and day.item < self._first_main]
        chosen = (
            [day for day in lead if not day.when.approx] or [day for day in own if not day.when.approx] or lead or own
        )
        if not chosen:
            return [None]
        # "Two weeks later, on Nov. 5": the printed day says it better
        first = next((day for day in chosen if day.said.says is Says.CALENDAR and day.said.day), chosen[0])
        return [first, *(day for day in self._days if day.again and day is not first and day in chosen)]

    def _is_reported(self, item: int, clause: Clause) -> bool:
        """Whether an item stands in what the clause reports."""
        return any(
            self._row[at].word in clauses.COMPLEMENT or self._row[at].word in ("who", "which")
            for at in range(clause.verb, item)
        ) or any(not one.main and one.first <= item < one.last and clause.verb < one.first for one in self._found)

    def _quotes(self, clause: Clause) -> tuple[tuple[int, int, str], ...]:
        """The quotations between the clause and the next, and those before it that nobody else has."""
        low = 0 if clause.first <= self._first_main or clause.inverted else clause.first
        found = []
        for at in range(low, clause.last):
            item = self._row[at]
            if item.kind == "Q" and at not in self._used:
                self._used.add(at)
                lead = self._said[item.start : item.end]
                open_, close = len(lead) - len(lead.lstrip('“"')), len(lead) - len(lead.rstrip('”"'))
                found.append((self._base + item.start + open_, self._base + item.end - close, ""))
        return tuple(found)

    def _by_noun(self) -> list[int]:
        """A call between them was on her calendar: contacts that no verb tells."""
        words = [item.word if item.kind == "w" else "" for item in self._row]
        for at in range(len(words)):
            found = lexicon.nouns().at(words, at)
            link = next(
                (i for i in range(at + 1, min(at + 4, len(words))) if words[i] in ("between", "with", "among")), None
            )
            if found is None or link is None:
                continue
            people, _ = clauses.group_after(self._row, link + 1, stop=False)
            names = self._memory.names(people)
            owner = self._owner(link)
            if not names or (len(names) < 2 and not owner):
                continue
            actors = (owner,) if owner else names
            to = tuple(name for name in names if name != owner) if owner else names
            channel = found[0]
            contact = Contact(
                (),
                (),
                (),
                channel,
                {"call": "calls", "meeting": "meets"}.get(channel, "talks"),
                "scheduled" if owner else "done",
                False,
                False,
            )
            clause = Clause(at, (), 0, len(self._row), main=True)
            return [self._add(clause, contact, actors, to, self._quotes(clause), day) for day in self._when(clause)]
        return []

    def _owner(self, start: int) -> str:
        for item, after in zip(self._row[start:], self._row[start + 1 :], strict=False):
            if (
                item.mention is not None
                and item.mention.possessive
                and after.word in ("calendar", "schedule", "diary", "agenda")
            ):
                return item.mention.name
        return ""

    def _embedded(self, clause: Clause, contact: Contact, done: Sequence[int]) -> None:
        """A contact that another one reports: "told a colleague that Rudd had just taken a call from Solano"."""
        outer = next(
            (
                number
                for number in reversed(done)
                if self._memory.told[number].start <= self._base + self._row[clause.first].start
            ),
            done[0],
        )
        told = self._memory.told[outer]
        actors, to = self._memory.names(contact.actors, subject=True), self._memory.names(contact.to)
        if contact.mutual:
            actors = to = tuple(dict.fromkeys((*actors, *to)))
        if not actors or (not to and contact.open) or (actors == told.actors and to == told.to):
            return
        inner = [day for day in self._days if clause.first <= day.item < clause.last and day.when.precision == "day"]
        perfect = any(
            self._row[at].word in ("had", "has", "just") for at in range(max(0, clause.verb - 3), clause.verb + 1)
        )
        when = inner[0].when if inner else told.when
        if (
            not inner
            and perfect
            and when is not None
            and not any(self._row[at].word == "just" for at in range(clause.first, clause.verb))
        ):
            when = replace(when, precision="bound", inferred=(*when.inferred, "not after the day on which it is told"))
        end = self._row[clause.last - 1].end
        self._memory.add(
            Told(
                paragraph=told.paragraph,
                start=self._base + self._row[clause.first].start,
                end=self._base + max(end, self._row[clause.verb].end),
                when=when,
                actors=actors,
                to=tuple(name for name in to if contact.mutual or name not in actors),
                channel=contact.channel,
                act=contact.act,
                status=contact.status,
                inside=outer,
                carried=not inner,
            )
        )

    def _sources(self, done: Sequence[int]) -> None:
        """Forwarded an email from X: X wrote it, not after it was forwarded."""
        for number in done:
            told = self._memory.told[number]
            if told.act not in ("forwards", "sends") or told.when is None:
                continue
            words = [item.word if item.kind == "w" else "" for item in self._row]
            for at in range(len(words)):
                found = lexicon.nouns().at(words, at)
                link = next((i for i in range(at + 1, min(at + 3, len(words))) if words[i] == "from"), None)
                if found is None or found[0] != "email" or link is None:
                    continue
                people, _ = clauses.group_after(self._row, link + 1)
                names = self._memory.names(people)
                if names and not set(names) & set(told.actors):
                    when = replace(
                        told.when, precision="bound", inferred=(*told.when.inferred, "not after it was forwarded")
                    )
                    self._memory.add(
                        replace(
                            told,
                            when=when,
                            actors=names,
                            to=(),
                            others=(),
                            channel="email",
                            act="writes",
                            quotes=(),
                            inside=number,
                        )
                    )
                    return

    def _events(self, done: Sequence[int]) -> None:
        """What happened in public, in the clauses that tell of no contact."""
        for clause in self._found:
            item = self._row[clause.verb]
            if item.happening is None or not clause.subject or any(self._covers(number, clause) for number in done):
                continue
            words = {one.word for one in self._row[clause.verb + 1 : clause.last]} | {
                word.lower()
                for one in self._row[clause.first : clause.last]
                if one.kind == "P"
                for word in one.word.split()
            }
            if item.happening.needs and not words & item.happening.needs:
                continue
            (day, *_) = self._when(clause)
            end = self._row[clause.last - 1].end if clause.last < len(self._row) else len(self._said)
            self._memory.add(
                Told(
                    paragraph=self._memory.number,
                    start=self._base + self._row[clause.first].start,
                    end=self._base + end,
                    when=day.when if day is not None else self._memory.carried(),
                    actors=self._memory.names(clause.subject, subject=True),
                    quotes=self._quotes(clause),
                    what=item.happening.what,
                    carried=day is None,
                )
            )

    def _announced(self) -> None:
        """What happens in public and is only named; of what is still to come, the day told of is only a limit."""
        for event in announced.find(self._row):
            when = self._memory.reading.settle(event.date, main=False) if event.date is not None else None
            if when is None and (carried := self._memory.carried()) is not None:
                inferred = (*carried.inferred, "not before the day on which it is told")
                when = replace(carried, approx=True, inferred=inferred)
            first = self._row[event.first]
            self._memory.add(
                Told(
                    paragraph=self._memory.number,
                    start=self._base + first.start + (len("in ") if first.word.startswith("in ") else 0),
                    end=self._base + self._row[event.last - 1].end,
                    when=when,
                    actors=self._memory.names(event.people),
                    what=event.what,
                    carried=event.date is None,
                )
            )

    def _covers(self, number: int, clause: Clause) -> bool:
        told = self._memory.told[number]
        return (
            told.inside < 0
            and told.start <= self._base + self._row[clause.verb].start < told.end
            and clause.main
            and (frames.read(self._row, clause) is not None)
        )
