"""What all layouts share: the job, the writing of one message's header fields, and its body."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from examples.press import spell
from examples.press.flow import Block, Frame, Para, Sheet
from examples.press.ink import BLACK, BLUE, FACES, Color, Run, Veil
from examples.press.model import Hide, Look, Mail, Person


@dataclass(slots=True)
class Facts:
    """What the page shows of one message's header: the truth that a reader is held to.

    Hidden people are left out of `to`, `cc` and `bcc` and counted in `hidden`; a hidden sender is an empty string.
    """

    sender: str = ""
    from_printed: bool = True
    to: list[str] = field(default_factory=list)
    cc: list[str] = field(default_factory=list)
    bcc: list[str] = field(default_factory=list)
    hidden: int = 0
    sent: str = ""
    subject: str = ""
    attachments: list[str] = field(default_factory=list)
    importance: str = ""
    location: str = ""
    start: str = ""
    end: str = ""
    header_kind: str = "top"


@dataclass(slots=True)
class Entry:
    """One message of a printed chain. `quote` is how the message above it introduces it."""

    mail: Mail
    depth: int
    quote: str = ""
    facts: Facts = field(default_factory=Facts)


@dataclass(slots=True)
class Job:
    """A chain to print: the top message first."""

    entries: list[Entry]
    look: Look
    hides: dict[str, list[Hide]]
    document: str = ""
    release_mark: str = ""
    case: str = ""
    agency: str = ""
    issued: str = ""
    applied: list[Hide] = field(default_factory=list)

    def veil(self, hide: Hide) -> Veil:
        """A new redaction for `hide`, noted as applied."""
        self.applied.append(hide)
        return Veil(hide.codes, hide.bad, len(self.applied), hide.whole)

    def of(self, entry: Entry, place: str) -> list[Hide]:
        """What to hide in one place of a message."""
        return [hide for hide in self.hides.get(entry.mail.id, ()) if hide.place == place]


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and how text is set: changed by each level of quoting."""

    face: str = "sans"
    size: float = 10.0
    left: float = 0.0
    bars: tuple[float, ...] = ()
    prefix: str = ""

    @property
    def plain(self) -> str:
        """The plain font."""
        return FACES[self.face][0]

    @property
    def bold(self) -> str:
        """The bold font."""
        return FACES[self.face][1]

    def para(self, runs: list[Run], owner: int, zone: str, before: float = 0.0) -> Para:
        """A paragraph in this setting."""
        return Para(runs, owner, zone, self.size, left=self.left, before=before, bars=self.bars, prefix=self.prefix)

    def deeper(self, by: float, bar: bool = True) -> Setting:
        """The setting of a quotation inside this one."""
        bars = (*self.bars, self.left + 3) if bar else self.bars
        return replace(self, left=self.left + by, bars=bars)


def veiled(job: Job, text: str, hides: list[Hide], font: str, color: Color = BLACK) -> list[Run]:
    """`text` as runs, hidden where a hide's words stand (first place only)."""
    cuts = [(text.find(hide.find), hide.find, hide) for hide in hides if hide.find in text]
    cuts.sort(key=lambda cut: (cut[0], -len(cut[1])))
    runs: list[Run] = []
    at = 0
    for start, words, hide in cuts:
        if start < at:
            continue
        if start > at:
            runs.append(Run(text[at:start], font, color))
        runs.append(Run(words, font, color, job.veil(hide)))
        at = start + len(words)
    if at < len(text) or not runs:
        runs.append(Run(text[at:], font, color))
    return runs


def _masked(job: Job, printed: str, person: Person, hide: Hide, font: str) -> list[Run]:
    """A name with the hidden part covered: all of it, or the address before its @."""
    if hide.local and person.address in printed:
        return veiled(job, printed, [replace(hide, find=person.address.split("@")[0])], font)
    return [Run(printed, font, BLACK, job.veil(hide))]


#: Forms of names in which programs print "on behalf of".
BEHALF = ("outlook", "desk", "badge", "web", "mixed", "surname")


class Scribe:
    """Writes the header fields of one message and notes what the page shows."""

    def __init__(self, job: Job, entry: Entry, font: str) -> None:
        self.job, self.entry, self.font = job, entry, font
        self.mail, self.facts = entry.mail, entry.facts

    def run(self, text: str) -> list[Run]:
        """Plain text in the value's font."""
        return [Run(text, self.font)]

    def _hide(self, place: str, person: Person) -> Hide | None:
        return next((hide for hide in self.job.of(self.entry, place) if hide.find == person.id), None)

    def _one(self, place: str, person: Person, form: str) -> tuple[list[Run], bool]:
        hide = self._hide(place, person)
        printed = spell.name(person, form)
        if hide is None:
            return self.run(printed), False
        # With the address before its @ hidden, a name printed beside it still tells who it is.
        named = hide.local and person.address in printed and spell.known(person, form) == person.key
        return _masked(self.job, printed, person, hide, self.font), not named

    def sender(self, form: str) -> list[Run]:
        """The From value."""
        runs, gone = self._one("from", self.mail.sender, form)
        self.facts.sender = "" if gone else spell.known(self.mail.sender, form)
        self.facts.from_printed = not gone
        if self.mail.behalf and form in BEHALF:
            runs = [*runs, *self.run(f" on behalf of {spell.name(self.mail.behalf, form)}")]
        return runs

    def people(self, place: str, form: str, separator: str = "; ", close: bool = False) -> list[Run]:
        """The To, Cc or Bcc value; `close` ends the last name with the separator too, as Outlook Web does."""
        people: tuple[Person, ...] = getattr(self.mail, place)
        noted: list[str] = getattr(self.facts, place)
        runs: list[Run] = []
        for index, person in enumerate(people):
            one, gone = self._one(place, person, form)
            last = index == len(people) - 1
            tail = separator.rstrip() if last and close else "" if last else separator
            runs.extend(one)
            if tail:
                runs.append(Run(tail, self.font))
            if gone:
                self.facts.hidden += 1
            else:
                noted.append(spell.known(person, form))
        return _joined(runs)

    def sent(self, form: str) -> list[Run]:
        """The Sent or Date value."""
        self.facts.sent = spell.iso(self.mail.sent, form)
        return self.run(spell.date(self.mail.sent, form))

    def subject(self) -> list[Run]:
        """The Subject value."""
        runs = veiled(self.job, self.mail.subject, self.job.of(self.entry, "subject"), self.font)
        self.facts.subject = " ".join(
            " ".join(run.veil.codes) if run.veil else run.text.strip() for run in runs if run.text.strip()
        )
        return runs

    def attachments(self, separator: str = "; ") -> list[Run]:
        """The Attachments value."""
        names = [attachment.name for attachment in self.mail.attachments]
        self.facts.attachments.extend(names)
        return self.run(separator.join(names))

    def importance(self) -> list[Run]:
        """The Importance value."""
        self.facts.importance = self.mail.importance
        return self.run(self.mail.importance)


def _joined(runs: list[Run]) -> list[Run]:
    """Neighbouring open runs in one font become one, which sets faster and reads as one text."""
    out: list[Run] = []
    for run in runs:
        if out and not run.veil and not out[-1].veil and out[-1].font == run.font:
            out[-1] = Run(out[-1].text + run.text, run.font, run.color)
        else:
            out.append(run)
    return out


def signature(mail: Mail) -> list[str]:
    """The lines under a mail."""
    person = mail.sender
    if mail.sign == "iphone":
        return ["Sent from my iPhone"]
    if mail.sign == "short":
        return [person.first or person.last]
    if mail.sign == "full":
        lines = [person.plain, person.title, person.office, person.street, person.phone]
        return [line for line in lines if line]
    return []


def body(job: Job, entry: Entry, setting: Setting) -> Iterator[Block]:
    """The body, signature and disclaimer of a message."""
    hides, mail = job.of(entry, "body"), entry.mail
    gap = setting.size * 0.75 * job.look.gap
    for paragraph in mail.body.strip("\n").split("\n\n"):
        for index, line in enumerate(paragraph.split("\n")):
            color = BLUE if line.startswith("http") else BLACK
            runs = veiled(job, line, hides, setting.plain, color)
            yield setting.para(runs, entry.depth, "body", gap if index == 0 else 0)
    for index, line in enumerate(signature(mail)):
        runs = veiled(job, line, hides, setting.plain)
        yield setting.para(runs, entry.depth, "body", gap * 1.4 if index == 0 else 0)
    if mail.disclaimer:
        small = replace(setting, size=setting.size * 0.85)
        yield small.para(veiled(job, mail.disclaimer, hides, small.plain), entry.depth, "body", gap * 1.4)


def labels(look: Look, **standard: str) -> dict[str, str]:
    """The words of the header labels: the standard ones, changed by the look."""
    return {**standard, **dict(look.labels)}


Compose = Callable[[Job], Iterator[Block]]
Dress = Callable[[Job, Sheet, int, int], None]


def no_furniture(_job: Job, _sheet: Sheet, _number: int, _count: int) -> None:
    """Most layouts put nothing around the page."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to print: `compose` yields the blocks of a chain, `dress` adds furniture to each finished sheet."""

    name: str
    compose: Compose
    frame: Frame = field(default_factory=Frame)
    dress: Dress = no_furniture
