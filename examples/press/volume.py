"""One file of a release: chains, attachments and sheets printed one after another, stamped, and written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from examples.press import draw, stamp
from examples.press.flow import Box, BoxStyle, Ink, Sheet, Typesetter
from examples.press.ink import measure
from examples.press.layouts import LAYOUTS
from examples.press.layouts.base import Entry, Job
from examples.press.model import Attachment, Hide, Look, Mail
from examples.press.stamp import Series

Record = dict[str, Any]

#: Owners of the lines of a second chain on the same sheets count from here.
RUN = 1_000


@dataclass(frozen=True, slots=True)
class Copy:
    """One place where a mail was printed: the truth's message id, what is hidden, whether attachments are named."""

    mail: Mail
    message: str
    file: str
    release: str
    depth: int
    hides: tuple[Hide, ...]
    named: bool
    body: str = ""


@dataclass(slots=True)
class Volume:
    """A file being filled. `file` is its path within the output, with ``/``; `serial` prefixes a document number."""

    release: str
    file: str
    series: Series | None
    agency: str = ""
    case: str = ""
    issued: str = ""
    scan_level: str = "clean"
    serial: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    threads: list[Record] = field(default_factory=list)
    invites: list[Record] = field(default_factory=list)
    attachments: list[Record] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    layouts: dict[int, str] = field(default_factory=dict)

    def typeset(self, job: Job, layout: str, look: Look, *below: Job) -> list[Sheet]:
        """Set a chain on sheets of its own, further chains `below` it, with the layout's furniture but no stamps."""
        plan = LAYOUTS[layout]
        setter = Typesetter(plan.frame, BoxStyle(look.boxes, look.label))
        setter.set(plan.compose(job))
        for place, other in enumerate(below, 1):
            setter.add(plan.compose(other), place * RUN)
        sheets = setter.finish()
        for number, sheet in enumerate(sheets, 1):
            plan.dress(job, sheet, number, len(sheets))
            if look.numbers:
                _number(sheet, look.numbers.format(page=number, pages=len(sheets)))
        return sheets

    def add(self, sheets: list[Sheet], scanned: bool = False, stamped: bool = True) -> int:
        """Append finished sheets, stamped; returns the page number of the first."""
        first = len(self.sheets) + 1
        document = f"{self.serial}{first:05d}" if self.serial else ""
        for sheet in sheets:
            if self.series and stamped:
                if document:
                    stamp.put(sheet, document, "left")
                stamp.put(sheet, self.series.take(), self.series.corner)
                sheet.stamps.reverse()
            if scanned:
                sheet.scanned, sheet.state = True, "ocr"
            self.sheets.append(sheet)
        return first

    def chain(
        self, job: Job, layout: str, scanned: bool = False, sheets: list[Sheet] | None = None, below: Sequence[Job] = ()
    ) -> str:
        """Print a chain, and chains `below` it, and note their messages; returns the first thread's id.

        `sheets` are those that `typeset` made of the same jobs, if it was asked before.
        """
        done = sheets if sheets is not None else self.typeset(job, layout, job.look, *below)
        first = self.add(done, scanned)
        names = [self._thread(one, layout, first, done, place * RUN) for place, one in enumerate((job, *below))]
        return names[0]

    def _thread(self, job: Job, layout: str, first: int, sheets: list[Sheet], by: int) -> str:
        thread = f"{Path(self.file).stem}-T{len(self.threads) + 1:04d}"
        messages = [self._message(thread, job, entry, layout, first, sheets, by) for entry in job.entries]
        self.threads.append(
            {
                "thread": thread,
                "file": self.file,
                "page_start": messages[0]["page"],
                "page_end": max(message["page_end"] for message in messages),
                "stamp_start": messages[0]["stamp"],
                "top_missing": False,
                "messages": messages,
            }
        )
        return thread

    def _message(
        self, thread: str, job: Job, entry: Entry, layout: str, first: int, sheets: list[Sheet], by: int
    ) -> Record:
        facts, mail, depth = entry.facts, entry.mail, entry.depth
        owner = depth + by
        place = _starts(sheets, owner)
        sheet = sheets[place]
        record: Record = {
            "id": f"{thread}.{depth}",
            "mail": mail.id,
            "depth": depth,
            "kind": mail.kind,
            "layout": layout,
            "quote": entry.quote,
            "header_kind": facts.header_kind,
            "from": facts.sender,
            "from_printed": facts.from_printed,
            "to": facts.to,
            "cc": facts.cc,
            "bcc": facts.bcc,
            "hidden_people": facts.hidden,
            "sent": facts.sent or None,
            "sent_pm": facts.sent if depth and facts.sent else None,
            "subject": facts.subject,
            "body": _body(sheets, owner),
            "attachments": facts.attachments,
            "importance": facts.importance,
            "file": self.file,
            "release": self.release,
            "page": first + place,
            "page_in_file": first + place,
            "page_end": first + _ends(sheets, owner),
            "stamp": sheet.stamps[0] if sheet.stamps else None,
            "stamp_sure": bool(sheet.stamps),
            "scanned": sheet.scanned,
        }
        if mail.kind == "invite":
            self._invite(record, entry)
        hides = tuple(dict.fromkeys(hide for hide in job.applied if hide.mail == mail.id))
        self.copies.append(
            Copy(mail, record["id"], self.file, self.release, depth, hides, bool(facts.attachments), record["body"])
        )
        return record

    def _invite(self, record: Record, entry: Entry) -> None:
        facts = entry.facts
        record |= {"start": facts.start, "end": facts.end, "location": facts.location}
        self.invites.append(
            {
                "message": record["id"],
                "release": self.release,
                "file": self.file,
                "page_start": record["page"],
                "subject": facts.subject,
                "location": facts.location,
                "start": facts.start,
                "end": facts.end,
                "organizer": facts.sender,
                "required": facts.to,
                "optional": facts.cc,
            }
        )

    def attach(self, owner: str, name: str, sheets: list[Sheet], scanned: bool = False) -> None:
        """Print an attachment's pages after its mail."""
        first = self.add(sheets, scanned)
        pages = list(range(first, first + len(sheets)))
        self.attachments.append({"message": owner, "file": self.file, "name": name, "produced": True, "pages": pages})

    def save(self, root: Path, seed: int = 0) -> None:
        """Write the PDF."""
        draw.pdf(root / self.file, self.sheets, Path(self.file).stem, self.scan_level, seed)

    def pages(self, text: bool = True) -> list[Record]:
        """The truth of the pages, after `save`."""
        return [
            {
                "file": self.file,
                "page": number,
                "release": self.release,
                "stamps": sheet.stamps,
                "state": sheet.state,
                "scanned": sheet.scanned,
                **({"text": sheet.text()} if text else {}),
            }
            for number, sheet in enumerate(self.sheets, 1)
        ]

    def redactions(self, visible: bool = True) -> list[Record]:
        """The truth of the boxes, after `save` (scanning turns them); or of the places left blank instead."""
        return [
            {
                "release": self.release,
                "file": self.file,
                "page": number,
                "box": _rounded(box),
                "codes": list(box.codes),
                "bad": box.bad,
                "hidden": box.hidden,
            }
            for number, sheet in enumerate(self.sheets, 1)
            for box in sheet.boxes
            if box.visible == visible
        ]


def _number(sheet: Sheet, text: str) -> None:
    """The page number that a mail program prints at the foot."""
    sheet.put(Ink(306 - measure(text, "Helvetica", 8) / 2, 744, text, "Helvetica", 8), "page_number")


def _rounded(box: Box) -> list[float]:
    return [round(value, 2) for value in (box.x0, box.y0, box.x1, box.y1)]


def _starts(sheets: list[Sheet], owner: int) -> int:
    """The sheet on which a message begins: with the line that introduces it, or its header, or its body."""
    for zones in (("quote", "header"), ("body",)):
        for place, sheet in enumerate(sheets):
            if any(line.owner == owner and line.zone in zones for line in sheet.lines):
                return place
    return 0


def _ends(sheets: list[Sheet], owner: int) -> int:
    return max((place for place, sheet in enumerate(sheets) for line in sheet.lines if line.owner == owner), default=0)


def _body(sheets: list[Sheet], owner: int) -> str:
    lines = [line.text for sheet in sheets for line in sheet.lines if line.owner == owner and line.zone == "body"]
    return "\n".join(lines).strip("\n")


def job_for(
    volume: Volume,
    chain: list[tuple[Mail, str]],
    look: Look,
    hides: tuple[Hide, ...],
    document: str = "",
    mark: str = "",
) -> Job:
    """A job for a chain of (mail, how it is quoted)."""
    by_mail: dict[str, list[Hide]] = {}
    for hide in hides:
        by_mail.setdefault(hide.mail, []).append(hide)
    entries = [Entry(mail, depth, quote) for depth, (mail, quote) in enumerate(chain)]
    return Job(entries, look, by_mail, document, mark, volume.case, volume.agency, volume.issued)


def attachment_sheets(volume: Volume, attachment: Attachment, owner: Mail, look: Look) -> tuple[Job, list[Sheet]]:
    """The job and pages of an attachment; its name stands in the footer, as word processors put it."""
    mail = attachment.memo or Mail(
        f"{owner.id}/{attachment.name}",
        owner.sender,
        (),
        owner.sent,
        attachment.title,
        "\n\n".join(attachment.lines),
        sign="none",
    )
    layout = "memo_letter" if attachment.memo else "attachment"
    job = job_for(volume, [(mail, "")], look, ())
    sheets = volume.typeset(job, layout, look)
    for sheet in sheets:
        sheet.put(Ink(40, 752, attachment.name, "Times-Italic", 8), "file_name")
    return job, sheets
