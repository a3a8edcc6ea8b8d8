"""What resolution reads and what it answers."""

from __future__ import annotations

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
