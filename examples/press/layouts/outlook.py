"""Outlook: the memo print of the desktop program, and the print of its web version."""

from __future__ import annotations

from collections.abc import Iterator

from examples.press.flow import Block, Para, Rule
from examples.press.ink import BLACK, Run
from examples.press.layouts.base import Job, Layout, Scribe, Setting, body, labels
from examples.press.layouts.quotes import quoted


def rows(job: Job, setting: Setting, fields: list[tuple[str, list[Run]]], size: float) -> Iterator[Para]:
    """Header fields with bold labels in a column of their own."""
    for label, value in fields:
        para = setting.para(value, 0, "header", 1.0)
        para.size, para.column = size, job.look.column
        para.label = Run(f"{label} ", setting.bold if job.look.bold else setting.plain)
        yield para


def print_fields(job: Job, scribe: Scribe) -> list[tuple[str, list[Run]]]:
    """The fields of a memo print in its order, as far as the mail has them."""
    mail, form = scribe.mail, job.look.name or "outlook"
    word = labels(job.look, sender="From:", to="To:", cc="Cc:", bcc="Bcc:", subject="Subject:", sent="Sent:")
    date = job.look.date or "long"
    fields = [(word["sender"], scribe.sender(form)), (word["sent"], scribe.sent(date))]
    places = [place for place in ("to", "cc", "bcc") if getattr(mail, place)]
    fields += [(word[place], scribe.people(place, form, job.look.separator)) for place in places]
    fields.append((word["subject"], scribe.subject()))
    if mail.attachments:
        fields.append((word.get("attachments", "Attachments:"), scribe.attachments()))
    if mail.importance:
        fields.append(("Importance:", scribe.importance()))
    return fields


def _custodian(job: Job) -> str:
    """Whose mailbox was printed: the top message's first reader."""
    mail = job.entries[0].mail
    return mail.to[0].plain if mail.to else mail.sender.plain


def compose_print(job: Job) -> Iterator[Block]:
    """The reader's name over a heavy rule, the fields, the body, the chain."""
    setting = Setting(job.look.face, job.look.size)
    scribe = Scribe(job, job.entries[0], setting.plain)
    if job.look.custodian:
        yield setting.para([Run(_custodian(job), setting.bold)], 0, "furniture")
    if job.look.rule:
        yield Rule(2, 5, 2.2, BLACK)
    yield from rows(job, setting, print_fields(job, scribe), job.look.size)
    yield Rule(5, 8, 0.4, BLACK) if job.look.rule else Rule(6, 6, 0.01, (1, 1, 1))
    yield from body(job, job.entries[0], setting)
    yield from quoted(job, setting)


def compose_web(job: Job) -> Iterator[Block]:
    """Subject, sender and date without labels; To: and Cc: without a space after the label."""
    setting = Setting(job.look.face, job.look.size)
    entry = job.entries[0]
    scribe, mail = Scribe(job, entry, setting.plain), entry.mail
    title = scribe.subject()
    big = setting.para([run._replace(font=setting.bold) for run in title], 0, "header")
    big.size = job.look.size * 1.25
    yield big
    yield _web_line(setting, scribe.sender(job.look.name or "outlook"), 7)
    yield _web_line(setting, scribe.sent(job.look.date or "web"), 1)
    for label, place in (("To:", "to"), ("Cc:", "cc"), ("Bcc:", "bcc")):
        if getattr(mail, place):
            value = scribe.people(place, "web", "; ", close=True)
            yield _web_line(setting, [Run(label, setting.plain), *value], 1)
    yield from _web_attachments(setting, scribe)
    yield Rule(5, 8, 0.4, (0.6, 0.6, 0.6))
    yield from body(job, entry, setting)
    yield from quoted(job, setting)


def _web_line(setting: Setting, runs: list[Run], before: float) -> Para:
    para = setting.para(runs, 0, "header", before)
    para.left, para.hang = 12, 14
    return para


def _web_attachments(setting: Setting, scribe: Scribe) -> Iterator[Para]:
    names = scribe.mail.attachments
    if names:
        weight = sum(len(attachment.name) for attachment in names) * 7
        yield _web_line(setting, [Run(f"{len(names)} attachments ({weight} KB)", setting.plain)], 6)
        yield _web_line(setting, [*scribe.attachments("; "), Run(";", setting.plain)], 1)


PRINT = Layout("outlook_print", compose_print)
WEB = Layout("outlook_web", compose_web)
