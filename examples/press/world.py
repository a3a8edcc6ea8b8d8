"""Who writes to whom in a synthetic correspondence, and what they write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from examples.press.model import Act, Attachment, Mail, Person
from examples.press.pools import Pools, book

#: Programs and how often people use them.
CLIENTS = (("outlook", 62), ("plain", 14), ("iphone", 10), ("gmail", 9), ("lotus", 5))
#: Paragraphs of a body (least, most), sentences of a paragraph, and how often.
LENGTHS = (
    ((0, 0), (1, 1), 13),
    ((1, 2), (1, 3), 22),
    ((2, 5), (2, 5), 30),
    ((5, 10), (3, 6), 24),
    ((10, 22), (3, 7), 11),
)
START = datetime(2019, 1, 7, 8)


#: Acts of the pools that go by another name in a case, and those that are no plain mail.
ACTS = {"reports a call": "reports a contact"}
CHANNELS = {"reports a call": "call", "forwards": "forward"}


@dataclass(frozen=True, slots=True)
class World:
    """An agency, its people, and people outside who write to it."""

    agency: str
    short: str
    street: str
    staff: tuple[Person, ...]
    outside: tuple[Person, ...]


def _weighted(rng: Random, choices: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([name for name, _ in choices], [weight for _, weight in choices])[0]


def _handle(first: str, last: str) -> str:
    return (first[0] + "".join(letter for letter in last if letter.isalpha())).lower()


def _staff(rng: Random, pools: Pools, agency: tuple[str, str], count: int) -> list[Person]:
    names = _names(rng, pools, count)
    people = []
    for number, (first, last) in enumerate(names):
        people.append(
            Person(
                id=f"p{number}",
                first=first,
                last=last,
                title=pools.pick(rng, "names", "title"),
                office=pools.pick(rng, "names", "office"),
                unit=agency[0],
                desk=pools.pick(rng, "names", "desk"),
                address=f"{_handle(first, last)}@{agency[1]}",
                phone=f"202-555-01{rng.randrange(100):02d}",
                client=_weighted(rng, CLIENTS),
            )
        )
    return people


def _names(rng: Random, pools: Pools, count: int) -> list[tuple[str, str]]:
    """Different names whose handles differ too."""
    seen: dict[str, tuple[str, str]] = {}
    while len(seen) < count:
        name = pools.pick(rng, "names", "first"), pools.pick(rng, "names", "last")
        seen.setdefault(_handle(*name), name)
    return list(seen.values())


def build(seed: int, pools: Pools, size: int = 60) -> World:
    """The world of a seed: the same for every part of a run."""
    rng = Random(f"{seed}:{pools.part}:world")
    agency, short, domain = pools.pick(rng, "names", "agency")
    people = _staff(rng, pools, (short, domain), size + size // 3)
    outside = []
    for person in people[size:]:
        company, place = pools.pick(rng, "names", "company")
        handle = person.address.split("@")[0]
        outside.append(replace(person, office=company, unit="", desk="", address=f"{handle}@{place}", client="gmail"))
    return World(agency, short, pools.pick(rng, "names", "street"), tuple(people[:size]), tuple(outside))


class Writer:
    """Writes threads. `mark` makes mail ids and attachment names of one part of a run its own."""

    def __init__(self, world: World, pools: Pools, rng: Random, mark: str) -> None:
        self.world, self.pools, self.rng, self.mark = world, pools, rng, mark
        self.threads = self.papers = 0
        self.now = START + timedelta(days=rng.randrange(900))

    def thread(self) -> list[Mail]:
        """The mails of one thread, oldest first, in one line of answers."""
        rng = self.rng
        self.threads += 1
        self.now += timedelta(minutes=rng.randrange(20, 600))
        people = self._people()
        subject = self.pools.say(rng, "subject")
        kind = rng.choices(("email", "invite", "memo"), (90, 6, 4))[0]
        mails = [self._first(people, subject, kind)]
        for _ in range(self._answers(kind)):
            mails.append(self._answer(mails[-1], people, subject))
        return mails

    def _answers(self, kind: str) -> int:
        if kind == "memo":
            return 0
        if kind == "invite":
            return self.rng.choices((0, 1), (70, 30))[0]
        return self.rng.choices((0, 1, 2, 3, 4, 5, 7), (32, 22, 18, 12, 8, 5, 3))[0]

    def _people(self) -> list[Person]:
        rng = self.rng
        people = rng.sample(self.world.staff, rng.randrange(2, 6))
        if rng.random() < 0.35:
            people.insert(rng.randrange(2), rng.choice(self.world.outside))
        return people

    def _moment(self) -> datetime:
        rng = self.rng
        self.now += timedelta(seconds=rng.choice((95, 400, 1900, 5400, 20000, 70000)) + rng.randrange(60, 3000))
        if not 6 <= self.now.hour <= 21:
            self.now = self.now.replace(hour=7 + rng.randrange(12))
            self.now += timedelta(days=1)
        return self.now

    def _first(self, people: list[Person], subject: str, kind: str) -> Mail:
        sender, *rest = people
        body, acts = self._body(rest[0])
        mail = Mail(
            id=f"{self.mark}-{self.threads}-0",
            sender=sender,
            to=tuple(rest[:2]),
            cc=tuple(rest[2:]),
            sent=self._moment(),
            subject=subject,
            body=body,
            acts=acts,
            client=sender.client,
            sign=self._sign(sender),
            kind=kind,
            bcc=self._bcc(people),
            behalf=self._behalf(people),
            importance="High" if self.rng.random() < 0.04 else "",
            disclaimer=self._disclaimer(),
        )
        if kind == "invite":
            return self._invite(replace(mail, bcc=(), behalf=None))
        if kind == "memo":
            return replace(mail, sign="none", bcc=(), behalf=None, sent=mail.sent.replace(hour=0, minute=0, second=0))
        return replace(mail, attachments=self._attachments(0.16))

    def _invite(self, mail: Mail) -> Mail:
        start = mail.sent.replace(minute=0, second=0) + timedelta(days=self.rng.randrange(1, 9), hours=1)
        end = start + timedelta(minutes=30 * self.rng.randrange(1, 5))
        place = self.pools.pick(self.rng, "words", "location")
        return replace(mail, start=start, end=end, location=place, sign="none", importance="", disclaimer="")

    def _answer(self, parent: Mail, people: list[Person], subject: str) -> Mail:
        rng = self.rng
        forward = rng.random() < 0.13
        sender = rng.choice([person for person in people if person is not parent.sender])
        to, cc = self._recipients(parent, sender, people, forward)
        body, acts = self._body(to[0])
        number = int(parent.id.rsplit("-", 1)[1]) + 1
        return Mail(
            id=f"{self.mark}-{self.threads}-{number}",
            sender=sender,
            to=to,
            cc=cc,
            sent=self._moment(),
            subject=f"{'FW' if forward else 'RE' if sender.client != 'gmail' else 'Re'}: {subject}",
            body=body,
            acts=acts,
            parent=parent.id,
            reply="forward" if forward else "reply",
            client=sender.client,
            quote="original_appointment" if parent.kind == "invite" else "",
            sign="iphone" if sender.client == "iphone" else self._sign(sender),
            attachments=self._attachments(0.07),
            disclaimer=self._disclaimer(),
        )

    def _recipients(
        self, parent: Mail, sender: Person, people: list[Person], forward: bool
    ) -> tuple[tuple[Person, ...], tuple[Person, ...]]:
        """Whom an answer goes to: the writer of the parent and, mostly, everybody else who had it."""
        if forward:
            fresh = [person for person in self.rng.sample(self.world.staff, 6) if person not in people]
            people.append(fresh[0])
            return (fresh[0],), ()
        rest = [person for person in (*parent.to, *parent.cc) if person not in (sender, parent.sender)]
        keep = rest if self.rng.random() < 0.75 else []
        return (parent.sender,), tuple(dict.fromkeys(keep))

    def _bcc(self, people: list[Person]) -> tuple[Person, ...]:
        if self.rng.random() > 0.02:
            return ()
        return tuple(person for person in self.rng.sample(self.world.staff, 1) if person not in people)

    def _behalf(self, people: list[Person]) -> Person | None:
        """Whom an assistant writes for."""
        if self.rng.random() > 0.03 or not people[0].unit:
            return None
        return next((person for person in self.rng.sample(self.world.staff, 3) if person not in people), None)

    def _sign(self, sender: Person) -> str:
        return self.rng.choices(("full", "short", "none"), (50, 35, 15))[0] if sender.first else "none"

    def _disclaimer(self) -> str:
        return self.pools.pick(self.rng, "words", "disclaimer") if self.rng.random() < 0.12 else ""

    def _attachments(self, chance: float) -> tuple[Attachment, ...]:
        if self.rng.random() > chance:
            return ()
        return tuple(self._attachment() for _ in range(self.rng.choice((1, 1, 1, 2))))

    def _attachment(self) -> Attachment:
        rng, pools = self.rng, self.pools
        self.papers += 1
        number = f"{self.mark}{self.papers:03d}"
        name = pools.pick(rng, "words", "attachment")
        name = name.replace("{stem}", pools.pick(rng, "words", "stem")).replace("{number}", number)
        lines = tuple(self._paragraph((2, 5)) for _ in range(rng.randrange(4, 9))) if rng.random() < 0.6 else ()
        return Attachment(name, "sheet", pools.say(rng, "slot", "doc") if lines else "", lines)

    def _paragraph(self, sentences: tuple[int, int]) -> str:
        rng, pools = self.rng, self.pools
        return " ".join(pools.say(rng, "sentence") for _ in range(rng.randint(*sentences)))

    def _body(self, to: Person) -> tuple[str, tuple[Act, ...]]:
        rng, pools = self.rng, self.pools
        paragraphs, sentences, _ = rng.choices(LENGTHS, [weight for *_, weight in LENGTHS])[0]
        if paragraphs[1] == 0:
            return pools.pick(rng, "words", "short").replace("{first}", to.first or "all"), ()
        parts = [self._paragraph(sentences) for _ in range(rng.randint(*paragraphs))]
        acts: tuple[Act, ...] = ()
        if rng.random() < 0.5:
            kind = rng.choice(self.act_kinds())
            said = pools.say(rng, "act", kind)
            parts[0] = f"{said} {parts[0]}"
            acts = (Act(ACTS.get(kind, kind), said, CHANNELS.get(kind, "email")),)
        if rng.random() < 0.7:
            parts.insert(0, pools.pick(rng, "words", "greeting").replace("{first}", to.first or "all"))
        if rng.random() < 0.5:
            parts.append(pools.pick(rng, "words", "closing"))
        return "\n\n".join(parts), acts

    @staticmethod
    def act_kinds() -> list[str]:
        """The acts that a body can open with."""
        return list(book("words")["act"])
