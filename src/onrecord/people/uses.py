"""What resolution reads and what it answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

#: The reason of an answer for a word that nothing explains.
ALONE = "known by this word alone"


class Use(NamedTuple):
    """One name as used somewhere.

    `name` and `address` as printed, either may be empty. `scope` is the thread or document, `within` the message in
    it. `place` is the header field (``from``, ``to``, ``cc``, ``bcc``, ``behalf``), or ``greeting``, ``signature``,
    ``text``. `title` is what the text says that the person is. `group`: other knowledge says that this is an office or
    a list.
    """

    name: str
    address: str = ""
    scope: str = ""
    within: str = ""
    place: str = "text"
    title: str = ""
    group: bool = False


class Uses:
    """Many uses in little room: a column for each field of `Use`, every text in them once."""

    def __init__(self, uses: Iterable[Use] = ()) -> None:
        self.name: list[str] = []
        self.address: list[str] = []
        self.scope: list[str] = []
        self.within: list[str] = []
        self.place: list[str] = []
        self.title: list[str] = []
        self.group = bytearray()
        self._known: dict[str, str] = {}
        for use in uses:
            self.append(use)

    def append(self, use: Use) -> None:
        """Add one."""
        once = self._known.setdefault
        name, address, scope, within, place, title, group = use
        self.name.append(once(name, name))
        self.address.append(once(address, address))
        self.scope.append(once(scope, scope))
        self.within.append(once(within, within))
        self.place.append(once(place, place))
        self.title.append(once(title, title))
        self.group.append(group)

    def arrange(self, order: Iterable[int]) -> None:
        """Put them in another order, given by their numbers. All should have been added."""
        self._known.clear()
        numbers = list(order)
        for column in self._texts():
            column[:] = [column[number] for number in numbers]
        self.group = bytearray(self.group[number] for number in numbers)

    def __len__(self) -> int:
        return len(self.name)

    def __getitem__(self, number: int) -> Use:
        """One of them."""
        name, address, scope, within, place, title = (column[number] for column in self._texts())
        return Use(name, address, scope, within, place, title, bool(self.group[number]))

    def __iter__(self) -> Iterator[Use]:
        return map(Use, *self._texts(), map(bool, self.group))

    def _texts(self) -> tuple[list[str], ...]:
        return self.name, self.address, self.scope, self.within, self.place, self.title


class Merge(NamedTuple):
    """Why two written names were taken for one person: both as people write them, a score from 0 to 1, the reason."""

    a: str
    b: str
    score: float
    reason: str


class Answer(NamedTuple):
    """Who a use denotes: the number of a cluster, or -1 when that is open between the clusters `among`.

    `score` and `reason` say how this use was given to the cluster, where the name itself does not say it.
    """

    cluster: int
    among: tuple[int, ...] = ()
    score: float = 1.0
    reason: str = ""


class Question(NamedTuple):
    """Two clusters, or a written name and the clusters that it may denote, that the material does not decide on."""

    name: str
    among: tuple[int, ...]
    uses: int
    reason: str


class Cluster(NamedTuple):
    """One person, list or unknown.

    `key` depends on its names alone. `name` is in reading order, `filed` as lists have it ("Ruiz, Ana"). `names` and
    `addresses` come most used first. `keys` are those of all its names and addresses.
    """

    key: str
    name: str
    filed: str
    kind: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    merges: tuple[Merge, ...]
    keys: tuple[str, ...]


class Resolution(NamedTuple):
    """An answer and a key for every use in their order, the clusters by number, and what stays open."""

    answers: list[Answer]
    keys: list[str]
    clusters: list[Cluster]
    questions: list[Question]
