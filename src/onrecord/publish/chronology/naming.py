"""Names as a newspaper prints them: in full with the post held that day at first mention, the surname after."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Set
from functools import cache, lru_cache

from msgspec import Struct

from onrecord import data
from onrecord.model import Mention, Person, Tenure
from onrecord.publish import roles
from onrecord.publish.chronology.entries import Introduced
from onrecord.publish.chronology.places import source_of
from onrecord.store.facts import Facts
from onrecord.store.known import Known
from onrecord.store.view import View

FILED = re.compile(r"(?P<last>[^,]{1,60}), (?P<first>[^,(]{1,60}?)(?: ?\(.*)?$")
DESK = re.compile(r" ?\([^)]*\)$")
#: A title that goes before a name: "Chief of Staff", "Deputy Executive Director".
BEFORE = re.compile(r"[A-Z][\w’'-]*(?: (?:of|and|for|[A-Z][\w’'-]*)){0,4}")
#: Words of an office that is named behind "of"; a longer one goes into brackets.
SHORT = 4
#: A post of more words is a line that was read as one.
LONGEST = 12
#: Words within the name of an office that have no capital.
SMALL = frozenset(("of", "and", "for", "the", "on", "in", "&", "at"))


class Called(Struct, frozen=True, gc=False):
    """Somebody whom a name means: the id, the name in full, and the surname; empty for lists, offices, single names.

    Whoever is not `known` is called as written, in reading order; then the name is the id too.
    """

    id: str
    name: str
    surname: str
    known: bool = True


class Cast:
    """Who is meant by a name as written, in the record that it stands in."""

    def __init__(self, facts: Facts, known: Known) -> None:
        by_alias: defaultdict[str, dict[str, Called]] = defaultdict(dict)
        people = {person.id: Called(person.id, person.name, surname(person)) for person in known.people if person.name}
        for person in known.people:
            for alias in (*person.aliases, *person.addresses, person.name) if person.name else ():
                by_alias[alias][person.id] = people[person.id]
        # a name that several people bear stands for none of them outside of the records that settle it
        self._by_alias = {alias: next(iter(one.values())) for alias, one in by_alias.items() if len(one) == 1}
        self._by_place: dict[tuple[str, str], Called] = {}
        within = {one.id: one.message for one in facts.findings(Mention) if one.message}
        for person in known.people:
            one = people.get(person.id)
            for seen in person.seen if one is not None else ():
                if self._by_alias.get(seen.name) is not one and one is not None:
                    self._by_place[within.get(seen.record, seen.record), seen.name] = one

    def called(self, record: str, name: str) -> Called:
        """Whom a name in a record means."""
        found = self._by_place.get((record, name)) or self._by_alias.get(name)
        if found is None and (bare := _without_titles(name)) != name:
            found = self._by_place.get((record, bare)) or self._by_alias.get(bare)
        return found if found is not None else _as_written(name)


@lru_cache(50_000)
def _as_written(name: str) -> Called:
    filed = FILED.fullmatch(name)
    full = f"{filed['first']} {filed['last']}" if filed else DESK.sub("", name)
    return Called(full, full, full.rpartition(" ")[2], known=False)


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(map(str, data.load("titles")["honorifics"]))


def _without_titles(name: str) -> str:
    """The name behind titles: "Councilmember Lyle" is called Lyle."""
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".").lower() in _honorifics():
        words = words[1:]
    return " ".join(words)


def surname(person: Person) -> str:
    """What a person is called after the first mention; empty for lists, offices and single names."""
    last = person.filed.partition(",")[0].strip()
    return last if person.kind == "person" and last != person.name and last in person.name else ""


def shared(called: Iterable[Called]) -> frozenset[str]:
    """The surnames that more than one of these bear, each of whom may come up more than once."""
    counted = Counter(one.surname for one in set(called) if one.surname)
    return frozenset(last for last, count in counted.items() if count > 1)


class Namer:
    """Names in the order of a chronology: whoever came up is called by surname, unless another there bears it too.

    `surnames` are those that several bear. `accepted`: posts that no person accepted are left out. `met` are the ids of
    those who came up before.
    """

    def __init__(self, view: View, cast: Cast, surnames: Set[str], *, accepted: bool = False) -> None:
        self._view, self._cast, self._shared, self._accepted = view, cast, surnames, accepted
        self.met: set[str] = set()

    def printed(self, record: str, name: str, day: str, introduced: list[Introduced]) -> str:
        """A name at this place. Whoever is named for the first time is added to `introduced` with the post held on
        `day`, if a page tells it.
        """
        one = self._cast.called(record, name)
        if not one.known:
            return one.name
        if one.id in self.met:
            return one.surname if one.surname and one.surname not in self._shared else one.name
        self.met.add(one.id)
        post = self._post(one.id, one.name, day)
        introduced += [post[1]] if post else []
        return post[0] if post else one.name

    def meet(self, id: str, text: str, day: str) -> list[Introduced]:
        """Somebody in a text that is printed as it is; who is called by surname there at first is introduced beside."""
        person = self._view.person(id)
        if person is None or id in self.met:
            return []
        self.met.add(id)
        if person.name in text:
            return []
        post = self._post(id, person.name, day)
        return [post[1] if post else Introduced(name=person.name)]

    def _post(self, id: str, name: str, day: str) -> tuple[str, Introduced] | None:
        """The name with the post that is known for a day, and the page that tells it."""
        held = tuple(
            self._view.judgements.corrected(one) for one in self._view.tenures.get(id, ()) if self._may_tell(one)
        )
        if not held or not day:
            return None
        sure = roles.on_day(held, day).sure
        tenure = min(filter(_printable, sure), key=lambda one: not one.title, default=None)
        if tenure is None:
            return None
        return styled(name, tenure), self._introduced(name, tenure)

    def _may_tell(self, tenure: Tenure) -> bool:
        judged = self._view.judgements.of(tenure)
        return judged.accepted or not (self._accepted or judged.state == "rejected")

    def _introduced(self, name: str, tenure: Tenure) -> Introduced:
        return Introduced(
            name=name,
            post=roles.post(tenure),
            when=roles.when(tenure),
            source=source_of(self._view, tenure.citation.spans[0]),
            quote=" ".join(tenure.citation.quote.split()),
        )


def _printable(tenure: Tenure) -> bool:
    """Whether a post can be printed: not one that had ended, nor a line that was read as one."""
    words = (*tenure.title.split(), *tenure.office.split())
    if tenure.former or len(words) > LONGEST:
        return False
    return bool(tenure.title) or all(word[:1].isupper() or word[:1].isdigit() or word in SMALL for word in words)


def styled(name: str, tenure: Tenure) -> str:
    """A name with a post: "Chief Engineer Ana Ruiz of HPA"; a long title or office goes into brackets behind it."""
    title = f"acting {tenure.title}" if tenure.acting and tenure.title else tenure.title
    short = len(tenure.office.split()) <= SHORT
    office = f" of {tenure.office}" if tenure.office and short else ""
    if not title:
        return f"{name}{office}" if short else f"{name} ({tenure.office})"
    if BEFORE.fullmatch(tenure.title) and short:
        return f"{title[0].upper()}{title[1:]} {name}{office}"
    return f"{name} ({', '.join(filter(None, (title, tenure.office)))})"
