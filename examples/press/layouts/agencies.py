"""What agencies' own systems print: the FOIA export, State's furniture, and the archive form with UTC dates."""

from __future__ import annotations

from collections.abc import Iterator

from examples.press.flow import Block, Frame, Ink, Para, Rule, Sheet
from examples.press.ink import Run, measure
from examples.press.layouts.base import Job, Layout, Scribe, Setting, body
from examples.press.layouts.quotes import quoted


def _cell(setting: Setting, label: str, value: list[Run]) -> Para:
    para = setting.para(value, 0, "header")
    para.label, para.column, para.label_right, para.cell = Run(f"{label} ", setting.bold), 84, True, True
    para.size = setting.size * 0.9
    return para


def compose_export(job: Job) -> Iterator[Block]:
    """A table of fields with right-aligned labels, then the body, then the delivery table."""
    setting = Setting(job.look.face, job.look.size)
    entry = job.entries[0]
    scribe, form = Scribe(job, entry, setting.plain), job.look.name or "web"
    yield _cell(setting, "From:", scribe.sender(form))
    yield _cell(setting, "SentVia:", [Run("", setting.plain)])
    yield _cell(setting, "To:", scribe.people("to", form, job.look.separator))
    yield _cell(setting, "CC:", scribe.people("cc", form, job.look.separator) or [Run("", setting.plain)])
    yield _cell(setting, "Subject:", scribe.subject())
    yield _cell(setting, "Date:", scribe.sent(job.look.date or "export"))
    yield _cell(setting, "Priority:", scribe.run(entry.mail.importance or "Normal"))
    entry.facts.importance = entry.mail.importance or "Normal"
    yield _cell(setting, "Type:", scribe.run("Note"))
    if entry.mail.attachments:
        yield _cell(setting, "Attachments:", scribe.attachments())
    yield Rule(8, 4, 0.01, (1, 1, 1))
    yield from body(job, entry, setting)
    yield from quoted(job, setting)


def compose_state(job: Job) -> Iterator[Block]:
    """A wide column of labels without bold, released document by document."""
    setting = Setting(job.look.face, job.look.size)
    entry = job.entries[0]
    scribe, mail, form = Scribe(job, entry, setting.plain), entry.mail, job.look.name or "state"
    fields = [("From:", scribe.sender(form)), ("Sent:", scribe.sent(job.look.date or "long"))]
    fields.append(("To:", scribe.people("to", form)))
    if mail.cc:
        fields.append(("Cc:", scribe.people("cc", form)))
    fields.append(("Subject:", scribe.subject()))
    if mail.attachments:
        fields.append(("Attachments:", scribe.attachments()))
    for label, value in fields:
        para = setting.para(value, 0, "header")
        para.label, para.column = Run(f"{label} ", setting.bold if job.look.bold else setting.plain), 150
        yield para
    yield Rule(6, 6, 0.01, (1, 1, 1))
    yield from body(job, entry, setting)
    yield from quoted(job, setting)


def _banner(job: Job) -> str:
    return f"UNCLASSIFIED {job.agency} Case No. {job.case} Doc No. {job.document} Date: {job.issued}"


def dress_state(job: Job, sheet: Sheet, number: int, _count: int) -> None:
    """The banner above and below, the release mark on the first page."""
    size, font = 8.5, "Helvetica"
    text = _banner(job)
    x = (612 - measure(text, font, size)) / 2
    top, items = [Ink(x, 34, text, font, size)], sheet.items
    noted = [(text, "banner")]
    if number == 1 and job.release_mark:
        width = measure(job.release_mark, "Helvetica-Bold", 9)
        top.append(Ink(556 - width, 52, job.release_mark, "Helvetica-Bold", 9))
        noted.append((job.release_mark, "release_mark"))
    sheet.items = [*top, *items]
    from_top = Sheet()
    for line, zone in noted:
        from_top.put(Ink(0, 0, line, font, size), zone)
    sheet.lines = [*from_top.lines, *sheet.lines]
    sheet.put(Ink(x, 752, text, font, size), "banner")


def compose_archive(job: Job) -> Iterator[Block]:
    """From with the desk and a badge, the date in UTC, everything flush left; answers below in Outlook's block."""
    setting = Setting(job.look.face, job.look.size)
    entry = job.entries[0]
    scribe, mail, form = Scribe(job, entry, setting.plain), entry.mail, job.look.name or "badge"
    fields = [("From:", scribe.sender(form)), ("Sent:", scribe.sent(job.look.date or "utc"))]
    for label, place in (("To:", "to"), ("Cc:", "cc"), ("Bcc:", "bcc")):
        if getattr(mail, place):
            fields.append((label, scribe.people(place, form, job.look.separator)))
    fields.append(("Subject:", scribe.subject()))
    if mail.attachments:
        fields.append(("Attachments:", scribe.attachments()))
    for label, value in fields:
        para = setting.para(value, 0, "header")
        para.label = Run(f"{label} ", setting.bold if job.look.bold else setting.plain)
        para.column = max(job.look.column - 24, 50)
        yield para
    yield Rule(8, 6, 0.01, (1, 1, 1))
    yield from body(job, entry, setting)
    yield from quoted(job, setting)


EXPORT = Layout("foiaxpress_export", compose_export)
STATE = Layout("state_department", compose_state, Frame(top=84, bottom=730), dress_state)
ARCHIVE = Layout("nih", compose_archive)
