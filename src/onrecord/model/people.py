"""Who is named, and who that is."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct

from onrecord.model.findings import Finding
from onrecord.model.spans import Span


class Mention(Finding, frozen=True, kw_only=True):
    """A person named in running text: in a body, a greeting, a signature or an article.

    `name` is the name as written, without title and possessive; its place is the citation. `message` is the id of the
    message that it stands in, empty in other documents; `document` is the id of the chain or file. `place` is
    ``greeting``, ``signature`` or ``text``. `title` and `office` are what the text says of the person there, as
    written, `title_printed` the very words at `title_spans`; `status` is ``former`` or ``acting`` where it says so.
    `unnamed`: words for somebody without a name
    ("Ruiz's assistant"), then `principal` is the name in them. `weak`: it only may be a surname, and counts when the
    case knows somebody who bears it.
    """

    KIND: ClassVar[str] = "mentions"

    name: str
    document: str
    message: str = ""
    place: str = "text"
    title: str = ""
    office: str = ""
    status: str = ""
    title_printed: str = ""
    title_spans: tuple[Span, ...] = ()
    weak: bool = False
    unnamed: bool = False
    principal: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """The message that it stands in."""
        return (self.message,) if self.message else ()


class Seen(Struct, frozen=True, array_like=True, order=True):
    """One place where a person is named.

    `record` is the id of the message or mention; in a message `place` is the header field (``from``, ``to``, ``cc``,
    ``bcc``, ``behalf``) and `index` the place in it, from 0. `score` is how sure it is that this place names this
    person, given that the person's other names are one; 1 for names that say so themselves. `key` is that of the name
    or address
    used here, one of `Person.keys` unless the place alone tells who is meant.
    """

    record: str
    place: str
    index: int
    name: str
    span: Span
    score: float = 1.0
    key: str = ""


class Merge(Struct, frozen=True, array_like=True, order=True):
    """Why two names as written were taken for one person: a score from 0 to 1 and the reason in words."""

    a: str
    b: str
    score: float
    reason: str


class Person(Finding, frozen=True, kw_only=True):
    """A person, a list or office that receives mail (`kind` ``group``), or somebody without a name (``unnamed``).

    `name` is in reading order, `filed` as lists have it ("Ruiz, Ana"). `aliases` are all names as written, `addresses`
    all addresses, both most used first. `merges` say why they are one. `keys` identify its names across builds;
    decisions refer to them. `principal` is the id of the person that an unnamed one works for. `formerly` are the
    ids of people that a decision merged into this one.
    """

    KIND: ClassVar[str] = "people"
    #: A person is known by the keys of the names; all else is what the case has learnt so far.
    ASIDE: ClassVar[frozenset[str]] = frozenset(
        {"id", "citation", "name", "filed", "aliases", "addresses", "seen", "merges", "keys", "principal", "formerly"}
    )

    name: str
    filed: str
    kind: str = "person"
    aliases: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()
    merges: tuple[Merge, ...] = ()
    keys: tuple[str, ...] = ()
    principal: str = ""
    formerly: tuple[str, ...] = ()


class Tenure(Finding, frozen=True, kw_only=True):
    """A post that a person held, as far as statements show: `title` at `office`, either may be empty.

    `since` and `until` are the ISO days of the first and the last statement that it is held, empty where no statement
    is
    dated; outside of them nothing is known. `ended_by` is the day of the first statement that it was held formerly;
    `former`: all statements say so. `dates` are the days of all dated statements, `statements` how many there are,
    `records` the messages and mentions of the first of them. The citation is the first statement.
    """

    KIND: ClassVar[str] = "tenures"
    EDITABLE: ClassVar[tuple[str, ...]] = ("title", "office", "since", "until", "ended_by", "former", "acting")
    ASIDE: ClassVar[frozenset[str]] = frozenset({"statements", "dates", "records"})

    person: str
    title: str
    office: str
    since: str = ""
    until: str = ""
    ended_by: str = ""
    former: bool = False
    acting: bool = False
    statements: int = 1
    dates: tuple[str, ...] = ()
    records: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The person."""
        return (self.person,)


class IdentityQuestion(Finding, frozen=True, kw_only=True):
    """What the material does not decide: who a name as written means, or whether two people are one.

    `name` as written, `among` the ids of the people it may mean, `uses` how many places one answer would settle, `key`
    the name's key. `own` is the id of the person among them whom the name stands for until it is known to be another;
    `seen` are the places that stand for nobody until then.
    """

    KIND: ClassVar[str] = "questions"
    ASIDE: ClassVar[frozenset[str]] = frozenset({"among", "uses", "seen", "own"})

    name: str
    key: str
    question: str
    among: tuple[str, ...] = ()
    uses: int = 0
    own: str = ""
    seen: tuple[Seen, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """The people that it may mean."""
        return self.among
