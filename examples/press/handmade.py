"""Printing the hand-written case."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from examples.press import articles, draw, letters, native, truth
from examples.press.letters import Account, Office
from examples.press.model import Mail
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
        self.sections: dict[str, list[Record]] = {name: [] for name in truth.SECTIONS}

    def run(self) -> None:
        """Print every release, then write down what concerns the whole case."""
        for plan in self.story.plan["releases"]:
            self._release(plan)
        self._missing_letters()
        for number, volume in enumerate(self.volumes):
            volume.save(self.root, self.seed + 1000 * number)
            self.sections["pages"] += volume.pages()
            self.sections["redactions"] += volume.redactions()
            self.sections["invites"] += volume.invites
            self.threads += volume.threads
            self.copies += volume.copies
        self._case()

    def _release(self, plan: Record) -> None:
        series = Series(f"{self.story.short}-", plan["first"])
        release: Record = {"sheets": [], "skipped": [], "withheld": []}
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
                self._item(volume, item, entry.get("scanned", False) and self.scan_level != "none", release)
            self.volumes.append(volume)
        for entry in plan.get("native", ()):
            self._native(plan["name"], entry)
        self._account(plan, series, release)

    def _item(self, volume: Volume, item: Record, scanned: bool, release: Record) -> None:
        if "print" in item:
            self._print(volume, item, scanned)
        elif "withhold" in item:
            self._withhold(volume, item, release)
        elif "skip" in item:
            assert volume.series
            release["skipped"].append(volume.series.skip(item["skip"]))
        else:
            self._deleted_sheet(volume, release)

    def _print(self, volume: Volume, item: Record, scanned: bool) -> None:
        story, style = self.story, look(item.get("look"))
        chain = story.chain(item["print"], item.get("quotes", 99), item.get("quote", ""))
        job = job_for(
            volume, chain, style, hides(item.get("hide")), item.get("document", ""), item.get("release_mark", "")
        )
        thread = volume.chain(job, item["layout"], scanned)
        top = chain[0][0]
        for name in item.get("attach", ()):
            self._attach(volume, f"{thread}.0", top, name, scanned)

    def _attach(self, volume: Volume, message: str, owner: Mail, name: str, scanned: bool) -> None:
        paper = self.story.attachments[name]
        if paper.memo:
            first = len(volume.sheets) + 1
            volume.chain(job_for(volume, [(paper.memo, "")], look(None), ()), "memo_letter", scanned)
            pages = list(range(first, len(volume.sheets) + 1))
            volume.attachments.append(
                {"message": message, "file": volume.file, "name": name, "produced": True, "pages": pages}
            )
        else:
            volume.attach(message, name, attachment_sheets(volume, paper, owner, look(None)), scanned)

    def _withhold(self, volume: Volume, item: Record, release: Record) -> None:
        assert volume.series
        count, codes = item["withhold"], item["codes"]
        first, last = volume.series.skip(count)
        release["withheld"].append((first, last, codes, volume, item.get("slip", False)))
        if item.get("slip"):
            series = volume.series
            sheets = letters.slip(self.office, series.label(first), series.label(last), count, codes)
            page = volume.add(sheets, stamped=False)
            self._sheet(volume, page, "withheld_in_full", (first, last), codes, release)

    def _deleted_sheet(self, volume: Volume, release: Record) -> None:
        listed = [entry for entry in release["withheld"] if entry[3] is volume and not entry[4]]
        pages = [(number, codes) for first, last, codes, *_ in listed for number in range(first, last + 1)]
        page = volume.add(letters.deleted_pages(self.office, pages), stamped=False)
        codes = sorted({code for _, of in pages for code in of})
        self._sheet(volume, page, "deleted_page_sheet", (pages[0][0], pages[-1][0]), codes, release)

    def _sheet(
        self, volume: Volume, page: int, kind: str, span: tuple[int, int], codes: list[str], release: Record
    ) -> None:
        assert volume.series
        total = span[1] - span[0] + 1
        release["sheets"].append({"file": volume.file, "total": total, "kind": kind})
        self.sections["sheets"].append(
            {
                "release": volume.release,
                "file": volume.file,
                "page": page,
                "kind": kind,
                "total": total,
                "stamp_first": volume.series.label(span[0]),
                "stamp_last": volume.series.label(span[1]),
                "codes": list(codes),
            }
        )

    def _account(self, plan: Record, series: Series, release: Record) -> None:
        """The letter with the release's figures, and the gaps in its numbers."""
        stamped = sum(bool(sheet.stamps) for volume in self._of(plan["name"]) for sheet in volume.sheets)
        reviewed = series.next - plan["first"]
        date = str(plan["received"])
        account = Account(plan["number"], date, reviewed, stamped, plan["first"], series.next - 1)
        name = f"{plan['name']}/{plan['letter']}"
        codes = [(code, meaning) for code, meaning in self.story.plan["codes"]]
        sheets = letters.letter(self.office, account, series, codes, letters.dated(date))
        draw.pdf(self.root / name, sheets, Path(name).stem)
        self._pages_of_letter(name, plan["name"], sheets)
        self.sections["releases"].append(_release_record(account, plan, name, release))
        self._number_gaps(account, plan["name"], series, release)

    def _of(self, release: str) -> list[Volume]:
        return [volume for volume in self.volumes if volume.release == release]

    def _pages_of_letter(self, name: str, release: str, sheets: list[Any]) -> None:
        letter = Volume(release, name, None)
        letter.sheets = sheets
        self.sections["pages"] += letter.pages()

    def _number_gaps(self, account: Account, release: str, series: Series, noted: Record) -> None:
        gaps = self.sections["gaps"]
        for first, last in noted["skipped"]:
            gaps.append(_stamp_gap("skipped_stamps", release, series, first, last))
        for first, last, codes, _, slip in noted["withheld"]:
            gap = _stamp_gap("withheld_page", release, series, first, last)
            gaps.append({**gap, "codes": codes, "on": "slip" if slip else "sheet"})
        on_sheets = sum(sheet["total"] for sheet in noted["sheets"])
        if on_sheets != account.withheld:
            gaps.append(
                {
                    "kind": "withheld_not_on_sheets",
                    "release": str(account.number),
                    "withheld": account.withheld,
                    "on_sheets": on_sheets,
                }
            )

    def _missing_letters(self) -> None:
        """Numbers between the first and the last letter for which none came."""
        numbers = {int(entry["release"]): entry for entry in self.sections["releases"]}
        for number in range(min(numbers), max(numbers)):
            if number not in numbers:
                before, after = numbers.get(number - 1), numbers.get(number + 1)
                self.sections["gaps"].append(
                    {
                        "kind": "missing_release",
                        "release": str(number),
                        "bates_first": before["bates_last"] + 1 if before else None,
                        "bates_last": after["bates_first"] - 1 if after else None,
                    }
                )

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
        self.copies.append(Copy(mail, record["id"], file, release, 0, (), True))
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
        for name, records in articles.write(self.story_folder(), self.root).items():
            sections[name] += records
        truth.lines(self.root, "threads", 0, self.threads)
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


def _release_record(account: Account, plan: Record, file: str, noted: Record) -> Record:
    return {
        "release": str(account.number),
        "name": plan["name"],
        "date": account.date,
        "pages_reviewed": account.reviewed,
        "pages_released": account.released,
        "withheld": account.withheld,
        "bates_first": account.first,
        "bates_last": account.last,
        "letter_files": [file],
        "deleted_page_sheets": [{"file": sheet["file"], "total": sheet["total"]} for sheet in noted["sheets"]],
    }


def _stamp_gap(kind: str, release: str, series: Series, first: int, last: int) -> Record:
    span = {"stamp_start": series.label(first), "stamp_end": series.label(last)}
    return {"kind": kind, "release": release, **span, "pages": last - first + 1}


def _native_record(mail: Mail, file: str, release: str) -> Record:
    from examples.press import spell

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
            "address": person.address,
            "roles": [{name: role[name] for name in ("title", "office", "from", "to")} for role in posts],
        }


def print_case(root: Path, scan_level: str, seed: int) -> None:
    """Print the hand-written case to `root`, with its truth."""
    Pressrun(load(Pressrun.story_folder()), root, scan_level, seed).run()
    truth.assemble(root, {"format": 1, "case": "harbor", "scan_level": scan_level, "seed": seed})
