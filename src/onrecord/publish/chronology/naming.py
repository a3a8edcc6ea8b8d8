"""Names as a newspaper prints them: in full with the post held that day at first mention, the surname after."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from onrecord import data
from onrecord.model import Mention, Person, Tenure
from onrecord.publish import roles
from onrecord.publish.chronology.entries import Introduced
from onrecord.publish.chronology.places import source_of
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


class Cast:
    """Who is meant by a name as written, in the record that it stands in."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._by_place: dict[tuple[str, str], Person] = {}
        by_alias: defaultdict[str, dict[str, Person]] = defaultdict(dict)
        within = {one.id: one.message for one in view.store.findings(Mention) if one.message}
        for person in view.people:
            for seen in person.seen:
                self._by_place[within.get(seen.record, seen.record), seen.name] = person
            for alias in (*person.aliases, *person.addresses, person.name):
                by_alias[alias][person.id] = person
        # a name that several people bear stands for none of them outside of the records that settle it
        self._by_alias = {alias: next(iter(one.values())) for alias, one in by_alias.items() if len(one) == 1}

    def person(self, record: str, name: str) -> Person | None:
        """The person that a name in a record means; None where that is not known."""
        bare = _without_titles(name)
        for written in dict.fromkeys((name, bare)):
            found = self._by_place.get((record, written)) or self._by_alias.get(written)
            if found is not None and found.name:
                return found
        return None

    def full(self, record: str, name: str) -> str:
        """A name in reading order: that of the person whom it means, else the written one turned round."""
        if (person := self.person(record, name)) is not None:
            return person.name
        filed = FILED.fullmatch(name)
        return f"{filed['first']} {filed['last']}" if filed else DESK.sub("", name)


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


def _bearer(cast: Cast, record: str, name: str) -> tuple[str, str]:
    """Somebody, known or not, and the surname that others may bear too."""
    if (person := cast.person(record, name)) is not None:
        return person.id, surname(person)
    full = cast.full(record, name)
    return full, full.rpartition(" ")[2]


class Namer:
    """Names in the order of a chronology: whoever came up is called by surname, unless another there bears it too.

    `told_of` are all names in it, each with its record. `accepted`: posts that no person accepted are left out.
    """

    def __init__(self, view: View, cast: Cast, told_of: Iterable[tuple[str, str]], *, accepted: bool = False) -> None:
        self._view, self._cast, self._accepted = view, cast, accepted
        self._met: set[str] = set()
        bearers = Counter(last for _, last in {_bearer(cast, *one) for one in told_of} if last)
        self._shared = {last for last, count in bearers.items() if count > 1}

    def printed(self, record: str, name: str, day: str, introduced: list[Introduced]) -> str:
        """A name at this place. Whoever is named for the first time is added to `introduced` with the post held on
        `day`, if a page tells it.
        """
        person = self._cast.person(record, name)
        if person is None:
            return self._cast.full(record, name)
        last = surname(person)
        if person.id in self._met:
            return last if last and last not in self._shared else person.name
        self._met.add(person.id)
        post = self._post(person, day)
        introduced += [post[1]] if post else []
        return post[0] if post else person.name

    def meet(self, person: Person, text: str, day: str) -> list[Introduced]:
        """A person in a text that is printed as it is; who is called by surname there at first is introduced beside."""
        if person.id in self._met:
            return []
        self._met.add(person.id)
        if person.name in text:
            return []
        post = self._post(person, day)
        return [post[1] if post else Introduced(name=person.name)]

    def _post(self, person: Person, day: str) -> tuple[str, Introduced] | None:
        """The name with the post that is known for a day, and the page that tells it."""
        held = tuple(
            self._view.judgements.corrected(one) for one in self._view.tenures.get(person.id, ()) if self._may_tell(one)
        )
        if not held or not day:
            return None
        sure = roles.on_day(held, day).sure
        tenure = min(filter(_printable, sure), key=lambda one: not one.title, default=None)
        if tenure is None:
            return None
        return styled(person.name, tenure), self._introduced(person, tenure)

    def _may_tell(self, tenure: Tenure) -> bool:
        judged = self._view.judgements.of(tenure)
        return judged.accepted or not (self._accepted or judged.state == "rejected")

    def _introduced(self, person: Person, tenure: Tenure) -> Introduced:
        return Introduced(
            name=person.name,
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
