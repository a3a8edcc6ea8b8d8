"""Other mail programs: Gmail, Lotus Notes, Apple Mail."""

from __future__ import annotations

from collections.abc import Iterator

from examples.press.flow import Block, Ink, Rule, Sheet
from examples.press.ink import GREY, Run
from examples.press.layouts.base import Job, Layout, Scribe, Setting, body
from examples.press.layouts.quotes import quoted


def compose_gmail(job: Job) -> Iterator[Block]:
    """Subject and count, sender left and date right, To: below."""
    setting = Setting(job.look.face, job.look.size)
    entry = job.entries[0]
    scribe, mail = Scribe(job, entry, setting.plain), entry.mail
    yield setting.para([Run("Gmail - " + mail.subject, setting.plain, GREY)], 0, "furniture")
    yield Rule(4, 6, 0.75)
    title = setting.para([run._replace(font=setting.bold) for run in scribe.subject()], 0, "header", 4)
    title.size = setting.size * 1.25
    yield title
    count = len(job.entries)
    yield setting.para([Run(f"{count} message{'s' * (count > 1)}", setting.plain, GREY)], 0, "furniture", 1)
    yield Rule(5, 4, 0.75)
    sender = [run._replace(font=setting.bold) if not run.veil else run for run in scribe.sender("internet")]
    yield setting.para(sender, 0, "header")
    yield setting.para(scribe.sent(job.look.date or "gmail"), 0, "header", 1)
    for label, place in (("To:", "to"), ("Cc:", "cc"), ("Bcc:", "bcc")):
        if getattr(mail, place):
            value = scribe.people(place, "internet", ", ")
            yield setting.para([Run(f"{label} ", setting.plain), *value], 0, "header", 1)
    yield Rule(4, 4, 0.01, (1, 1, 1))
    yield from body(job, entry, setting)
    yield from quoted(job, setting)
    yield from _gmail_attachments(setting, scribe)


def _gmail_attachments(setting: Setting, scribe: Scribe) -> Iterator[Block]:
    names = scribe.mail.attachments
    if names:
        yield Rule(10, 4, 0.5, GREY, 0.3)
        yield setting.para([Run(f"{len(names)} attachments", setting.bold)], 0, "attachments")
        for run in names:
            scribe.facts.attachments.append(run.name)
            yield setting.para([Run(run.name, setting.bold)], 0, "attachments", 2)


def compose_lotus(job: Job) -> Iterator[Block]:
    """Typewriter face, names with slashes."""
    setting = Setting("mono", job.look.size * 0.92)
    entry = job.entries[0]
    scribe, mail, form = Scribe(job, entry, setting.plain), entry.mail, job.look.name or "notes"
    fields = [("From:", scribe.sender(form)), ("To:", scribe.people("to", form, ", "))]
    for label, place in (("Cc:", "cc"), ("Bcc:", "bcc")):
        if getattr(mail, place):
            fields.append((label, scribe.people(place, form, ", ")))
    fields += [("Date:", scribe.sent(job.look.date or "lotus")), ("Subject:", scribe.subject())]
    for label, value in fields:
        para = setting.para(value, 0, "header", 1.5)
        para.label, para.column = Run(f"{label} ", setting.bold), 64
        yield para
    yield Rule(5, 6, 1.2)
    yield from body(job, entry, setting)
    if mail.attachments:
        value = [Run("Attachments: ", setting.bold), *scribe.attachments(", ")]
        yield setting.para(value, 0, "attachments", 8)
    yield from quoted(job, setting)


def compose_apple(job: Job) -> Iterator[Block]:
    """Grey bold labels, right-aligned, with a long date and the zone's name."""
    setting = Setting(job.look.face, job.look.size)
    entry = job.entries[0]
    scribe, mail = Scribe(job, entry, setting.plain), entry.mail
    fields = [("From:", scribe.sender("internet")), ("Subject:", scribe.subject())]
    fields.append(("Date:", scribe.sent(job.look.date or "apple")))
    for label, place in (("To:", "to"), ("Cc:", "cc"), ("Bcc:", "bcc")):
        if getattr(mail, place):
            fields.append((label, scribe.people(place, "internet", ", ")))
    if mail.attachments:
        fields.append(("Attachments:", scribe.attachments(", ")))
    for label, value in fields:
        para = setting.para(value, 0, "header", 1)
        para.label, para.column, para.label_right = Run(f"{label} ", setting.bold, GREY), 78, True
        yield para
    yield Rule(8, 8, 0.4, GREY)
    yield from body(job, entry, setting)
    yield from quoted(job, setting)


def dress_gmail(job: Job, sheet: Sheet, number: int, count: int) -> None:
    """The address line and page count that a browser prints at the foot."""
    link = f"https://mail.example.org/mail/u/0?ik={job.entries[0].mail.id}&view=pt"
    sheet.put(Ink(28, 774, link, "Helvetica", 7))
    sheet.put(Ink(306, 774, f"{number}/{count}", "Helvetica", 7))


GMAIL = Layout("gmail_print", compose_gmail, dress=dress_gmail)
LOTUS = Layout("lotus_notes", compose_lotus)
APPLE = Layout("apple_mail", compose_apple)
