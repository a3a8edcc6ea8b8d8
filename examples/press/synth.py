"""Synthetic productions of any size, printed in parts that know nothing of one another.

A part makes one file of the first release and one of the second, which prints some of the same mails again. Parts
depend on the seed and their number alone, so any number of workers prints the same bytes, and memory holds one part at
a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from examples.press import spell, truth
from examples.press.flow import Sheet
from examples.press.layouts.base import Job
from examples.press.ledger import Ledger
from examples.press.letters import Office
from examples.press.model import Hide, Look, Mail, Person
from examples.press.pools import Pools
from examples.press.stamp import Series
from examples.press.story import chain
from examples.press.volume import Volume, attachment_sheets, job_for
from examples.press.world import World, Writer, build

Record = dict[str, Any]

#: Pages of one part in a run by pages: its two files.
PART_PAGES, AGAIN_PAGES = 250, 36
#: Mails of one part in a run by messages.
PART_MAILS = 250
#: A remainder smaller than this joins the last part, and a second file with fewer pages is not made.
LEAST_PART, LEAST_AGAIN = 40, 4
#: Page texts go into the truth up to this many pages; beyond, they would be most of it.
TEXT_PAGES = 5_000
LAYOUTS = (
    ("outlook_print", 40),
    ("nih", 16),
    ("outlook_web", 11),
    ("state_department", 11),
    ("foiaxpress_export", 7),
    ("gmail_print", 6),
    ("lotus_notes", 5),
    ("apple_mail", 4),
)
#: Layouts in which an agency prints mails one below the other, and how often it does.
RUN_ON, RUN_ON_SHARE = ("nih", "outlook_print", "lotus_notes"), 0.1
OWN_QUOTES = {"lotus_notes": "lotus", "state_department": "state"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What to print. Either `pages` or `mails` is set. `redacted` is the share of printings with boxes."""

    root: Path
    seed: int = 1
    pages: int = 0
    mails: int = 0
    scoring: bool = False
    scan_level: str = "none"
    scan_share: float = 0.1
    redacted: float = 0.11

    def parts(self) -> list[int]:
        """The size of each part, in pages or mails."""
        total, part = (self.pages, PART_PAGES) if self.pages else (self.mails, PART_MAILS)
        sizes = [part] * (total // part)
        rest = total - sum(sizes)
        if rest and rest < LEAST_PART and sizes:
            sizes[-1] += rest
            rest = 0
        return sizes + [rest] * (rest > 0)


@dataclass(frozen=True, slots=True)
class Ready:
    """A printing, set on sheets but not yet stamped."""

    mail: Mail
    layout: str
    look: Look
    hides: tuple[Hide, ...]
    scanned: bool
    document: str
    quotes: int
    below: tuple[Mail, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What was set: the job, the jobs printed below it, and their sheets."""

    job: Job
    below: list[Job]
    sheets: list[Sheet]


class Part:
    """Prints one part."""

    def __init__(self, plan: Plan, number: int, size: int) -> None:
        self.plan, self.number, self.size = plan, number, size
        self.pools = Pools(plan.scoring)
        self.rng = Random(f"{plan.seed}:{self.pools.part}:{number}")
        self.world = build(plan.seed, self.pools)
        self.writer = Writer(self.world, self.pools, self.rng, f"{number:03d}")
        self.mails: dict[str, Mail] = {}
        self.dontcare: list[Record] = []
        self.prefix = self.world.short

    def run(self) -> Record:
        """Print both files and write the truth of this part; returns its counts."""
        first, ledger = self._volume(1)
        done = list(self._fill(first, ledger))
        files = [(first, ledger)]
        if not self.plan.pages or self._target(2):
            files.append(self._volume(2))
            self._again(*files[1], done)
        sections: dict[str, list[Record]] = {name: [] for name in truth.SECTIONS}
        for volume, ledger in files:
            self._close(volume, ledger, sections)
        volumes = [volume for volume, _ in files]
        self._write(sections, volumes)
        pages = sum(len(volume.sheets) for volume in volumes)
        return {"pages": pages, "mails": len(self.mails), "files": len(files)}

    def _volume(self, release: int) -> tuple[Volume, Ledger]:
        series = Series(f"{self.prefix}{self.number:03d}{'AB'[release - 1]}-")
        name = f"release-{release}"
        volume = Volume(
            name,
            f"{name}/{self.prefix}-{release}-{self.number:04d}.pdf",
            series,
            self.world.agency,
            f"F-{2019 + release}-{self.plan.seed:05d}",
            f"0{release + 3}/15/2022",
            self.plan.scan_level,
            self.pools.pick(self.rng, "looks", "serial"),
        )
        return volume, Ledger(_office(self.world), name, 2 * self.number + release, series)

    def _target(self, release: int) -> int:
        """Pages that a file is to have, its letter included; 0 where mails are counted."""
        if not self.plan.pages:
            return 0
        again = self.size * AGAIN_PAGES // PART_PAGES
        again = again if again >= LEAST_AGAIN else 0
        return again if release == 2 else self.size - again

    def _fill(self, volume: Volume, ledger: Ledger) -> Iterator[Ready]:
        """The first file: threads until it is full."""
        target = self._target(1) - 1
        while (len(volume.sheets) < target) if self.plan.pages else (len(self.mails) < self.size):
            room = target - len(volume.sheets) if self.plan.pages else 1_000
            if self.rng.random() < 0.02 and room > 1:
                self._leave_out(volume, ledger)
                continue
            yield from self._thread(volume, room)

    def _leave_out(self, volume: Volume, ledger: Ledger) -> None:
        rng = self.rng
        if rng.random() < 0.25:
            ledger.skip(volume, rng.randrange(1, 6))
        else:
            codes = [self.pools.pick(rng, "looks", "codes")]
            ledger.withhold(volume, rng.randrange(1, 9), codes, slip=True)

    def _thread(self, volume: Volume, room: int) -> Iterator[Ready]:
        """Print the last mail of a new thread, and sometimes an earlier one by itself as well."""
        mails = self.writer.thread() if room > 3 else [self._note()]
        self.mails |= {mail.id: mail for mail in mails}
        tops = [mails[-1]]
        if len(mails) > 1:
            tops = [mail for mail in mails[:-1] if self.rng.random() < 0.16] + tops
        for mail in tops:
            ready = self._ready(volume, mail)
            if room > 3 and ready.layout in RUN_ON and self.rng.random() < RUN_ON_SHARE:
                ready = replace(ready, below=tuple(self._strangers(mail)))
            done = self._set(volume, ready)
            if len(done.sheets) > room:
                continue
            room -= len(done.sheets)
            room -= self._print(volume, ready, done, room)
            yield replace(ready, below=())

    def _strangers(self, mail: Mail) -> Iterator[Mail]:
        """Mails of other threads, printed below a mail without a page break. No subject is like another."""
        subjects = {_bare(mail.subject)}
        for _ in range(self.rng.choice((1, 1, 2))):
            mails = self.writer.thread()
            last = mails[-1]
            if last.kind == "email" and _bare(last.subject) not in subjects:
                subjects.add(_bare(last.subject))
                self.mails |= {one.id: one for one in mails}
                yield last

    def _note(self) -> Mail:
        """A mail that fits a page, to fill a file to its last page."""
        mail = self.writer.thread()[0]
        body = self.pools.pick(self.rng, "words", "short").replace("{first}", mail.to[0].first)
        return replace(mail, body=body, acts=(), attachments=(), kind="email", sign="short", disclaimer="")

    def _ready(self, volume: Volume, mail: Mail) -> Ready:
        rng, pools = self.rng, self.pools
        layout = {"invite": "calendar_invite", "memo": "memo_letter"}.get(mail.kind) or _weighted(rng)
        look = Look(**_looks(pools.pick(rng, "looks", layout)))
        if look.boxes == "black":
            look = replace(look, **pools.pick(rng, "looks", "boxes"))
        quotes = 0 if rng.random() < 0.04 else 99
        links = self._chain(mail, layout, quotes)
        hides = _different(self._hides([one for one, _ in links])) if rng.random() < self.plan.redacted else ()
        scanned = self.plan.scan_level != "none" and rng.random() < self.plan.scan_share
        document = f"C{5_500_000 + self.number * 1_000 + len(volume.threads):08d}"
        return Ready(mail, layout, look, hides, scanned, document, quotes)

    def _chain(self, mail: Mail, layout: str, quotes: int) -> list[tuple[Mail, str]]:
        return chain(self.mails, mail.id, quotes, OWN_QUOTES.get(layout, ""))

    def _set(self, volume: Volume, ready: Ready) -> Done:
        mark = "RELEASE IN PART" if ready.hides else "RELEASE IN FULL"
        links = self._chain(ready.mail, ready.layout, ready.quotes)
        job = job_for(volume, links, ready.look, ready.hides, ready.document, mark)
        below = [job_for(volume, self._chain(mail, ready.layout, 99), ready.look, ()) for mail in ready.below]
        return Done(job, below, volume.typeset(job, ready.layout, ready.look, *below))

    def _print(self, volume: Volume, ready: Ready, done: Done, room: int) -> int:
        """Stamp and note a printing and the pages of its attachments; returns the pages of the attachments."""
        thread = volume.chain(done.job, ready.layout, ready.scanned, done.sheets, done.below)
        used = 0
        for attachment in ready.mail.attachments:
            pages = attachment_sheets(volume, attachment, ready.mail, Look())[1] if attachment.lines else []
            if pages and used + len(pages) <= room:
                volume.attach(f"{thread}.0", attachment.name, pages, ready.scanned)
                used += len(pages)
        return used

    def _hides(self, mails: list[Mail]) -> Iterator[Hide]:
        rng, code = self.rng, self.pools.pick
        for _ in range(rng.choice((1, 1, 2, 3, 5))):
            mail, codes = rng.choice(mails), (code(rng, "looks", "codes"),)
            way = rng.random()
            if way < 0.6:
                yield from self._passage(mail, codes)
            elif way < 0.75:
                yield Hide(mail.id, mail.sender.phone, codes)
            else:
                yield _person_hide(rng, mail, codes)

    def _passage(self, mail: Mail, codes: tuple[str, ...]) -> Iterator[Hide]:
        """A sentence, or a whole paragraph under one box; one in forty fails."""
        rng = self.rng
        paragraph = rng.choice(mail.body.split("\n\n"))
        bad = rng.random() < 0.025
        if rng.random() < 0.3:
            yield Hide(mail.id, paragraph, codes, whole=True, bad=bad)
        else:
            sentences = paragraph.replace("? ", "?\n").replace(". ", ".\n").split("\n")
            yield Hide(mail.id, rng.choice(sentences), codes, bad=bad)

    def _again(self, volume: Volume, ledger: Ledger, printed: list[Ready]) -> None:
        """The second file: some printings again, with other redactions."""
        rng, target = self.rng, self._target(2) - 1
        order = rng.sample(printed, len(printed))
        wanted = len(order) // 7 + 1
        for ready in order:
            room = target - len(volume.sheets) if self.plan.pages else 1_000
            if room <= 0 or (not self.plan.pages and len(volume.threads) >= wanted):
                break
            again = self._changed(ready)
            done = self._set(volume, again)
            if len(done.sheets) <= room:
                self._print(volume, again, done, 0)
        for _ in range(max(0, target - len(volume.sheets)) if self.plan.pages else 0):
            ledger.withhold(volume, 1, [self.pools.pick(rng, "looks", "codes")], slip=True)

    def _changed(self, ready: Ready) -> Ready:
        """The same printing with redactions lifted, added and newly coded."""
        rng = self.rng
        hides = [hide for hide in ready.hides if rng.random() < 0.6]
        if hides and rng.random() < 0.3:
            hides[0] = replace(hides[0], codes=(self.pools.pick(rng, "looks", "codes"),))
        if rng.random() < 0.06:
            hides += self._hides([mail for mail, _ in self._chain(ready.mail, ready.layout, ready.quotes)])
        return replace(ready, hides=_different(hides), scanned=False)

    def _close(self, volume: Volume, ledger: Ledger, sections: dict[str, list[Record]]) -> None:
        """Put the letter in front, save, and note the pages."""
        ledger.count(volume)
        account = ledger.account("2022-04-15" if volume.release == "release-1" else "2022-09-30")
        letter = ledger.letter(account, [("(b)(5)", "deliberations"), ("(b)(6)", "privacy")])
        _shift(volume, ledger, letter)
        self.dontcare += truth.letter_pages(volume.file, volume.release, len(letter))
        volume.sheets[:0] = letter
        volume.save(self.plan.root, self.plan.seed * 7919 + self.number * 1_000)
        sections["pages"] += volume.pages(self.plan.pages <= TEXT_PAGES and self.plan.mails <= TEXT_PAGES)
        sections["redactions"] += volume.redactions()
        sections["blanks"] += volume.redactions(visible=False)
        sections["invites"] += volume.invites
        sections["sheets"] += ledger.sheets
        sections["releases"].append(ledger.record(account, volume.file))
        sections["gaps"] += ledger.gaps(account)

    def _write(self, sections: dict[str, list[Record]], volumes: list[Volume]) -> None:
        sets = truth.copy_sets(copy for volume in volumes for copy in volume.copies)
        sections["copies"] += truth.copy_pairs(sets)
        records, gaps = truth.attachment_records(sets, volumes)
        sections["attachments"] += records
        parents = {mail.id: mail.parent for mail in self.mails.values()}
        sections["gaps"] += [*gaps, *truth.mail_gaps(sets, parents)]
        sections["interactions"] += truth.mail_acts(sets)
        if self.number == 0:
            sections["people"] += [_person_record(person) for person in (*self.world.staff, *self.world.outside)]
        truth.lines(self.plan.root, "threads", self.number, [thread for one in volumes for thread in one.threads])
        truth.lines(self.plan.root, "dontcare", self.number, self.dontcare)
        for name, entries in sections.items():
            truth.lines(self.plan.root, name, self.number, entries)


def _shift(volume: Volume, ledger: Ledger, letter: list[Sheet]) -> None:
    """Move every page number behind the letter that is put in front."""
    by = len(letter)
    for thread in volume.threads:
        thread["page_start"] += by
        thread["page_end"] += by
        for message in thread["messages"]:
            for name in ("page", "page_in_file", "page_end"):
                message[name] += by
    for record in volume.attachments:
        record["pages"] = [page + by for page in record["pages"]]
    for record in volume.invites:
        record["page_start"] += by
    for record in ledger.sheets:
        record["page"] += by


def _different(hides: Iterable[Hide]) -> tuple[Hide, ...]:
    """Hides of different words; of two with the same words, the first."""
    unique: dict[tuple[str, str, str], Hide] = {}
    for hide in hides:
        unique.setdefault((hide.mail, hide.find, hide.place), hide)
    return tuple(unique.values())


def _bare(subject: str) -> str:
    """A subject without RE and FW."""
    return subject.rsplit(": ", 1)[-1].lower()


def _looks(entry: Record) -> Record:
    return {**entry, "labels": tuple((name, text) for name, text in entry.get("labels", ()))}


def _weighted(rng: Random) -> str:
    return rng.choices([name for name, _ in LAYOUTS], [weight for _, weight in LAYOUTS])[0]


def _person_hide(rng: Random, mail: Mail, codes: tuple[str, ...]) -> Hide:
    place = rng.choice(("from", "to", "to", "cc"))
    people: tuple[Person, ...] = (mail.sender,) if place == "from" else mail.to if place == "to" else mail.cc
    if not people:
        place, people = "to", mail.to
    return Hide(mail.id, rng.choice(people).id, codes, place, local=rng.random() < 0.3)


def _person_record(person: Person) -> Record:
    post = {"title": person.title, "office": person.office, "from": "", "to": ""}
    return {
        "id": person.id,
        "name": person.key,
        "aliases": spell.aliases(person),
        "address": person.address,
        "roles": [post],
    }


def _office(world: World) -> Office:
    signer = replace(world.staff[0], title="Records Officer")
    return Office(world.agency, world.street, signer, "22-0311", ("Requester", "5 Ferry Lane"), "correspondence")


def _one(job: tuple[Plan, int, int]) -> Record:
    plan, number, size = job
    return Part(plan, number, size).run()


def print_all(plan: Plan, workers: int = 1) -> Record:
    """Print every part and put the truth together; returns the counts."""
    jobs = [(plan, number, size) for number, size in enumerate(plan.parts())]
    totals = {"pages": 0, "mails": 0, "files": 0}
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            counts = list(pool.map(_one, jobs))
    else:
        counts = [_one(job) for job in jobs]
    for count in counts:
        totals = {name: totals[name] + count[name] for name in totals}
    head = {"format": 1, "case": "synthetic", "seed": plan.seed, "scoring": plan.scoring, "scan_level": plan.scan_level}
    truth.assemble(plan.root, {**head, **totals})
    return totals
