"""Printing the hand-written case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from examples.press import articles, native, spell, truth
from examples.press.layouts.base import Job
from examples.press.ledger import Ledger, missing_letters
from examples.press.letters import Office
from examples.press.model import Look, Mail
from examples.press.stamp import Series
from examples.press.story import Story, hides, load, look
from examples.press.volume import Copy, Volume, attachment_sheets, job_for

Record = dict[str, Any]


class Pressrun:
    """Prints one story and gathers its truth."""

    def __init__(self, story: Story, root: Path, scan_level: str, seed: int) -> None:
        self.story, self.root, self.seed = story, root, seed
        self.scan_level = scan_level
        plan = story.plan
        self.office = Office(
            story.agency,
            story.street,
            story.people[plan["signer"]],
            plan["request"],
            tuple(plan["requester"]),
            plan["subject"],
        )
        self.volumes: list[Volume] = []
        self.natives: list[Record] = []
        self.threads: list[Record] = []
        self.copies: list[Copy] = []
        self.dontcare: list[Record] = []
        self.sections: dict[str, list[Record]] = {name: [] for name in truth.SECTIONS}

    def run(self) -> None:
        """Print every release, then write down what concerns the whole case."""
        for plan in self.story.plan["releases"]:
            self._release(plan)
        self.sections["gaps"] += missing_letters(self.sections["releases"])
        for number, volume in enumerate(self.volumes):
            volume.save(self.root, self.seed + 1000 * number)
            self.sections["pages"] += volume.pages()
            self.sections["redactions"] += volume.redactions()
            self.sections["blanks"] += volume.redactions(visible=False)
            self.sections["invites"] += volume.invites
            self.threads += volume.threads
            self.copies += volume.copies
        self._case()

    def _release(self, plan: Record) -> None:
        series = Series(f"{self.story.short}-", plan["first"])
        ledger = Ledger(self.office, plan["name"], plan["number"], series)
        for entry in plan["volumes"]:
            volume = Volume(
                plan["name"],
                f"{plan['name']}/{entry['file']}",
                series,
                self.story.agency,
                self.story.plan["case"],
                plan["issued"],
                self.scan_level,
                entry.get("serial", ""),
            )
            for item in entry["items"]:
                self._item(volume, item, entry.get("scanned", False) and self.scan_level != "none", ledger)
            self.volumes.append(volume)
            ledger.count(volume)
        for entry in plan.get("native", ()):
            self._native(plan["name"], entry)
        self._account(plan, ledger)

    def _item(self, volume: Volume, item: Record, scanned: bool, ledger: Ledger) -> None:
        if "print" in item:
            self._print(volume, item, scanned)
        elif "withhold" in item:
            ledger.withhold(volume, item["withhold"], item["codes"], item.get("slip", False))
        elif "skip" in item:
            ledger.skip(volume, item["skip"])
        else:
            ledger.list_deleted(volume)

    def _print(self, volume: Volume, item: Record, scanned: bool) -> None:
        style = look(item.get("look"))
        job = self._job(volume, item, style)
        below = [self._job(volume, {**item, **more}, style) for more in item.get("below", ())]
        thread = volume.chain(job, item["layout"], scanned, below=below)
        for name in item.get("attach", ()):
            self._attach(volume, f"{thread}.0", job.entries[0].mail, name, scanned)

    def _job(self, volume: Volume, item: Record, style: Look) -> Job:
        chain = self.story.chain(item["print"], item.get("quotes", 99), item.get("quote", ""))
        marks = item.get("document", ""), item.get("release_mark", "")
        return job_for(volume, chain, style, hides(item.get("hide")), *marks)

    def _attach(self, volume: Volume, message: str, owner: Mail, name: str, scanned: bool) -> None:
        paper = self.story.attachments[name]
        job, sheets = attachment_sheets(volume, paper, owner, look(None))
        if not paper.memo:
            volume.attach(message, name, sheets, scanned)
            return
        first = len(volume.sheets) + 1
        volume.chain(job, "memo_letter", scanned, sheets)
        pages = list(range(first, len(volume.sheets) + 1))
        record = {"message": message, "file": volume.file, "name": name, "produced": True, "pages": pages}
        volume.attachments.append(record)

    def _account(self, plan: Record, ledger: Ledger) -> None:
        """The letter with the release's figures, and the gaps in its numbers."""
        account = ledger.account(str(plan["received"]))
        name = f"{plan['name']}/{plan['letter']}"
        codes = [(code, meaning) for code, meaning in self.story.plan["codes"]]
        letter = Volume(plan["name"], name, None)
        letter.sheets = ledger.letter(account, codes)
        letter.save(self.root)
        self.dontcare += truth.letter_pages(name, plan["name"], len(letter.sheets))
        self.sections["pages"] += letter.pages()
        self.sections["releases"].append(ledger.record(account, name))
        self.sections["sheets"] += ledger.sheets
        self.sections["gaps"] += ledger.gaps(account)

    def _native(self, release: str, entry: Record) -> None:
        chain = [mail for mail, _ in _ancestors(self.story, entry["mail"])]
        mail, file = chain[0], f"{release}/{entry['file']}"
        native.write(self.root / file, mail, chain[1:])
        record = _native_record(mail, file, release)
        self.threads.append(
            {
                "thread": record["id"].rsplit(".", 1)[0],
                "file": file,
                "page_start": 1,
                "page_end": 1,
                "stamp_start": None,
                "top_missing": False,
                "messages": [record],
            }
        )
        self.copies.append(Copy(mail, record["id"], file, release, 0, (), False, record["body"]))
        self.sections["native"].append({"message": record["id"], "file": file, "mail": mail.id})

    def _case(self) -> None:
        sections = self.sections
        sets = truth.copy_sets(self.copies)
        parents = {mail.id: mail.parent for mail in self.story.mails.values()}
        sections["copies"] += truth.copy_pairs(sets)
        records, gaps = truth.attachment_records(sets, self.volumes)
        sections["attachments"] += records
        sections["gaps"] += [*gaps, *truth.mail_gaps(sets, parents)]
        sections["interactions"] += truth.mail_acts(sets)
        sections["people"] += list(_people(self.story))
        names = {person.id: person.key for person in self.story.people.values()}
        for name, found in articles.write(self.story_folder(), self.root, names).items():
            sections[name] += found
        truth.lines(self.root, "threads", 0, self.threads)
        truth.lines(self.root, "dontcare", 0, self.dontcare)
        for name, records in sections.items():
            truth.lines(self.root, name, 0, records)

    @staticmethod
    def story_folder() -> Path:
        """Where the hand-written case lies."""
        return Path(__file__).parents[1] / "harbor"


def _ancestors(story: Story, mail: str) -> Iterator[tuple[Mail, str]]:
    while mail in story.mails:
        yield story.mails[mail], ""
        mail = story.mails[mail].parent


def _native_record(mail: Mail, file: str, release: str) -> Record:
    return {
        "id": f"{Path(file).stem}-T0001.0",
        "mail": mail.id,
        "depth": 0,
        "kind": mail.kind,
        "layout": "native",
        "quote": "",
        "header_kind": "native",
        "from": mail.sender.key,
        "from_printed": True,
        "to": [person.key for person in mail.to],
        "cc": [person.key for person in mail.cc],
        "bcc": [],
        "hidden_people": 0,
        "sent": spell.iso(mail.sent, "rfc"),
        "sent_pm": None,
        "subject": mail.subject,
        "body": native.body(mail).strip(),
        "attachments": [],
        "importance": "",
        "file": file,
        "release": release,
        "page": 1,
        "page_in_file": 1,
        "page_end": 1,
        "stamp": None,
        "stamp_sure": False,
        "scanned": False,
    }


def _people(story: Story) -> Iterator[Record]:
    for person in story.people.values():
        roles = [role for role in story.roles if role["person"] == person.id]
        posts = roles or [{"title": person.title, "office": person.office, "from": "", "to": ""}]
        yield {
            "id": person.id,
            "name": person.key,
            "aliases": spell.aliases(person),
            "address": person.address,
            "roles": [{name: role[name] for name in ("title", "office", "from", "to")} for role in posts],
        }


def print_case(root: Path, scan_level: str, seed: int) -> None:
    """Print the hand-written case to `root`, with its truth."""
    Pressrun(load(Pressrun.story_folder()), root, scan_level, seed).run()
    truth.assemble(root, {"format": 1, "case": "harbor", "scan_level": scan_level, "seed": seed})
