"""What is not a mail: the print of a calendar entry, memos and letters, and the pages of attachments."""

from __future__ import annotations

from collections.abc import Iterator

from examples.press import spell
from examples.press.flow import Block, Para, Rule
from examples.press.ink import Run
from examples.press.layouts.base import Job, Layout, Scribe, Setting, body
from examples.press.layouts.quotes import quoted
from examples.press.model import Mail


def compose_invite(job: Job) -> Iterator[Block]:
    """Subject, Location, Start and End, Show Time As, Recurrence, Organizer, attendees."""
    setting = Setting(job.look.face, job.look.size)
    entry = job.entries[0]
    scribe = Scribe(job, entry, setting.plain)
    yield Rule(2, 5, 2.2)
    for index, (label, value) in enumerate(_invite_fields(job, scribe)):
        gap = 8.0 if label in ("Start:", "Recurrence:", "Organizer:", "Show Time As:") and index else 1.0
        para = setting.para(value, 0, "header", gap)
        para.label, para.column = Run(f"{label} ", setting.bold), 122
        yield para
    yield Rule(8, 6, 0.4)
    yield from body(job, entry, setting)
    yield from quoted(job, setting)


def _moment(mail: Mail, which: str) -> str:
    at = mail.start if which == "start" else mail.end
    return spell.date(at, "web") if at else ""


def _invite_fields(job: Job, scribe: Scribe) -> list[tuple[str, list[Run]]]:
    mail, form = scribe.mail, job.look.name or "outlook"
    facts = scribe.facts
    facts.location = mail.location
    facts.start = mail.start.isoformat(timespec="minutes") if mail.start else ""
    facts.end = mail.end.isoformat(timespec="minutes") if mail.end else ""
    fields = [("Subject:", scribe.subject()), ("Location:", scribe.run(mail.location))]
    fields += [("Start:", scribe.run(_moment(mail, "start"))), ("End:", scribe.run(_moment(mail, "end")))]
    fields += [("Show Time As:", scribe.run("Busy")), ("Recurrence:", scribe.run("(none)"))]
    fields += [("Meeting Status:", scribe.run("Meeting organizer")), ("Organizer:", scribe.sender(form))]
    fields.append(("Required Attendees:", scribe.people("to", form)))
    if mail.cc:
        fields.append(("Optional Attendees:", scribe.people("cc", form)))
    return fields


def compose_memo(job: Job) -> Iterator[Block]:
    """MEMORANDUM, then TO, FROM, DATE and RE; or a letter with letterhead and salutation."""
    setting = Setting(job.look.face, job.look.size + 0.5)
    entry = job.entries[0]
    scribe = Scribe(job, entry, setting.plain)
    yield from _letter(setting, scribe, job.agency) if entry.mail.kind == "letter" else _memo(setting, scribe, job)
    yield from body(job, entry, setting)


def _centered(setting: Setting, text: str, size: float, before: float = 0.0) -> Para:
    para = setting.para([Run(text, setting.bold)], 0, "furniture", before)
    para.center, para.size = True, size
    return para


def _memo(setting: Setting, scribe: Scribe, job: Job) -> Iterator[Block]:
    form = job.look.name or "plain"
    yield _centered(setting, job.agency.upper(), 13)
    yield _centered(setting, "MEMORANDUM", 12, 6)
    yield Rule(6, 8, 0.01, (1, 1, 1))
    fields = [("TO:", scribe.people("to", form)), ("FROM:", scribe.sender(form))]
    if scribe.mail.cc:
        fields.append(("CC:", scribe.people("cc", form)))
    fields += [("DATE:", scribe.sent("plain")), ("RE:", scribe.subject())]
    for label, value in fields:
        para = setting.para(value, 0, "header", 4)
        para.label, para.column = Run(f"{label} ", setting.bold), 62
        yield para
    yield Rule(8, 10, 1.0)


def _letter(setting: Setting, scribe: Scribe, agency: str) -> Iterator[Block]:
    mail = scribe.mail
    yield _centered(setting, mail.sender.office if not mail.sender.unit else agency, 14)
    if mail.sender.street:
        yield _centered(setting, mail.sender.street, 9, 2)
    yield Rule(6, 14, 0.75)
    scribe.sender("plain")
    yield setting.para(scribe.sent("plain"), 0, "header")
    address = scribe.people("to", "plain", ", ")
    yield setting.para(address, 0, "header", 16)
    for line in [text for person in mail.to for text in (person.title, person.office, person.street) if text]:
        yield setting.para([Run(line, setting.plain)], 0, "header")
    yield setting.para([Run("Re: ", setting.bold), *scribe.subject()], 0, "header", 14)


def compose_sheet(job: Job) -> Iterator[Block]:
    """A page of an attachment: a title and paragraphs; no header to read."""
    setting = Setting("serif", 11)
    mail = job.entries[0].mail
    if mail.subject:
        yield _centered(setting, mail.subject, 14)
    yield from body(job, job.entries[0], setting)


INVITE = Layout("calendar_invite", compose_invite)
MEMO = Layout("memo_letter", compose_memo)
SHEET = Layout("attachment", compose_sheet)
