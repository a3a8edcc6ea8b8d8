"""What is known while a chronology is read: what it told so far, the running day, and who acted last on whom."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from onrecord.interactions.prose.mentions import Mention, Roster
from onrecord.text import sentences
from onrecord.text.timex import Reading, When


class Told(Struct, frozen=True, kw_only=True):
    """One interaction or event as a paragraph tells it. Offsets are characters of the paragraph.

    `quotes` are (start, end, speaker). `inside` is the number of the told thing, in the order of `read`, that reports
    this one, or -1. `what` is set for public events only. `carried` is true where the day is that of the sentence
    before.
    """

    paragraph: int
    start: int
    end: int
    when: When | None
    actors: tuple[str, ...]
    to: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    channel: str = "unknown"
    act: str = ""
    status: str = "done"
    quotes: tuple[tuple[int, int, str], ...] = ()
    hedges: tuple[str, ...] = ()
    inside: int = -1
    what: str = ""
    carried: bool = False


class Memory:
    """What was told so far. `day` is the running day, `number` that of the paragraph, `last` the last contact."""

    def __init__(self, roster: Roster, reading: Reading) -> None:
        self.roster, self.reading = roster, reading
        self.told: list[Told] = []
        self.day: When | None = None
        self.number = 0
        self.last: Told | None = None

    def add(self, told: Told) -> int:
        """Keep something told, and its number."""
        self.told.append(told)
        if not told.what and told.inside < 0:
            self.last = told
        return len(self.told) - 1

    def more(self, start: int, said: str) -> None:
        """A sentence that is only words in quotation marks goes on with what was said before it."""
        number = max(index for index, told in enumerate(self.told) if told is self.last)
        told = self.told[number]
        speaker = told.actors[0] if len(told.actors) == 1 else ""
        quotes = tuple((start + low, start + high, speaker) for low, high in sentences.quotations(said))
        self.told[number] = self.last = replace(told, end=start + len(said), quotes=told.quotes + quotes)

    def carried(self) -> When | None:
        """The running day, marked as taken over."""
        if self.day is None:
            return None
        source = f"the day, from the sentence before ({self.day.first})"
        return replace(self.day, inferred=tuple(dict.fromkeys((*self.day.inferred, source))))

    def names(self, people: Sequence[Mention], *, subject: bool = False) -> tuple[str, ...]:
        """The names of those mentioned; he is who acted last, him the other one, they are both."""
        names: list[str] = []
        for mention in people:
            if mention.kind == "pronoun":
                names += self._pronoun(subject, names)
            elif mention.kind == "pair":
                names += [*self.last.actors, *self.last.to] if self.last is not None else []
            else:
                names.append(mention.name)
        return tuple(dict.fromkeys(names))

    def _pronoun(self, subject: bool, before: list[str]) -> list[str]:
        if self.last is None:
            return []
        return list(self.last.actors[:1]) if subject else [name for name in self.last.actors if name not in before][:1]

    def known(self, people: Sequence[Mention]) -> list[Mention]:
        """Without single words that may be places as well."""
        return [one for one in people if one.kind != "person" or " " in one.name or self.roster.knows(one.name)]

    def counterpart(self, actors: Sequence[str]) -> tuple[str, ...]:
        """To whom an answer goes that does not say: back to whoever wrote last, and to those who had it."""
        if self.last is None:
            return ()
        if set(actors) & set(self.last.to):
            return tuple(name for name in self.last.actors if name not in actors)
        if set(actors) & set(self.last.actors):
            return tuple(name for name in self.last.to if name not in actors)
        return tuple(name for name in dict.fromkeys((*self.last.actors, *self.last.to)) if name not in actors)
